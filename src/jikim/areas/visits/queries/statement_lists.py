"""Lists of statements and objections within the actor's reach."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from jikim.areas.visits.models import Objection, Statement, StatementLine
from jikim.areas.visits.queries.settlement_reach import reached
from jikim.areas.visits.queries.statements import LineFacts, kept_line
from jikim.rules.access import Action, Actor, Verdict, may
from jikim.rules.words import Text
from jikim.shared.ui.tables import Asked, narrow


@dataclass(frozen=True, slots=True)
class StatementLineUp:
    """One statement in the list; amounts of the lines this actor reaches, none while it is a draft."""

    id: int
    month: dt.date
    agency: str
    status: str
    lines: int | None
    total: Decimal | None
    open_objections: int


@dataclass(frozen=True, slots=True)
class ObjectionLine:
    """An objection with the line it is about."""

    id: int
    statement_id: int
    month: dt.date
    agency: str
    line: LineFacts
    claimed: Decimal
    reason: Text
    raised_by: str
    raised_at: dt.datetime
    status: str
    granted: Decimal | None
    answer: Text
    answered_by: str
    answered_at: dt.datetime | None
    corrected_in: dt.date | None
    may_answer: Verdict


def statement_lines(*, season_id: int, asked: Asked, by: Actor) -> tuple[list[StatementLineUp], int]:
    """The season's statements; two statements of SQL and two to count, whatever their number."""
    rows = Statement.objects.filter(reached(by, agency="agency", region=""), season_id=season_id).select_related("agency__organisation")
    found, total = narrow(
        rows, asked, sort={"month": ("month", "agency__organisation__name"), "agency": "agency__organisation__name", "status": "status"},
        search=("agency__organisation__name",), filters={"status": "status", "month": "month"},
    )  # fmt: skip
    shown = list(found)
    mine = StatementLine.objects.filter(reached(by, agency="statement__agency", region="region"), statement__in=[one.pk for one in shown])
    sums = {row[0]: row[1:] for row in mine.order_by().values_list("statement_id").annotate(Count("pk"), Sum("won"))}
    objections = Objection.objects.filter(line__in=mine, status="raised").order_by()
    waiting = dict(objections.values_list("line__statement_id").annotate(Count("pk")))
    return [
        StatementLineUp(one.pk, one.month, one.agency.organisation.name, one.status, *_sum(one, sums), waiting.get(one.pk, 0)) for one in shown
    ], total


def _sum(one: Statement, sums: Mapping[int, tuple[int, Decimal]]) -> tuple[int | None, Decimal | None]:
    return (None, None) if one.status == "draft" else sums.get(one.pk, (0, Decimal(0)))


def months_of(*, season_id: int, by: Actor) -> list[dt.date]:
    """The months of which there are statements this actor reaches."""
    rows = Statement.objects.filter(reached(by, agency="agency", region=""), season_id=season_id)
    return sorted(set(rows.values_list("month", flat=True)))


def objection_lines(*, season_id: int, asked: Asked, by: Actor) -> tuple[list[ObjectionLine], int]:
    """Objections of the season, newest first unless asked otherwise."""
    rows = _objections(by).filter(line__statement__season_id=season_id)
    found, total = narrow(
        rows, asked,
        sort={"raised_at": "raised_at", "agency": "line__statement__agency__organisation__name", "status": "status", "claimed": "claimed",
              "month": "line__statement__month"},
        search=("line__workplace_number", "line__workplace_name", "line__statement__agency__organisation__name"), filters={"status": "status"},
    )  # fmt: skip
    return [_objection(one, by) for one in found], total


def objection(*, objection_id: int, by: Actor) -> ObjectionLine:
    """One objection. Raises Objection.DoesNotExist out of reach."""
    return _objection(_objections(by).get(pk=objection_id), by)


def line_of(*, line_id: int, by: Actor) -> tuple[LineFacts, Statement]:
    """One frozen line and its statement. Raises StatementLine.DoesNotExist out of reach."""
    rows = StatementLine.objects.filter(reached(by, agency="statement__agency", region="region"))
    one = rows.select_related("statement__agency__organisation").get(pk=line_id)
    return kept_line(one, line_id=one.pk), one.statement


def _objections(by: Actor) -> QuerySet[Objection]:
    return Objection.objects.filter(reached(by, agency="line__statement__agency", region="line__region")).select_related(
        "line__statement__agency__organisation"
    ).prefetch_related("corrections__statement")  # fmt: skip


def _objection(one: Objection, by: Actor) -> ObjectionLine:
    corrected = [row.statement.month for row in one.corrections.all()]
    return ObjectionLine(
        one.pk, one.line.statement_id, one.line.statement.month, one.line.statement.agency.organisation.name, kept_line(one.line, line_id=one.line_id),
        one.claimed, one.reason, one.raised_by, one.raised_at, one.status, one.granted, one.answer, one.answered_by, one.answered_at,
        corrected[0] if corrected else None, may(by, Action.objection_answer, one.where()),
    )  # fmt: skip


def statement_ids(*, season_id: int, month: dt.date, status: str = "draft") -> list[int]:
    """A month's statements in that state, by agency. Asks no actor: for those who act on them, who are asked then."""
    return list(Statement.objects.filter(season_id=season_id, month=month, status=status).order_by("agency_id").values_list("pk", flat=True))


def line_ids(*, statement_id: int, item: str) -> list[int]:
    """The frozen lines of one kind, without corrections, in their order. Asks no actor."""
    return list(StatementLine.objects.filter(statement_id=statement_id, item=item, is_correction=False).order_by("pk").values_list("pk", flat=True))
