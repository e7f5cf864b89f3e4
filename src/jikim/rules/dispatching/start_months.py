"""The month of start drawn by lottery within region, so that start dates can serve the evaluation (SCIENCE.md § 6). No chance but the seed's."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
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


def months_of_start(season: Season, not_before: dt.date | None = None) -> tuple[str, ...]:
    """The calendar months a first visit can fall in so that the other two still fit the season."""
    first, last = windows(season)[0]
    return tuple(sorted({month_of(day) for day in open_days(season, not_before) if first <= day <= last}))


def published(workplaces: Iterable[Workplace]) -> lottery.FrozenList:
    """All regions as one text to publish: region, tab, number, a line each, regions and numbers in order; and its hash."""
    text = "".join(f"{region}\t{key}\n" for region, frozen in frozen_lists(workplaces).items() for key in frozen.numbers)
    return lottery.FrozenList(text, hashlib.sha256(text.encode()).hexdigest())


def drawn_of(text: str, months: Sequence[str], seed: str) -> Drawn:
    """The draw of a published text, whoever has joined or withdrawn since. Raises as `drawn` does."""
    rows = [line.split("\t") for line in text.splitlines()]
    return drawn([Workplace(key, region, 0.0, 0.0) for region, key in rows], months, seed)


def binding(months: Mapping[str, str], today: dt.date) -> dict[str, str]:
    """The months drawn that still bind: one that is over binds nobody, for what was missed may be made up."""
    return {key: month for key, month in months.items() if month >= month_of(today)}


def recipe(sha256: str, months: Sequence[str], seed: str) -> str:
    """A Python program that reads list.txt and prints region, number and month: the same draw without this software."""
    return _RECIPE.format(sha256=sha256, seed=json.dumps(seed), months=json.dumps(list(months)))


_RECIPE = """\
import hashlib
sha = lambda text: hashlib.sha256(text.encode()).hexdigest()
listed = open("list.txt", "rb").read().decode()
assert sha(listed) == "{sha256}"
seed, months, regions = {seed}, {months}, {{}}
for line in listed.splitlines():
    region, number = line.split("\\t")
    regions.setdefault(region, []).append(number)
for at, region in enumerate(sorted(regions)):
    own = sha("".join(number + "\\n" for number in sorted(regions[region])))
    order = sorted(regions[region], key=lambda number: (sha(seed + own + number), number))
    for place, number in enumerate(order):
        print(region, number, months[(at + place) % len(months)])
"""


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
