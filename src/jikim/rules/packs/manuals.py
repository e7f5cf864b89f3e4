"""Packs of manuals' skeletons: what a well-shaped document must also mean, and the Manual made from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jikim.rules.library.entry import Size
from jikim.rules.library.manuals import Chapter, Manual, Reader
from jikim.rules.packs.entries import all_words, date_faults, origin_of, pulls_of, twice
from jikim.rules.packs.faults import Fault
from jikim.rules.packs.read import words
from jikim.rules.words import Text

Document = Mapping[str, Any]


def manual_of(document: Document) -> Manual:
    """The Manual of a checked document."""
    return Manual(
        document["id"], document["version"], words(document["title"]), Reader(document["reader"]), document["by_size"],
        tuple(_chapter(document, one) for one in document["chapters"]),
    )  # fmt: skip


def _chapter(document: Document, one: Document) -> Chapter:
    return Chapter(
        key=one["key"], title=words(one["title"]), lead=words(one["lead"]),
        by_size={Size(size): all_words(said) for size, said in one.get("by_size", {}).items()},
        sizes=tuple(Size(size) for size in one.get("sizes", ())), pulls=pulls_of(one), origin=origin_of(document, one),
        points=all_words(one.get("points", ())),
    )  # fmt: skip


def manual_faults(document: Document) -> list[Fault]:
    """Keys twice, days that do not exist, words for sizes in a manual that has none."""
    chapters = document["chapters"]
    faults = [*twice([one["key"] for one in chapters], "chapters"), *date_faults(document, chapters, "chapters")]
    for i, one in enumerate(chapters):
        if not document["by_size"] and (one.get("by_size") or one.get("sizes")):
            faults.append(Fault(
                f"chapters[{i}]",
                Text("규모별로 나누지 않는 안내서에 규모별 내용이 있습니다.", "Words for sizes in a manual that is not made by size."),
                Text("by_size를 true로 하거나 그 내용을 빼십시오.", "Set `by_size: true`, or take them out."),
            ))  # fmt: skip
    return faults
