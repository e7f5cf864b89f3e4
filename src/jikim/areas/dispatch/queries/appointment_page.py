"""Appointments on pages: the list, one with its history and what it can become, and a workplace's or a consultant's own visits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from jikim.areas.dispatch.models import Appointment, Consultant, Proposal
from jikim.areas.dispatch.models.appointments import read_days
from jikim.areas.dispatch.queries.appointments import (
    AppointmentLine,
    joined,
    line,
    not_over,
    reached_appointments,
)
from jikim.areas.dispatch.queries.conflicts import told_of
from jikim.areas.dispatch.queries.question import Changed, question
from jikim.areas.dispatch.queries.terms import first_day
from jikim.rules import dispatching as rules
from jikim.rules.access import Action, Actor, Role, Verdict, Where, may
from jikim.rules.words import Text
from jikim.shared.access import require
from jikim.shared.clock import today
from jikim.shared.ui.tables import Asked, narrow
from jikim.shared.workflow.models import StatusChange

ANSWERS = {
    "open": Text("답을 기다리는 중", "Waiting for an answer"), "accepted": Text("이 날짜로 확정", "Accepted"),
    "others": Text("다른 날짜를 제안함", "Other dates offered"), "closed": Text("답하기 전에 바뀜", "Changed before an answer"),
}  # fmt: skip
#: why a day is not proposed any more
OVER = Text("이 날짜는 이미 되었거나 지나서 제안할 수 없습니다. 먼저 다른 날짜로 옮겨 주십시오.", "This day is here or has passed. Please move the visit to another day first.")


@dataclass(frozen=True, slots=True)
class OfferLine:
    number: int
    on: dt.date
    start: dt.time


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A date that was proposed, and what the workplace said."""

    id: int
    days: tuple[dt.date, ...]
    start: dt.time
    answer: str
    answer_name: Text
    offers: tuple[OfferLine, ...]
    note: str
    sent_at: dt.datetime
    sent_by: str
    was_mailed: bool
    answered_at: dt.datetime | None
    waits: bool


@dataclass(frozen=True, slots=True)
class MoveLine:
    days_before: tuple[dt.date, ...]
    start_before: dt.time
    consultant_before: str
    days: tuple[dt.date, ...]
    start: dt.time
    consultant: str
    broken: tuple[Text, ...]
    reason: Text
    by: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class AlternativeLine:
    """Another place for a visit, ranked; `breaks` says which rules."""

    consultant_id: int
    consultant: str
    agency: str
    on: dt.date
    start: dt.time
    extra_km: float
    breaks: tuple[Text, ...]
    is_hard: bool
    reason: Text
    further_days: tuple[dt.date, ...] = ()

    @property
    def days(self) -> tuple[dt.date, ...]:
        return (self.on, *self.further_days)


@dataclass(frozen=True, slots=True)
class AppointmentPage:
    line: AppointmentLine
    proposals: tuple[ProposalLine, ...]
    moves: tuple[MoveLine, ...]
    history: tuple[StatusChange, ...]
    others: tuple[AppointmentLine, ...]
    may_arrange: Verdict
    told: Text | None

    @property
    def may_propose(self) -> Verdict:
        """A day that is here or has passed is proposed to nobody."""
        return self.may_arrange if not self.may_arrange.allowed or self.line.on > today() else Verdict(False, OVER)

    @property
    def offered(self) -> ProposalLine | None:
        """What the workplace has offered and nobody has picked from."""
        return next((one for one in self.proposals if one.waits), None)

    @property
    def is_open(self) -> bool:
        return self.line.status in ("planned", "proposed", "confirmed")


@dataclass(frozen=True, slots=True)
class OwnVisit:
    """One of my visits: as a consultant, or as the workplace that is visited."""

    line: AppointmentLine
    proposal: ProposalLine | None
    offered: ProposalLine | None


@dataclass(frozen=True, slots=True)
class RowOfList:
    line: AppointmentLine
    answer: Text | None


def appointment_rows(*, season_id: int, asked: Asked, by: Actor) -> tuple[list[RowOfList], int]:
    """The season's appointments within reach; two statements for a page whatever its length."""
    require(by, Action.appointments_see)
    found, total = narrow(
        joined(Appointment.objects.filter(reached_appointments(by), season_id=season_id)).prefetch_related("proposals"), asked,
        sort={"on": ("on", "start"), "workplace": "workplace__number", "name": "workplace__name", "region": "workplace__region",
              "visit": "number", "consultant": "consultant__name", "agency": "consultant__agency__organisation__name", "status": "status"},
        search=("workplace__number", "workplace__name", "consultant__name", "consultant__agency__organisation__name"),
        filters={"status": "status", "region": "workplace__region", "number": "number", "agency": "consultant__agency_id",
                 "answer": _by_answer, "when": _by_time},
    )  # fmt: skip
    rows = []
    for one in found:
        newest = max(one.proposals.all(), key=lambda p: p.pk, default=None)
        rows.append(RowOfList(line(one), ANSWERS[newest.answer] if newest is not None else None))
    return rows, total


def _by_answer(rows, value):  # type: ignore[no-untyped-def]
    if value == "others":
        return rows.filter(proposals__answer="others", proposals__settled_at=None, status="planned").distinct()
    return rows.filter(proposals__answer="open")


def _by_time(rows, value):  # type: ignore[no-untyped-def]
    return rows.exclude(not_over(today())) if value == "past" else rows.filter(not_over(today()))


def appointment_page(*, appointment_id: int, by: Actor) -> AppointmentPage:
    """One appointment, whole. Raises Refused out of reach."""
    one = joined(Appointment.objects.select_related("season")).get(pk=appointment_id)
    require(by, Action.appointments_see, one.where())
    others = joined(Appointment.objects.filter(workplace_id=one.workplace_id).exclude(pk=one.pk)).order_by("on")
    changes = StatusChange.objects.filter(thing_kind="appointment", thing_key=one.workflow_key())
    return AppointmentPage(
        line(one), tuple(_proposal(p) for p in one.proposals.all()), tuple(_move(m) for m in one.moves.select_related("consultant", "consultant_before")),
        tuple(changes), tuple(line(other) for other in others), may(by, Action.appointment_arrange, one.where()),
        told_of(season_id=one.season_id).get((one.consultant.agency_id, one.workplace_id)),
    )


def where_of(one: AppointmentLine) -> Where:
    """Where the workplace lies, for actions on its application."""
    return Where(region=one.region, workplace=str(one.workplace_id))


def alternatives(*, appointment_id: int, by: Actor, most: int = 10) -> list[AlternativeLine]:
    """Other places for a visit, ranked, of consultants the actor may give it to."""
    one = joined(Appointment.objects.all()).get(pk=appointment_id)
    require(by, Action.appointment_arrange, one.where())
    asked = question(season_id=one.season_id, changed=Changed(not_before=first_day(one.season_id), loose=frozenset({one.pk})))
    number = asked.numbers.get(one.workplace_id)
    if number is None:
        return []
    mine = set(reachable_consultants(one.season_id, by))
    found = rules.alternatives(asked.model, asked.standing, number, one.number, most=most * 6)
    made = [
        AlternativeLine(
            asked.consultant_ids[a.consultant], a.consultant, a.agency, a.on, a.start, round(a.extra_km, 1), a.breaks, bool(a.rule), a.reason,
            a.further_days,
        )
        for a in found if asked.consultant_ids[a.consultant] in mine
    ]  # fmt: skip
    return made[:most]


def reachable_consultants(season_id: int, by: Actor) -> dict[int, str]:
    """Consultants the actor may give a visit to, with their agency: oneself, one's agency's, or everybody's."""
    found = Consultant.objects.filter(agency__season_id=season_id).exclude(status="ended").select_related("agency__organisation")
    if not by.roles & {Role.OFFICE, Role.REGION, Role.CONSOLE}:
        own = [key.removeprefix("person:") for key in by.keys(Role.CONSULTANT)]
        agencies = by.keys(Role.AGENCY)
        rows = [c for c in found if str(c.person_id) in own or c.agency.key in agencies]
    else:
        rows = list(found)
    return {c.pk: f"{c.name} ({c.agency.organisation.name})" for c in sorted(rows, key=lambda c: (c.agency.organisation.name, c.name))}


def own_visits(*, season_id: int | None, by: Actor) -> list[OwnVisit]:
    """The actor's visits by day: a consultant's own, or those of the workplaces a manager's seat names."""
    found = Appointment.objects.filter(reached_appointments(by)).exclude(status="cancelled")
    if season_id is not None:
        found = found.filter(season_id=season_id)
    rows = []
    for one in joined(found).prefetch_related("proposals").order_by("on", "start", "pk"):
        said = [_proposal(p) for p in sorted(one.proposals.all(), key=lambda p: -p.pk)]
        rows.append(OwnVisit(
            line(one), next((p for p in said if p.answer == "open" and one.on >= today()), None), next((p for p in said if p.waits and one.status == "planned"), None)
        ))  # fmt: skip
    return rows


def days_of_visit(*, proposal_id: int, by: Actor) -> int:
    """How many days the visit lasts that was proposed; 1 out of reach."""
    found = Appointment.objects.filter(reached_appointments(by), proposals=proposal_id).first()
    return len(found.days) if found else 1


def told_to(visits: list[OwnVisit]) -> list[Text]:
    """What the workplace is to be told about agencies it already has a contract with."""
    said: Mapping[tuple[int, int], Text] = told_of(season_id=visits[0].line.season_id) if visits else {}
    return list({told.ko: told for one in visits if (told := said.get((one.line.agency_id, one.line.workplace_id)))}.values())


def _proposal(one: Proposal) -> ProposalLine:
    offers = tuple(
        OfferLine(n, dt.date.fromisoformat(said["on"]), dt.time.fromisoformat(said["start"])) for n, said in enumerate(one.offers)
    )
    return ProposalLine(
        one.pk, (one.on, *read_days(one.further_days)), one.start, one.answer, ANSWERS[one.answer], offers, one.note, one.sent_at, one.sent_by_name, one.was_mailed,
        one.answered_at, one.answer == "others" and one.settled_at is None,
    )


def _move(one) -> MoveLine:  # type: ignore[no-untyped-def]
    return MoveLine(
        (one.on_before, *read_days(one.further_days_before)), one.start_before, one.consultant_before.name,
        (one.on, *read_days(one.further_days)), one.start, one.consultant.name,
        tuple(Text(rule["ko"], rule["en"]) for rule in one.broken), Text(one.reason_ko, one.reason_en), one.by_name, one.at,
    )
