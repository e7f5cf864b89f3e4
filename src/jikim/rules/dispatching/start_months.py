"""The month of start drawn by lottery within region, so that start dates can serve the evaluation (SCIENCE.md § 6). No chance but the seed's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from jikim.rules import lottery
from jikim.rules.dispatching.capacity import month_of, open_days, windows
from jikim.rules.dispatching.model import Season, Workplace
from jikim.rules.words import Text


@dataclass(frozen=True, slots=True)
class Drawn:
    """`months`: workplace → "2017-05", for `Season.start_months`. `lists`: per region the frozen list that was drawn, to publish."""

    months: Mapping[str, str]
    lists: Mapping[str, lottery.FrozenList]


def frozen_lists(workplaces: Iterable[Workplace]) -> dict[str, lottery.FrozenList]:
    """Per region the list to publish before the public draw."""
    by_region: dict[str, list[str]] = defaultdict(list)
    for workplace in workplaces:
        by_region[workplace.region].append(workplace.key)
    return {region: lottery.freeze(keys) for region, keys in sorted(by_region.items())}


def months_of_start(season: Season) -> tuple[str, ...]:
    """The calendar months a first visit can fall in so that the other two still fit the season."""
    first, last = windows(season)[0]
    return tuple(sorted({month_of(day) for day in open_days(season) if first <= day <= last}))


def drawn(workplaces: Sequence[Workplace], months: Sequence[str], seed: str) -> Drawn:
    """Every region's workplaces in the order of the lottery (rules/lottery.py), dealt to the months in turn: as many to each, but for one.

    Raises `lottery.NoLottery` without a seed, on a number twice, or without a month.
    """
    if not months:
        raise lottery.NoLottery(Text("시작할 수 있는 달이 없습니다.", "there is no month to start in"))
    lists, dealt = frozen_lists(workplaces), dict[str, str]()
    for at, frozen in enumerate(lists.values()):
        # regions begin with different months, else small regions would all start in the first
        for place, key in enumerate(lottery.order(frozen, seed)):
            dealt[key] = months[(at + place) % len(months)]
    return Drawn(dealt, lists)
