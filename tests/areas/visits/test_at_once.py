"""Two people at the same moment, each on a connection of their own: records closed or edited, a statement frozen while records are accepted.
On both databases."""

from __future__ import annotations

import uuid
from collections import Counter

import pytest

from jikim.areas.visits.actions.closing import close_visit
from jikim.areas.visits.actions.missing import name_missing
from jikim.areas.visits.actions.reviewing import accept_visit
from jikim.areas.visits.actions.saving import save_values
from jikim.areas.visits.actions.settling import draft_hash, freeze_statement
from jikim.areas.visits.models import MissingVisit, StatementLine, VisitEdit
from jikim.rules.access import Actor, Grant, Role
from jikim.rules.words import Text
from jikim.shared.access import Conflict, Invalid
from jikim.shared.workflow.models import StatusChange
from tests.areas.enrolment.test_import_concurrency import together
from tests.areas.visits.made import DAY, begun, closed, office, saves
from tests.areas.visits.settled import IN_MAY, accepted, agency_of, drawn_up, frozen, terms
from tests.rules.visiting.filled import filled

pytestmark = pytest.mark.django_db(transaction=True, databases=["default"])
OTHER = Actor("person:2", "본부 이", (Grant(Role.OFFICE),))
WHY = Text("빠졌습니다.", "It is missing.")


@pytest.fixture(autouse=True)
def on_the_day(settings):
    settings.JIKIM_TODAY = DAY


def kinds(results: list[object]) -> Counter[str]:
    return Counter(type(one).__name__ for one in results)


def test_a_record_closed_from_two_windows_is_closed_once():
    visit, by = begun()
    saves(visit, by, filled(1))
    done = together(*(lambda: close_visit(visit_id=visit.pk, by=by),) * 2)
    assert kinds(done) == {"tuple": 1, "Conflict": 1}
    assert StatusChange.objects.filter(thing_kind="visit", target="closed").count() == 1


def test_one_record_edited_twice_keeps_both_edits():
    """The tablet and the office's page: what differs goes in from both, what both changed stands as two versions."""
    visit, by = begun()
    saves(visit, by, filled(1))
    visit.refresh_from_db()
    base = visit.version
    one = dict(visit.values) | {"next_step": "보고서 설명", "workers_total": 70}
    other = dict(visit.values) | {"next_step": "교육 일정 잡기"}
    done = together(*(
        lambda values=values: save_values(visit_id=visit.pk, edit_uuid=uuid.uuid4(), base_version=base, values=values, by=by) for values in (one, other)
    ))  # fmt: skip
    assert kinds(done) == {"Saved": 2}
    visit.refresh_from_db()
    assert visit.values["workers_total"] == 70
    assert VisitEdit.objects.filter(visit=visit).count() == 3
    written = {visit.values["next_step"], *(str(v) for found in visit.conflicts.all() for v in (found.mine, found.theirs))}
    assert {"보고서 설명", "교육 일정 잡기"} <= written
    assert visit.conflicts.filter(chosen="").count() == 1


def test_a_statement_frozen_while_a_record_is_accepted_holds_what_its_hash_says(settings):
    """Either the record made it onto the page's hash or the freeze is told that it changed; never half of it."""
    terms()
    accepted()
    waits, _ = closed(2)
    one = drawn_up()
    settings.JIKIM_TODAY = IN_MAY
    seen = draft_hash(statement_id=one.pk)
    done = together(lambda: freeze_statement(statement_id=one.pk, seen=seen, by=office()), lambda: accept_visit(visit_id=waits.pk, by=OTHER))
    assert not [found for found in done if isinstance(found, Exception) and not isinstance(found, Conflict)]
    one.refresh_from_db()
    lines = StatementLine.objects.filter(statement=one)
    if one.status == "frozen":
        assert (one.hash, lines.count()) == (seen, 2)
    else:
        assert lines.count() == 0


def test_two_freeze_one_statement_and_every_line_stands_once(settings):
    terms()
    accepted()
    one = drawn_up()
    settings.JIKIM_TODAY = IN_MAY
    seen = draft_hash(statement_id=one.pk)
    done = together(*(lambda by=by: freeze_statement(statement_id=one.pk, seen=seen, by=by) for by in (office(), OTHER)))
    assert kinds(done) == {"Statement": 1, "Conflict": 1}
    assert StatementLine.objects.count() == 2


def test_two_of_an_agency_name_one_missing_visit(settings):
    terms()
    accepted()
    waits, _ = closed(2)
    one, by = frozen(), agency_of(waits)
    settings.JIKIM_TODAY = IN_MAY
    done = together(*(
        lambda won=won: name_missing(statement_id=one.pk, visit_id=waits.pk, reason=WHY, claimed=won, by=by) for won in (first_line(), first_line() + 1)
    ))  # fmt: skip
    assert kinds(done) == {"MissingVisit": 1, Invalid.__name__: 1}
    assert MissingVisit.objects.count() == 1


def first_line():
    return StatementLine.objects.order_by("pk").first().won
