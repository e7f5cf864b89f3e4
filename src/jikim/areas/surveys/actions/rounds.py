"""Rounds: pinned to an instrument, closed by the workflow, their counts taken again from the vault."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from jikim.areas.surveys.models import Round
from jikim.areas.surveys.queries.opening import usable
from jikim.rules.access import Action, Actor
from jikim.rules.packs import Pack
from jikim.rules.words import NOTHING, Text
from jikim.shared.access import Conflict, require
from jikim.shared.clock import today
from jikim.shared.workflow import move, move_many
from jikim.vault.aggregate import answered_counts
from jikim.vault.store import rewrite

_AT_ONCE = 500

def pinned(season: Any, pack_id: str) -> Pack:
    """The instrument a round of this season opens on. Conflict for working wording outside a trial."""
    pack = usable(season, pack_id)
    if isinstance(pack, Text):
        raise Conflict(pack)
    return pack


def close_round(*, round_id: int, by: Actor) -> Round:
    """Close one open round. From now on no answer comes in, and its result may be released once."""
    with transaction.atomic():
        one = Round.objects.select_related("workplace").get(pk=round_id)
        require(by, Action.round_manage, one.where())
        move(one, "closed", by=by)
        one.closed_on = today()
        one.save(update_fields=["closed_on"])
    recount(round_ids=[one.pk])
    return one


def close_rounds(*, season_id: int, by: Actor, kinds: Sequence[str] | None = None) -> int:
    """Close every open round of the season (of these kinds) that the actor reaches with all its answers in."""
    require(by, Action.round_manage)
    found = Round.objects.filter(season_id=season_id, status="open")
    if kinds is not None:
        found = found.filter(kind__in=list(kinds))
    keys = list(found.order_by("pk").values_list("pk", flat=True))
    closed = 0
    for start in range(0, len(keys), _AT_ONCE):
        with transaction.atomic():
            part = list(
                Round.objects.select_for_update(of=("self",))
                .filter(pk__in=keys[start : start + _AT_ONCE], status="open")
                .select_related("workplace")
            )
            for one in part:
                one.closed_on = today()
            closed += move_many([(one, "closed", NOTHING) for one in part], by=by, extra_fields=["closed_on"])
    recount(season_id=season_id)
    return closed


def mark_released(*, round_ids: Sequence[int], by: Actor) -> int:
    """Move rounds whose release has just been stored; the caller holds the transaction."""
    found = Round.objects.select_for_update(of=("self",)).filter(pk__in=list(round_ids)).select_related("workplace")
    return move_many([(one, "released", NOTHING) for one in found], by=by)


def recount(*, season_id: int | None = None, round_ids: Sequence[int] | None = None) -> int:
    """Write the vault's counts into the rounds. Safe at any time; a job does it regularly. Returns how many changed."""
    found = Round.objects.all()
    if season_id is not None:
        found = found.filter(season_id=season_id)
    if round_ids is not None:
        found = found.filter(pk__in=list(round_ids))
    rounds = list(found.only("pk", "answered"))
    counted = answered_counts([str(one.pk) for one in rounds])
    changed = [one for one in rounds if counted[str(one.pk)] != one.answered]
    for one in changed:
        one.answered = counted[str(one.pk)]
    Round.objects.bulk_update(changed, ["answered"], batch_size=200)
    return len(changed)


def rewrite_vault() -> bool:
    """A daily duty: the vault's pages on disk keep no trace of the order answers came in."""
    return rewrite()
