"""The applications list as a spreadsheet's rows: everything the filter shows, counted, and written into the audit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jikim.areas.enrolment.models import Application
from jikim.areas.enrolment.queries.applications import STATUS_NAMES, ApplicationFilter, filtered, ordered
from jikim.rules.access import Action, Actor
from jikim.rules.intake import shown_business_number
from jikim.rules.words import Text
from jikim.shared import audit, codes
from jikim.shared.access import require
from jikim.shared.sheets import Column

#: Headings are those the import reads, so that an export can be corrected and sent back.
HEADINGS: tuple[tuple[Text, int], ...] = (
    (Text("관리번호", "Number"), 10),
    (Text("사업장명", "Workplace"), 28),
    (Text("사업자등록번호", "Business number"), 16),
    (Text("사업주", "Employer"), 22),
    (Text("원청", "Client company"), 22),
    (Text("업종코드", "Industry code"), 10),
    (Text("업종명", "Industry"), 26),
    (Text("시도", "Region"), 16),
    (Text("시군구", "District"), 12),
    (Text("주소", "Address"), 36),
    (Text("위도", "Latitude"), 10),
    (Text("경도", "Longitude"), 10),
    (Text("상시근로자수", "Workers"), 12),
    (Text("고객응대근로자수", "Customer service workers"), 16),
    (Text("담당자", "Contact"), 12),
    (Text("연락처", "Phone"), 16),
    (Text("이메일", "E-mail"), 24),
    (Text("신청일", "Applied on"), 12),
    (Text("상태", "Status"), 10),
    (Text("사유", "Reason"), 60),
    (Text("대기순번", "Waiting place"), 10),
)


@dataclass(frozen=True, slots=True)
class Export:
    """`rows` runs once; `total` is counted beforehand."""

    columns: tuple[Column, ...]
    rows: Iterator[tuple[Any, ...]]
    total: int


def export_columns(language: str) -> tuple[Column, ...]:
    return tuple(Column(heading.say(language), width) for heading, width in HEADINGS)


def export_applications(*, by: Actor, filters: ApplicationFilter, sort: str = "number", language: str = "ko") -> Export:
    """Everything the filter shows, within reach. The audit says who took how many rows of what."""
    require(by, Action.applicants_export)
    found = filtered(by, Action.applicants_export, filters)
    total = found.count()
    audit.record(by, "applicants.export", "season", filters.season_id, rows=total, statuses=sorted(filters.statuses),
                 regions=sorted(filters.regions), sectors=sorted(filters.sectors), searched=bool(filters.text))  # fmt: skip
    rows = (_row(row, language) for row in ordered(found, sort).iterator(chunk_size=500))
    return Export(export_columns(language), rows, total)


def _row(row: Application, language: str) -> tuple[Any, ...]:
    place = row.workplace
    return (
        place.number, place.name, shown_business_number(place.business_number), place.employer_name, place.client_name,
        place.industry_code, place.industry_name, codes.region_name(place.region, place.applied_on).say(language),
        place.district, place.address, place.latitude, place.longitude, place.workers, place.service_workers,
        place.contact_name, place.contact_phone, place.contact_email, place.applied_on,
        STATUS_NAMES[row.status].say(language), Text(row.reason_ko, row.reason_en).say(language), row.waiting_place,
    )  # fmt: skip
