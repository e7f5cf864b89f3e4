"""One application, whole: for its page and for its letter. Reading personal data is written into the audit."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from jikim.areas.enrolment.models import Application, Season, Workplace
from jikim.areas.enrolment.queries.applications import STATUS_NAMES, ApplicationLine, line
from jikim.rules.access import Action, Actor
from jikim.rules.words import Text
from jikim.shared import audit, codes
from jikim.shared.access import require
from jikim.shared.workflow.models import StatusChange


@dataclass(frozen=True, slots=True)
class HistoryLine:
    at: dt.datetime
    actor_name: str
    actor_key: str
    source_name: Text
    target: str
    target_name: Text
    reason: Text
    note: str


@dataclass(frozen=True, slots=True)
class Linked:
    """Another application this one took the place of, or that took its place."""

    id: int
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class ApplicationDetail:
    line: ApplicationLine
    season_id: int
    season_name: Text
    who_counts: Text
    client_name: str
    industry_code: str
    address: str
    latitude: float | None
    longitude: float | None
    contact_name: str
    contact_phone: str
    contact_email: str
    particulars: dict[str, Any]
    #: the season's rule for large sites is about it, or it is excepted from that rule
    is_large_site: bool
    warnings: tuple[Text, ...]
    lottery_position: int | None
    submitted_at: dt.datetime | None
    decided_at: dt.datetime | None
    replaces: Linked | None
    replaced_by: Linked | None
    history: tuple[HistoryLine, ...]
    next_states: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What a decision letter says; the date is the decision's, never today's."""

    application_id: int
    number: str
    name: str
    employer_name: str
    address: str
    contact_name: str
    status: str
    status_name: Text
    is_eligible: bool | None
    reason: Text
    waiting_place: int | None
    season_name: Text
    who_counts: Text
    workers: int
    service_workers: int
    minimum_service_workers: int
    decided_on: dt.date | None


def application_detail(*, by: Actor, application_id: int) -> ApplicationDetail:
    """Everything about one application, with its history. Raises Application.DoesNotExist, Refused."""
    found = _one(by, Action.application_see, application_id)
    audit.record(by, "application.read", "application", found.workflow_key())
    place = found.workplace
    return ApplicationDetail(
        line=line(found), season_id=found.season_id, season_name=Text(found.season.name_ko, found.season.name_en),
        who_counts=Text(found.season.who_counts_ko, found.season.who_counts_en),
        client_name=place.client_name, industry_code=place.industry_code, address=full_address(place),
        latitude=place.latitude, longitude=place.longitude,
        contact_name=place.contact_name, contact_phone=place.contact_phone, contact_email=place.contact_email,
        particulars=dict(place.particulars), is_large_site=_is_large(place, found.season), warnings=tuple(Text(w["ko"], w["en"]) for w in found.warnings),
        lottery_position=found.lottery_position, submitted_at=found.submitted_at, decided_at=found.decided_at,
        replaces=_linked(found.replaces),
        replaced_by=_linked(Application.objects.select_related("workplace").filter(replaces=found).first()),
        history=history("application", found.workflow_key()), next_states=_next_states(found),
    )  # fmt: skip


def _is_large(place: Workplace, season: Season) -> bool:
    by_size = season.large_site_from is not None and place.service_workers >= season.large_site_from
    return by_size or "one_day_visits" in place.particulars


def application_for_letter(*, by: Actor, application_id: int) -> LetterFacts:
    """The facts of a decision letter. Raises Application.DoesNotExist, Refused."""
    found = _one(by, Action.letter_see, application_id)
    audit.record(by, "application.letter", "application", found.workflow_key())
    place, season = found.workplace, found.season
    return LetterFacts(
        application_id=found.pk, number=place.number, name=place.name, employer_name=place.employer_name,
        address=full_address(place), contact_name=place.contact_name, status=found.status,
        status_name=STATUS_NAMES[found.status], is_eligible=found.is_eligible,
        reason=Text(found.reason_ko, found.reason_en), waiting_place=found.waiting_place,
        season_name=Text(season.name_ko, season.name_en), who_counts=Text(season.who_counts_ko, season.who_counts_en),
        workers=place.workers, service_workers=place.service_workers,
        minimum_service_workers=season.minimum_service_workers,
        decided_on=timezone.localtime(found.decided_at).date() if found.decided_at else None,
    )  # fmt: skip


def full_address(place: Workplace) -> str:
    """Province, district and street as one line, without saying a part twice."""
    parts = [codes.region_name(place.region, place.applied_on).ko, place.district, place.address]
    line = ""
    for part in parts:
        if part and part not in line:
            line = part if line and part.startswith(line) else f"{line} {part}".strip()
    return line


def history(kind: str, key: str) -> tuple[HistoryLine, ...]:
    """Every step of one thing, oldest first."""
    nothing = Text("", "")
    return tuple(
        HistoryLine(c.at, c.actor_name, c.actor_key, STATUS_NAMES.get(c.source, nothing), c.target, STATUS_NAMES.get(c.target, nothing),
                    Text(c.reason_ko, c.reason_en), c.note)
        for c in StatusChange.objects.filter(thing_kind=kind, thing_key=key).order_by("id")
    )  # fmt: skip


def _one(by: Actor, action: Action, application_id: int) -> Application:
    found = Application.objects.select_related("workplace", "season", "replaces__workplace").get(pk=application_id)
    require(by, action, found.where())
    return found


def _next_states(found: Application) -> tuple[tuple[str, Text], ...]:
    from jikim.rules.workflow import APPLICATION

    return tuple((state.key, state.name) for state in APPLICATION.next_states(found.status))


def _linked(other: Application | None) -> Linked | None:
    return Linked(other.pk, other.workplace.number, other.workplace.name) if other else None
