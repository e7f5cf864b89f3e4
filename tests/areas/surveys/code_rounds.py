"""Rounds by code for tests: a workplace under agreement, prepared, its cards made, opened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from jikim.areas.enrolment.models import Workplace
from jikim.areas.enrolment.public import conclude_agreement
from jikim.areas.surveys import public as surveys
from jikim.areas.surveys.models import Round
from jikim.rules.asking import Category
from jikim.shared.clock import rehearsing
from jikim.vault.keys import make_keys
from tests.areas.surveys.making import CONSOLE, OFFICE, workplace

BEGINS, ENDS = dt.date(2017, 6, 1), dt.date(2017, 6, 30)


def keys() -> None:
    """All the key files a round by code needs."""
    make_keys()


def agreed(number: str = "W0001", headcount: int = 40, **more: object) -> Workplace:
    """An enrolled workplace whose agreement is in force."""
    place = workplace(number, headcount, status="enrolled", **more)
    conclude_agreement(workplace_id=place.pk, employer_name="사업주 강", workers_name="대표 문", signed_on=dt.date(2017, 5, 2), by=CONSOLE)
    return place


def plan(headcount: int = 40, categories: Mapping[str, Sequence[Category]] | None = None, **more: Any) -> surveys.Plan:
    return surveys.Plan(BEGINS, ENDS, headcount, categories or {}, **more)


def open_round(number: str = "W0001", headcount: int = 40, **more: Any) -> tuple[Round, tuple[str, ...]]:
    """An open first round and its codes, on the first day of its period."""
    place = agreed(number, headcount)
    with rehearsing(BEGINS):
        one = surveys.prepare_round(workplace_id=place.pk, plan=plan(headcount, **more), by=OFFICE)
        printed = surveys.print_cards(workplace_id=place.pk, by=OFFICE, compose=False)
        return surveys.open_round(round_id=one.pk, by=OFFICE), printed.codes
