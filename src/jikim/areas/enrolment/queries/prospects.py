"""Prospects: who found whom, what was tried, what came of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core import signing
from django.db.models import Count, Max, Q

from jikim.areas.enrolment.models import Application, Prospect
from jikim.rules.access import GRANTED, Action, Actor, Reach, may
from jikim.rules.intake import name_key
from jikim.rules.words import Text
from jikim.rules.workflow import APPLICATION
from jikim.shared import codes
from jikim.shared.access import require
from jikim.shared.ui.tables import Asked, narrow
from jikim.shared.workflow.models import StatusChange

_STATUS = {state.key: state.name for state in APPLICATION.states}


@dataclass(frozen=True, slots=True)
class ProspectLine:
    id: int
    name: str
    region: str
    region_name: Text
    found_by: str
    agency_name: str
    found_on: dt.date | None
    status: str
    tries: int
    last_try_on: dt.date | None
    application_number: str
    application_status: Text | None


@dataclass(frozen=True, slots=True)
class TryLine:
    on: dt.date
    channel: str
    outcome: str
    by_name: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """An application that looks like this prospect."""

    application_id: int
    number: str
    name: str
    why: Text


@dataclass(frozen=True, slots=True)
class ProspectPage:
    line: ProspectLine
    season_id: int
    phone: str
    email: str
    note: str
    tries: tuple[TryLine, ...]
    history: tuple[StatusChange, ...]
    candidates: tuple[Candidate, ...]
    application_id: int | None


def prospects(*, by: Actor, season_id: int, asked: Asked) -> tuple[list[ProspectLine], int]:
    """Prospects within reach, with how often they were tried."""
    require(by, Action.prospects_manage)
    found = _counted().filter(_reached(by), season_id=season_id)
    rows, total = narrow(
        found, asked,
        sort={"name": "name", "region": "region", "status": "status", "found_on": "found_on",
              "tries": "n_tries", "last_try_on": "last_try", "agency_name": "agency_name"},
        search=("name", "found_by_name", "agency_name"), filters={"status": "status", "region": "region"},
    )  # fmt: skip
    return [_line(row) for row in rows], total


def prospect_page(*, by: Actor, prospect_id: int) -> ProspectPage:
    """One prospect. Raises Prospect.DoesNotExist."""
    row = _counted().get(pk=prospect_id)
    require(by, Action.prospects_manage, row.where())
    return ProspectPage(
        line=_line(row), season_id=row.season_id, phone=row.phone, email=row.email, note=row.note,
        tries=tuple(TryLine(t.on, t.channel, t.outcome, t.by_name) for t in row.tries.order_by("-on", "-pk")),
        history=tuple(StatusChange.objects.filter(thing_kind="prospect", thing_key=str(row.pk))),
        candidates=_candidates(row, by), application_id=row.application_id,
    )  # fmt: skip


def prospects_waiting(*, by: Actor) -> int:
    """Finds within reach that nobody has contacted yet."""
    return Prospect.objects.filter(_reached(by), status="found").count()


def referral_code(prospect_id: int) -> str:
    """What the call's address carries so that whoever found the workplace is credited. Signed, not secret."""
    return signing.Signer(salt="jikim.enrolment.referral").sign(str(prospect_id))


def prospect_of_code(code: str) -> int | None:
    """The prospect a call's address speaks of; None for a wrong or missing code."""
    try:
        return int(signing.Signer(salt="jikim.enrolment.referral").unsign(code))
    except (signing.BadSignature, ValueError):
        return None


def _candidates(row: Prospect, by: Actor) -> tuple[Candidate, ...]:
    """Applications of the same season that could be this prospect; only for seats that see applications."""
    if row.application_id or row.status not in ("found", "contacted"):
        return ()
    wanted, found = name_key(row.name), []
    same = Q(workplace__name_key__contains=wanted)
    if row.email:
        same |= Q(workplace__contact_email__iexact=row.email)
    for one in Application.objects.filter(same, season_id=row.season_id).select_related("workplace").order_by("pk")[:10]:
        if may(by, Action.applicants_see, one.where()):
            by_name = wanted in one.workplace.name_key
            why = Text("이름이 같거나 비슷합니다.", "Same or similar name.") if by_name else Text("전자우편이 같습니다.", "Same e-mail.")
            found.append(Candidate(one.pk, one.workplace.number, one.workplace.name, why))
    return tuple(found)


def _reached(by: Actor) -> Q:
    found = Q(pk__in=[])
    for grant in by.grants:
        if grant.role not in GRANTED[Action.prospects_manage]:
            continue
        match grant.reach:
            case Reach.NATION:
                return Q()
            case Reach.REGION:
                found |= Q(region__in=sorted(grant.keys))
            case Reach.AGENCY:
                found |= Q(agency_key__in=sorted(grant.keys))
    return found


def _counted():  # type: ignore[no-untyped-def]
    return Prospect.objects.select_related("application__workplace").annotate(
        n_tries=Count("tries"), last_try=Max("tries__on")
    )


def _line(row: Prospect) -> ProspectLine:
    application = row.application
    return ProspectLine(
        id=row.pk, name=row.name, region=row.region, region_name=codes.region_name(row.region, row.found_on),
        found_by=row.found_by_name, agency_name=row.agency_name, found_on=row.found_on, status=row.status,
        tries=row.n_tries, last_try_on=row.last_try,
        application_number=application.workplace.number if application else "",
        application_status=_STATUS[application.status] if application else None,
    )  # fmt: skip
