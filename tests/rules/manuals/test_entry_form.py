"""Any entry of any pack goes through the form and comes back the same; what is changed is changed and told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from jikim.rules.library.amend import entries_of
from jikim.rules.manuals.entry_form import KEPT, Shape, differences, entry_from, fields_of
from jikim.rules.packs import read_document
from jikim.shared.library import KINDS
from jikim.shared.packs import all_packs, source_of

ENTRY = {
    "key": "stop", "title": {"ko": "멈춤", "en": "Stop"}, "factors": ["no_rest", "blame"], "level": "change", "first": {"for": "mood", "rank": 1},
    "steps": [{"ko": "하나", "en": "one"}, {"ko": "둘", "en": "two"}],
}  # fmt: skip


def entries() -> Iterator[tuple[str, dict[str, Any]]]:
    for found in all_packs():
        if found.pack.kind in KINDS:
            for key, entry in entries_of(read_document(source_of(found), found.file)):
                yield f"{found.pack.id}/{key}", dict(entry)


def test_every_entry_there_is_comes_back_as_it_was() -> None:
    for name, entry in entries():
        values = {one.name: (one.ko, one.en) for one in fields_of(entry)}
        made = entry_from(entry, values)
        # a day comes back as text, as a pack's file has it
        assert {k: str(v) for k, v in made.items()} == {k: str(v) for k, v in entry.items()} or _days_apart(made, entry), name
        assert not differences(entry, made), name


def _days_apart(made: Any, entry: Any) -> bool:
    import json

    def told(value: Any) -> str:
        return json.dumps(value, default=str, ensure_ascii=False, sort_keys=True)

    return told(made) == told(entry)


def test_the_key_and_the_version_have_no_field() -> None:
    assert not [one.name for one in fields_of({**ENTRY, "version": 3}) if one.path[0] in KEPT]


def test_a_line_is_changed_added_and_emptied() -> None:
    made = entry_from(ENTRY, {"steps.0": ("", ""), "steps.1": ("둘째", "second"), "steps.2": ("셋", "three")})
    assert made["steps"] == [{"ko": "둘째", "en": "second"}, {"ko": "셋", "en": "three"}]
    assert ENTRY["steps"][0] == {"ko": "하나", "en": "one"}, "the entry given was changed"


@pytest.mark.parametrize("typed, kept", [("2", 2), ("-1", -1), ("two", "two"), ("", "")])
def test_a_number_that_is_none_is_left_for_the_packs_check(typed: str, kept: object) -> None:
    assert entry_from(ENTRY, {"first.rank": (typed, "")})["first"]["rank"] == kept


def test_keys_are_written_with_commas() -> None:
    field = next(one for one in fields_of(ENTRY) if one.name == "factors")
    assert (field.shape, field.ko) == (Shape.KEYS, "no_rest, blame")
    assert entry_from(ENTRY, {"factors": (" rudeness ,, blame", "")})["factors"] == ["rudeness", "blame"]


def test_differences_name_the_field_the_language_and_the_words() -> None:
    found = differences(ENTRY, {**ENTRY, "title": {"ko": "멈춤", "en": "Stop now"}})
    assert [(one.label.en, one.language, one.pieces) for one in found] == [("Title", "en", (("Stop", ""), ("now", "ins")))]
