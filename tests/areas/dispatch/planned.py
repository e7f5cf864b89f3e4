"""A small season ready to be planned, and appointments in it, made through the doors a user takes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from jikim.areas.dispatch.models import Appointment, Consultant
from jikim.areas.dispatch.public import AgencyFacts, ConsultantFacts, record_agencies
from jikim.areas.enrolment.models import Season
from jikim.areas.people.models import Person
from jikim.areas.people.queries import actor_of
from jikim.rules.access import Actor, Grant, Role
from jikim.shared.clock import now
from tests.areas.enrolment.made import CONSOLE, applied, enrolled, season
from tests.areas.people.making import person

OFFICE = Actor("person:1", "본부 김", (Grant(Role.OFFICE),))
SEOUL, BUSAN = (37.56, 126.98), (35.18, 129.07)


def agencies(season_id: int, *, days: int = 10, monthly: int = 60) -> None:
    """One agency in Seoul with two consultants, one in Busan with one."""
    def consultant(name: str, region: str, point: tuple[float, float]) -> ConsultantFacts:
        return ConsultantFacts(name, "산업간호", region, "", *point, days, ("ko",))

    record_agencies(season_id=season_id, by=CONSOLE, agencies=[
        AgencyFacts("한빛산업보건센터", ("seoul",), monthly, (consultant("강하늘", "seoul", SEOUL), consultant("문바다", "seoul", (37.50, 127.05)))),
        AgencyFacts("동해산업보건센터", ("busan",), monthly, (consultant("서산들", "busan", BUSAN),)),
    ])  # fmt: skip


def ready(places: int = 5, **values: Any) -> Season:
    """A season with agencies and that many enrolled workplaces, four in Seoul for every one in Busan."""
    agencies(season().pk)
    for n in range(places):
        region, (north, east) = ("부산", BUSAN) if n % 5 == 4 else ("서울", SEOUL)
        applied(region=region, district="", latitude=north + 0.01 * n, longitude=east + 0.007 * n, service_workers=20 + n, **values)
    enrolled(region="서울", latitude=SEOUL[0], longitude=SEOUL[1])
    return Season.objects.get()


def appointment(number: int = 1, on: dt.date = dt.date(2017, 5, 8), *, place: Any = None, who: Consultant | None = None, **values: Any) -> Appointment:
    """A planned appointment, in a season made for it if there is none."""
    place = place or enrolled().workplace
    if not Consultant.objects.exists():
        agencies(place.season_id)
    defaults = {"status": "planned", "status_since": now(), "minutes": 120, "start": dt.time(10), "travel_km": 12.5}
    return Appointment.objects.create(
        season=place.season, workplace=place, number=number, consultant=who or Consultant.objects.order_by("pk").first(), on=on,
        **defaults | values,
    )


def account_of(who: Consultant) -> tuple[Person, Actor]:
    """The consultant's own account with its seat, linked."""
    somebody = person(demo=True)
    from tests.areas.people.making import seat

    seat(somebody, Role.CONSULTANT, [somebody.key], organisation=who.agency.organisation)
    Consultant.objects.filter(pk=who.pk).update(person=somebody)
    return somebody, actor_of(somebody)


def manager_of(place: Any) -> Actor:
    return Actor("person:77", "사업장 최", (Grant(Role.MANAGER, frozenset({str(place.pk)})),))


def agency_seat(who: Consultant) -> Actor:
    return Actor("person:55", "기관 정", (Grant(Role.AGENCY, frozenset({str(who.agency.organisation_id)})),))
