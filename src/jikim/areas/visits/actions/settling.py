"""Statements are drawn up for a month that is over, frozen once by the office, and settled when no objection is open. Nothing frozen changes."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from jikim.areas.enrolment import public as enrolment
from jikim.areas.visits.actions.notices import tell_of_statement
from jikim.areas.visits.models import MissingVisit, Objection, Statement, StatementLine
from jikim.areas.visits.queries.facts import happened
from jikim.areas.visits.queries.statements import LineFacts, canonical, lines_due
from jikim.rules.access import Action, Actor
from jikim.rules.settling import Item, key_of, month_end, month_of, snapshot
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Conflict, require
from jikim.shared.clock import now, today
from jikim.shared.workflow import move

_NOT_OVER = Text("아직 끝나지 않은 달입니다. 다음 달 1일부터 확정할 수 있습니다.", "The month is not over. It can be frozen from the first of the next month.")
_EARLIER = Text("이 기관의 더 이른 달 명세서가 아직 확정되지 않았습니다. 이른 달부터 확정해 주십시오.",
                "An earlier statement of this agency is still a draft. Please freeze that one first.")  # fmt: skip
_LATER = Text("이 기관의 더 늦은 달 명세서가 이미 확정되었습니다.", "A later statement of this agency has been frozen already.")
_CHANGED = Text("보고 계신 동안 명세서의 내용이 바뀌었습니다. 새 내용을 확인한 뒤 다시 확정해 주십시오.",
                "The draft has changed since you opened it. Please look at it again, then freeze it.")  # fmt: skip
_OPEN = Text("답하지 않은 이의신청이 있습니다. 먼저 답해 주십시오.", "An objection is still to be answered. Please answer it first.")


def draw_up(*, season_id: int, month: dt.date, by: Actor) -> int:
    """A draft for every agency with something payable by the end of that month and no statement of it. Twice is once. Returns how many are new."""
    require(by, Action.settlement_freeze)
    month = month_of(month)
    if month_end(month) >= today():
        raise Conflict(_NOT_OVER)
    with transaction.atomic():
        enrolment.lock_season(season_id)
        there = set(Statement.objects.filter(season_id=season_id, month__gte=month).values_list("agency_id", flat=True))
        paid = set(StatementLine.objects.filter(statement__season_id=season_id, is_correction=False).values_list("key", flat=True))
        due = {one.agency_id for one in happened(season_id=season_id) if one.fact.due_on <= month_end(month) and one.fact.key not in paid}
        due |= set(Objection.objects.filter(
            line__statement__season_id=season_id, line__statement__month__lt=month, status="granted", corrections=None
        ).values_list("line__statement__agency_id", flat=True))  # fmt: skip
        due |= {one.statement.agency_id for one in MissingVisit.objects.filter(
            statement__season_id=season_id, statement__month__lt=month, status="granted"
        ).select_related("statement", "visit__appointment__workplace") if key_of(Item.VISIT, one.visit.workflow_key()) not in paid}  # fmt: skip
        made = Statement.objects.bulk_create(
            Statement(season_id=season_id, agency_id=agency, month=month, status="draft", status_since=now()) for agency in sorted(due - there)
        )
        if made:
            audit.record(by, "statement.drawn_up", "season", season_id, month=f"{month:%Y-%m}", statements=len(made))
    return len(made)


def draft_hash(*, statement_id: int) -> str:
    """The hash of a draft as it stands: what the office has seen, so that nothing else is frozen."""
    one = Statement.objects.select_related("agency__organisation").get(pk=statement_id)
    return snapshot(canonical(agency=one.agency.organisation.name, month=one.month, lines=_lines(one)))[1]


def freeze_statement(*, statement_id: int, seen: str, by: Actor) -> Statement:
    """Keep the lines as they stand for ever. `seen` is the hash of what was on the page. Raises Conflict: twice, too early, or changed meanwhile."""
    with transaction.atomic():
        one = _locked(statement_id)
        require(by, Action.settlement_freeze, one.where())
        # the state first: of two at once the second is told that it is frozen, not that it has changed
        move(one, "frozen", by=by)
        if month_end(one.month) >= today():
            raise Conflict(_NOT_OVER)
        others = Statement.objects.filter(agency_id=one.agency_id)
        if others.filter(month__lt=one.month, status="draft").exists():
            raise Conflict(_EARLIER)
        if others.filter(month__gt=one.month).exclude(status="draft").exists():
            raise Conflict(_LATER)
        lines = _lines(one)
        one.snapshot, one.hash = snapshot(canonical(agency=one.agency.organisation.name, month=one.month, lines=lines))
        if one.hash != seen:
            raise Conflict(_CHANGED)
        one.total, one.frozen_by, one.frozen_at = sum((line.won for line in lines), start=lines[0].won * 0 if lines else 0), by.name[:120], now()
        one.save(update_fields=["snapshot", "hash", "total", "frozen_by", "frozen_at"])
        StatementLine.objects.bulk_create(_row(one, line) for line in lines)
        tell_of_statement(one)
    return one


def settle_statement(*, statement_id: int, by: Actor) -> Statement:
    """Paid and done. Raises Conflict while an objection is open."""
    with transaction.atomic():
        one = _locked(statement_id)
        move(one, "settled", by=by)
        open_ones = (Objection.objects.filter(line__statement=one), MissingVisit.objects.filter(statement=one))
        if any(found.filter(status="raised").exists() for found in open_ones):
            raise Conflict(_OPEN)
    return one


def hold_statements(agency_id: int) -> list[Statement]:
    """All statements of an agency, held until the transaction ends: what is frozen, settled or granted comes one after the other."""
    return list(Statement.objects.select_for_update(of=("self",)).select_related("agency__organisation").filter(agency_id=agency_id).order_by("pk"))


def _locked(statement_id: int) -> Statement:
    held = hold_statements(Statement.objects.values_list("agency_id", flat=True).get(pk=statement_id))
    return next(one for one in held if one.pk == statement_id)


def _lines(one: Statement) -> tuple[LineFacts, ...]:
    return lines_due(season_id=one.season_id, agency_id=one.agency_id, month=one.month)


def _row(one: Statement, line: LineFacts) -> StatementLine:
    return StatementLine(
        statement=one, key=line.key, item=line.item, is_correction=line.is_correction, objection_id=line.objection_id, on=line.on,
        due_on=line.due_on, workplace_number=line.workplace_number, workplace_name=line.workplace_name, region=line.region,
        number=line.number, service_workers=line.service_workers, won=line.won,
    )  # fmt: skip
