"""The model season's ten-minute talks: one visit of the day books by code, with some turns taken; past visits have their counts."""

from __future__ import annotations

import datetime as dt

from jikim.areas.dispatch import public as dispatch
from jikim.areas.enrolment import public as enrolment
from jikim.areas.surveys import public as surveys
from jikim.config.demo import dates
from jikim.rules.access import Actor
from jikim.rules.talking import ADVICE, Arrangement, Mode
from jikim.rules.words import NOTHING
from jikim.shared.access import Conflict
from jikim.shared.clock import rehearsing

#: taken already when somebody looks
TAKEN = (1, 2, 5)
TURNS = 6
AHEAD = ("planned", "proposed", "confirmed")
#: a small season is through with its visits by then: so many third visits are put off until the day
PUT_OFF = 3
#: from the second visit to the third
FOLLOW_UP = dt.timedelta(days=60)
#: of the past visits so many have their talks written down
COUNTED = 24


def put_off_to_today(*, season_id: int, consultant_key: str, by: Actor) -> None:
    """Where nobody, or not the consultant one signs in as, visits on the day the season is looked at, some workplaces ask to have
    their last visit then; the consultant's own first, and none that is due only later or lasts several days.

    Before the records are played, for what is past by then is written up.
    """
    day, in_force = dates.REHEARSED_ON, enrolment.workplaces_in_force(season_id=season_id)
    then = dispatch.appointments(season_id=season_id, since=day, until=day, statuses=AHEAD)
    if any(one.consultant_key == consultant_key or not consultant_key for one in then):
        return
    ahead = dispatch.appointments(season_id=season_id, statuses=AHEAD)
    due = {one.workplace_id for one in ahead if one.number == 2 and one.last <= day - FOLLOW_UP}
    last = [
        one for one in ahead
        if one.number == 3 and one.workplace_id in due and not one.further_days and (one.workplace_id in in_force or one.consultant_key == consultant_key)
    ]  # fmt: skip
    last.sort(key=lambda one: (one.consultant_key != consultant_key, -one.on.toordinal(), one.id))
    left = PUT_OFF
    for line in last:
        with rehearsing(min(line.on, day) - dt.timedelta(days=3)):
            left -= _moved(line, by)
        if not left:
            return


def _moved(line: dispatch.AppointmentLine, by: Actor) -> bool:
    """False where a rule stands against it: a day has room for two visits."""
    try:
        dispatch.move_appointment(
            appointment_id=line.id, version=line.version, consultant_id=line.consultant_id, on=dates.REHEARSED_ON, start=line.start, reason=NOTHING, by=by
        )
    except Conflict:
        return False
    return True


def play_talks(*, season_id: int, by: Actor) -> None:
    """Does what it can with whatever visits there are."""
    past = dispatch.appointments(season_id=season_id, until=dates.REHEARSED_ON, statuses=("held",))
    for n, line in enumerate(past[:COUNTED]):
        talks = 3 + n * 5 % 9
        given = {kind: max(0, talks - 2 * at - n % 3) for at, kind in enumerate(ADVICE)}
        with rehearsing(line.on):
            surveys.note_talks(appointment_id=line.id, talks=talks, advice=given, version=0, by=by)
    with rehearsing(dates.REHEARSED_ON):
        _today(season_id, by)


def _today(season_id: int, by: Actor) -> None:
    """The first visit of the day at a place with an agreement and no cards yet: cards are printed, and three turns taken."""
    day = dates.REHEARSED_ON
    in_force = enrolment.workplaces_in_force(season_id=season_id)
    coming = dispatch.appointments(season_id=season_id, since=day, until=day, statuses=AHEAD)
    line = next((one for one in coming if one.workplace_id in in_force and _is_prepared(one, by)), None)
    if line is None:
        return
    codes = surveys.print_cards(workplace_id=line.workplace_id, by=by, compose=False).codes
    arranged = Arrangement(Mode.FREE, line.minutes - 60, TURNS, 1, line.service_workers)
    surveys.arrange_talks(appointment_id=line.id, arranged=arranged, version=0, by=by)
    for code, number in zip(codes, TAKEN, strict=False):
        if (ticket := surveys.open_slots(code)) is not None:
            surveys.take_slot(ticket, number)


def _is_prepared(line: dispatch.AppointmentLine, by: Actor) -> bool:
    """A round to print cards for; False where one is under way already, whose cards are out."""
    plan = surveys.Plan(
        begins_on=line.on, ends_on=dates.ROUNDS_END, headcount=line.service_workers, consultant_key=line.consultant_key
    )
    try:
        surveys.prepare_round(workplace_id=line.workplace_id, plan=plan, by=by)
    except Conflict:
        return False
    return True
