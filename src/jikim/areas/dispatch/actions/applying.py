"""Turns a plan's lines, or an approved re-plan's changes, into appointments: what is the same stays, what differs is moved with a trace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jikim.areas.dispatch.models import Appointment, AppointmentMove, Plan, Proposal
from jikim.areas.dispatch.models.appointments import OPEN, read_days, written_days
from jikim.rules.access import Actor
from jikim.rules.words import Text
from jikim.shared.clock import now
from jikim.shared.workflow import move

_NEW_PLAN = Text("새 방문 계획을 확정했습니다.", "A new visit plan is in force.")
_NOT_IN_PLAN = Text("새 방문 계획에 들지 못했습니다.", "Not in the new visit plan.")


@dataclass(frozen=True, slots=True)
class Slot:
    """Where and when an appointment is to be."""

    consultant_id: int
    on: dt.date
    start: dt.time
    travel_km: float
    reason: Text
    further_days: tuple[dt.date, ...] = ()

    @property
    def days(self) -> tuple[dt.date, ...]:
        return (self.on, *self.further_days)


def hold_appointments(season_id: int) -> None:
    """Nobody confirms, answers or reports an appointment still to come until the transaction ends. In their own order."""
    rows = Appointment.objects.select_for_update().filter(season_id=season_id, status__in=OPEN).order_by("pk")
    list(rows.values_list("pk", flat=True))


def apply_lines(plan: Plan, *, by: Actor) -> None:
    """Make the plan's lines the season's appointments. Called with the season's plans locked."""
    standing = {
        (one.workplace_id, one.number): one
        for one in Appointment.objects.select_for_update(of=("self",)).filter(season_id=plan.season_id)
        .exclude(status__in=("missed", "cancelled")).select_related("workplace", "consultant__agency")
    }  # fmt: skip
    fresh = []
    for line in plan.lines.all():
        one = standing.pop((line.workplace_id, line.number), None)
        slot = Slot(line.consultant_id, line.on, line.start, line.travel_km, Text(line.reason_ko, line.reason_en), read_days(line.further_days))
        if one is None:
            fresh.append(new_appointment(plan, line.workplace_id, line.number, line.minutes, slot))
        else:
            put(one, slot, reason=_NEW_PLAN, by=by, plan_id=plan.pk)
    for one in standing.values():
        if one.status in OPEN:
            close_proposals(one)
            move(one, "cancelled", by=by, reason=_NOT_IN_PLAN)
    Appointment.objects.bulk_create(fresh, batch_size=500)


def new_appointment(plan: Plan, workplace_id: int, number: int, minutes: int, slot: Slot) -> Appointment:
    """A planned appointment, not saved yet."""
    return Appointment(
        season_id=plan.season_id, plan=plan, workplace_id=workplace_id, number=number, consultant_id=slot.consultant_id, days=slot.days,
        start=slot.start, minutes=minutes, travel_km=slot.travel_km, reason_ko=slot.reason.ko, reason_en=slot.reason.en,
        status="planned", status_since=now(),
    )  # fmt: skip


def put(
    one: Appointment, slot: Slot, *, reason: Text, by: Actor, plan_id: int | None = None, broken: list[Mapping[str, Any]] | None = None
) -> bool:
    """Move an appointment there. One already there keeps its state; one offered or confirmed becomes planned again. True if moved."""
    one.plan_id, one.travel_km = plan_id or one.plan_id, slot.travel_km
    if (one.consultant_id, one.days, one.start) == (slot.consultant_id, slot.days, slot.start):
        one.save(update_fields=["plan", "travel_km"])
        return False
    AppointmentMove.objects.create(
        appointment=one, on_before=one.on, further_days_before=one.further_days, start_before=one.start,
        consultant_before_id=one.consultant_id, on=slot.on, further_days=written_days(slot.further_days), start=slot.start,
        consultant_id=slot.consultant_id, broken=list(broken or []), reason_ko=reason.ko, reason_en=reason.en, by_key=by.key,
        by_name=by.name[:120], at=now(),
    )  # fmt: skip
    close_proposals(one)
    if one.status in ("proposed", "confirmed"):
        move(one, "planned", by=by, reason=reason)
    one.consultant_id, one.days, one.start, one.pinned = slot.consultant_id, slot.days, slot.start, False
    one.reason_ko, one.reason_en, one.version = slot.reason.ko, slot.reason.en, one.version + 1
    one.save()
    return True


def close_proposals(one: Appointment) -> None:
    """Whatever the workplace was asked about this appointment is no longer asked."""
    one.proposals.filter(answer="open").update(answer="closed", answered_at=now())
    one.proposals.filter(answer="others", settled_at=None).update(settled_at=now())


def close_all_proposals(found: Sequence[Appointment]) -> None:
    """The same for many appointments, with two statements for every 500."""
    keys = [one.pk for one in found]
    for start in range(0, len(keys), 500):
        asked = Proposal.objects.filter(appointment_id__in=keys[start : start + 500])
        asked.filter(answer="open").update(answer="closed", answered_at=now())
        asked.filter(answer="others", settled_at=None).update(settled_at=now())
