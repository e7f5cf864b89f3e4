"""Paper: two keyings wait under a name nobody can read, then move on like any other sheet; nothing says it was paper."""

from __future__ import annotations

import datetime as dt

import pytest

from jikim.shared.packs import find_pack
from jikim.vault import by_code, keystore
from jikim.vault.by_code import CodeSheet
from jikim.vault.keys import make_keys
from jikim.vault.models import AnswerSet, PaperEntry, Pending
from jikim.vault.store import counts

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
DAY = dt.date(2017, 6, 7)
PACKS = [find_pack("kels-24")]


@pytest.fixture(autouse=True)
def _keys() -> None:
    make_keys()


def sheet(value: int) -> CodeSheet:
    return CodeSheet((value,) * 24, sex="M", unit="u1")


def test_keyings_wait_and_are_replaced() -> None:
    keys = keystore.count()
    by_code.keep_paper_entry("P-1", 1, sheet(1))
    by_code.keep_paper_entry("P-1", 1, sheet(2))
    by_code.keep_paper_entry("P-1", 2, sheet(3))
    by_code.keep_paper_entry("P-2", 1, sheet(4))
    assert by_code.paper_entries("P-1") == {1: sheet(2), 2: sheet(3)}
    assert keystore.count() == keys + 3
    by_code.drop_paper("P-1")
    assert by_code.paper_entries("P-1") == {}
    assert by_code.paper_entries("P-2") == {1: sheet(4)}
    assert keystore.count() == keys + 1
    assert b"P-2" not in bytes(PaperEntry.objects.get().form_tag)


def test_settled_is_in_the_spool_once_and_the_keyings_are_gone() -> None:
    by_code.keep_paper_entry("P-1", 1, sheet(1))
    by_code.keep_paper_entry("P-1", 2, sheet(1))
    assert by_code.settle_paper("P-1", "1", sheet(1), on=DAY, packs=PACKS, keep_sex=False)
    assert not by_code.settle_paper("P-1", "1", sheet(1), on=DAY, packs=PACKS, keep_sex=False)
    assert Pending.objects.count() == 1
    assert not PaperEntry.objects.exists()
    assert by_code.finished_by_week(["1"])["1"]["2017-W23"].finished == 1


def test_paper_and_card_cannot_be_told_apart() -> None:
    by_code.finish_sheet("1", by_code.lookup_names("7", "C1"), sheet(1), on=DAY, packs=PACKS, keep_sex=True)
    by_code.add_paper("1", sheet(2), on=DAY, packs=PACKS, keep_sex=True)
    for model in (Pending, AnswerSet):
        rows = list(model.objects.values()) or (by_code.move_spool(["1"]), list(AnswerSet.objects.values()))[1]
        shapes = {tuple((name, len(bytes(v)) if isinstance(v, bytes | memoryview) else None) for name, v in row.items()) for row in rows}
        assert len(shapes) == 1
        assert len({row["generation"] for row in rows}) == 1
    assert counts(["1"]) == {"1": 2}
