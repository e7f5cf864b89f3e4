"""What people know, by group and phase, with its interval; nothing of fewer than five sheets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from jikim.areas.campaigns.models import AwarenessCount, Campaign
from jikim.areas.campaigns.models.voices import PROGRAMME
from jikim.rules.access import Action, Actor
from jikim.rules.campaigns import LEAST, Between, Compared, Interval, Tally, compared, knows
from jikim.rules.campaigns.showing import points_difference
from jikim.rules.library.courses import FormItem
from jikim.rules.words import Text
from jikim.shared.access import require
from jikim.shared.library.overlay import current

POINTS = "points"
#: on a campaign's page
GROUPS: Mapping[str, Text] = {
    "consumers": Text("고객", "Customers"), "employers": Text("사업주·관리자", "Employers and supervisors"),
    "workers": Text("고객을 맞이하는 사람", "People who serve customers"),
}  # fmt: skip
#: in the programme: who, when
PROGRAMME_GROUPS: Mapping[str, Text] = {"managers": Text("사업장 담당자", "Workplace managers"), "workers": Text("노동자", "Workers")}
PHASES: Mapping[str, Text] = {
    "before": Text("전", "Before"), "during": Text("진행 중", "While it runs"), "after": Text("후", "After"),
    "first": Text("첫 번째", "First time"), "second": Text("두 번째", "Second time"),
}  # fmt: skip
#: what a worker is asked: which of the year's two surveys it was
ROUNDS: Mapping[str, Text] = {"first": Text("첫 번째 설문", "The first"), "second": Text("두 번째 설문", "The second")}
#: workers' answers within the programme: more are asked for before anything is shown
LEAST_WORKERS = 10


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: how many sheets, None for fewer than may be said."""

    phase: str
    name: Text
    sheets: int | None


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One question with the shares who know, and their difference."""

    text: Text
    reverse: bool
    shown: Compared

    @property
    def before(self) -> str:
        return _percent(self.shown.before)

    @property
    def after(self) -> str:
        return _percent(self.shown.after)

    @property
    def difference(self) -> str:
        """In points of per cent, with its sign."""
        one = self.shown.difference
        return f"{_signed(one.value)} ({_signed(one.low)} … {_signed(one.high)})" if one else "–"

    @property
    def is_clear(self) -> bool:
        return self.shown.difference is not None and self.shown.difference.clear


@dataclass(frozen=True, slots=True)
class GroupResult:
    """One group, before against after (or against while it runs)."""

    key: str
    name: Text
    before: Side
    after: Side
    items: tuple[ItemLine, ...]
    points_before: float | None
    points_after: float | None
    points: Between | None
    least: int


def questions() -> tuple[FormItem, ...]:
    """The five, out of the kit that has them."""
    return next(kit.awareness for kit in current().kits.values() if kit.awareness)


def phase_of(campaign: Campaign, day: dt.date) -> str:
    """before, during, after; empty while nothing is asked: not approved, cancelled, or outside its days."""
    if campaign.status not in {"approved", "running", "ended"} or not campaign.asks_from <= day <= campaign.asks_until:
        return ""
    return "before" if day < campaign.starts_on else "during" if day <= campaign.ends_on else "after"


def campaign_result(campaign: Campaign, *, by: Actor) -> tuple[GroupResult, ...]:
    """Each group before against after, or against while it runs as long as there is no after."""
    require(by, Action.campaign_see)
    found = _tallies(campaign.slug)
    results = []
    for key, name in GROUPS.items():
        later = "after" if found.get((key, "after"), _NONE).sheets >= LEAST else "during"
        results.append(_result(key, name, "before", later, found, LEAST))
    return tuple(results)


def programme_result(*, by: Actor) -> tuple[GroupResult, ...]:
    """Managers at visits one and three, workers in both rounds: the whole nation."""
    require(by, Action.campaign_see)
    found = _tallies(PROGRAMME)
    least = {"managers": LEAST, "workers": LEAST_WORKERS}
    return tuple(_result(key, name, "first", "second", found, least[key]) for key, name in PROGRAMME_GROUPS.items())


_NONE = Tally(0, {}, {})


def _percent(one: Interval | None) -> str:
    return f"{100 * one.value:.0f}% ({100 * one.low:.0f}–{100 * one.high:.0f})" if one else "–"


def _signed(share: float) -> str:
    told = f"{100 * share:+.0f}"
    return "0" if told in ("+0", "-0") else told.replace("-", "−")


def _result(key: str, name: Text, before: str, after: str, found: Mapping[tuple[str, str], Tally], least: int) -> GroupResult:
    one, two = found.get((key, before), _NONE), found.get((key, after), _NONE)
    items = questions()
    shown = compared(one, two, tuple(item.key for item in items), least=least)
    return GroupResult(
        key, name, Side(before, PHASES[before], one.sheets if one.sheets >= least else None), Side(after, PHASES[after], two.sheets if two.sheets >= least else None),
        tuple(ItemLine(item.text, item.reverse, line) for item, line in zip(items, shown, strict=True)),
        one.mean if one.sheets >= least else None, two.mean if two.sheets >= least else None, points_difference(one, two, least=least), least,
    )  # fmt: skip


def _tallies(scope: str) -> dict[tuple[str, str], Tally]:
    """(group, phase) → counts, all regions together."""
    items = {item.key: item for item in questions()}
    known: dict[tuple[str, str], dict[str, int]] = {}
    points: dict[tuple[str, str], dict[int, int]] = {}
    for row in AwarenessCount.objects.filter(scope=scope):
        place = row.group, row.phase
        if row.item == POINTS:
            there = points.setdefault(place, {})
            there[row.value] = there.get(row.value, 0) + row.count
        elif row.item in items and knows(items[row.item], row.value):
            sums = known.setdefault(place, {})
            sums[row.item] = sums.get(row.item, 0) + row.count
    return {place: Tally(sum(told.values()), known.get(place, {}), told) for place, told in points.items()}
