"""Makes seasons, actors and the sheets offices send, for the tests of enrolment."""

from __future__ import annotations

import csv
import io

import openpyxl

from jikim.areas.enrolment.actions.seasons import ensure_default_season
from jikim.rules.access import Actor, Grant, Role
from jikim.rules.intake_cells import check_digit

OFFICE = Actor("person:1", "본부 김", (Grant(Role.OFFICE),))
AUDITOR = Actor("person:9", "감사 박", (Grant(Role.AUDITOR),))
CONSOLE = Actor.console("tester")
HEADING = ("관리번호", "사업장명", "사업자등록번호", "업종코드", "업종명", "시도", "시군구", "위도", "경도", "상시근로자수", "고객응대근로자수",
           "담당자", "연락처", "이메일", "신청일")  # fmt: skip


def region_office(*regions):
    return Actor("person:2", "지역 이", (Grant(Role.REGION, frozenset(regions)),))


def manager(*workplace_ids):
    return Actor("person:3", "사업장 최", (Grant(Role.MANAGER, frozenset(str(pk) for pk in workplace_ids)),))


def season(year=2017):
    return ensure_default_season(year=year, by=CONSOLE)


def business_number(n):
    nine = f"{100_000_000 + n * 7919:09d}"[:9]
    return nine + str(check_digit(nine))


def row(n, **changes):
    """A good row; changes by heading."""
    values = dict(zip(HEADING, (
        f"W{n:04d}", f"바른은행 {n}지점", business_number(n), "64121", "국내은행", "서울특별시", "중구", 37.5, 127.0, 100, 40,
        f"담당{n}", "02-766-5516", f"hs{n}@example.com", "2017-04-03",
    ), strict=True))  # fmt: skip
    assert set(changes) <= set(values)
    return tuple({**values, **changes}.values())


def xlsx(rows, heading=HEADING, above=()):
    book = openpyxl.Workbook()
    for line in (*above, heading, *rows):
        book.active.append(list(line))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv_bytes(rows, heading=HEADING, encoding="cp949", delimiter=","):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([heading, *rows])
    return out.getvalue().encode(encoding)
