"""Runs the lottery of rules/lottery: freezes the list and publishes its hash, then draws with the public draw's result. Never draws twice."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from jikim.areas.enrolment.actions.seasons import lock_season
from jikim.areas.enrolment.models import Application, Lottery
from jikim.areas.enrolment.queries.lotteries import LotteryCard, card
from jikim.rules import lottery as rules
from jikim.rules.access import Action, Actor
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Conflict, require
from jikim.shared.clock import now, today
from jikim.shared.imports import batches
from jikim.shared.workflow.bulk import write_fields

_OPEN = Text("이미 확정한 명단의 추첨이 남아 있습니다. 먼저 그 추첨을 마쳐 주십시오.",
             "A frozen list is still waiting for its draw. Please draw that one first.")  # fmt: skip
_NOBODY = Text("추첨할 신청이 없습니다.", "There is no application to draw lots for.")
_DRAWN = Text("이미 추첨한 명단입니다. 추첨은 다시 할 수 없습니다.", "This list has been drawn. A lottery is never drawn twice.")


def freeze_list(*, season_id: int, draw_source: str, draw_on: dt.date, by: Actor) -> LotteryCard:
    """Freeze the eligible applications without a place in an order, and publish the list's hash.

    The draw (its name and day) is fixed now and must be later than today, so that nobody can choose the list by the result.
    """
    require(by, Action.lottery_run)
    refusal = rules.may_freeze(today(), draw_on, draw_source)
    if refusal:
        raise Conflict(refusal)
    with transaction.atomic():
        season = lock_season(season_id)
        if season.lotteries.filter(purpose="enrolment", drawn_at=None).exists():
            raise Conflict(_OPEN)
        waiting = Application.objects.filter(season=season, status="eligible", lottery_position=None)
        # a draw's positions are written after its order: whoever stands in one is drawn already
        drawn = {number for order in season.lotteries.values_list("drawn_order", flat=True) for number in order.splitlines()}
        numbers = [number for number in waiting.order_by().values_list("workplace__number", flat=True) if number not in drawn]
        if not numbers:
            raise Conflict(_NOBODY)
        frozen = rules.freeze(numbers)
        lottery = Lottery.objects.create(
            season=season, frozen_list=frozen.text, list_hash=frozen.sha256, frozen_at=now(),
            draw_source=draw_source.strip()[:300], draw_on=draw_on,
        )  # fmt: skip
        audit.record(by, "lottery.frozen", "lottery", lottery.pk, season=season.pk, list_hash=frozen.sha256,
                     numbers=len(numbers), draw_source=lottery.draw_source, draw_on=draw_on.isoformat())  # fmt: skip
    return card(lottery)


def draw(*, lottery_id: int, seed: str, by: Actor) -> LotteryCard:
    """Enter the public draw's result and put the frozen list in order. Once, on or after the draw's day.

    The order is written in one step, everybody's position in short ones after it; entering the same result again completes them.
    """
    require(by, Action.lottery_run)
    with transaction.atomic():
        lottery = Lottery.objects.select_for_update().get(pk=lottery_id)
        if lottery.drawn_at is None:
            _put_in_order(lottery, seed.strip(), by)
        elif lottery.seed != seed.strip():
            raise Conflict(_DRAWN)
    _give_positions(lottery)
    return card(lottery)


def _put_in_order(lottery: Lottery, seed: str, by: Actor) -> None:
    refusal = rules.may_draw(today(), lottery.draw_on, seed)
    if refusal:
        raise Conflict(refusal)
    assert timezone.localdate(lottery.frozen_at) < lottery.draw_on
    order = rules.order(rules.FrozenList(lottery.frozen_list, lottery.list_hash), seed)
    lottery.seed, lottery.drawn_at, lottery.drawn_order = seed, now(), "".join(f"{n}\n" for n in order)
    lottery.save(update_fields=["seed", "drawn_at", "drawn_order"])
    audit.record(by, "lottery.drawn", "lottery", lottery.pk, season=lottery.season_id, seed=lottery.seed,
                 list_hash=lottery.list_hash)  # fmt: skip


def _give_positions(lottery: Lottery) -> None:
    """Positions go on after those of earlier lotteries of the season."""
    earlier = Lottery.objects.filter(season=lottery.season_id, purpose=lottery.purpose, pk__lt=lottery.pk)
    start = sum(one.count("\n") for one in earlier.values_list("drawn_order", flat=True))
    place_of = {number: place for place, number in enumerate(lottery.drawn_order.splitlines(), start=start + 1)}
    rows = Application.objects.filter(season=lottery.season_id, lottery_position=None).order_by()
    ids = {number: pk for pk, number in rows.values_list("pk", "workplace__number")}
    without = [Application(pk=ids[number], lottery_position=place) for number, place in place_of.items() if number in ids]
    for batch in batches(without):
        with transaction.atomic():
            write_fields(batch, ["lottery_position"])
