"""A plan under way: what can stay stays, every change is named, and no rule is broken by it."""

from __future__ import annotations

from dataclasses import replace

from jikim.rules.dispatching import Model, Visit, check, replan, solve
from tests.rules.dispatching.models import made

MODEL = made(3, 60, 12, agencies=3)
PLAN = solve(MODEL).visits


def ill(model: Model, visit: Visit) -> Model:
    """The consultant of this visit cannot come that day."""
    people = (replace(c, days_off=c.days_off | {visit.on}) if c.name == visit.consultant else c for c in model.consultants)
    return replace(model, consultants=tuple(people))


def test_no_change_of_facts_changes_nothing() -> None:
    again = replan(MODEL, PLAN)
    assert again.changes == ()
    assert again.result.visits == PLAN


def test_illness_moves_the_visits_of_that_day() -> None:
    visit = PLAN[10]
    model = ill(MODEL, visit)
    new = replan(model, PLAN)
    assert check(model, new.result.visits, before=PLAN) == ()
    assert {change.kind for change in new.changes} == {"moved"}
    assert (visit.workplace, visit.visit) in {(change.workplace, change.visit) for change in new.changes}
    assert all(change.reason.ko and change.reason.en for change in new.changes)


def test_a_withdrawal_drops_only_its_own_visits() -> None:
    left = PLAN[0].workplace
    model = replace(MODEL, workplaces=tuple(w for w in MODEL.workplaces if w.key != left))
    new = replan(model, PLAN)
    assert [(change.kind, change.workplace, change.visit) for change in new.changes] == [("dropped", left, n) for n in (1, 2, 3)]
    assert check(model, new.result.visits, before=PLAN) == ()


def test_a_new_workplace_is_added() -> None:
    model = replace(MODEL, workplaces=(*MODEL.workplaces, replace(MODEL.workplaces[0], key="W999")))
    new = replan(model, PLAN)
    assert [(change.kind, change.workplace, change.visit) for change in new.changes] == [("added", "W999", n) for n in (1, 2, 3)]
    assert check(model, new.result.visits, before=PLAN) == ()
