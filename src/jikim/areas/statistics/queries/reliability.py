"""May scores be trusted, and workplaces compared? From the newest frozen reference, never from answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jikim.areas.statistics.models import Reference
from jikim.rules.access import Action, Actor
from jikim.rules.words import Text
from jikim.shared.access import require
from jikim.shared.packs import find_pack

#: from here on a subscale's score, and a workplace's mean, may be used for comparing [SCIENCE: before any group mean is compared]
ENOUGH = 0.70
_YES, _CARE = Text("견줄 수 있음", "may be compared"), Text("조심하여 읽기", "read with care")
_NO, _UNKNOWN = Text("견주지 말 것", "do not compare"), Text("아직 알 수 없음", "not known yet")


@dataclass(frozen=True, slots=True)
class ReliabilityRow:
    """One subscale: estimates in words, with 95 % intervals. No counts: they hold those whose workplace is hidden."""

    title: Text
    alpha: str
    omega: str
    icc1: str
    icc2: str
    verdict: Text


@dataclass(frozen=True, slots=True)
class Reliability:
    """A season's newest reference."""

    number: int
    instrument: str
    workplaces: int
    answered: int
    rows: tuple[ReliabilityRow, ...]


def reliability(*, by: Actor, season_id: int) -> Reliability | None:
    """None until there is a reference."""
    require(by, Action.report_see)
    newest = Reference.objects.filter(season_id=season_id).order_by("-number").first()
    if newest is None:
        return None
    pack, content = find_pack(newest.instrument_id, newest.instrument_version), newest.content
    rows = [
        _row(one.title, content["reliability"].get(one.key) or {}, content["agreement"].get(one.key) or {})
        for one in pack.instrument.subscales
    ]
    return Reliability(newest.number, pack.label, content["workplaces"], content["answered"], tuple(rows))


def _row(title: Text, inner: Mapping[str, Any], between: Mapping[str, Any]) -> ReliabilityRow:
    return ReliabilityRow(
        title, _words(inner, "alpha"), _words(inner, "omega"), _words(between, "icc1"), _words(between, "icc2"),
        _verdict(inner.get("alpha"), between.get("icc2")),
    )  # fmt: skip


def _words(found: Mapping[str, Any], name: str) -> str:
    value, interval = found.get(name), found.get(f"{name}_interval")
    if value is None:
        return ""
    return f"{value:.2f} ({interval[0]:.2f}–{interval[1]:.2f})" if interval else f"{value:.2f}"


def _verdict(alpha: float | None, icc2: float | None) -> Text:
    if alpha is None or icc2 is None:
        return _UNKNOWN
    if icc2 < ENOUGH:
        return _NO
    return _YES if alpha >= ENOUGH else _CARE
