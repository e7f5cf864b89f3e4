"""Checklist packs: what a well-shaped document must also mean, and the Checklist made from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jikim.rules.library.checklist import Checklist, ChecklistItem, Part
from jikim.rules.library.entry import Line
from jikim.rules.packs.entries import all_words, date_faults, origin_of, twice, unknown
from jikim.rules.packs.faults import Fault
from jikim.rules.packs.read import words
from jikim.rules.words import Text

Document = Mapping[str, Any]


def checklist_of(document: Document) -> Checklist:
    """The Checklist of a checked document."""
    return Checklist(
        document["id"], document["version"], words(document["title"]),
        tuple(Part(one["key"], words(one["title"]), words(one["about"])) for one in document["parts"]),
        tuple(_item(document, one) for one in document["items"]),
    )  # fmt: skip


def _item(document: Document, one: Document) -> ChecklistItem:
    none, paper, practised, checked = all_words(one["levels"])
    line = one["part"] if one["part"] in {line.value for line in Line} else ""
    return ChecklistItem(
        one["key"], one["part"], words(one["text"]), (none, paper, practised, checked), words(one["evidence"]),
        tuple(one["measures"]), origin_of(document, one, line),
    )  # fmt: skip


def checklist_faults(document: Document) -> list[Fault]:
    """Items of no part, parts without items, keys twice, two levels in the same words."""
    parts, items = [one["key"] for one in document["parts"]], document["items"]
    faults = [
        *twice(parts, "parts"), *twice([one["key"] for one in items], "items"), *date_faults(document, items, "items"),
        *(unknown(f"items[{i}].part", one["part"], parts) for i, one in enumerate(items) if one["part"] not in parts),
    ]  # fmt: skip
    for part in parts:
        if all(one["part"] != part for one in items):
            faults.append(Fault("items", Text(f"‘{part}’에 항목이 하나도 없습니다.", f"The part “{part}” has no item.")))
    for i, one in enumerate(items):
        for language in ("ko", "en"):
            if len({level[language] for level in one["levels"]}) < len(one["levels"]):
                faults.append(Fault(
                    f"items[{i}].levels",
                    Text("두 수준의 설명이 같습니다.", "Two levels are described alike."),
                    Text("무엇이 다른지 적어 주십시오.", "Say how they differ."),
                ))  # fmt: skip
    return faults
