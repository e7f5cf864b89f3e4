"""Reports that an agreement was broken, for the regional office alone. The employer never sees that there is one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.crypto import constant_time_compare, salted_hmac

from jikim.areas.enrolment.models import BreachReport, Workplace
from jikim.areas.enrolment.queries.reach import reached
from jikim.rules.access import Action, Actor
from jikim.rules.words import Text
from jikim.shared import audit, codes
from jikim.shared.access import require
from jikim.shared.ui.tables import Asked, narrow

#: without letters that are misread from a notice on the wall
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class BreachLine:
    id: int
    number: str
    name: str
    region: str
    region_name: Text
    reported_on: dt.date
    matters: tuple[str, ...]
    state: str
    handled_on: dt.date | None


@dataclass(frozen=True, slots=True)
class BreachPage:
    line: BreachLine
    text: str
    handling: str


def breaches(*, by: Actor, season_id: int, asked: Asked) -> tuple[list[BreachLine], int]:
    """Reports within reach; open ones are state "open"."""
    require(by, Action.breach_see)
    found = BreachReport.objects.filter(
        reached(by, Action.breach_see), workplace__season_id=season_id
    ).select_related("workplace")
    if asked.filters.get("state"):
        found = found.filter(handled_on__isnull=asked.filters["state"] == "open")
    rows, total = narrow(
        found, asked,
        sort={"reported_on": "reported_on", "number": "workplace__number", "name": "workplace__name",
              "region": "workplace__region", "handled_on": "handled_on"},
        search=("workplace__number", "workplace__name"), filters={"region": "workplace__region"},
    )  # fmt: skip
    return [_line(report) for report in rows], total


def breach_page(*, by: Actor, breach_id: int) -> BreachPage:
    """One report with its words; the read is audited. Raises BreachReport.DoesNotExist."""
    report = BreachReport.objects.select_related("workplace").get(pk=breach_id)
    require(by, Action.breach_see, report.workplace.where())
    audit.record(by, "breach.read", "breach", report.pk, workplace=report.workplace.number)
    return BreachPage(_line(report), report.text, report.handling)


def open_breaches(*, by: Actor) -> int:
    """How many wait within reach."""
    return BreachReport.objects.filter(reached(by, Action.breach_see), handled_on=None).count()


def breach_code(workplace_id: int) -> str:
    """The short code of the wall page: a workplace key and six check letters, so that codes cannot be guessed."""
    return f"{workplace_id}-{_check_letters(workplace_id)}"


def workplace_of_code(code: str) -> Workplace | None:
    """The workplace a wall page belongs to; None for a wrong code."""
    key, _, letters = code.strip().upper().partition("-")
    if not key.isdigit() or len(key) > 12 or not constant_time_compare(letters, _check_letters(int(key))):
        return None
    return Workplace.objects.filter(pk=int(key)).first()


def _check_letters(workplace_id: int) -> str:
    number = int(salted_hmac("jikim.enrolment.breach", str(workplace_id), algorithm="sha256").hexdigest(), 16)
    letters = ""
    for _ in range(6):
        number, place = divmod(number, len(_LETTERS))
        letters += _LETTERS[place]
    return letters


def _line(report: BreachReport) -> BreachLine:
    place = report.workplace
    return BreachLine(
        id=report.pk, number=place.number, name=place.name, region=place.region,
        region_name=codes.region_name(place.region, report.reported_on), reported_on=report.reported_on,
        matters=tuple(report.matters), state="open" if report.handled_on is None else "handled",
        handled_on=report.handled_on,
    )  # fmt: skip
