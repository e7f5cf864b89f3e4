"""An office in a season nobody has applied for yet is told where to begin, and no longer once somebody has."""

from __future__ import annotations

import pytest

from jikim.areas.enrolment import public as enrolment
from jikim.rules.access import Actor, Grant, Role

pytestmark = pytest.mark.django_db
OFFICE = Actor("person:1", "김하늘", (Grant(Role.OFFICE),))


def test_first_steps_until_somebody_applied() -> None:
    season = enrolment.ensure_default_season(year=2017, by=Actor.console())
    first = [item.text.en for item in enrolment.waiting(OFFICE) if item.count]
    assert first[:2] == [
        "First step: look over the season's dates, quotas and rules",
        "Next step: import the spreadsheet of applications",
    ]
    enrolment.receive_workplace(
        season_id=season.pk,
        values={
            "name": "새봄고객센터", "business_number": "1208147521", "region": "서울특별시", "workers": 30, "service_workers": 20,
            "industry_code": "75991",
        },
        by=Actor.console(),
    )  # fmt: skip
    assert not any("step" in item.text.en for item in enrolment.waiting(OFFICE) if item.count)
