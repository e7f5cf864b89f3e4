"""Participation agreements: which are in force, what is missing, and what the paper must say."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from jikim.areas.enrolment.models import Agreement, Workplace
from jikim.areas.enrolment.queries.reach import reached_or_visited
from jikim.rules.access import Action, Actor, Verdict, may
from jikim.rules.words import Text
from jikim.rules.workflow import AGREEMENT
from jikim.shared import codes
from jikim.shared.access import require
from jikim.shared.files.models import StoredFile
from jikim.shared.ui.tables import Asked, narrow
from jikim.shared.workflow.models import StatusChange

NONE_YET = Text("준비 전", "Not prepared")
STATUS_NAMES: dict[str, Text] = {"none": NONE_YET, **{state.key: state.name for state in AGREEMENT.states}}
_MAY_SIGN = Q(application__status__in=("eligible", "enrolled")) | Q(agreement__isnull=False)


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """A workplace and how far its agreement is; `status` is "none" before it is prepared."""

    workplace_id: int
    number: str
    name: str
    region: str
    region_name: Text
    application_status: str
    status: str
    status_name: Text
    employer_signed_on: dt.date | None
    workers_signed_on: dt.date | None
    has_scan: bool


@dataclass(frozen=True, slots=True)
class ScanLine:
    id: int
    name: str
    kept_at: dt.datetime
    size_bytes: int


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """One workplace's agreement with everything that was signed and sent."""

    line: AgreementLine
    agreement_id: int | None
    employer_name: str
    workers_name: str
    text_version: str
    scans: tuple[ScanLine, ...]
    history: tuple[StatusChange, ...]
    may_record: Verdict
    may_send_scan: Verdict
    in_force: Verdict


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What the agreement and its wall page print."""

    workplace_id: int
    number: str
    name: str
    employer_name: str
    address: str
    region_name: Text
    season_name: Text
    text_version: str
    #: the day the paper bears: the season's first, so that the same paper is the same bytes
    dated: dt.date


def agreements(*, by: Actor, season_id: int, asked: Asked) -> tuple[list[AgreementLine], int]:
    """Workplaces that may sign or have signed, within reach."""
    require(by, Action.agreement_record)
    found = Workplace.objects.filter(
        _MAY_SIGN, reached_or_visited(by, Action.agreement_record), season_id=season_id
    ).select_related("application", "agreement")
    wanted = asked.filters.get("status", "")
    if wanted == "none":
        found = found.filter(agreement__isnull=True)
    elif wanted:
        found = found.filter(agreement__status=wanted)
    rows, total = narrow(
        found, asked,
        sort={"number": "number", "name": "name", "region": "region", "status": "agreement__status",
              "employer_signed_on": "agreement__employer_signed_on", "workers_signed_on": "agreement__workers_signed_on"},
        search=("number", "name", "employer_name"), filters={"region": "region"},
    )  # fmt: skip
    return [_line(workplace) for workplace in rows], total


def agreement_page(*, by: Actor, workplace_id: int) -> AgreementPage:
    """One agreement. Raises Workplace.DoesNotExist; Refused when out of reach."""
    workplace = Workplace.objects.select_related("application", "agreement").get(pk=workplace_id)
    where = workplace.visited_where()
    may_record = may(by, Action.agreement_record, where)
    if not may_record:
        require(by, Action.application_see, where)
    agreement = _agreement_of(workplace)
    key = str(agreement.pk) if agreement else ""
    scans = StoredFile.objects.filter(thing_kind="agreement", thing_key=key).order_by("-pk") if key else ()
    return AgreementPage(
        line=_line(workplace), agreement_id=agreement.pk if agreement else None,
        employer_name=agreement.employer_name if agreement else "",
        workers_name=agreement.workers_name if agreement else "",
        text_version=agreement.text_version if agreement else "",
        scans=tuple(ScanLine(scan.pk, scan.name, scan.kept_at, scan.size_bytes) for scan in scans),
        history=tuple(StatusChange.objects.filter(thing_kind="agreement", thing_key=key)) if key else (),
        may_record=may_record, may_send_scan=may(by, Action.agreement_papers, where),
        in_force=_verdict(agreement),
    )  # fmt: skip


def agreement_in_force(*, workplace_id: int) -> Verdict:
    """May a round open at this workplace? Allowed only while an agreement signed by both sides is in force."""
    return _verdict(Agreement.objects.filter(workplace_id=workplace_id).first())


def workplaces_in_force(*, season_id: int) -> frozenset[int]:
    """The workplaces of a season whose agreement is in force, for bulk work."""
    return frozenset(
        Agreement.objects.filter(workplace__season_id=season_id, status="in_force").values_list("workplace_id", flat=True)
    )


def paper_facts(*, by: Actor, workplace_id: int) -> PaperFacts:
    """What the agreement prints. For whoever records it, and for the workplace itself."""
    workplace = Workplace.objects.select_related("season", "agreement").get(pk=workplace_id)
    require(by, Action.agreement_papers, workplace.visited_where())
    agreement = _agreement_of(workplace)
    season = workplace.season
    return PaperFacts(
        workplace_id=workplace.pk, number=workplace.number, name=workplace.name,
        employer_name=workplace.employer_name or workplace.name,
        address=workplace.address or workplace.district, region_name=codes.region_name(workplace.region, season.starts_on),
        season_name=Text(season.name_ko, season.name_en), text_version=agreement.text_version if agreement else "1",
        dated=season.starts_on,
    )  # fmt: skip


def _agreement_of(workplace: Workplace) -> Agreement | None:
    return getattr(workplace, "agreement", None)


def _line(workplace: Workplace) -> AgreementLine:
    agreement = _agreement_of(workplace)
    application = getattr(workplace, "application", None)
    status = agreement.status if agreement else "none"
    return AgreementLine(
        workplace_id=workplace.pk, number=workplace.number, name=workplace.name, region=workplace.region,
        region_name=codes.region_name(workplace.region, workplace.applied_on),
        application_status=application.status if application else "", status=status, status_name=STATUS_NAMES[status],
        employer_signed_on=agreement.employer_signed_on if agreement else None,
        workers_signed_on=agreement.workers_signed_on if agreement else None,
        has_scan=bool(agreement and agreement.file_hash),
    )  # fmt: skip


def _verdict(agreement: Agreement | None) -> Verdict:
    if agreement is None:
        return Verdict(False, Text("참여 협약이 아직 준비되지 않았습니다.", "No participation agreement has been prepared yet."))
    match agreement.status:
        case "in_force":
            return Verdict(True)
        case "ended":
            return Verdict(False, Text("참여 협약이 종료되었습니다.", "The participation agreement has ended."))
        case "employer_signed":
            return Verdict(False, Text("근로자대표의 서명이 아직 없습니다.", "The workers' representative has not signed yet."))
        case "workers_signed":
            return Verdict(False, Text("사업주의 서명이 아직 없습니다.", "The employer has not signed yet."))
    return Verdict(False, Text("참여 협약에 아직 아무도 서명하지 않았습니다.", "Nobody has signed the participation agreement yet."))
