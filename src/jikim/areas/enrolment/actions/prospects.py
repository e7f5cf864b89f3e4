"""Workplaces somebody hopes to win: found, contacted, turned into an application or declined.

Who found one first stays written: a second finder is told, not silently merged.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from jikim.areas.enrolment.actions.errors import Invalid
from jikim.areas.enrolment.actions.seasons import lock_season
from jikim.areas.enrolment.models import Application, ContactTry, Prospect, Season
from jikim.rules.access import Action, Actor, Role, Where
from jikim.rules.intake import name_key
from jikim.rules.words import Text
from jikim.shared import audit, codes
from jikim.shared.access import Conflict, require
from jikim.shared.clock import now, today
from jikim.shared.workflow import move

CHANNELS: dict[str, Text] = {
    "phone": Text("전화", "Telephone"),
    "mail": Text("전자우편", "E-mail"),
    "visit": Text("방문", "Visit"),
    "letter": Text("우편·팩스", "Letter or fax"),
    "event": Text("설명회·행사", "Briefing or event"),
}


@dataclass(frozen=True, slots=True)
class ProspectFacts:
    """What is known of a workplace before it has applied."""

    name: str
    region: str
    phone: str = ""
    email: str = ""
    note: str = ""


def find_prospect(
    *, season_id: int, facts: ProspectFacts, by: Actor, agency_key: str = "", agency_name: str = ""
) -> Prospect:
    """Write down a find. Raises Invalid when the name or region is missing or somebody has found it already."""
    agency_key = agency_key or _own_agency(by)
    require(by, Action.prospects_manage, Where(region=facts.region, agency=agency_key))
    with transaction.atomic():
        season = lock_season(season_id)
        _check(season, facts)
        prospect = Prospect.objects.create(
            season=season, name=facts.name.strip(), region=facts.region, phone=facts.phone.strip(),
            email=facts.email.strip(), note=facts.note.strip(), found_by_key=by.key, found_by_name=by.name[:120],
            found_on=today(), agency_key=agency_key, agency_name=agency_name[:200], status="found", status_since=now(),
        )  # fmt: skip
        audit.record(by, "prospect.found", "prospect", prospect.pk, region=facts.region)
    return prospect


def record_contact(*, prospect_id: int, on: dt.date, channel: str, outcome: str, by: Actor) -> ContactTry:
    """Write down one try; the first makes a find a contact."""
    with transaction.atomic():
        prospect = _locked(prospect_id, by)
        errors: dict[str, Text] = {}
        if channel not in CHANNELS:
            errors["channel"] = Text("연락 방법을 골라 주십시오.", "Please choose how contact was made.")
        if on > today():
            errors["on"] = Text("연락일이 오늘보다 뒤입니다.", "The date of contact lies in the future.")
        if not outcome.strip():
            errors["outcome"] = Text("연락 결과를 적어 주십시오.", "Please write what came of it.")
        if errors:
            raise Invalid(errors)
        made = ContactTry.objects.create(
            prospect=prospect, on=on, channel=channel, outcome=outcome.strip(), by_name=by.name[:120]
        )
        audit.record(by, "prospect.tried", "prospect", prospect.pk, channel=channel)
        if prospect.status == "found":
            move(prospect, "contacted", by=by)
    return made


def decline_prospect(*, prospect_id: int, reason: Text, by: Actor) -> Prospect:
    """The workplace does not want to take part."""
    with transaction.atomic():
        prospect = _locked(prospect_id, by)
        move(prospect, "declined", by=by, reason=reason)
    return prospect


def link_application(*, prospect_id: int, application_id: int, by: Actor, note: str = "") -> Prospect:
    """The prospect has applied: name the application. Repeating it changes nothing."""
    season_id = Prospect.objects.values_list("season_id", flat=True).get(pk=prospect_id)
    with transaction.atomic():
        lock_season(season_id)  # two prospects are not linked to one application
        prospect = _locked(prospect_id, by)
        application = Application.objects.select_related("workplace").get(pk=application_id, season_id=prospect.season_id)
        if prospect.application_id == application.pk:
            return prospect
        if Prospect.objects.filter(application=application).exists():
            raise Conflict(Text("이 신청은 이미 다른 발굴 건과 연결되어 있습니다.",
                                "This application is already linked to another prospect."))  # fmt: skip
        prospect.application = application
        prospect.save(update_fields=["application"])
        move(prospect, "applied", by=by, note=note or application.workplace.number)
    return prospect


def _locked(prospect_id: int, by: Actor) -> Prospect:
    prospect = Prospect.objects.select_for_update(of=("self",)).get(pk=prospect_id)
    require(by, Action.prospects_manage, prospect.where())
    return prospect


def _own_agency(by: Actor) -> str:
    """An agency's seat finds for its agency."""
    keys = sorted(by.keys(Role.AGENCY))
    return keys[0] if keys else ""


def _check(season: Season, facts: ProspectFacts) -> None:
    errors: dict[str, Text] = {}
    if not facts.name.strip():
        errors["name"] = Text("사업장명을 적어 주십시오.", "Please give the workplace's name.")
    if codes.region(facts.region) is None:
        errors["region"] = Text("지역을 골라 주십시오.", "Please choose the region.")
    if errors:
        raise Invalid(errors)
    wanted = name_key(facts.name)
    for name, finder, agency in Prospect.objects.filter(season=season, region=facts.region).exclude(
        status="declined"
    ).values_list("name", "found_by_name", "agency_name"):
        if name_key(name) == wanted:
            raise Invalid({"name": Text(
                f"이미 발굴된 사업장입니다(발굴: {agency or finder}). 잘못되었다면 지역본부에 알려 주십시오.",
                f"Already found by {agency or finder}. If that is wrong, please tell the regional office.",
            )})  # fmt: skip
