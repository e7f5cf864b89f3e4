"""Level rules as packs: what a well-shaped document must also mean, and the LevelRule made from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jikim.rules.packs.faults import Fault
from jikim.rules.packs.read import words
from jikim.rules.packs.references import fraction_of
from jikim.rules.scoring.levels import AnswerAtLeast, AtRisk, Condition, Level, LevelRule, ScoreAtLeast
from jikim.rules.words import Text

Document = Mapping[str, Any]


def rule_of(document: Document) -> LevelRule:
    """The LevelRule of a checked document."""
    return LevelRule(
        id=document["id"],
        version=document["version"],
        title=words(document["title"]),
        notice=words(document["notice"]),
        inputs=tuple((one["role"], one["pack"]) for one in document["inputs"]),
        levels=tuple(
            Level(
                one["key"],
                words(one["label"]),
                words(one["says"]),
                tuple(_condition(c) for c in one.get("when", [])),
            )
            for one in document["levels"]
        ),
        not_known=words(document["not_known"]),
        at_least=words(document["at_least"]),
    )


def _condition(one: Document) -> Condition:
    because = words(one["because"])
    if "at_risk" in one:
        part = one["at_risk"]
        return AtRisk(part["role"], part["class"], part["count"], because)
    if "score" in one:
        part = one["score"]
        return ScoreAtLeast(part["role"], part["subscale"], fraction_of(part["at_least"]), because)
    part = one["answer"]
    return AnswerAtLeast(
        part["role"], tuple(part["items"]), part["at_least"], part.get("where_present", False), because
    )


def rule_faults(document: Document) -> list[Fault]:
    """Roles that nobody fills, levels without a condition, keys twice."""
    return [*_faults(document)]


def _faults(document: Document) -> Iterator[Fault]:
    roles = [one["role"] for one in document["inputs"]]
    levels = [one["key"] for one in document["levels"]]
    for path, keys in (("inputs", roles), ("levels", levels)):
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            yield Fault(path, Text(f"‘{key}’이(가) 두 번 나옵니다.", f"“{key}” stands twice."))
    for i, level in enumerate(document["levels"]):
        conditions = level.get("when", [])
        if bool(conditions) != bool(i):
            yield Fault(
                f"levels[{i}].when",
                Text("가장 낮은 단계에는 조건이 없고, 다른 단계에는 조건이 있어야 합니다.",
                     "The lowest level has no condition; every other has at least one."),
            )  # fmt: skip
        for j, condition in enumerate(conditions):
            role = next(part["role"] for name, part in condition.items() if name != "because")
            if role not in roles:
                yield Fault(
                    f"levels[{i}].when[{j}]",
                    Text(
                        f"역할 ‘{role}’이(가) inputs에 없습니다.",
                        f"The role “{role}” is not among the inputs.",
                    ),
                    Text(f"있는 것: {', '.join(roles)}.", f"There are: {', '.join(roles)}."),
                )
