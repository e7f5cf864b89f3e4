"""Ten minutes for everybody: slots within the visit, a rota in which each goes once, counts that tell nothing small."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikim.rules import talking
from jikim.rules.talking import Arrangement, Mode

TEN = dt.time(10)
sizes = st.lists(st.integers(0, 400), min_size=1, max_size=talking.MOST_GROUPS)


def test_by_default_turns_begin_when_the_visits_own_work_is_done() -> None:
    usual = talking.by_default(minutes=120, left=65, workers=40)
    slots = talking.slots_of(TEN, usual)
    assert usual.mode is Mode.ROTA
    assert [(slots[0].start, slots[0].end), (slots[-1].start, slots[-1].end)] == [(dt.time(12), dt.time(12, 10)), (dt.time(12, 50), dt.time(13))]
    assert talking.unmet(workers=40, slots=len(slots)) == 34
    assert talking.unmet(workers=4, slots=6) == 0


def test_no_more_turns_than_workers_none_where_no_time_is_left_and_none_past_midnight() -> None:
    assert talking.by_default(minutes=120, left=360, workers=12).slots == 12
    assert talking.by_default(minutes=120, left=9, workers=12).slots == 0
    late = Arrangement(Mode.ROTA, 0, 12, 1, 12)
    assert [slot.start for slot in talking.slots_of(dt.time(23, 30), late)] == [dt.time(23, 30), dt.time(23, 40)]


@given(st.integers(1, 30), sizes)
def test_everybody_goes_once_and_no_team_is_emptied(slots: int, groups: list[int]) -> None:
    turns = talking.rota(talking.slots_of(dt.time(9), Arrangement(Mode.ROTA, 0, slots, len(groups), 1)), groups)
    assert len(turns) == slots
    for g, size in enumerate(groups):
        heads = [turn.heads[g] for turn in turns]
        assert sum(heads) == size
        assert max(heads) - min(heads) <= 1
    totals = [turn.total for turn in turns]
    assert max(totals) - min(totals) <= len(groups)


def test_without_turns_there_is_no_rota() -> None:
    assert talking.rota((), (5, 5)) == ()


@given(st.integers(0, 5000), st.integers(1, 6))
def test_groups_are_even(workers: int, groups: int) -> None:
    made = talking.even_groups(workers, groups)
    assert sum(made) == workers
    assert max(made) - min(made) <= 1


@pytest.mark.parametrize(("count", "words"), [(0, "fewer than 5"), (4, "fewer than 5"), (5, "5–9"), (12, "10–14")])
def test_a_small_count_is_words(count: int, words: str) -> None:
    assert talking.told(count).en == words


@pytest.mark.parametrize(("change", "field"), [
    ({"after_minutes": -10}, "begins"), ({"after_minutes": 120}, "begins"), ({"slots": 0}, "slots"), ({"slots": 7}, "slots"),
    ({"workers": 0}, "workers"), ({"groups": 0}, "groups"), ({"groups": 7}, "groups"),
])  # fmt: skip
def test_an_arrangement_says_what_is_wrong(change: dict[str, int], field: str) -> None:
    good = {"mode": Mode.FREE, "after_minutes": 60, "slots": 6, "groups": 1, "workers": 40}
    assert not talking.arrangement_faults(Arrangement(**good), start=TEN, minutes=120)  # type: ignore[arg-type]
    faults = talking.arrangement_faults(Arrangement(**good | change), start=TEN, minutes=120)  # type: ignore[arg-type]
    assert set(faults) == {field}
    assert all(reason.ko and reason.en for reason in faults.values())


def test_a_tally_says_what_is_wrong() -> None:
    assert not talking.tally_faults(3, {"result": 3, "recovery": 1})
    assert set(talking.tally_faults(3, {"result": 4})) == {"result"}
    assert set(talking.tally_faults(61, {})) == {"talks"}
    assert set(talking.tally_faults(2, {"kim of desk 3": 1})) == {"talks"}, "nothing outside the list"
