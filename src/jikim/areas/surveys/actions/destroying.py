"""Answers whose time of keeping is over are destroyed, with a signed protocol. By the console alone; never a single round."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jikim.areas.enrolment.public import the_season
from jikim.areas.surveys.models import PaperForm, Round
from jikim.rules.access import Action, Actor
from jikim.rules.words import Text, day_said
from jikim.shared import audit, signing
from jikim.shared.access import Conflict, require
from jikim.shared.clock import today
from jikim.vault.paper import drop_paper
from jikim.vault.purge import RoundHolds, destroy_rounds, holdings

KEPT_YEARS = 2
#: a round's count under this stands in no paper
_FEW = 5
#: paper forms whose keyings may still wait in the vault
_HALF_KEYED = ("keyed_once", "differing")


@dataclass(frozen=True, slots=True)
class Destruction:
    """What is, or was, destroyed. `protocol` is empty in a dry run."""

    season_id: int
    kept_until: dt.date
    rounds: int
    answers: int
    protocol: Mapping[str, Any]


def kept_until(season: Any) -> dt.date:
    """The last day the season's answers may be kept: the season's own, else two years after its end."""
    if season.answers_kept_until:
        return season.answers_kept_until  # type: ignore[no-any-return]
    end: dt.date = season.ends_on
    last = end.replace(day=28) if (end.month, end.day) == (2, 29) else end
    return last.replace(year=end.year + KEPT_YEARS)


def destroy_season_answers(*, season_id: int, by: Actor, dry_run: bool = False) -> Destruction:
    """Destroy every answer of a season. Raises Conflict before its day, or while a round is still open."""
    require(by, Action.answers_purge)
    season = the_season(season_id)
    until = kept_until(season)
    rounds = {str(one.pk): one for one in Round.objects.filter(season_id=season.pk).select_related("workplace")}
    found = holdings(rounds)
    answers = sum(held.answers + held.in_spool for held in found.values())
    if dry_run:
        return Destruction(season.pk, until, len(found), answers, {})
    _may_destroy(until, rounds.values())
    facts: dict[str, Any] = {"rounds": len(found), "answers": _told(found, answers)}
    audit.record(by, "answers.purge_begun", "season", season.pk, **facts)
    for number in PaperForm.objects.filter(round__season=season, status__in=_HALF_KEYED).values_list("number", flat=True):
        drop_paper(number)
    keys = destroy_rounds(found)
    protocol = signing.signed(_content(season, until, rounds, found, keys, by))
    audit.record(by, "answers.purged", "season", season.pk, **facts, keys=_told(found, keys), sha256=protocol["sha256"])
    return Destruction(season.pk, until, len(found), answers, protocol)


def _may_destroy(until: dt.date, rounds: Any) -> None:
    if today() <= until:
        raise Conflict(Text(
            "이 사업의 응답은 {until}까지 보관합니다. 그 뒤에 파기할 수 있습니다.",
            "This season's answers are kept until {until}; they can be destroyed after that day.",
        ).fill(until=day_said(until)))  # fmt: skip
    if any(one.status == "open" for one in rounds):
        raise Conflict(Text("아직 열려 있는 회차가 있습니다. 먼저 마감해 주십시오.", "A round is still open. Close it first."))


def _told(found: Mapping[str, RoundHolds], total: int) -> int | str:
    """A total, or where one round has fewer than five what the others add up to: the total less those would be its count."""
    counts = [held.answers + held.in_spool for held in found.values()]
    shown = sum(count for count in counts if count >= _FEW)
    return total if all(count >= _FEW for count in counts) else f"{shown}+"


def _content(
    season: Any, until: dt.date, rounds: Mapping[str, Round], found: Mapping[str, RoundHolds], keys: int, by: Actor
) -> dict[str, Any]:
    """What the protocol says: never a keyed name, never a count of fewer than five, nor a total that gives one away."""
    counts = {rounds[key].workflow_key(): held.answers + held.in_spool for key, held in found.items()}
    return {
        "kind": "destruction-of-answers", "format": 1, "season": season.pk, "season_name": season.name_ko,
        "kept_until": until.isoformat(), "destroyed_on": today().isoformat(), "by": by.name or by.key,
        "rounds": [{"round": name, "answers": count if count >= _FEW else f"<{_FEW}"} for name, count in sorted(counts.items())],
        "answers": _told(found, sum(counts.values())), "data_keys_destroyed": _told(found, keys),
    }  # fmt: skip
