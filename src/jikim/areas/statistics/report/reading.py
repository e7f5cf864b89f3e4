"""Reads a release against its reference: how each subscale stands, and which comes first. Only from printed figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jikim.rules.words import Text

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """One subscale of one group: its printed figures and their reference."""

    key: str
    title: Text
    mean: Content
    share: Content
    reference: int | None
    reference_share: int | None

    @property
    def value(self) -> int | None:
        found: int | None = self.mean.get("value")
        return found

    @property
    def interval(self) -> tuple[int, int] | None:
        found = self.mean.get("interval")
        return (found[0], found[1]) if found else None

    @property
    def tone(self) -> str:
        """above or below only where the reference lies outside the interval."""
        if self.value is None:
            return "hidden"
        if self.reference is None or self.interval is None:
            return "plain"
        low, high = self.interval
        return "above" if self.reference < low else "below" if self.reference > high else "around"

    @property
    def urgency(self) -> float:
        """Orders subscales: how far the mean, or else the share, lies above its reference."""
        if self.value is not None and self.reference is not None:
            return float(self.value - self.reference)
        share = self.share.get("value")
        if share is not None and self.reference_share is not None:
            return float(share - self.reference_share) / 2
        return -50.0


def readings(group: Content, cell: Content | None, titles: Mapping[str, Text]) -> list[Reading]:
    """Every subscale in the instrument's order."""
    return [
        Reading(
            key, title, group["means"].get(key, {}), group["shares"].get(key, {}),
            _value(cell, key, "mean"), _value(cell, key, "share"),
        )
        for key, title in titles.items()
    ]  # fmt: skip


def pressing(found: list[Reading]) -> list[str]:
    """Subscale keys, the most pressing first; the instrument's order breaks ties."""
    return [reading.key for reading in sorted(found, key=lambda r: -r.urgency)]


def pressing_of_reference(cell: Content | None, season: Content | None, titles: Mapping[str, Text]) -> list[str]:
    """The same where the workplace has no figures: by its sector against the season, else by the season's shares."""

    def weight(key: str) -> float:
        own, every = _value(cell, key, "share"), _value(season, key, "share")
        if own is not None and every is not None:
            return float(own - every) + every / 100
        return (every or 0) / 100

    return sorted(titles, key=lambda key: -weight(key))


def _value(cell: Content | None, key: str, part: str) -> int | None:
    found = (cell or {}).get(key) or {}
    inner = found.get(part)
    return int(inner["value"]) if inner else None
