"""The yearly training log of a workplace: subject, hours, trainer, how many were there, what may count towards statutory education."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from jikim.areas.dispatch import public as dispatch
from jikim.areas.enrolment import public as enrolment
from jikim.areas.training.models import SelfPaced, TrainingSession
from jikim.areas.training.queries.courses import course, credits_now, occupation_title, title_of
from jikim.rules.access import Action, Actor
from jikim.rules.library.courses import Audience
from jikim.rules.training import (
    Credit,
    Period,
    category_on,
    default_credit,
    few_words,
    periods_of,
    reckoned_minutes,
)
from jikim.rules.words import Text
from jikim.shared.access import require
from jikim.shared.library import laws


@dataclass(frozen=True, slots=True)
class LogLine:
    """One session of the log. counted_minutes: what may count, 0 where no list of who was there is kept."""

    id: int
    on: dt.date
    start: dt.time
    subject: Text
    occupation: Text
    minutes: int
    trainer: str
    qualification: str
    attended: int | None
    list_kept: str
    category: Text
    check: Text
    counted_minutes: int
    #: key of the category: regular, supervisor, none
    counts_as: str
    status: str


@dataclass(frozen=True, slots=True)
class SelfPacedLine:
    """A course finished on the phone, by the month. count in words: small ones as “fewer than 5”."""

    month: dt.date
    subject: Text
    count: Text


@dataclass(frozen=True, slots=True)
class YearLog:
    workplace_id: int
    number: str
    name: str
    year: int
    lines: tuple[LogLine, ...]
    alone: tuple[SelfPacedLine, ...]
    years: tuple[int, ...]

    @property
    def given(self) -> int:
        return sum(line.status == "closed" for line in self.lines)

    @property
    def minutes(self) -> int:
        return sum(line.minutes for line in self.lines if line.status == "closed")

    @property
    def counted_minutes(self) -> int:
        return sum(line.counted_minutes for line in self.lines)

    @property
    def attended(self) -> int:
        return sum(line.attended or 0 for line in self.lines)

    @property
    def periods(self) -> tuple[Period, ...]:
        """The year by the periods the law reckons in."""
        by_kind: dict[str, list[tuple[dt.date, int]]] = {"regular": [], "supervisor": [], "none": []}
        for line in self.lines:
            by_kind[line.counts_as].append((line.on, line.counted_minutes))
        return periods_of(laws(), self.year, by_kind["regular"], by_kind["supervisor"])


#: how a list of who was there is kept
SHEET, TYPED, NONE = "sheet", "typed", "none"
LISTS = {
    SHEET: Text("서명부", "Signed sheet"), TYPED: Text("이름 명단", "Typed list"), NONE: Text("없음(인원만)", "None (heads only)"),
}  # fmt: skip


def year_log(*, workplace_id: int, year: int, by: Actor) -> YearLog:
    """Sessions given (and given but not closed yet) in a year. Refused out of reach; Application.DoesNotExist for an unknown workplace."""
    require(by, Action.training_see, dispatch.workplace_where(workplace_id))
    place = enrolment.workplace_of(workplace_id)
    rows = TrainingSession.objects.filter(workplace_id=workplace_id, on__year=year, status__in=("held", "closed")).annotate(listed=Count("names"))
    counted = credits_now()
    alone = SelfPaced.objects.filter(workplace_id=workplace_id, month__year=year).order_by("month", "course")
    return YearLog(
        workplace_id, place.number, place.name, year, tuple(_line(one, counted) for one in rows.order_by("on", "start", "pk")),
        tuple(SelfPacedLine(one.month, title_of(one.course), few_words(one.finished)) for one in alone), _years(workplace_id, year),
    )  # fmt: skip


def _line(one: Any, counted_as: dict[str, Credit]) -> LogLine:
    kept = SHEET if one.sheet_id else TYPED if one.listed else NONE
    credit = counted_as.get(one.course) or default_credit(_audience(one.course))
    category, check = category_on(credit.category, one.on)
    counted = reckoned_minutes(credit, one.minutes, list_kept=kept != NONE) if one.status == "closed" else 0
    return LogLine(
        one.pk, one.on, one.start, title_of(one.course), occupation_title(one.occupation) if one.occupation else Text("–", "–"), one.minutes,
        one.trainer, one.qualification, one.attended, kept, category, check, counted, credit.category, one.status,
    )  # fmt: skip


def _audience(key: str) -> Audience:
    try:
        return course(key).audience
    except KeyError:
        return Audience.CUSTOMERS


def _years(workplace_id: int, asked: int) -> tuple[int, ...]:
    there = TrainingSession.objects.filter(workplace_id=workplace_id).dates("on", "year")
    return tuple(sorted({day.year for day in there} | {asked}, reverse=True))
