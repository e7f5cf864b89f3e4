"""What editors changed is what everybody gets, and who holds an older version can be named."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from jikim.rules.library.amend import entries_of
from jikim.rules.packs import load
from jikim.shared.clock import now
from jikim.shared.library import library
from jikim.shared.library.holders import note_holding, versions_of, who_still_has
from jikim.shared.library.models import ContentChange, Holding
from jikim.shared.library.overlay import current, documents, export_pack
from jikim.shared.packs import schemas

pytestmark = pytest.mark.django_db


def change(pack_id: str, key: str, number: int, status: str, **said: Any) -> ContentChange:
    entry = dict(entries_of(documents()[pack_id]))[key]
    return ContentChange.objects.create(
        pack_kind=documents()[pack_id]["kind"], pack_id=pack_id, entry_key=key, number=number, body={**entry, **said},
        status=status, status_since=now(), edited_by_key="person:1", edited_by_name="편집자", edited_at=now(),
    )  # fmt: skip


def a_measure() -> str:
    return next(key for key, _ in entries_of(documents()["measures-policy"]) if key)


def test_nothing_changed_is_what_was_shipped() -> None:
    assert current().measures == library().measures


@pytest.mark.parametrize("status", ["draft", "proposed", "superseded", "dropped"])
def test_only_approved_changes_hold(status: str) -> None:
    key = a_measure()
    change("measures-policy", key, 2, status, title={"ko": "바뀐 제목", "en": "Changed"})
    assert current().measures[key].title.en != "Changed"


def test_an_approved_change_holds_at_once_and_leaves_again() -> None:
    key = a_measure()
    made = change("measures-policy", key, 2, "approved", title={"ko": "바뀐 제목", "en": "Changed"})
    assert (current().measures[key].title.en, current().measures[key].origin.version) == ("Changed", 2)
    assert library().measures[key].title.en != "Changed"
    ContentChange.objects.filter(pk=made.pk).update(status="superseded")
    assert current().measures[key].title.en != "Changed"


def test_the_export_is_a_pack_again() -> None:
    key = a_measure()
    change("measures-policy", key, 3, "approved", title={"ko": "바뀐 제목", "en": "Changed"})
    pack = load(export_pack("measures-policy"), "measures-policy.yaml", schemas())
    assert pack.version == "1.0.2"
    assert "Changed" in [one.title.en for one in pack.content.measures]  # type: ignore[union-attr]


def test_a_changed_entry_keeps_the_order_of_its_fields() -> None:
    key = a_measure()
    made = change("measures-policy", key, 2, "approved")
    before = list(dict(entries_of(documents()["measures-policy"]))[key])
    assert [name for name in ContentChange.objects.get(pk=made.pk).body if name != "version"] == [name for name in before if name != "version"]


def test_who_still_has_the_old_one() -> None:
    key = a_measure()
    entry = ("measure", key)
    old = versions_of(current(), [entry, ("measure", "never-was")])
    assert old == {entry: 1}
    for place in ("1", "2"):
        note_holding(document="practice", holder_kind="workplace", holder_key=place, entries=old, on=dt.date(2017, 5, 1))
    assert who_still_has(kind="measure", key=key, before=1) == []
    change("measures-policy", key, 2, "approved")
    note_holding(document="practice", holder_kind="workplace", holder_key="1", entries=versions_of(current(), [entry]), on=dt.date(2017, 6, 1))
    still = who_still_has(kind="measure", key=key, before=2)
    assert [(held.holder_key, held.number) for held in still] == [("2", 1)]


def test_the_same_document_twice_on_a_day_is_one_holding() -> None:
    entries = versions_of(current(), [("measure", a_measure())])
    ids = {note_holding(document="practice", holder_kind="workplace", holder_key="1", entries=entries, on=dt.date(2017, 5, 1)) for _ in range(2)}
    assert (len(ids), Holding.objects.count()) == (1, 1)
