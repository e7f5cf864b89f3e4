"""What to do first: measures and the law behind them, as data. Cites only what is in force on the document's date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from jikim.rules.words import Text


@dataclass(frozen=True, slots=True)
class Measure:
    key: str
    subscale: str
    law: str
    line: str
    title: Text
    what: Text
    first: Text
    proof: Text


@dataclass(frozen=True, slots=True)
class Basis:
    """How binding a measure is on a day, and where that is written."""

    weight: Text
    cite: Text
    mandatory: bool


@lru_cache(maxsize=1)
def measures() -> tuple[Measure, ...]:
    return tuple(
        Measure(
            entry["key"], entry["for"], entry.get("law", ""), entry["line"],
            *(_text(entry[part]) for part in ("title", "what", "first", "proof")),
        )
        for entry in _read("measures/first-measures.yaml")["measures"]
    )  # fmt: skip


def basis(measure: Measure, on: dt.date) -> Basis:
    """Mandatory where the law is in force on that day, else a recommendation of the Ministry."""
    pack = _read("codes/laws.yaml")
    for law in pack["laws"]:
        if law["key"] != measure.law:
            continue
        in_force = [version for version in law["versions"] if version["from"] <= on]
        if in_force:
            return Basis(_text(pack["weights"][law["weight"]]), _text(in_force[-1]["cite"]), mandatory=True)
    line = _text(pack["lines"][measure.line])
    cite = _text(pack["recommendation"])
    return Basis(
        _text(pack["weights"]["recommended"]), Text(cite.ko.format(line=line.ko), cite.en.format(line=line.en)), mandatory=False
    )


def first_three(order: Sequence[str], on: dt.date, *, number: int = 3) -> list[tuple[Measure, Basis]]:
    """The first measure of each of the most pressing subscales; their second ones where there are too few."""
    by_subscale: dict[str, list[Measure]] = {}
    for measure in measures():
        by_subscale.setdefault(measure.subscale, []).append(measure)
    ranked = [by_subscale.get(key, []) for key in order]
    deepest = max((len(part) for part in ranked), default=0)
    chosen = [part[depth] for depth in range(deepest) for part in ranked if len(part) > depth]
    return [(measure, basis(measure, on)) for measure in chosen[:number]]


def _text(entry: Mapping[str, Any]) -> Text:
    return Text(str(entry["ko"]), str(entry["en"]))


@lru_cache(maxsize=4)
def _read(name: str) -> dict[str, Any]:
    source = (files("jikim") / "packs" / name).read_text("utf-8")
    content: dict[str, Any] = yaml.load(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    return content
