"""The model season's pay: a tariff, two months frozen, one objection granted and one open; records of the last days drawn for review."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from jikim.areas.visits import public as visits
from jikim.config.demo import dates
from jikim.rules.access import Actor
from jikim.rules.settling import Rate, Tariff
from jikim.rules.words import Text
from jikim.shared.clock import rehearsing

#: made-up amounts
TARIFF = Tariff(
    tuple(
        Rate(number, least, Decimal(won))
        for least, row in ((0, (250_000, 300_000, 200_000)), (50, (300_000, 360_000, 240_000)), (300, (400_000, 480_000, 320_000)))
        for number, won in enumerate(row, 1)
    ),
    travel_km=Decimal(150), returned=Decimal(20_000), missed=Decimal(80_000), withdrawn={1: Decimal(50_000), 2: Decimal(30_000)},
    below=Decimal(40_000),
)  # fmt: skip
_CONTRACT = Text("2017년 위탁계약서의 단가(모형)", "As in the contracts of 2017 (model)")
_FAR = Text("실제로는 다른 사업장을 거치지 않고 왕복하여 이동 거리가 더 깁니다.", "It was a journey of its own, so the distance is longer.")
_RIGHT = Text("운행 기록을 확인하여 이동 거리를 고칩니다.", "The log book was checked; the distance is corrected.")
_TWO = Text("교대조가 둘이어서 두 차례 나누어 방문하였습니다.", "There are two shifts, so the visit was made in two parts.")


def play_terms(*, season_id: int, by: Actor) -> None:
    """The season's tariff and share of review, with a seed of its own so that the same season is built again."""
    visits.set_terms(
        season_id=season_id, version=0, applies_from=dt.date(dates.YEAR, 4, 1), review_percent=10, accept_after_days=14, tariff=TARIFF,
        reason=_CONTRACT, by=by, review_seed="model-season",
    )  # fmt: skip


def play_settlement(*, season_id: int, by: Actor) -> int:
    """April and May are frozen. Returns how many statements are. Without visits there is nothing to settle."""
    manager = Actor(by.key, "박기관", by.grants)
    frozen = _month(season_id, dt.date(dates.YEAR, 4, 1), by)
    granted = _object(frozen, "travel", Decimal(3_000), _FAR, dt.date(dates.YEAR, 5, 8), manager)
    if granted is not None:
        with rehearsing(dt.date(dates.YEAR, 5, 11)):
            visits.answer_objection(objection_id=granted, granted=Decimal(3_000), reason=_RIGHT, by=by)
    with rehearsing(dt.date(dates.YEAR, 5, 31)):
        for number in frozen[1:]:
            visits.settle_statement(statement_id=number, by=by)
    later = _month(season_id, dt.date(dates.YEAR, 5, 1), by)
    _object(later, "visit", Decimal(450_000), _TWO, dt.date(dates.YEAR, 6, 8), manager)
    with rehearsing(dates.REHEARSED_ON):
        visits.look_after_season(season_id=season_id)
    return len(frozen) + len(later)


def _month(season_id: int, month: dt.date, by: Actor) -> list[int]:
    after = (month + dt.timedelta(days=32)).replace(day=2)
    with rehearsing(after):
        visits.draw_up(season_id=season_id, month=month, by=by)
        numbers = visits.statement_ids(season_id=season_id, month=month)
        for number in numbers:
            visits.freeze_statement(statement_id=number, seen=visits.draft_hash(statement_id=number), by=by)
    return numbers


def _object(numbers: list[int], item: str, claimed: Decimal, reason: Text, on: dt.date, by: Actor) -> int | None:
    """To the first line of that kind on the first statement: the agency of the demo's own account."""
    lines = visits.line_ids(statement_id=numbers[0], item=item) if numbers else []
    if not lines:
        return None
    with rehearsing(on):
        return int(visits.raise_objection(line_id=lines[0], reason=reason, claimed=claimed, by=by).pk)
