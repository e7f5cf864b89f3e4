"""Packs of measures: what a well-shaped document must also mean, and the Measures made from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jikim.rules.library.entry import Effort, Factor, Level, Subject, TimeNeeded
from jikim.rules.library.measures import Cost, Measure, Measures
from jikim.rules.packs.entries import all_words, date_faults, origin_of, twice
from jikim.rules.packs.faults import Fault
from jikim.rules.packs.read import words
from jikim.rules.words import Text

Document = Mapping[str, Any]


def measures_of(document: Document) -> Measures:
    """The Measures of a checked document."""
    return Measures(
        document["id"], document["version"], words(document["title"]),
        tuple(_measure(document, one) for one in document["measures"]),
    )  # fmt: skip


def _measure(document: Document, one: Document) -> Measure:
    first = one.get("first", {})
    return Measure(
        key=one["key"], title=words(one["title"]), what=words(one["what"]),
        factors=tuple(Factor(key) for key in one["factors"]), subjects=tuple(Subject(key) for key in one["subjects"]),
        occupations=tuple(one.get("occupations", ())), level=Level(one["level"]), effort=Effort(one["effort"]),
        time=TimeNeeded(one["time"]), cost=Cost(one["cost"]), from_size=one.get("from_size", 1),
        steps=all_words(one["steps"]), done=words(one["done"]), effect=words(one["effect"]), elsewhere=words(one["elsewhere"]),
        first_for=first.get("for", ""), first_rank=first.get("rank", 0), origin=origin_of(document, one),
    )  # fmt: skip


def measures_faults(document: Document) -> list[Fault]:
    """Keys twice, days that do not exist, two measures with one place in the report."""
    entries = document["measures"]
    places = [f"{one['first']['for']} {one['first']['rank']}" for one in entries if "first" in one]
    faults = [*twice([one["key"] for one in entries], "measures"), *date_faults(document, entries, "measures")]
    for place in sorted({place for place in places if places.count(place) > 1}):
        faults.append(Fault(
            "measures",
            Text(f"보고서의 ‘{place}’ 자리에 조치가 둘입니다.", f"Two measures claim the place “{place}” in the report."),
        ))  # fmt: skip
    return faults
