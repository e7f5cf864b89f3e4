"""Rounds come to their end: closed by the workflow or by the calendar, what was handed in kept, what was not destroyed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q

from jikim.areas.enrolment import public as enrolment
from jikim.areas.surveys.actions.counting import recount
from jikim.areas.surveys.models import Round
from jikim.areas.surveys.queries.codes import BY_CODE
from jikim.areas.surveys.queries.opening import usable
from jikim.rules.access import Action, Actor
from jikim.rules.packs import Pack
from jikim.rules.words import NOTHING, Text, day_said
from jikim.shared import audit
from jikim.shared.access import Conflict, require
from jikim.shared.clock import today
from jikim.shared.workflow import move, move_many
from jikim.vault import by_code

_AT_ONCE = 500
ALL = Q()
_NOT_OPEN = Text("열려 있는 회차만 종료일을 바꿀 수 있습니다.", "Only an open round's last day can be moved.")
_WRONG_END = Text("종료일은 오늘부터 {last} 사이여야 합니다.", "The last day must lie between today and {last}.")


def pinned(season: Any, pack_id: str) -> Pack:
    """The instrument a round of this season opens on. Conflict for working wording outside a trial."""
    pack = usable(season, pack_id)
    if isinstance(pack, Text):
        raise Conflict(pack)
    return pack


def move_end(*, round_id: int, ends_on: dt.date, by: Actor) -> Round:
    """Another last day for an open round, today or later, within the season. Raises Conflict."""
    with transaction.atomic():
        one = Round.objects.select_for_update(of=("self",)).select_related("workplace").get(pk=round_id)
        require(by, Action.round_manage, one.where())
        season = enrolment.the_season(one.season_id)
        if one.status != "open" or one.kind not in BY_CODE:
            raise Conflict(_NOT_OPEN)
        if not today() <= ends_on <= season.ends_on:
            raise Conflict(_WRONG_END.fill(last=day_said(season.ends_on)))
        before, one.ends_on = one.ends_on, ends_on
        one.save(update_fields=["ends_on"])
        audit.record(by, "round.end_moved", "round", one.workflow_key(), before=str(before or ""), after=ends_on.isoformat())
    return one


def close_round(*, round_id: int, by: Actor) -> Round:
    """Close one open round. From now on no answer comes in, and its result may be released once."""
    with transaction.atomic():
        one = Round.objects.select_related("workplace").get(pk=round_id)
        require(by, Action.round_manage, one.where())
        move(one, "closed", by=by)
        one.closed_on, one.counted_on, one.begun = today(), None, None
        one.save(update_fields=["closed_on", "counted_on", "begun"])
    _settle([one])
    one.refresh_from_db(fields=["answered", "counted_on"])
    return one


def close_rounds(*, season_id: int, by: Actor, kinds: Sequence[str] | None = None) -> int:
    """Close every open round of the season (of these kinds) that the actor reaches with all its answers in."""
    require(by, Action.round_manage)
    found = Round.objects.filter(season_id=season_id, status="open")
    if kinds is not None:
        found = found.filter(kind__in=list(kinds))
    return _close(list(found.order_by("pk").values_list("pk", flat=True)), by)


def close_past_rounds() -> int:
    """A daily duty: rounds by code whose field period is over close by themselves."""
    over = Q(kind__in=BY_CODE, ends_on__lt=today())
    past = Round.objects.filter(over, status="open")
    return _close(list(past.order_by("pk").values_list("pk", flat=True)), Actor.console("calendar"), over)


def _close(keys: Sequence[int], by: Actor, still: Q = ALL) -> int:
    """Those of these rounds that are open and as `still` says at this moment: a last day may have been moved."""
    closed: list[Round] = []
    for start in range(0, len(keys), _AT_ONCE):
        with transaction.atomic():
            part = list(
                Round.objects.select_for_update(of=("self",))
                .filter(still, pk__in=keys[start : start + _AT_ONCE], status="open")
                .select_related("workplace")
            )
            for one in part:
                one.closed_on, one.counted_on, one.begun = today(), None, None
            move_many([(one, "closed", NOTHING) for one in part], by=by, extra_fields=["closed_on", "counted_on", "begun"])
            closed += part
    _settle(closed)
    return len(closed)


def _settle(closed: Sequence[Round]) -> None:
    """After a close: finished sheets leave the spool, unfinished ones are destroyed, and the last count is taken.

    If this is cut short, the hourly duty does it: the rounds are closed, and no more answers come in either way.
    """
    answered_by_code = [str(one.pk) for one in closed if one.kind in BY_CODE]
    if answered_by_code:
        by_code.settle_rounds(answered_by_code)
    if closed:
        recount(round_ids=[one.pk for one in closed])


def mark_released(*, round_ids: Sequence[int], by: Actor) -> int:
    """Move rounds whose release has just been stored; the caller holds the transaction.

    Counted once more first, so that the number shown is the released one, and then never again.
    """
    found = list(Round.objects.select_for_update(of=("self",)).filter(pk__in=list(round_ids)).select_related("workplace"))
    Round.objects.filter(pk__in=list(round_ids), kind__in=BY_CODE, status="closed").update(counted_on=None)
    recount(round_ids=list(round_ids))
    return move_many([(one, "released", NOTHING) for one in found], by=by)
