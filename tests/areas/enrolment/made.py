"""Seasons and applications for the pages' tests, made through the actions a user would call."""

from __future__ import annotations

import itertools
from typing import Any

from jikim.areas.enrolment.actions.decisions import decide_enrolment
from jikim.areas.enrolment.actions.intake import receive_workplace, submit_application
from jikim.areas.enrolment.actions.seasons import ensure_default_season
from jikim.areas.enrolment.models import Application, Season
from jikim.rules.access import Actor

CONSOLE = Actor.console("test")
_serial = itertools.count(1)


def season() -> Season:
    return ensure_default_season(year=2017, by=CONSOLE)


def business_number(seed: int) -> str:
    """Ten digits with a right check digit."""
    digits = [int(letter) for letter in f"{200000000 + seed:09d}"]
    total = sum(w * d for w, d in zip((1, 3, 7, 1, 3, 7, 1, 3, 5), digits, strict=True)) + digits[8] * 5 // 10
    return "".join(map(str, [*digits, (10 - total % 10) % 10]))


def applied(**values: Any) -> Application:
    """One application handed in: eligible unless told otherwise, in Seoul, a call centre."""
    n = next(_serial)
    row = {
        "name": f"새봄고객센터 {n}지점", "business_number": business_number(n * 7919), "region": "서울", "district": "마포구",
        "industry_code": "75991", "industry_name": "콜센터 및 텔레마케팅 서비스업", "workers": 40, "service_workers": 30,
        "contact_name": "김서연", "contact_phone": "02-300-4000", "contact_email": "safety@example.com",
        "applied_on": f"2017-02-{n % 27 + 1:02d}", "employer_name": "새봄주식회사",
    } | values  # fmt: skip
    made = receive_workplace(season_id=season().pk, values=row, source="import", by=CONSOLE)
    return submit_application(application_id=made.pk, by=CONSOLE)


def enrolled(**values: Any) -> Application:
    made = applied(**values)
    decide_enrolment(season_id=made.season_id, by=CONSOLE)
    made.refresh_from_db()
    return made
