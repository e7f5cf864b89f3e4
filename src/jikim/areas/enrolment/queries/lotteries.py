"""Lotteries as anybody may see them: list, hash, draw, seed, order, and how to recompute it. Holds numbers, no names."""

from __future__ import annotations

import datetime as dt
import shlex
from dataclasses import dataclass, field

from jikim.areas.enrolment.models import Lottery
from jikim.rules import lottery as rules
from jikim.rules.words import Text


@dataclass(frozen=True, slots=True)
class LotteryCard:
    """Public facts of one lottery. `order` and `seed` are empty until it is drawn."""

    id: int
    season_id: int
    purpose: str
    frozen_at: dt.datetime
    list_hash: str
    frozen_list: str = field(repr=False)
    numbers: int
    draw_source: str
    draw_on: dt.date
    seed: str
    drawn_at: dt.datetime | None
    order: tuple[str, ...] = field(repr=False)
    recompute: Text
    shell: str


def lotteries(*, season_id: int) -> tuple[LotteryCard, ...]:
    """Every lottery of a season, newest first. Public: no actor is asked for."""
    return tuple(card(lottery) for lottery in Lottery.objects.filter(season_id=season_id).order_by("-id"))


def lottery_card(*, lottery_id: int) -> LotteryCard:
    """One lottery. Raises Lottery.DoesNotExist."""
    return card(Lottery.objects.get(pk=lottery_id))


def card(lottery: Lottery) -> LotteryCard:
    return LotteryCard(
        id=lottery.pk, season_id=lottery.season_id, purpose=lottery.purpose, frozen_at=lottery.frozen_at,
        list_hash=lottery.list_hash, frozen_list=lottery.frozen_list, numbers=lottery.frozen_list.count("\n"),
        draw_source=lottery.draw_source, draw_on=lottery.draw_on, seed=lottery.seed, drawn_at=lottery.drawn_at,
        order=tuple(lottery.drawn_order.splitlines()), recompute=Text(
            rules.RECOMPUTE.ko.replace("{seed}", shlex.quote(lottery.seed) if lottery.seed else "<추첨값>"),
            rules.RECOMPUTE.en.replace("{seed}", shlex.quote(lottery.seed) if lottery.seed else "<seed>")),
        shell=rules.shell_recipe(lottery.seed, lottery.list_hash) if lottery.seed else "",
    )  # fmt: skip
