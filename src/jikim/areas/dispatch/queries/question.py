"""What a plan is asked for, read from the database: the season's terms, its workplaces, agencies and consultants as rules/dispatching wants them.

Asks no actor and changes nothing; the actions that call it have asked.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from jikim.areas.dispatch.models import SERVING, Agency, Appointment, Consultant
from jikim.areas.dispatch.queries.conflicts import barred
from jikim.areas.dispatch.queries.start_months import months_drawn
from jikim.areas.dispatch.queries.terms import Terms, terms_of
from jikim.areas.enrolment import public as enrolment
from jikim.rules import dispatching as rules
from jikim.rules.closed_days import closed_days
from jikim.rules.dispatching.start_months import binding
from jikim.rules.visit_hours import visit_hours
from jikim.rules.words import Text
from jikim.shared import codes
from jikim.shared.clock import today

#: the language everybody speaks, and an answer that names none
NO_NEED = frozenset({"ko", "other"})
NO_PLACE = "no_place"


@dataclass(frozen=True, slots=True)
class Question:
    """The rules' model, and how its names lead back to rows. `homeless`: workplaces without a place on the map."""

    model: rules.Model
    workplace_ids: Mapping[str, int]
    consultant_ids: Mapping[str, int]
    homeless: tuple[int, ...] = ()
    #: what stands now: every appointment not missed and not cancelled, as the rules see it
    standing: tuple[rules.Visit, ...] = ()

    @property
    def numbers(self) -> dict[int, str]:
        return {pk: number for number, pk in self.workplace_ids.items()}

    @property
    def names(self) -> dict[int, str]:
        return {pk: name for name, pk in self.consultant_ids.items()}

    def digest(self, *, with_dates: bool = False) -> str:
        """Changes when anything does that a plan depends on; `with_dates` also when any visit still movable is elsewhere: for re-plans."""
        model, said = self.model, hashlib.sha256()
        if with_dates:
            places = sorted((one.workplace, one.visit, one.consultant, *one.days, one.start) for one in self.standing)
            said.update(_plain(tuple(places)).encode())
        for part in (model.workplaces, model.agencies, model.consultants, (model.season,), (model.target,), model.pinned):
            for one in part:
                said.update(_plain(one).encode())
        return said.hexdigest()


@dataclass(frozen=True, slots=True)
class Changed:
    """What a question assumes that is not so: for what-ifs and re-plans."""

    target: int | None = None
    fair_share_times: int | None = None
    #: agency → further regions, consultant → days a month, consultant → days off
    regions: Mapping[int, frozenset[str]] = field(default_factory=dict)
    days: Mapping[int, int] = field(default_factory=dict)
    days_off: Mapping[int, frozenset[dt.date]] = field(default_factory=dict)
    without_workplaces: frozenset[int] = frozenset()
    without_agencies: frozenset[int] = frozenset()
    #: nobody goes anywhere before this day: for plans made while the season runs
    not_before: dt.date | None = None
    #: appointments that need not stay although they are confirmed: whoever moves one by hand has said so
    loose: frozenset[int] = frozenset()


def question(*, season_id: int, changed: Changed | None = None) -> Question:
    """Everything a plan of the season depends on. The same rows give the same question, in the same order."""
    changed, terms = changed or Changed(), terms_of(season_id)
    season = enrolment.the_season(season_id)
    days_shut = frozenset(season.holidays.values_list("on", flat=True))
    rows = [row for row in _places(season_id, changed) if row.id not in changed.without_workplaces]
    made = _standing(season_id)
    agencies, people = _who(season_id, changed, {one.consultant_id for one in made})
    known = _Points([*rows, *people])
    placed = [(row, point) for row in rows if (point := known.of(row.region, row.district, row.latitude, row.longitude))]
    consultants = _consultants(people, known, terms, changed)
    names = {pk: one.name for one, pk in consultants}
    away = _away(season_id, names, {one.pk: one.organisation.name for one in agencies})
    workplaces = tuple(_workplace(row, point, terms, days_shut, away.get(row.id, {})) for row, point in placed)
    numbers = {row.id: row.number for row, _ in placed}
    standing = [one for one in made if one.workplace_id in numbers and one.consultant_id in names]
    model = rules.Model(
        workplaces, tuple(_agency(one, changed) for one in agencies), tuple(one for one, _ in consultants),
        _season(terms, days_shut, changed, _start_months(season_id, terms, changed)), changed.target if changed.target is not None else terms.target,
        {region.key: region.name for region in codes.regions()},
        tuple(_pinned(one, numbers, names) for one in standing if _stays(one, changed)), changed.not_before,
    )  # fmt: skip
    here = {row.id for row, _ in placed}
    return Question(
        model, {row.number: row.id for row, _ in placed}, {one.name: pk for one, pk in consultants},
        tuple(row.id for row in rows if row.id not in here), tuple(_visit(one, numbers, names) for one in standing),
    )  # fmt: skip


def _standing(season_id: int) -> list[Appointment]:
    found = Appointment.objects.filter(season_id=season_id).exclude(status__in=("missed", "cancelled"))
    return list(found.select_related("consultant__agency__organisation").order_by("workplace_id", "number"))


def _stays(one: Appointment, changed: Changed) -> bool:
    """Held, confirmed, or already past: no plan moves it. Not so where its consultant cannot come any more."""
    if one.status == "held" or (changed.not_before is not None and one.on < changed.not_before):
        return True
    gone = not changed.days_off.get(one.consultant_id, frozenset()).isdisjoint(one.days) or one.consultant.agency_id in changed.without_agencies
    return one.pinned and one.pk not in changed.loose and not gone and one.consultant.status in SERVING


def _pinned(one: Appointment, numbers: Mapping[int, str], names: Mapping[int, str]) -> rules.Pinned:
    return rules.Pinned(numbers[one.workplace_id], one.number, one.on, one.start, names[one.consultant_id], one.days[1:])


def _visit(one: Appointment, numbers: Mapping[int, str], names: Mapping[int, str]) -> rules.Visit:
    agency = one.consultant.agency.organisation.name
    return rules.Visit(
        numbers[one.workplace_id], one.number, one.on, one.start, agency, names[one.consultant_id], one.travel_km, one.reason, one.days[1:]
    )


def _who(season_id: int, changed: Changed, busy: set[int]) -> tuple[list[Agency], list[Consultant]]:
    """Agencies under contract with their approved people; and whoever has left with visits made or still in the plan."""
    people = list(
        Consultant.objects.filter(agency__season_id=season_id)
        .filter(Q(agency__status="active", status__in=SERVING) | Q(pk__in=busy))
        .select_related("agency__organisation").order_by("pk")
    )  # fmt: skip
    here = {one.agency_id for one in people}
    found = Agency.objects.filter(season_id=season_id).filter(Q(status="active") | Q(pk__in=here))
    return list(found.select_related("organisation").order_by("pk")), people


def _away(season_id: int, names: Mapping[int, str], agencies: Mapping[int, str]) -> dict[int, dict[str, Text]]:
    """By workplace: agency or consultant → why that one may not serve there."""
    found: dict[int, dict[str, Text]] = defaultdict(dict)
    for one in barred(season_id=season_id):
        name = agencies.get(one.agency_id) if one.consultant_id is None else names.get(one.consultant_id)
        if name:
            found[one.workplace_id][name] = one.reason
    return found


def _places(season_id: int, changed: Changed) -> list[enrolment.VisitPlace]:
    """Enrolled workplaces in order of application; when more are asked for than are enrolled, the waiting list behind them."""
    enrolled = enrolment.visit_places(season_id=season_id, statuses=("enrolled",))
    if changed.target is None or changed.target <= len(enrolled):
        return enrolled
    return [*enrolled, *enrolment.visit_places(season_id=season_id, statuses=("waiting",))]


def _workplace(
    row: enrolment.VisitPlace, point: tuple[float, float], terms: Terms, holidays: Iterable[dt.date], away: Mapping[str, Text]
) -> rules.Workplace:
    said = row.particulars
    return rules.Workplace(
        row.number, row.region, *point, row.service_workers, "", frozenset(said.get("languages") or ()) - NO_NEED,
        closed_days(said, starts_on=terms.starts_on, ends_on=terms.ends_on, holidays=frozenset(holidays)), away,
        visit_hours(said), ordinary=bool(said.get("one_day_visits")),
    )


def _agency(one: Agency, changed: Changed) -> rules.Agency:
    regions = frozenset(one.regions) | changed.regions.get(one.pk, frozenset())
    return rules.Agency(one.organisation.name, regions, one.monthly_visit_maximum)


def _consultants(
    people: list[Consultant], known: _Points, terms: Terms, changed: Changed
) -> list[tuple[rules.Consultant, int]]:
    """Names are unique in a model: of two with one name the second becomes “이름 (2)”."""
    seen: Counter[str] = Counter()
    made = []
    for one in people:
        point = known.of(one.base_region, one.base_district, one.latitude, one.longitude)
        seen[one.name] += 1
        name = one.name if seen[one.name] == 1 else f"{one.name} ({seen[one.name]})"
        if point is not None:
            made.append((rules.Consultant(
                name, one.agency.organisation.name, *point, changed.days.get(one.pk, one.days_per_month), one.qualification,
                frozenset(one.languages), _days_off(one, terms, changed),
                {} if one.pk in changed.days else one.days_by_month, _until(one, changed),
            ), one.pk))  # fmt: skip
    return made


def _days_off(one: Consultant, terms: Terms, changed: Changed) -> frozenset[dt.date]:
    """Days off as entered, before and after the contract, after the qualification runs out, and what a re-plan assumes."""
    off = {dt.date.fromisoformat(text) for text in one.days_off} | changed.days_off.get(one.pk, frozenset())
    first = max(day for day in (terms.starts_on, one.agency.contract_starts_on) if day)
    last = min(day for day in (terms.ends_on, one.agency.contract_ends_on, one.qualified_until) if day)
    every = (terms.starts_on + dt.timedelta(days=n) for n in range((terms.ends_on - terms.starts_on).days + 1))
    return frozenset(off | {day for day in every if not first <= day <= last})


def _until(one: Consultant, changed: Changed) -> dt.date | None:
    """The last day of somebody who has left, or whose agency leaves in this question: the day before it is asked."""
    stays = one.status in SERVING and one.agency.status == "active" and one.agency_id not in changed.without_agencies
    return None if stays else (changed.not_before or today()) - dt.timedelta(days=1)


def season_rules(season_id: int) -> rules.Season:
    """The season's rules alone, as any plan of it keeps them."""
    days_shut = frozenset(enrolment.the_season(season_id).holidays.values_list("on", flat=True))
    return _season(terms_of(season_id), days_shut, Changed())


def _start_months(season_id: int, terms: Terms, changed: Changed) -> dict[str, str] | None:
    """The months drawn that still bind a plan made now; None where the season draws none."""
    if not terms.start_by_lottery:
        return None
    return binding(months_drawn(season_id), changed.not_before or terms.starts_on)


def _season(terms: Terms, holidays: frozenset[dt.date], changed: Changed, months: Mapping[str, str] | None = None) -> rules.Season:
    return rules.Season(
        terms.starts_on, terms.ends_on, holidays, terms.first_visits_by,
        fair_share_times=changed.fair_share_times or terms.fair_share_times, visit_minutes=terms.visit_minutes,
        day_minutes=terms.day_minutes, visits_minutes=terms.visits_minutes, large_site_from=terms.large_site_from,
        large_site_days=terms.large_site_days, rest_minutes=60 * terms.rest_hours, start_months=months,
    )  # fmt: skip


class _Points:
    """Coordinates, and for whoever has none the middle of those in the district, else the region."""

    def __init__(self, rows: Iterable[Any]) -> None:
        found: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
        for row in rows:
            region, district = _home(row)
            if row.latitude is not None and row.longitude is not None:
                for key in ((region, district), (region, "")):
                    found[key].append((row.latitude, row.longitude))
        self.middle = {key: (_mean(p[0] for p in points), _mean(p[1] for p in points)) for key, points in found.items()}

    def of(self, region: str, district: str, latitude: float | None, longitude: float | None) -> tuple[float, float] | None:
        if latitude is not None and longitude is not None:
            return latitude, longitude
        return self.middle.get((region, district)) or self.middle.get((region, ""))


def _home(row: Any) -> tuple[str, str]:
    return (row.base_region, row.base_district) if isinstance(row, Consultant) else (row.region, row.district)


def _mean(values: Iterable[float]) -> float:
    every = list(values)
    return sum(every) / len(every)


def _plain(one: Any) -> str:
    """A value in words that do not depend on the order of sets."""
    if not hasattr(one, "__dataclass_fields__"):
        return repr(one)
    parts = []
    for name in one.__dataclass_fields__:
        value = getattr(one, name)
        parts.append(f"{name}={sorted(map(str, value)) if isinstance(value, frozenset) else value!r}")
    return f"{type(one).__name__}({', '.join(parts)})"


#: why a workplace without coordinates is left out
WITHOUT_PLACE = Text("좌표가 없고 같은 시도에 위치를 짐작할 다른 사업장도 없습니다.", "It has no coordinates, and nothing else in its region says where it is.")
GIVE_PLACE = Text("신청 내용에 위도와 경도를 넣어 주십시오.", "Enter its latitude and longitude in the application.")
