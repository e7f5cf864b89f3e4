"""Accepted records, a tariff and statements. For the tests of quality and settlement."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from jikim.areas.visits.actions.reviewing import accept_visit
from jikim.areas.visits.actions.settling import draft_hash, draw_up, freeze_statement
from jikim.areas.visits.actions.terms import set_terms
from jikim.areas.visits.models import Statement, StatementLine, Visit, VisitTerms
from jikim.rules.access import Actor, Grant, Role
from jikim.rules.settling import Rate, Tariff
from jikim.rules.words import Text
from jikim.shared.clock import rehearsing
from tests.areas.enrolment.made import CONSOLE, season
from tests.areas.visits.made import DAY, closed, office

APRIL, MAY = dt.date(2017, 4, 1), dt.date(2017, 5, 1)
IN_MAY, IN_JUNE = dt.date(2017, 5, 2), dt.date(2017, 6, 2)
TARIFF = Tariff(
    tuple(Rate(n, 0, Decimal(won)) for n, won in ((1, 250000), (2, 300000), (3, 200000))), travel_km=Decimal(100), returned=Decimal(20000),
    missed=Decimal(80000), withdrawn={1: Decimal(50000), 2: Decimal(30000)}, below=Decimal(40000),
)  # fmt: skip


def terms(season_id: int | None = None, *, percent: int = 0, days: int = 14, tariff: Tariff = TARIFF, **more: Any) -> VisitTerms:
    number = season_id or season().pk
    newest = VisitTerms.objects.filter(season_id=number).count()
    return set_terms(
        season_id=number, version=newest, applies_from=more.pop("applies_from", APRIL), review_percent=percent, accept_after_days=days,
        tariff=tariff, reason=Text("계약서의 단가", "As in the contract"), by=office(), **more,
    )  # fmt: skip


def accepted(number: int = 1, **more: Any) -> Visit:
    visit, _by = closed(number, **more)
    with rehearsing(DAY):
        accept_visit(visit_id=visit.pk, by=CONSOLE)
    return visit


def agency_of(visit: Visit) -> Actor:
    return Actor("person:77", "박기관", (Grant(Role.AGENCY, frozenset({visit.appointment.consultant.agency.key})),))


def drawn_up(month: dt.date = APRIL, on: dt.date = IN_MAY) -> Statement:
    number = season().pk
    with rehearsing(on):
        draw_up(season_id=number, month=month, by=office())
    return Statement.objects.get(month=month)


def frozen(month: dt.date = APRIL, on: dt.date = IN_MAY) -> Statement:
    one = drawn_up(month, on)
    with rehearsing(on):
        return freeze_statement(statement_id=one.pk, seen=draft_hash(statement_id=one.pk), by=office())


def first_line(one: Statement) -> StatementLine:
    return one.lines.order_by("pk").get(item="visit", is_correction=False)


