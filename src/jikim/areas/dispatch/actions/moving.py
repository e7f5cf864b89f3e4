"""One appointment moved or confirmed by hand. Breaking a rule is possible, with a reason that is kept; confirmed is pinned."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db import transaction

from jikim.areas.dispatch.actions.applying import Slot, close_all_proposals, close_proposals, put
from jikim.areas.dispatch.actions.appointments import dates_around, locked, locked_many
from jikim.areas.dispatch.actions.notices import tell_of_move
from jikim.areas.dispatch.models import SERVING, Appointment, Consultant
from jikim.areas.dispatch.models.appointments import OPEN
from jikim.areas.dispatch.queries.appointments import around
from jikim.areas.dispatch.queries.question import Changed, Question, question
from jikim.areas.dispatch.queries.terms import first_day
from jikim.areas.dispatch.queries.travel import broken_by, day_km, days_there
from jikim.rules.access import Action, Actor, Where
from jikim.rules.words import NOTHING, Text
from jikim.shared import audit
from jikim.shared.access import Conflict, require
from jikim.shared.clock import today
from jikim.shared.workflow import move, move_many

_BREAKS = Text("이 일정은 다음 규칙을 어깁니다. 그래도 옮기려면 사유를 적어 주십시오: {rules}",
               "This place breaks rules; give the reason if it is to be so all the same: {rules}")  # fmt: skip
_NOT_OPEN = Text("이미 끝났거나 취소된 방문은 옮길 수 없습니다.", "A visit that is over or cancelled cannot be moved.")
_PAST = Text("지난 날짜로는 옮길 수 없습니다.", "A visit cannot be moved into the past.")
_GONE = Text("지금 방문할 수 있는 컨설턴트가 아닙니다.", "This consultant cannot be sent at present.")
_NOWHERE = Text("사업장이나 컨설턴트의 위치를 알 수 없어 옮길 수 없습니다.", "Where the workplace or the consultant is, is not known.")
_BY_HAND = Text("담당자가 직접 정한 일정입니다. 사유: {why}", "Set by hand. Reason: {why}")
_NO_RULE = Text("담당자가 직접 정한 일정이며 어기는 규칙이 없습니다.", "Set by hand; no rule is broken.")


def move_appointment(
    *, appointment_id: int, version: int, consultant_id: int, on: dt.date, start: dt.time, reason: Text, by: Actor
) -> Appointment:
    """Put a visit on another day, hour or consultant; of a large site `on` is the first of its days. Raises Conflict when it breaks a rule and no reason is given."""
    with dates_around(appointment_id):
        one = locked(appointment_id, version)
        who = _checked(one, consultant_id, on, by)
        asked = question(season_id=one.season_id, changed=Changed(not_before=first_day(one.season_id), loose=frozenset({one.pk})))
        number, name = asked.numbers.get(one.workplace_id), asked.names.get(who.pk)
        if number is None or name is None:
            raise Conflict(_NOWHERE)
        days = days_there(asked, number=number, visit=one.number, consultant=name, on=on)
        broken = broken_by(asked, number=number, visit=one.number, consultant=name, days=days, start=start)
        if broken and not (reason.ko or reason.en):
            raise Conflict(_BREAKS.fill(rules=" / ".join(rule.ko for rule in broken)))
        before, knew = {(one.consultant_id, day) for day in one.days}, one.proposals.exists() or one.pinned
        said = _BY_HAND.fill(why=reason.ko or reason.en) if reason.ko or reason.en else _NO_RULE
        put(
            one, Slot(who.pk, on, start, one.travel_km, said, days[1:]), reason=reason if reason.ko or reason.en else _NO_RULE, by=by,
            broken=[{"ko": rule.ko, "en": rule.en} for rule in broken],
        )  # fmt: skip
        recount_km(asked, {*before, *((who.pk, day) for day in days)})
        audit.record(by, "appointment.moved", "appointment", one.workflow_key(), reason=reason.ko, on=on.isoformat(), days=len(days), broken=len(broken))
        tell_of_move(one, knew=knew, by=by)
    return one


def confirm_appointment(*, appointment_id: int, version: int, by: Actor, note: str = "") -> Appointment:
    """The workplace has agreed, by telephone or on the spot. From now on the date is pinned."""
    with transaction.atomic():
        one = locked(appointment_id, version)
        require(by, Action.appointment_arrange, one.where())
        pin(one, by=by, note=note)
    return one


def confirm_appointments(*, versions: Mapping[int, int], by: Actor, note: str = "") -> int:
    """The same for many at once, all or none. `versions`: appointment → the version that was agreed. Returns how many were confirmed.

    Raises Conflict when one of them was moved or confirmed meanwhile, Refused when one is out of reach.
    """
    if not versions:
        return 0
    with dates_around(min(versions)):
        found = locked_many(versions)
        for one in found:
            require(by, Action.appointment_arrange, one.where())
        close_all_proposals(found)
        for one in found:
            one.pinned = True
        return move_many([(one, "confirmed", NOTHING) for one in found], by=by, extra_fields=["pinned"], note=note)


def pin(one: Appointment, *, by: Actor, note: str = "") -> None:
    """Confirmed from now on. The caller holds the row and has asked whether `by` may."""
    close_proposals(one)
    move(one, "confirmed", by=by, note=note)
    one.pinned = True
    one.save(update_fields=["pinned"])


def recount_km(asked: Question, days: Iterable[tuple[int, dt.date]]) -> None:
    """Write the kilometres of these consultants' days anew: who shares a day shares its round."""
    by_consultant: dict[int, set[dt.date]] = defaultdict(set)
    for consultant_id, on in days:
        by_consultant[consultant_id].add(on)
    for consultant_id, touched in by_consultant.items():
        name = asked.names.get(consultant_id)
        own = list(
            Appointment.objects.filter(around(min(touched), max(touched)), consultant_id=consultant_id)
            .exclude(status__in=("missed", "cancelled")).select_related("workplace").order_by("start", "pk")
        )  # fmt: skip
        for one in own if name else ():
            if touched.isdisjoint(one.days):
                continue
            km = sum(day_km(asked, name, [other.workplace.number for other in own if on in other.days]) for on in one.days)
            Appointment.objects.filter(pk=one.pk).update(travel_km=round(km, 3))


def _checked(one: Appointment, consultant_id: int, on: dt.date, by: Actor) -> Consultant:
    """Whoever moves a visit reaches it where it is and where it goes."""
    require(by, Action.appointment_arrange, one.where())
    if one.status not in OPEN:
        raise Conflict(_NOT_OPEN)
    if on < today():
        raise Conflict(_PAST)
    who = Consultant.objects.select_related("agency").get(pk=consultant_id, agency__season_id=one.season_id)
    persons = frozenset({f"person:{who.person_id}"}) if who.person_id else frozenset()
    require(by, Action.appointment_arrange, Where(region=one.workplace.region, agency=who.agency.key, persons=persons))
    if who.pk != one.consultant_id and (who.status not in SERVING or who.agency.status != "active"):
        raise Conflict(_GONE)
    return who
