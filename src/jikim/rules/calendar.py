"""Days of a season: working days, the default dates of a year, its milestones. Holidays come in as data; never reads the clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from jikim.rules.words import Text


@dataclass(frozen=True, slots=True)
class MilestoneRule:
    key: str
    name: Text
    starts_on: dt.date
    ends_on: dt.date | None = None


def is_working_day(day: dt.date, holidays: Collection[dt.date]) -> bool:
    """Monday to Friday and no holiday."""
    return day.weekday() < 5 and day not in holidays


def working_days(first: dt.date, last: dt.date, holidays: Collection[dt.date]) -> Iterator[dt.date]:
    """The working days from first to last, both included."""
    day = first
    while day <= last:
        if is_working_day(day, holidays):
            yield day
        day += dt.timedelta(days=1)


def add_working_days(start: dt.date, count: int, holidays: Collection[dt.date]) -> dt.date:
    """The day `count` working days after `start` (before it when negative)."""
    step = dt.timedelta(days=1 if count >= 0 else -1)
    day, left = start, abs(count)
    while left:
        day += step
        left -= is_working_day(day, holidays)
    return day


def first_monday(year: int, month: int) -> dt.date:
    first = dt.date(year, month, 1)
    return first + dt.timedelta(days=-first.weekday() % 7)


def season_dates(year: int) -> tuple[dt.date, dt.date]:
    """First and last day of a year's season: in 2017, 3 April (the first Monday) to 30 November."""
    return first_monday(year, 4), dt.date(year, 11, 30)


def default_milestones(year: int) -> tuple[MilestoneRule, ...]:
    """A season's plan before the office changes it. 2017's Safety and Health Week began on Monday 3 July."""
    begins, ends = season_dates(year)
    week = first_monday(year, 7)
    return (
        MilestoneRule("season_begins", Text("사업 시작", "The season begins"), begins),
        MilestoneRule("first_visits", Text("1차 방문 완료", "First visits done by"), dt.date(year, 6, 30)),
        MilestoneRule("safety_week", Text("산업안전보건 강조주간·우수사례 발표", "Safety and Health Week, presentation of best practice"),
                      week, week + dt.timedelta(days=4)),
        MilestoneRule("intensive_choice", Text("집중지원 사업장 선정", "Choice of workplaces for intensive support"), first_monday(year, 8)),
        MilestoneRule("casebook", Text("우수사례집 발간", "Casebook published"), dt.date(year, 11, 15)),
        MilestoneRule("season_ends", Text("사업 종료", "The season ends"), ends),
    )  # fmt: skip


#: Who counts as a customer service worker, unless the office writes it otherwise.
WHO_COUNTS = Text(
    "이 사업장에서 고객을 지속적으로 응대하는 사람은 소속(직접고용·파견·용역·위탁)에 관계없이 모두 포함하며, 최근 3개월의 월평균 인원으로 봅니다.",
    "Everybody who steadily serves customers at this site counts, whoever employs them (own, agency, contracted or franchised), "
    "as the monthly average of the last three months.",
)
