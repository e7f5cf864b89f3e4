"""Visits an agency holds to be missing from a frozen statement: which it may name, what was said, what the next statement pays."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from jikim.areas.visits.models import MissingVisit, Statement, StatementLine, Visit
from jikim.areas.visits.queries.facts import JOINED, Happened, visit_fact
from jikim.areas.visits.queries.settlement_reach import reached
from jikim.rules.access import Action, Actor, Verdict, may
from jikim.rules.settling import Item, key_of, month_end
from jikim.rules.words import Text

#: a record in one of these states says that somebody was there
MADE = ("closed", "in_review", "returned", "accepted")


@dataclass(frozen=True, slots=True)
class MissingLine:
    """One such visit with what the agency says and what the office answered. `paid_in`: the month whose statement pays it."""

    id: int
    statement_id: int
    month: dt.date
    agency: str
    workplace_number: str
    workplace_name: str
    number: int
    on: dt.date
    record_status: str
    claimed: Decimal
    reason: Text
    raised_by: str
    raised_at: dt.datetime
    status: str
    granted: Decimal | None
    answer: Text
    answered_by: str
    answered_at: dt.datetime | None
    paid_in: dt.date | None
    may_answer: Verdict


@dataclass(frozen=True, slots=True)
class Candidate:
    """A visit the agency may name."""

    visit_id: int
    workplace_number: str
    workplace_name: str
    number: int
    on: dt.date


def could_be_missing(statement: Statement, but: MissingVisit | None = None) -> QuerySet[Visit]:
    """The agency's visits made by the end of the month, on no statement and named in no other objection that stands."""
    rows = Visit.objects.filter(appointment__consultant__agency_id=statement.agency_id, appointment__on__lte=month_end(statement.month), status__in=MADE)
    named = MissingVisit.objects.exclude(status="refused").filter(statement__agency_id=statement.agency_id)
    if but is not None:
        named = named.exclude(pk=but.pk)
    prefix = key_of(Item.VISIT, "")
    paid = StatementLine.objects.filter(statement__agency_id=statement.agency_id, key__startswith=prefix).values_list("key", flat=True)
    keys = {key.removeprefix(prefix) for key in paid}
    found = rows.select_related(*JOINED).exclude(pk__in=named.values("visit_id"))
    return found.exclude(pk__in=[one.pk for one in found if one.workflow_key() in keys])


def candidates(*, statement_id: int, by: Actor) -> list[Candidate]:
    """Visits this agency may name, by day. Raises Statement.DoesNotExist out of reach."""
    one = Statement.objects.filter(reached(by, agency="agency", region="")).get(pk=statement_id)
    made = could_be_missing(one).order_by("appointment__on", "pk")
    return [
        Candidate(visit.pk, visit.appointment.workplace.number, visit.appointment.workplace.name, visit.appointment.number,
                  visit.held_on or visit.appointment.on) for visit in made
    ]  # fmt: skip


def missing_lines(*, season_id: int, by: Actor) -> list[MissingLine]:
    """Those of the season within reach, newest first; there are few."""
    return [_line(one, by) for one in _rows(by).filter(statement__season_id=season_id).order_by("-pk")]


def missing_line(*, missing_id: int, by: Actor) -> MissingLine:
    """One of them. Raises MissingVisit.DoesNotExist out of reach."""
    return _line(_rows(by).get(pk=missing_id), by)


def granted_missing(*, agency_id: int, month: dt.date, paid: frozenset[str]) -> list[tuple[Happened, Decimal]]:
    """Granted in earlier months and not yet paid: what this month's statement pays besides. Asks no actor."""
    rows = MissingVisit.objects.filter(statement__agency_id=agency_id, statement__month__lt=month, status="granted")
    found = []
    for one in rows.select_related(*(f"visit__{name}" for name in JOINED)):
        assert one.answered_at is not None
        assert one.granted is not None
        happened = visit_fact(one.visit, timezone.localtime(one.answered_at).date())
        if happened.fact.key not in paid:
            found.append((happened, one.granted))
    return found


def _rows(by: Actor) -> QuerySet[MissingVisit]:
    within = reached(by, agency="statement__agency", region="visit__appointment__workplace__region")
    return MissingVisit.objects.filter(within).select_related("statement__agency__organisation", "visit__appointment__workplace")


def _line(one: MissingVisit, by: Actor) -> MissingLine:
    visit, place = one.visit, one.visit.appointment.workplace
    key = key_of(Item.VISIT, visit.workflow_key())
    paid = StatementLine.objects.filter(key=key, is_correction=False).values_list("statement__month", flat=True).first()
    return MissingLine(
        one.pk, one.statement_id, one.statement.month, one.statement.agency.organisation.name, place.number, place.name, visit.appointment.number,
        visit.held_on or visit.appointment.on, visit.status, one.claimed, one.reason, one.raised_by, one.raised_at, one.status, one.granted,
        one.answer, one.answered_by, one.answered_at, paid, may(by, Action.objection_answer, one.where()),
    )  # fmt: skip
