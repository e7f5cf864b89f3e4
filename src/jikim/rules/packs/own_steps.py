"""Packs of a worker's own steps: what a well-shaped document must also mean, and the OwnSteps made from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jikim.rules.own_steps import OwnSteps
from jikim.rules.packs.faults import Fault
from jikim.rules.packs.read import words
from jikim.rules.words import Text

Document = Mapping[str, Any]


def own_steps_of(document: Document) -> OwnSteps:
    """The OwnSteps of a checked document."""
    levels, subscales, abuse = (
        {key: tuple(words(one) for one in steps) for key, steps in document[part].items()}
        for part in ("levels", "subscales", "abuse")
    )
    return OwnSteps(document["id"], document["version"], words(document["title"]), levels, subscales, abuse)


def own_steps_faults(document: Document) -> list[Fault]:
    """Somebody without a level must be told something as well."""
    if document["levels"].get("not_known"):
        return []
    return [Fault(
        "levels",
        Text("‘not_known’(단계를 정할 수 없을 때)의 안내가 없습니다.", "There is no advice for `not_known`, when no level can be given."),
        Text("추가해 주십시오.", "Add it."),
    )]  # fmt: skip
