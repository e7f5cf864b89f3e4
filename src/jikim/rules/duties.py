"""What a worker may expect of the employer on a day, by the law as in force then. Source: SCIENCE.md § 7; the words are data.

Cites only what is in force on its date: before that day the same measure is a recommendation, or is not named at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jikim.rules.words import NOTHING, Text

Document = Mapping[str, Any]
_MANDATORY = frozenset({"mandatory_fined", "mandatory_not_fined"})


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing the law or the Ministry says. `mandatory` False: a recommendation, an effort or a right of the worker's own.

    note: to whom it applies on that day; penalty: what a breach costs. Both may be empty.
    """

    key: str
    title: Text
    says: Text
    weight: Text
    mandatory: bool
    cite: Text
    note: Text = NOTHING
    penalty: Text = NOTHING


def duties_on(laws: Document, day: dt.date) -> tuple[Duty, ...]:
    """The worker's lines of the laws pack (`packs/codes/laws.yaml`, already read) as they stand on that day."""
    by_key = {law["key"]: law for law in laws["laws"]}
    found = (_duty(laws, by_key[line["law"]], line, day) for line in laws["worker"])
    return tuple(duty for duty in found if duty)


def _duty(laws: Document, law: Document, line: Document, day: dt.date) -> Duty | None:
    in_force = [version for version in law["versions"] if _day(version["from"]) <= day]
    if in_force:
        weight = str(in_force[-1].get("weight", law["weight"]))
        note, penalty = (_text(in_force[-1][name]) if name in in_force[-1] else NOTHING for name in ("note", "penalty"))
        return Duty(
            law["key"], _text(law["title"]), _text(line.get(weight, line["says"])), _text(laws["weights"][weight]),
            weight in _MANDATORY, _text(in_force[-1]["cite"]), note, penalty,
        )  # fmt: skip
    if "recommended" not in line:
        return None
    where, name = _text(laws["recommendation"]), _text(laws["lines"][line["line"]])
    return Duty(
        law["key"], _text(law["title"]), _text(line["recommended"]), _text(laws["weights"]["recommended"]), False,
        Text(where.ko.format(line=name.ko), where.en.format(line=name.en)),
    )  # fmt: skip


def _day(value: dt.date | str) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(value)


def _text(entry: Mapping[str, Any]) -> Text:
    return Text(str(entry["ko"]), str(entry["en"]))
