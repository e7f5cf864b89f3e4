"""A card's answers: saved, finished once, opened again by nobody but the worker, destroyed for good."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from jikim.shared.packs import find_pack
from jikim.vault import by_code, keystore, rows, spool
from jikim.vault.by_code import AlreadyFinished, CodeSheet, Held
from jikim.vault.keys import make_keys
from jikim.vault.models import AnswerSet, Pending, Tally
from jikim.vault.store import counts

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
DAY = dt.date(2017, 6, 7)
PACKS = [find_pack("kels-24"), find_pack("customer-abuse"), find_pack("mood-8")]
ITEMS = 24 + 7 + 8


@pytest.fixture(autouse=True)
def _keys() -> None:
    make_keys()


def code(number: int, workplace: str = "7") -> tuple[bytes, ...]:
    return by_code.lookup_names(workplace, f"CODE{number:09d}")


def sheet(value: int = 2, **more: object) -> CodeSheet:
    given = {"sex": "F", "unit": "u1", "age": "30s", "health": True, "page": 3, "visit": 2**40, **more}
    return CodeSheet(tuple([value] * ITEMS), **given)  # type: ignore[arg-type]


def finish(number: int, value: int = 2, *, round_key: str = "1", keep_sex: bool = True, **more: object) -> None:
    by_code.finish_sheet(round_key, code(number), sheet(value, **more), on=DAY, packs=PACKS, keep_sex=keep_sex)


def test_a_sheet_is_begun_saved_and_finished() -> None:
    assert by_code.held("1", code(1)) is Held.NOTHING
    assert not by_code.is_used(code(1))
    by_code.save_sheet("1", code(1), sheet(1, health=None, page=1), on=DAY)
    by_code.save_sheet("1", code(1), sheet(3), on=DAY)
    assert by_code.held("1", code(1)) is Held.BEGUN
    assert by_code.open_sheet("1", code(1)) == sheet(3)
    assert by_code.own_sheet("1", code(1)) is None
    finish(1, 4)
    assert by_code.held("1", code(1)) is Held.FINISHED
    assert by_code.is_used(code(1))
    assert by_code.open_sheet("1", code(1)) is None
    assert by_code.own_sheet("1", code(1)) == sheet(4)
    assert Pending.objects.count() == 1
    assert keystore.count() >= 1


def test_a_finished_sheet_is_never_changed() -> None:
    finish(1, 4)
    finish(1, 1)
    with pytest.raises(AlreadyFinished):
        by_code.save_sheet("1", code(1), sheet(1), on=DAY)
    assert by_code.own_sheet("1", code(1)) == sheet(4)
    by_code.move_spool(["1"])
    finish(1, 1)
    with pytest.raises(AlreadyFinished):
        by_code.save_sheet("1", code(1), sheet(1), on=DAY)
    assert by_code.own_sheet("1", code(1)).answers == sheet(4).answers  # type: ignore[union-attr]


def test_cards_and_rounds_and_workplaces_stay_apart() -> None:
    finish(1, 1)
    assert by_code.held("2", code(1)) is Held.NOTHING
    assert by_code.is_used(code(1))
    assert not by_code.is_used(code(2))
    assert not by_code.is_used(code(1, workplace="8"))


def test_begun_and_finished_look_alike() -> None:
    by_code.save_sheet("1", code(1), sheet(1, unit="", health=None), on=DAY)
    finish(2, 4, unit="가장 긴 이름의 부서 " * 3, keep_sex=False)
    assert len({len(bytes(row.sealed)) for row in Pending.objects.all()}) == 1


def test_a_change_leaves_no_two_alike_seals() -> None:
    by_code.save_sheet("1", code(1), sheet(1), on=DAY)
    first = bytes(Pending.objects.get().sealed)
    by_code.save_sheet("1", code(1), sheet(1), on=DAY)
    assert bytes(Pending.objects.get().sealed) != first


def test_fewer_than_ten_wait_ten_move_together() -> None:
    for number in range(9):
        finish(number)
    by_code.save_sheet("1", code(50), sheet(), on=DAY)
    assert by_code.move_spool() == 0
    finish(9)
    assert by_code.move_spool() == 10
    assert counts(["1"]) == {"1": 10}
    assert [by_code.held("1", code(n)) for n in (0, 9, 50)] == [Held.FINISHED, Held.FINISHED, Held.BEGUN]
    assert Pending.objects.count() == 1
    assert by_code.move_spool() == 0


def test_at_the_end_all_move_and_what_was_begun_is_destroyed() -> None:
    finish(1), finish(2, 3)
    by_code.save_sheet("1", code(3), sheet(), on=DAY)
    by_code.save_sheet("2", code(3), sheet(), on=DAY)
    before = keystore.count()
    assert by_code.move_spool(["1"]) == 2
    assert [by_code.held("1", code(n)) for n in (1, 2, 3)] == [Held.FINISHED, Held.FINISHED, Held.NOTHING]
    assert by_code.held("2", code(3)) is Held.BEGUN
    assert keystore.count() == before - 1
    assert keystore.in_motion() == []


def test_what_a_kept_sheet_forgets() -> None:
    finish(1, 3, keep_sex=False, language="en")
    fresh = by_code.own_sheet("1", code(1))
    by_code.move_spool(["1"])
    kept = by_code.own_sheet("1", code(1))
    assert fresh
    assert kept
    assert (fresh.sex, kept.sex) == ("F", "")
    assert (kept.page, kept.visit, kept.language) == (0, 0, "ko")
    assert len(kept.classes) == 5
    assert kept.classes == fresh.classes
    assert dataclasses.replace(kept, sex="F", page=3, visit=2**40, language="en") == fresh


def test_a_kept_sheet_with_sex_keeps_no_classes() -> None:
    finish(1, 3)
    by_code.move_spool(["1"])
    kept = by_code.own_sheet("1", code(1))
    assert kept
    assert (kept.sex, kept.classes, kept.unit, kept.health) == ("F", (), "u1", True)


@pytest.mark.parametrize("moved", [False, True])
def test_withdrawn_is_gone_and_counted(moved: bool) -> None:
    finish(1), finish(2)
    if moved:
        by_code.move_spool(["1"])
    model = AnswerSet if moved else Pending
    copy = list(model.objects.values())
    keys = keystore.count()
    assert by_code.withdraw("1", code(1), on=DAY + dt.timedelta(days=7))
    assert not by_code.withdraw("1", code(1), on=DAY)
    assert by_code.held("1", code(1)) is Held.NOTHING
    assert keystore.count() == keys - 1
    assert by_code.finished_by_week(["1"])["1"] == {
        "2017-W23": by_code.WeekTally(2, 0), "2017-W24": by_code.WeekTally(0, 1),
    }  # fmt: skip
    # a backup of the database brings nothing back
    model.objects.all().delete()
    model.objects.bulk_create([model(**row) for row in copy])
    assert by_code.held("1", code(1)) is Held.NOTHING
    assert by_code.own_sheet("1", code(1)) is None
    assert by_code.own_sheet("1", code(2)) is not None


def test_what_was_only_begun_is_destroyed_without_a_count() -> None:
    by_code.save_sheet("1", code(1), sheet(), on=DAY)
    assert by_code.withdraw("1", code(1), on=DAY)
    assert not Tally.objects.exists()
    assert not Pending.objects.exists()


def test_after_a_withdrawal_cut_short_the_card_works_again() -> None:
    finish(1)
    keystore.destroy([Pending.objects.get().id])
    assert by_code.held("1", code(1)) is Held.NOTHING
    finish(1, 4)
    by_code.move_spool(["1"])
    keystore.destroy([AnswerSet.objects.get().id])
    finish(1, 3)
    assert by_code.move_spool(["1"]) == 1
    assert by_code.own_sheet("1", code(1)).answers[0] == 3  # type: ignore[union-attr]
    assert AnswerSet.objects.count() == 1


def test_counts_say_how_many() -> None:
    finish(1), finish(2)
    by_code.save_sheet("1", code(3), sheet(), on=DAY)
    assert by_code.begun_count(["1", "2"]) == {"1": 1, "2": 0}
    assert by_code.finished_by_week(["1", "2"]) == {"1": {"2017-W23": by_code.WeekTally(2, 0)}, "2": {}}
    by_code.discard_unfinished("1")
    assert by_code.begun_count(["1"]) == {"1": 0}


@pytest.mark.parametrize("step", ["_write", "_tidy", "unchanged"])
def test_a_move_cut_short_loses_nothing_and_doubles_nothing(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(12):
        finish(number, 1 + number % 4)
    keys = keystore.count()
    real = getattr(spool, step)

    def cut(*given: object) -> object:
        if step == "_tidy" and not given:
            return real()
        raise KeyboardInterrupt

    monkeypatch.setattr(spool, step, cut)
    with pytest.raises(KeyboardInterrupt):
        by_code.move_spool(["1"])
    monkeypatch.undo()
    by_code.move_spool(["1"])
    by_code.move_spool(["1"])
    assert counts(["1"]) == {"1": 12}
    assert not Pending.objects.exists()
    assert sorted(by_code.own_sheet("1", code(n)).answers[0] for n in range(12)) == sorted([1, 2, 3, 4] * 3)  # type: ignore[union-attr]
    assert by_code.finished_by_week(["1"])["1"] == {"2017-W23": by_code.WeekTally(12, 0)}
    assert keystore.count() == keys
    assert keystore.in_motion() == []


def test_a_withdrawal_in_the_middle_of_a_move_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(11):
        finish(number)
    real = spool.unchanged

    def meanwhile(found: object) -> set[int]:
        by_code.withdraw("1", code(4), on=DAY)
        return real(found)  # type: ignore[arg-type]

    monkeypatch.setattr(spool, "unchanged", meanwhile)
    assert by_code.move_spool() == 10
    assert by_code.held("1", code(4)) is Held.NOTHING
    assert by_code.finished_by_week(["1"])["1"] == {"2017-W23": by_code.WeekTally(11, 1)}


def test_a_sheet_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        by_code.save_sheet("1", code(1), sheet(unit="가" * 400), on=DAY)


def test_another_card_finds_nothing() -> None:
    finish(1)
    assert rows.find(rows.PENDING, code(2), None) is None
    assert by_code.own_sheet("1", code(2)) is None


def test_ended_rounds_are_settled_alone() -> None:
    for number in range(3):
        finish(number), finish(number, round_key="2")
    by_code.save_sheet("1", code(9), sheet(), on=DAY)
    assert by_code.settle_rounds(["1"]) == 3
    assert counts(["1", "2"]) == {"1": 3, "2": 0}
    assert by_code.begun_count(["1"]) == {"1": 0}
    assert by_code.settle_rounds(["1"]) == 0


@pytest.mark.django_db(databases=["default", "vault"], transaction=True)
def test_taps_at_the_same_time_make_one_sheet() -> None:
    keys = keystore.count()

    def tap(number: int) -> None:
        try:
            if number % 3:
                with contextlib.suppress(AlreadyFinished):
                    by_code.save_sheet("1", code(1), sheet(1 + number % 4), on=DAY)
            else:
                finish(1, 1 + number % 4)
        finally:
            connections["vault"].close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(tap, range(24)))
    assert Pending.objects.count() == 1
    assert by_code.held("1", code(1)) is Held.FINISHED
    assert keystore.count() == keys + 1, "a key was left behind by a tap that came too late"
    assert by_code.finished_by_week(["1"])["1"] == {"2017-W23": by_code.WeekTally(1, 0)}
