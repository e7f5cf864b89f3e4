"""How binding something is on a day: mandatory and fined, mandatory, or recommended. Source: SCIENCE.md § 7; the words are data.

Cites only what is in force on its date, and where the number of workers is known only what holds for a workplace of that size.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from jikim.rules.library.entry import Basis, Origin
from jikim.rules.words import NOTHING, Text

Document = Mapping[str, Any]

_PRACTICE = Text("현장 실무", "Practice in the field")


class Mark(StrEnum):
    """The three marks of the checklist, most binding first."""

    FINED = "mandatory_fined"
    NOT_FINED = "mandatory_not_fined"
    RECOMMENDED = "recommended"

    @property
    def mandatory(self) -> bool:
        return self is not Mark.RECOMMENDED


@dataclass(frozen=True, slots=True)
class Standing:
    """mark, the words for it, where it is written, to whom it applies (may be empty), since when (None: not law on that day).

    penalty: what a breach costs; empty where the laws pack does not say.
    """

    mark: Mark
    weight: Text
    cite: Text
    note: Text = NOTHING
    since: dt.date | None = None
    penalty: Text = NOTHING

    @property
    def mandatory(self) -> bool:
        return self.mark.mandatory


def standing_on(laws: Document, origin: Origin, day: dt.date, *, workers: int | None = None) -> Standing:
    """How binding an entry is on that day.

    laws     the laws pack (`packs/codes/laws.yaml`, already read)
    workers  all workers of the workplace; None where unknown: the rule of larger workplaces is cited with its note
    A duty to make efforts is no mandatory mark, its weight says what it is. KeyError for a law the pack does not have.
    """
    version = _in_force(laws, origin.law, day, workers) if origin.law else None
    if version is None:
        return _recommended(laws, origin)
    law = next(law for law in laws["laws"] if law["key"] == origin.law)
    weight = str(version.get("weight", law["weight"]))
    mark = Mark(weight) if weight in (Mark.FINED, Mark.NOT_FINED) else Mark.RECOMMENDED
    note, penalty = (_text(version[name]) if name in version else NOTHING for name in ("note", "penalty"))
    return Standing(mark, _text(laws["weights"][weight]), _text(version["cite"]), note, _day(version["from"]), penalty)


def _in_force(laws: Document, key: str, day: dt.date, workers: int | None) -> Document | None:
    by_key = {law["key"]: law for law in laws["laws"]}
    holding = [
        version for version in by_key[key]["versions"]
        if _day(version["from"]) <= day and (workers is None or workers >= version.get("from_workers", 0))
    ]  # fmt: skip
    return holding[-1] if holding else None


def _recommended(laws: Document, origin: Origin) -> Standing:
    weight = _text(laws["weights"]["recommended"])
    if origin.basis is Basis.PRACTICE:
        return Standing(Mark.RECOMMENDED, weight, _PRACTICE)
    where, name = _text(laws["recommendation"]), _text(laws["lines"][origin.line.value])
    return Standing(
        Mark.RECOMMENDED, weight, Text(where.ko.format(line=name.ko), where.en.format(line=name.en))
    )  # fmt: skip


def _day(value: dt.date | str) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(value)


def _text(entry: Mapping[str, Any]) -> Text:
    return Text(str(entry["ko"]), str(entry["en"]))
