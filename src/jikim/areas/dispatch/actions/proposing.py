"""A date is proposed to a workplace by signed link; it accepts, or offers three others, of which one is picked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from jikim.areas.dispatch.actions.appointments import dates_around, locked
from jikim.areas.dispatch.actions.moving import move_appointment, pin
from jikim.areas.dispatch.actions.notices import LINK_KIND, ask_workplace
from jikim.areas.dispatch.models import Appointment, Proposal
from jikim.areas.dispatch.queries.appointment_page import OVER
from jikim.areas.dispatch.queries.appointments import reached_appointments
from jikim.areas.people.public import read_signed_link
from jikim.rules.access import Action, Actor, Grant, Role
from jikim.rules.words import Text, day_said
from jikim.shared import audit
from jikim.shared.access import Conflict, Invalid, require
from jikim.shared.clock import now, today
from jikim.shared.workflow import move

MOST_OFFERS = 3
_ANSWERED = Text("이미 답하셨거나 일정이 바뀌었습니다. 아래에서 지금 일정을 확인해 주십시오.",
                 "This has been answered already, or the date has changed. Please see the present date below.")  # fmt: skip
_OTHERS = Text("사업장이 다른 날짜를 제안했습니다.", "The workplace offers other dates.")
_PICKED = Text("사업장이 제안한 날짜입니다.", "A date the workplace offered.")
_NO_OFFER = Text("사업장이 제안한 날짜가 아닙니다.", "The workplace did not offer this date.")
_WORKDAYS = Text("{day}은(는) 주말이나 공휴일이거나 사업 기간 밖입니다. 다른 날짜를 적어 주십시오.",
                 "{day} is a weekend, a holiday or outside the season. Please give another date.")  # fmt: skip
_TOO_LATE = Text("이 날짜는 지났습니다. 수행기관이 새 날짜를 알려 드립니다.", "This day has passed. The agency will tell you a new one.")
_PAST = Text("{day}은(는) 지난 날짜입니다.", "{day} has passed.")
_ONE_AT_LEAST = Text("다른 날짜를 하나 이상 적어 주십시오.", "Please give at least one other date.")


@dataclass(frozen=True, slots=True)
class Offer:
    """A day and hour the workplace can be visited."""

    on: dt.date
    start: dt.time


@dataclass(frozen=True, slots=True)
class Proposed:
    """What became of proposing many: how many were sent by mail, and how many workplaces have no address."""

    sent: int
    without_mail: int


def propose_date(*, appointment_id: int, version: int, by: Actor) -> Proposal:
    """Ask the workplace whether the date suits. Without an address the proposal stands on its page and somebody has to call."""
    with transaction.atomic():
        one = locked(appointment_id, version)
        require(by, Action.appointment_arrange, one.where())
        if one.on <= today():
            raise Conflict(OVER)
        return _propose(one, by)


def propose_dates(*, season_id: int, until: dt.date, by: Actor) -> Proposed:
    """Propose every planned visit up to a day that the actor reaches, soonest first."""
    require(by, Action.appointment_arrange)
    sent = without = 0
    keys = (
        Appointment.objects.filter(reached_appointments(by, Action.appointment_arrange), season_id=season_id, status="planned",
                                   on__gt=today(), on__lte=until)
        .exclude(proposals__answer="others", proposals__settled_at=None).order_by("on", "pk").values_list("pk", flat=True)
    )  # fmt: skip
    for key in list(keys):
        with transaction.atomic():
            one = locked(key)
            if one.status == "planned":
                made = _propose(one, by)
                sent += made.was_mailed
                without += not made.was_mailed
    return Proposed(sent, without)


def accept_date(*, proposal_id: int, by: Actor) -> Appointment:
    """The workplace says yes: confirmed and pinned. Said twice it is said once."""
    with transaction.atomic():
        proposal, one = _open_proposal(proposal_id, by)
        if proposal.answer == "accepted" and one.status == "confirmed":
            return one
        if proposal.answer != "open" or one.status != "proposed":
            raise Conflict(_ANSWERED)
        if one.on < today():
            raise Conflict(_TOO_LATE)
        proposal.answer, proposal.answered_at = "accepted", now()
        proposal.save(update_fields=["answer", "answered_at"])
        pin(one, by=by)
    return one


def offer_dates(*, proposal_id: int, offers: Sequence[Offer], note: str, by: Actor) -> Proposal:
    """The workplace says no and names up to three others. Raises Invalid by field for days that cannot be."""
    with transaction.atomic():
        proposal, one = _open_proposal(proposal_id, by)
        if proposal.answer != "open" or one.status != "proposed":
            raise Conflict(_ANSWERED)
        _check_offers(one, offers)
        proposal.answer, proposal.answered_at, proposal.note = "others", now(), note.strip()[:1000]
        proposal.offers = [{"on": o.on.isoformat(), "start": f"{o.start:%H:%M}"} for o in offers[:MOST_OFFERS]]
        proposal.save(update_fields=["answer", "answered_at", "note", "offers"])
        move(one, "planned", by=by, reason=_OTHERS)
    return proposal


def pick_offer(*, proposal_id: int, number: int, consultant_id: int, reason: Text, by: Actor) -> Appointment:
    """Take one of the dates the workplace offered: the visit moves there and is confirmed at once."""
    with dates_around(_appointment_of(proposal_id)):
        proposal, one = _asked(proposal_id)
        if proposal.answer != "others" or proposal.settled_at is not None or one.status != "planned":
            raise Conflict(_ANSWERED)
        if not 0 <= number < len(proposal.offers):
            raise Conflict(_NO_OFFER)
        said = proposal.offers[number]
        moved = move_appointment(
            appointment_id=one.pk, version=one.version, consultant_id=consultant_id, on=dt.date.fromisoformat(said["on"]),
            start=dt.time.fromisoformat(said["start"]), reason=reason, by=by,
        )  # fmt: skip
        pin(moved, by=by, note=_PICKED.ko)
    return moved


def workplace_of_link(token: str) -> int:
    """The workplace a link opens. Raises Refused with the reason for a bad or old link."""
    return int(read_signed_link(kind=LINK_KIND, token=token).key)


def link_holder(workplace_id: int) -> Actor:
    """Whoever holds the link acts as the manager of that workplace, and of nothing else."""
    return Actor(f"link:visits:{workplace_id}", "사업장(링크)", (Grant(Role.MANAGER, frozenset({str(workplace_id)})),))


def _propose(one: Appointment, by: Actor) -> Proposal:
    move(one, "proposed", by=by)
    made = Proposal.objects.create(
        appointment=one, on=one.on, further_days=one.further_days, start=one.start, sent_at=now(), sent_by_key=by.key, sent_by_name=by.name[:120]
    )
    made.was_mailed = ask_workplace(one)
    made.save(update_fields=["was_mailed"])
    audit.record(by, "appointment.asked", "appointment", one.workflow_key(), on=one.on.isoformat(), mailed=made.was_mailed)
    return made


def _open_proposal(proposal_id: int, by: Actor) -> tuple[Proposal, Appointment]:
    proposal, one = _asked(proposal_id)
    require(by, Action.appointment_confirm, one.where())
    return proposal, one


def _asked(proposal_id: int) -> tuple[Proposal, Appointment]:
    """What was asked, with its appointment: both held, the appointment first, as by everybody who moves it."""
    one = locked(_appointment_of(proposal_id))
    return Proposal.objects.select_for_update().get(pk=proposal_id), one


def _appointment_of(proposal_id: int) -> int:
    return int(Proposal.objects.values_list("appointment_id", flat=True).get(pk=proposal_id))


def _check_offers(one: Appointment, offers: Sequence[Offer]) -> None:
    season = one.season
    holidays = set(season.holidays.values_list("on", flat=True))
    errors: dict[str, Text] = {}
    for n, offer in enumerate(offers[:MOST_OFFERS], 1):
        if offer.on <= today():
            errors[f"on_{n}"] = _PAST.fill(day=day_said(offer.on))
        elif offer.on.weekday() > 4 or offer.on in holidays or not season.starts_on <= offer.on <= season.ends_on:
            errors[f"on_{n}"] = _WORKDAYS.fill(day=day_said(offer.on))
    if not offers:
        errors["on_1"] = _ONE_AT_LEAST
    if errors:
        raise Invalid(errors)
