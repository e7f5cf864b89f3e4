"""Moving one visit by hand: what else is possible, at what cost, breaking which rule."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jikim.rules.dispatching import Visit, alternatives, check, solve
from tests.rules.dispatching.models import made

MODEL = made(3, 60, 12, agencies=3)
PLAN = solve(MODEL).visits


@pytest.mark.parametrize("at", range(0, 180, 17))
def test_legal_ones_keep_every_rule_and_the_others_break_what_they_say(at: int) -> None:
    visit = PLAN[at]
    found = alternatives(MODEL, PLAN, visit.workplace, visit.visit, most=12)
    assert found
    assert [bool(one.rule) for one in found] == sorted(bool(one.rule) for one in found)
    for one in found:
        moved = replace(visit, on=one.on, start=one.start, consultant=one.consultant, agency=one.agency)
        rules = {breach.rule for breach in check(MODEL, _travelled(PLAN, visit, moved), before=PLAN)} - {"travel_km"}
        assert bool(rules) == bool(one.rule), (one, rules)
        assert one.reason.ko
        assert one.reason.en


def _travelled(plan: tuple[Visit, ...], old: Visit, new: Visit) -> list[Visit]:
    return [new if visit is old else visit for visit in plan]
