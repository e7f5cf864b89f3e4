"""Calendar feeds at private addresses: a consultant's visits, a workplace's visits. Summaries hold no person's name."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event

from jikim.areas.dispatch.actions.notices import language_of
from jikim.areas.dispatch.models import Appointment, Consultant
from jikim.areas.dispatch.queries.appointments import AppointmentLine, joined, line
from jikim.areas.enrolment import public as enrolment
from jikim.areas.people.public import read_signed_link, revoke_links, signed_link
from jikim.rules.access import Action, Actor, Role
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import require
from jikim.shared.clock import now

KIND = "visit_feed"
#: an address subscribed to once has to last the season and the one after it
LIFE = dt.timedelta(days=730)
_NAME = Text("지킴 방문", "Jikim visits")
_TO_WORKPLACE = Text("[지킴] {visit} 방문", "[Jikim] {visit}")
_TO_CONSULTANT = Text("[지킴] {number} {visit}", "[Jikim] {number} {visit}")
_DAY_OF = Text("{words} ({n}일째/{many}일)", "{words} (day {n} of {many})")
_OPEN = ("planned", "proposed", "confirmed", "held")


def own_feeds(*, by: Actor) -> list[str]:
    """The actor's private addresses: one as a consultant, one for each workplace managed."""
    keys = [f"c:{key}" for key in sorted(by.keys(Role.CONSULTANT))] + [f"w:{key}" for key in sorted(by.keys(Role.MANAGER))]
    return [_address(key) for key in keys]


def workplace_feed(workplace_id: int) -> str:
    """The private address of a workplace, for the page its link opens."""
    return _address(f"w:{workplace_id}")


def renew_feeds(*, by: Actor) -> None:
    """Addresses given so far stop working; the next look at the page gives new ones."""
    require(by, Action.own_visits_see)
    for key in [f"c:{key}" for key in by.keys(Role.CONSULTANT)] + [f"w:{key}" for key in by.keys(Role.MANAGER)]:
        revoke_links(kind=KIND, key=key, by=by)
    audit.record(by, "visit_feed.renewed", "person", by.key)


def feed_of(token: str) -> bytes:
    """The calendar behind an address. Raises Refused for one that is forged, renewed or too old."""
    whose, _, key = read_signed_link(kind=KIND, token=token).key.partition(":")
    found = Appointment.objects.filter(status__in=_OPEN)
    language = "ko"
    if whose == "c":
        number = key.removeprefix("person:")
        language = Consultant.objects.filter(person_id=int(number) if number.isdigit() else -1).values_list("person__language", flat=True).first() or "ko"
        found = found.filter(consultant__person_id=int(number) if number.isdigit() else -1)
    else:
        enrolment.workplace_of(int(key))
        found = found.filter(workplace_id=int(key))
        language = next((language_of(one) for one in joined(found)[:1]), "ko")
    made = Calendar()
    made.add("prodid", "-//Jikim//Visits//KO")
    made.add("version", "2.0")
    made.add("x-wr-calname", _NAME.say(language))
    for one in joined(found).order_by("on", "start", "pk"):
        for n in range(len(one.days)):
            made.add_component(_event(line(one), n, to_consultant=whose == "c", language=language))
    return bytes(made.to_ical())


def _event(one: AppointmentLine, n: int, *, to_consultant: bool, language: str) -> Event:
    """One event for each day of the visit: nobody is busy on the night between them."""
    zone = ZoneInfo(settings.TIME_ZONE)
    begins = dt.datetime.combine(one.days[n], one.start, zone)
    words = (_TO_CONSULTANT if to_consultant else _TO_WORKPLACE).fill(number=one.workplace_number, visit=one.visit_name.say(language))
    if len(one.days) > 1:
        words = _DAY_OF.fill(words=words.say(language), n=n + 1, many=len(one.days))
    event = Event()
    event.add("uid", f"visit-{one.id}-{n + 1}@jikim" if n else f"visit-{one.id}@jikim")
    event.add("dtstamp", now())
    event.add("dtstart", begins)
    event.add("dtend", begins + dt.timedelta(minutes=one.minutes))
    event.add("summary", words.say(language))
    event.add("status", "CONFIRMED" if one.status in ("confirmed", "held") else "TENTATIVE")
    event.add("sequence", one.version)
    if to_consultant and one.district:
        event.add("location", f"{one.region_name.say(language)} {one.district}")
    return event


def _address(key: str) -> str:
    token = signed_link(kind=KIND, key=key, expires_at=now() + LIFE)
    return f"{settings.JIKIM_BASE_URL}{reverse('visit_feed', args=[token])}"
