"""Change between the first round and the follow-up, from what both releases print; of those who answered twice only if safe.

Everybody's change is the difference of two printed figures and tells nothing new. The linked ones' is published beside it
only where whoever is not linked is nobody or enough people in each round (rule 5), and never under the minimum.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jikim.areas.statistics.actions.content import reason_content
from jikim.rules.disclosure import Settings
from jikim.rules.disclosure.reasons import unlinked_few
from jikim.rules.disclosure.releases import Basis, change_bases
from jikim.vault.waves import PairMoments, WavePair


def change_content(
    first: Mapping[str, Any], second: Mapping[str, Any], pair: WavePair, settings: Settings
) -> dict[str, Any]:
    """What the follow-up's release says about change, with why the linked ones' is missing. Blank without both wholes."""
    before, after = first["whole"], second["whole"]
    if before is None or after is None:
        return {}
    out: dict[str, Any] = {"all": _of_all(before, after, settings)}
    both = change_bases(pair.first, pair.second, pair.linked, settings.unit_minimum, asked=[Basis.ALL, Basis.LINKED])
    # the sizes printed then are the ones a reader subtracts from; answers taken back since would be told apart
    same = (before["answered"], after["answered"]) == (pair.first, pair.second)
    if not both.allowed or not same:
        return out | {"why": reason_content(unlinked_few(settings.unit_minimum))}
    linked = {
        key: change for key, moments in pair.measures.items()
        if (change := _linked(before["means"][key], after["means"][key], moments, settings.unit_minimum)) is not None
    }  # fmt: skip
    if linked:
        out["linked"] = {"n": pair.linked, "measures": linked}
    return out


def _of_all(before: Mapping[str, Any], after: Mapping[str, Any], settings: Settings) -> dict[str, Any]:
    """Per subscale then, now, the difference and its margin; only where both are printed."""
    out: dict[str, Any] = {}
    for key, measure in settings.measures.items():
        then, now = before["means"][key], after["means"][key]
        if then["status"] != "published" or now["status"] != "published":
            continue
        one: dict[str, Any] = {"then": then["value"], "now": now["value"], "difference": now["value"] - then["value"]}
        if measure.spread is not None:
            one["margin"] = round(settings.z * measure.spread * (1 / then["n"] + 1 / now["n"]) ** 0.5)
        out[key] = one
    return out


def _linked(then: Mapping[str, Any], now: Mapping[str, Any], moments: PairMoments, minimum: int) -> dict[str, int] | None:
    """Whole points. Persons scored both times, and those scored in one round only, are each nobody or enough."""
    if then["status"] != "published" or now["status"] != "published" or moments.n < minimum:
        return None
    if any(0 < left < minimum for left in (then["n"] - moments.n, now["n"] - moments.n)):
        return None
    return {"difference": round((moments.second - moments.first) / moments.n), "n": moments.n}
