"""Reads what a worker's page sends. Whatever is not one of the choices is no answer. Never saves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.http import QueryDict

from jikim.rules.questionnaire import Column


def field_name(column: Column) -> str:
    """The name of an item's field: its place, not its subject, so that a page saved by a browser's autofill says little."""
    return f"a{column.index}"


def read_items(sent: QueryDict, columns: Iterable[Column]) -> Mapping[int, int]:
    """Column index → value, for those ticked with a value of their scale."""
    found: dict[int, int] = {}
    for column in columns:
        text = sent.get(field_name(column), "")
        scale = column.item.scale
        if text.isascii() and text.isdigit() and len(text) < 4 and scale.lowest <= int(text) <= scale.highest:
            found[column.index] = int(text)
    return found


def read_about(sent: QueryDict, names: Iterable[str]) -> Mapping[str, str]:
    return {name: sent.get(name, "")[:40] for name in names}


def read_look(sent: QueryDict) -> tuple[str, str]:
    """A button of the language or text size switch: ("language", "en"), ("size", "2") or ("", "")."""
    kind, _, value = sent.get("look", "").partition("-")
    return (kind, value) if kind in {"language", "size"} else ("", "")
