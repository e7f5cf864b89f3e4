"""Who may not serve which workplace, and why; read by the plan. And what a workplace is told where the season allows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jikim.areas.dispatch.models import Appointment, DeclaredConflict, DeclinedAllotment
from jikim.areas.dispatch.models.appointments import OPEN
from jikim.areas.enrolment import public as enrolment
from jikim.rules.words import Text

UNDER_CONTRACT = Text(
    "{agency}은(는) 이 사업장과 이미 계약을 맺고 있어 이 사업에서 방문할 수 없습니다(수행기관 신고).",
    "{agency} already serves this workplace under contract and may not visit it in the programme (declared by the agency).",
)
TIES = Text(
    "{consultant} 컨설턴트는 이 사업장과 이해관계가 있다고 신고하였습니다.",
    "Consultant {consultant} has declared ties with this workplace.",
)
DECLINED = Text("{agency}이(가) 이 배정을 사양하였습니다. 사유: {reason}", "{agency} declined this allotment. Reason: {reason}")
#: the season's setting "allow and tell": what stands in the proposal of a date and on the workplace's own page
TOLD = Text(
    "방문 예정 기관인 {agency}은(는) 귀 사업장과 이미 다른 계약을 맺고 있다고 신고하였습니다. 다른 기관의 방문을 원하시면 공단에 알려 주십시오. "
    "그 이유만으로 불이익을 받지 않습니다.",
    "{agency}, which is to visit you, has declared that it already serves your workplace under another contract. If you would rather be "
    "visited by another agency, tell the programme office. No disadvantage follows from that.",
)


@dataclass(frozen=True, slots=True)
class Barred:
    """An agency (then `consultant_id` is None) or one of its consultants that may not serve a workplace."""

    workplace_id: int
    agency_id: int
    consultant_id: int | None
    reason: Text


def barred(*, season_id: int) -> list[Barred]:
    """Every pair the plan must keep apart: declared ties, contracts where the season forbids them, declined allotments.

    A consultant's own ties always keep apart: the agency has others to send. The agency's contracts follow the season's setting.
    Four statements whatever the number.
    """
    forbids = enrolment.the_season(season_id).existing_contracts == "forbid"
    found = [
        Barred(place, one.agency_id, one.consultant_id, _why(one))
        for one, place in _matched(season_id) if one.consultant_id or forbids
    ]  # fmt: skip
    declined = DeclinedAllotment.objects.filter(agency__season_id=season_id).select_related("agency__organisation")
    return found + [
        Barred(one.workplace_id, one.agency_id, None, DECLINED.fill(agency=one.agency.organisation.name, reason=one.reason))
        for one in declined
    ]  # fmt: skip


def told_of(*, season_id: int) -> Mapping[tuple[int, int], Text]:
    """(agency, workplace) → what the workplace is told, where the season allows an agency that serves it under contract."""
    if enrolment.the_season(season_id).existing_contracts != "tell":
        return {}
    return {
        (one.agency_id, place): TOLD.fill(agency=one.agency.organisation.name)
        for one, place in _matched(season_id) if one.consultant_id is None
    }  # fmt: skip


def matches(*, season_id: int) -> Mapping[int, tuple[str, ...]]:
    """Declaration → the numbers of the season's workplaces it speaks of."""
    numbers = {place.id: place.number for place in enrolment.place_identities(season_id=season_id)}
    found: dict[int, list[str]] = defaultdict(list)
    for one, place in _matched(season_id):
        found[one.pk].append(numbers[place])
    return {key: tuple(sorted(places)) for key, places in found.items()}


def _matched(season_id: int) -> Iterator[tuple[DeclaredConflict, int]]:
    """Each open declaration with each workplace it speaks of.

    A number names one site. A business number with a name names the employer's site of that name; where no site bears it, and
    where no name is given, all sites of the employer: better one agency too few than a conflict overlooked.
    """
    by_number: dict[str, int] = {}
    by_business: dict[str, list[enrolment.PlaceIdentity]] = defaultdict(list)
    for place in enrolment.place_identities(season_id=season_id):
        by_number[place.number.casefold()] = place.id
        if place.business_number:
            by_business[place.business_number].append(place)
    begins = enrolment.the_season(season_id).starts_on
    declared = DeclaredConflict.objects.filter(agency__season_id=season_id, ended_at=None).exclude(until_on__lt=begins)
    for one in declared.select_related("agency__organisation", "consultant"):
        if one.workplace_number:
            if (found := by_number.get(one.workplace_number.casefold())) is not None:
                yield one, found
            continue
        sites = by_business.get(one.business_number, [])
        named = [place for place in sites if one.name_key and place.name_key == one.name_key]
        for place in named or sites:
            yield one, place.id


def _why(one: DeclaredConflict) -> Text:
    if one.consultant is not None:
        return TIES.fill(consultant=one.consultant.name)
    return UNDER_CONTRACT.fill(agency=one.agency.organisation.name)


def allotted_to(*, agency_id: int) -> frozenset[int]:
    """Workplaces with a visit of this agency still to come."""
    to_come = Appointment.objects.filter(consultant__agency_id=agency_id, status__in=OPEN)
    return frozenset(to_come.values_list("workplace_id", flat=True))
