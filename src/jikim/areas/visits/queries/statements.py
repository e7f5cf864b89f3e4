"""Statements, their lines and objections, within the actor's reach: an agency its own once frozen, a region the lines of its regions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from jikim.areas.visits.models import MissingVisit, Objection, Statement, StatementLine
from jikim.areas.visits.queries.facts import Happened, happened
from jikim.areas.visits.queries.missing import granted_missing
from jikim.areas.visits.queries.settlement_reach import reached
from jikim.areas.visits.queries.terms import tariffs
from jikim.rules.access import Action, Actor, Role, Verdict, may
from jikim.rules.settling import CORRECTION, ITEM_NAMES, Item, item_of, month_end, settle
from jikim.rules.words import Text
from jikim.shared import codes
from jikim.shared.access import require
from jikim.shared.ui.tables import Asked
from jikim.shared.workflow.models import StatusChange


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One line before or after it is frozen."""

    key: str
    item: str
    is_correction: bool
    on: dt.date
    due_on: dt.date
    workplace_number: str
    workplace_name: str
    region: str
    number: int
    service_workers: int
    won: Decimal
    line_id: int | None = None
    objection_id: int | None = None
    objection: str = ""
    may_object: bool = False

    @property
    def item_name(self) -> Text:
        name = ITEM_NAMES[Item(self.item)]
        return Text(f"{CORRECTION.ko}: {name.ko}", f"{CORRECTION.en}: {name.en}") if self.is_correction else name

    @property
    def region_name(self) -> Text:
        return codes.region_name(self.region)


@dataclass(frozen=True, slots=True)
class StatementPage:
    """One statement with the lines this actor reaches; `is_part` when there may be others."""

    id: int
    agency: str
    agency_id: int
    month: dt.date
    status: str
    lines: tuple[LineFacts, ...]
    total: Decimal
    is_part: bool
    hash: str
    frozen_by: str
    frozen_at: dt.datetime | None
    is_over: bool
    open_objections: int
    may_freeze: Verdict
    may_object: Verdict
    history: tuple[StatusChange, ...] = ()


def lines_due(*, season_id: int, agency_id: int, month: dt.date) -> tuple[LineFacts, ...]:
    """What a draft holds as things stand. Raises Conflict without a tariff. Asks no actor: callers ask for theirs."""
    shown = {one.fact.key: one for one in happened(season_id=season_id, agency_id=agency_id)}
    frozen = StatementLine.objects.filter(statement__agency_id=agency_id)
    paid = dict(frozen.values_list("key").annotate(won=Sum("won")).order_by())
    right, objections = _granted(agency_id, month)
    lines = settle(
        [one.fact for one in shown.values()], tariff_on=tariffs(season_id=season_id), paid=paid, granted=right, until=month_end(month)
    )
    corrected = {one.key: one for one in frozen.filter(key__in=[line.key for line in lines if line.is_correction], is_correction=False)}
    named = granted_missing(agency_id=agency_id, month=month, paid=frozenset(paid))
    instead = {one.fact.key for one, _ in named}
    made = [
        kept_line(corrected[line.key], won=line.won, objection_id=objections[line.key]) if line.is_correction else _new(shown[line.key], line.won)
        for line in lines if line.is_correction or line.key not in instead
    ]
    # a visit the agency missed on an earlier statement: the amount granted, in place of its own line where that is due as well
    return (*made, *(_new(one, won) for one, won in named))


def _granted(agency_id: int, month: dt.date) -> tuple[Mapping[str, Decimal], Mapping[str, int]]:
    """By key, the amount last granted and by which objection, of statements before this month."""
    rows = Objection.objects.filter(line__statement__agency_id=agency_id, line__statement__month__lt=month, status="granted").order_by("answered_at", "pk")
    right: dict[str, Decimal] = {}
    which: dict[str, int] = {}
    for key, won, number in rows.values_list("line__key", "granted", "pk"):
        right[key], which[key] = won, number
    return right, which


def _new(one: Happened, won: Decimal) -> LineFacts:
    fact = one.fact
    return LineFacts(
        fact.key, fact.item.value, False, fact.on, fact.due_on, one.workplace_number, one.workplace_name, one.region, fact.number,
        fact.service_workers, won,
    )  # fmt: skip


def kept_line(
    one: StatementLine, *, won: Decimal | None = None, objection_id: int | None = None, objection: str = "", line_id: int | None = None,
    may_object: bool = False,
) -> LineFacts:  # fmt: skip
    return LineFacts(
        one.key, item_of(one.key).value, one.is_correction if won is None else True, one.on, one.due_on, one.workplace_number,
        one.workplace_name, one.region, one.number, one.service_workers, one.won if won is None else won, line_id, objection_id, objection,
        may_object,
    )  # fmt: skip


def statement_page(*, statement_id: int, by: Actor, today: dt.date) -> StatementPage:
    """One statement as this actor may read it. Raises Statement.DoesNotExist out of reach, Conflict for a draft without a tariff."""
    rows = Statement.objects.filter(reached(by, agency="agency", region="")).select_related("agency__organisation")
    one = rows.get(pk=statement_id)
    require(by, Action.settlement_see, one.where())
    is_draft = one.status == "draft"
    lines = lines_due(season_id=one.season_id, agency_id=one.agency_id, month=one.month) if is_draft else _frozen_lines(one, by)
    return StatementPage(
        one.pk, one.agency.organisation.name, one.agency_id, one.month, one.status, lines, sum((line.won for line in lines), Decimal(0)),
        _is_part(one, by), one.hash, one.frozen_by, one.frozen_at, month_end(one.month) < today,
        Objection.objects.filter(line__statement=one, status="raised").count() + MissingVisit.objects.filter(statement=one, status="raised").count(),
        may(by, Action.settlement_freeze, one.where()),
        may(by, Action.line_object, one.where()), tuple(StatusChange.objects.filter(thing_kind="statement", thing_key=one.workflow_key())),
    )  # fmt: skip


def _is_part(one: Statement, by: Actor) -> bool:
    """Whether a regional office reads only the lines of its regions."""
    return not (by.roles & {Role.OFFICE, Role.AUDITOR, Role.CONSOLE} or one.agency.key in by.keys(Role.AGENCY))


def _frozen_lines(one: Statement, by: Actor) -> tuple[LineFacts, ...]:
    rows = StatementLine.objects.filter(reached(by, agency="statement__agency", region="region"), statement=one)
    last: dict[int, tuple[int, str]] = {}
    for line, number, status in Objection.objects.filter(line__statement=one).values_list("line_id", "pk", "status"):
        last[line] = (number, status)
    may_object = one.status == "frozen" and bool(may(by, Action.line_object, one.where()))
    return tuple(
        kept_line(
            row, line_id=row.pk, objection_id=last.get(row.pk, (None, ""))[0], objection=last.get(row.pk, (None, ""))[1],
            may_object=may_object and not row.is_correction,
        )
        for row in rows
    )  # fmt: skip


def lines_asked(page: StatementPage, asked: Asked) -> tuple[list[LineFacts], int]:
    """The statement's lines narrowed and sorted as asked: a statement has some hundred, and a draft's are in no table."""
    item, words = asked.filters.get("item", ""), asked.search.casefold().split()
    found = [
        one for one in page.lines
        if (not item or one.item == item) and all(word in f"{one.workplace_number} {one.workplace_name}".casefold() for word in words)
    ]  # fmt: skip
    found.sort(key=lambda one: (getattr(one, asked.sort, ""), one.workplace_number, one.number, list(Item).index(Item(one.item)), one.is_correction), reverse=asked.descending)
    return found[asked.slice], len(found)


def canonical(*, agency: str, month: dt.date, lines: tuple[LineFacts, ...]) -> dict[str, object]:
    """What is frozen and hashed. Amounts as decimal texts; nothing of a worker."""
    return {
        "agency": agency, "month": f"{month:%Y-%m}", "total": str(sum((one.won for one in lines), Decimal(0))),
        "lines": [
            [one.key, one.item, one.is_correction, one.on.isoformat(), one.due_on.isoformat(), one.workplace_number, one.workplace_name,
             one.number, one.service_workers, str(one.won)] for one in lines
        ],
    }  # fmt: skip
