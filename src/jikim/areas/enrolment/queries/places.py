"""Workplaces of a season as later rooms need them (surveys, reports, dispatch): identity, place, size, verdict. No contacts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jikim.areas.enrolment.models import Application, Workplace
from jikim.areas.people.public import WorkplaceCard
from jikim.rules.access import Where
from jikim.rules.words import Text
from jikim.shared import codes


@dataclass(frozen=True, slots=True)
class WorkplaceLine:
    id: int
    season_id: int
    number: str
    name: str
    region: str
    region_name: Text
    district: str
    sector: str
    sector_name: Text
    industry_code: str
    industry_name: str
    workers: int
    service_workers: int
    latitude: float | None
    longitude: float | None
    status: str
    is_eligible: bool | None

    @property
    def where(self) -> Where:
        return Where(region=self.region, workplace=str(self.id))


@dataclass(frozen=True, slots=True)
class PlaceIdentity:
    """What a workplace is recognised by in somebody else's list."""

    id: int
    number: str
    name: str
    name_key: str
    business_number: str


def place_identities(*, season_id: int) -> tuple[PlaceIdentity, ...]:
    """Every workplace that applied in the season and has not withdrawn. Asks no actor: for matching lists, never for showing."""
    found = Workplace.objects.filter(season_id=season_id).exclude(application__status__in=("draft", "withdrawn")).order_by("pk")
    return tuple(PlaceIdentity(*row) for row in found.values_list("pk", "number", "name", "name_key", "business_number"))


def workplaces(*, season_id: int, statuses: Iterable[str] = ("eligible", "enrolled", "waiting")) -> tuple[WorkplaceLine, ...]:
    """The season's workplaces in these states, by number. Asks no actor: callers ask for theirs."""
    found = Application.objects.filter(season_id=season_id, status__in=tuple(statuses)).select_related("workplace")
    return tuple(_line(one.workplace, one) for one in found.order_by("workplace__number"))


@dataclass(frozen=True, slots=True)
class VisitPlace:
    """A workplace as a visit plan needs it: where it is, how large, and what it said about when visits suit."""

    id: int
    number: str
    name: str
    region: str
    district: str
    latitude: float | None
    longitude: float | None
    service_workers: int
    particulars: Mapping[str, Any]


def visit_places(*, season_id: int, statuses: Iterable[str] = ("enrolled",)) -> list[VisitPlace]:
    """The season's workplaces in these states, in order of application (the waiting list in its own order)."""
    found = Application.objects.filter(season_id=season_id, status__in=tuple(statuses)).select_related("workplace")
    return [
        VisitPlace(w.pk, w.number, w.name, w.region, w.district, w.latitude, w.longitude, w.service_workers, w.particulars)
        for w in (one.workplace for one in found.order_by("waiting_place", "workplace__applied_on", "pk"))
    ]


def workplace(*, season_id: int, number: str) -> WorkplaceLine:
    """One workplace by its 관리번호, in capitals or not. Raises Application.DoesNotExist."""
    found = Application.objects.select_related("workplace").get(season_id=season_id, workplace__number__iexact=number.strip())
    return _line(found.workplace, found)


def workplace_of(workplace_id: int) -> WorkplaceLine:
    """One workplace by its key. Raises Application.DoesNotExist."""
    found = Application.objects.select_related("workplace").get(workplace_id=workplace_id)
    return _line(found.workplace, found)


def number_as_kept(*, season_id: int, number: str) -> str:
    """The 관리번호 as the season writes it, however somebody typed it; as typed when there is none."""
    kept = Workplace.objects.filter(season_id=season_id, number__iexact=number.strip()).values_list("number", flat=True).first()
    return kept or number.strip()


def application_of(workplace_id: int) -> int:
    """The key of a workplace's application. Raises Application.DoesNotExist."""
    return int(Application.objects.values_list("pk", flat=True).get(workplace_id=workplace_id))


def place_of_number(number: str) -> WorkplaceCard | None:
    """For people's invitations: the workplace of that 관리번호 in the latest season that has it."""
    found = Workplace.objects.filter(number__iexact=number).order_by("-season__year", "-season_id").first()
    return WorkplaceCard(found.key, found.number, found.name, found.region) if found else None


def place_names(keys: Iterable[str]) -> dict[str, str]:
    """Reach key → number and name, for the list of seats."""
    wanted = [int(key) for key in keys if key.isdigit()]
    found = Workplace.objects.filter(pk__in=wanted).values_list("pk", "number", "name")
    return {str(key): f"{number} {name}" for key, number, name in found}


def _line(place: Workplace, application: Application) -> WorkplaceLine:
    return WorkplaceLine(
        id=place.pk, season_id=place.season_id, number=place.number, name=place.name, region=place.region,
        region_name=codes.region_name(place.region, place.applied_on), district=place.district, sector=place.sector,
        sector_name=codes.sector_name(place.sector), industry_code=place.industry_code, industry_name=place.industry_name,
        workers=place.workers, service_workers=place.service_workers, latitude=place.latitude, longitude=place.longitude,
        status=application.status, is_eligible=application.is_eligible,
    )  # fmt: skip
