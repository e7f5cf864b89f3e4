"""Agencies, consultants and their sheets for the tests of dispatch."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

from jikim.areas.dispatch.actions.agencies import AgencyFacts, ConsultantFacts, record_agencies
from jikim.areas.dispatch.models import Agency, Consultant
from jikim.rules.access import Actor, Grant, Role

CONSOLE = Actor.console("test")
OFFICE = Actor("person:1", "본부 김", (Grant(Role.OFFICE),))
PDF = b"%PDF-1.4 proof"
AGENCY_HEADING = ("기관명", "관할시도", "월최대방문수")
PEOPLE_HEADING = ("이름", "소속기관", "자격", "거점시도", "거점시군구", "위도", "경도", "월가용일수", "언어")
DECLARED_HEADING = ("기관명", "컨설턴트", "관리번호", "사업장명", "사업자등록번호", "계약 내용")


def manager_of(agency: Agency) -> Actor:
    return Actor("person:2", "기관 박", (Grant(Role.AGENCY, frozenset([agency.key])),))


def consultant_seat(person_id: int) -> Actor:
    return Actor(f"person:{person_id}", "방문 최", (Grant(Role.CONSULTANT, frozenset([f"person:{person_id}"])),))


def made_agency(season_id: int, name: str = "한빛산업보건", people: Sequence[str] = ("가나다",), **more: Any) -> Agency:
    """An agency under contract with approved consultants."""
    facts = [
        ConsultantFacts(one, "산업간호", "seoul", "중구", 37.56, 126.99, 10, ("ko",), more={"qualified_until": dt.date(2018, 12, 31)})
        for one in people
    ]
    return record_agencies(season_id=season_id, agencies=[AgencyFacts(name, ("seoul", "gyeonggi"), 100, tuple(facts), more)], by=CONSOLE)[0]


def one_of(agency: Agency, name: str = "가나다") -> Consultant:
    return Consultant.objects.select_related("agency").get(agency=agency, name=name)


def person_row(name: str, agency: str = "한빛산업보건", **changes: Any) -> tuple[Any, ...]:
    values = dict(zip(PEOPLE_HEADING, (name, agency, "산업간호", "서울특별시", "중구", 37.56, 126.99, 10, "ko"), strict=True))
    assert set(changes) <= set(values)
    return tuple({**values, **changes}.values())


def sheet(heading: Sequence[str], *rows: Sequence[Any]) -> bytes:
    book = Workbook()
    for line in (heading, *rows):
        book.active.append(list(line))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
