"""An editor's change is laid over a pack; everything else of it stays as it was."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikim.rules.library.amend import amended, entries_of, version_of
from jikim.rules.packs import load, read_document
from jikim.shared.library.shelf import KINDS
from jikim.shared.packs import all_packs, schemas, source_of


def document(pack_id: str) -> dict[str, Any]:
    found = next(one for one in all_packs() if one.pack.id == pack_id)
    return read_document(source_of(found), found.file)


LIBRARY = [one.pack.id for one in all_packs() if one.pack.kind in KINDS]


@pytest.mark.parametrize("pack_id", LIBRARY)
def test_without_changes_nothing_changes(pack_id: str) -> None:
    assert amended(document(pack_id), {}) == document(pack_id)


@pytest.mark.parametrize("pack_id", LIBRARY)
def test_every_entry_can_be_changed_and_the_pack_still_loads(pack_id: str) -> None:
    before = document(pack_id)
    for key, entry in entries_of(before):
        changed = amended(before, {key: (version_of(before, key) + 1, entry)})
        pack = load(changed, "changed.yaml", schemas())
        assert version_of(changed, key) == version_of(before, key) + 1
        assert pack.version.rsplit(".", 1)[0] == before["version"].rsplit(".", 1)[0]
        assert pack.version != before["version"]


def test_raising_what_the_pack_says_of_itself_leaves_its_entries_versions() -> None:
    before = document("call-centre")
    said = dict(entries_of(before))[""]
    after = amended(before, {"": (7, {**said, "about": {"ko": "새 설명입니다.", "en": "New words."}})})
    assert after["about"]["en"] == "New words."
    assert version_of(after, "") == 7
    assert [version_of(after, key) for key, _ in entries_of(after) if key] == [version_of(before, key) for key, _ in entries_of(before) if key]


def test_a_new_entry_comes_last_and_a_missing_one_has_version_nought() -> None:
    before = document("measures-policy")
    assert version_of(before, "made-up") == 0
    entry = {**before["measures"][0], "title": {"ko": "새 조치", "en": "A new measure"}}
    after = amended(before, {"made-up": (1, entry)})
    assert [one["key"] for one in after["measures"]] == [*(one["key"] for one in before["measures"]), "made-up"]
    assert version_of(after, "made-up") == 1


def test_identity_of_a_pack_cannot_be_edited() -> None:
    before = document("call-centre")
    said = dict(entries_of(before))[""]
    after = amended(before, {"": (2, {**said, "id": "other", "kind": "kit", "version": "9.9.9", "situations": []})})
    assert (after["id"], after["kind"], after["version"]) == ("call-centre", "occupation", "1.1.1")
    assert len(after["situations"]) == len(before["situations"])


@given(st.lists(st.integers(1, 50), min_size=1, max_size=3))
def test_the_packs_version_grows_with_its_entries(numbers: list[int]) -> None:
    before = document("measures-policy")
    keys = [one["key"] for one in before["measures"]][: len(numbers)]
    entries = dict(entries_of(before))
    after = amended(before, {key: (version_of(before, key) + n, entries[key]) for key, n in zip(keys, numbers, strict=False)})
    assert after["version"] == f"1.0.{sum(numbers[: len(keys)])}"
