"""The tables: foreign keys point upstream, nothing crosses into the vault, one history of migrations."""

from __future__ import annotations

from django.apps import apps

ORDER = [
    "people", "enrolment", "dispatch", "visits", "surveys", "statistics", "consulting", "training", "counselling",
    "selection", "casework", "casebook", "contest", "manuals", "campaigns", "office",
]  # fmt: skip


def _room(model: type) -> str | None:
    parts = model.__module__.split(".")
    return parts[2] if parts[:2] == ["jikim", "areas"] else None


def test_foreign_keys_point_upstream() -> None:
    breaches = []
    for model in apps.get_app_config("jikim").get_models():
        here = _room(model)
        for field in model._meta.get_fields():
            if not (field.many_to_one or field.one_to_one) or field.auto_created:
                continue
            there = _room(field.related_model)
            if here is None and there is not None:
                breaches.append(f"shared table {model.__name__}.{field.name} → {there}")
            elif here and there and ORDER.index(there) > ORDER.index(here):
                breaches.append(f"{here}.{model.__name__}.{field.name} → {there}")
    assert not breaches, "\n".join(breaches)


def test_no_relation_crosses_the_vault_wall() -> None:
    breaches = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("vault").get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.related_model is not None
        and field.related_model._meta.app_label != "vault"
    ]  # fmt: skip
    assert not breaches, ", ".join(breaches)


def test_every_area_table_is_in_the_table_of_contents() -> None:
    """A model not imported in jikim/models.py would miss its migration."""
    import jikim.models as contents

    listed = set(dir(contents))
    missing = [
        model.__name__ for model in apps.get_app_config("jikim").get_models()
        if _room(model) and model.__name__ not in listed
    ]  # fmt: skip
    assert not missing, ", ".join(missing)
