"""Seasons with workplaces and files of answers, for the tests of vault, surveys and statistics."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import numpy as np

from jikim.areas.enrolment.models import Application, Season, Workplace
from jikim.areas.enrolment.public import ensure_default_season
from jikim.areas.surveys import public as surveys
from jikim.rules.access import Actor, Grant, Role
from jikim.shared.clock import now

CONSOLE = Actor.console("tester")
OFFICE = Actor("person:1", "본부 김", (Grant(Role.OFFICE),))
ITEMS = tuple(f"q{i:02d}" for i in range(1, 25))
HEADING = ("workplace", "unit", "sex", "age_band", "tenure_band", "job", *ITEMS)


def manager(*workplace_ids: int) -> Actor:
    return Actor("person:3", "담당 최", (Grant(Role.MANAGER, frozenset(map(str, workplace_ids))),))


def season() -> Season:
    return ensure_default_season(year=2017, by=CONSOLE)


def workplace(number: str, headcount: int = 40, *, status: str = "eligible", sector: str = "finance", **more: object) -> Workplace:
    made = Workplace.objects.create(**{
        "season": season(), "number": number, "name": f"새봄고객센터 {number}지점", "business_number": number.zfill(10)[-10:],
        "industry_code": "64121", "industry_name": "국내은행", "sector": sector, "region": "seoul", "district": "마포구",
        "workers": headcount + 5, "service_workers": headcount, **more,
    })  # fmt: skip
    Application.objects.create(
        workplace=made, season=made.season, is_eligible=status != "not_eligible", status=status, status_since=now()
    )
    return made


def rows(
    number: str, sizes: Sequence[int], seed: int = 1, strain: float = 0.0, job: str = "국내은행"
) -> list[list[object]]:
    """Answer rows of one workplace: `sizes[i]` people in unit U{i+1}."""
    rng = np.random.default_rng(seed)
    out: list[list[object]] = []
    for unit, size in enumerate(sizes, 1):
        for _ in range(size):
            person = rng.normal(strain, 0.9)
            ticks = np.clip(np.rint(2.5 + 0.7 * person + rng.normal(0, 0.8, 24)), 1, 4).astype(int)
            ticks[17:] = 5 - ticks[17:]
            sex = "F" if rng.random() < 0.6 else "M"
            out.append([number, f"U{unit}", sex, "30s", "1-3", job, *ticks.tolist()])
    return out


def file_of(lines: Sequence[Sequence[object]], heading: Sequence[str] = HEADING) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([heading, *lines])
    return out.getvalue().encode("utf-8-sig")


def imported(lines: Sequence[Sequence[object]]) -> surveys.ImportedAnswers:
    return surveys.import_answers(data=file_of(lines), season_id=season().pk, by=CONSOLE)


def small_season() -> dict[str, Workplace]:
    """Every form of report: with units, whole only, no figures; and enough others for a reference."""
    places = {f"W{i:04d}": workplace(f"W{i:04d}", 45) for i in range(1, 8)}
    lines = [line for i in range(1, 8) for line in rows(f"W{i:04d}", (14, 12, 13), seed=i, strain=0.3 * (i - 4) / 3)]
    for number, sizes, headcount in (("W0010", (10,), 10), ("W0012", (9,), 12), ("W0018", (11, 7), 18), ("W0004X", (4,), 12)):
        places[number] = workplace(number, headcount)
        lines += rows(number, sizes, seed=len(number) + headcount)
    imported(lines)
    return places
