"""What a round asked: the packs, and what about the person. For statistics, which decides what of it may be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jikim.areas.surveys.models import Round
from jikim.rules.words import Text

#: in order of importance: a later table gives way to an earlier one
VARIABLES = ("unit", "sex", "age", "tenure", "job")


@dataclass(frozen=True, slots=True)
class RoundAsked:
    """`packs` are (id, version) in order; `names` maps each variable to its categories' names. Sex only where it is kept."""

    packs: tuple[tuple[str, str], ...]
    names: Mapping[str, Mapping[str, Text]]

    @property
    def variables(self) -> tuple[str, ...]:
        return tuple(self.names)


def asked_of(round_ids: Iterable[int]) -> dict[int, RoundAsked]:
    """By round. Rounds of answers from a file asked for nothing by themselves."""
    found = Round.objects.filter(pk__in=list(round_ids)).values_list("pk", "packs", "asks")
    return {pk: RoundAsked(tuple((one["id"], one["version"]) for one in packs), _names(asks)) for pk, packs, asks in found}


def _names(asks: Mapping[str, Any]) -> dict[str, dict[str, Text]]:
    names: dict[str, dict[str, Text]] = {}
    for variable in VARIABLES:
        if variable == "sex":
            if asks.get("sex") and asks.get("keep_sex"):
                names["sex"] = {"F": Text("여성", "Women"), "M": Text("남성", "Men")}
        elif asks.get(variable):
            names[variable] = {one["key"]: Text(one["ko"], one["en"] or one["ko"]) for one in asks[variable]}
    return names
