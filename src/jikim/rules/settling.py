"""What an agency is paid for a month: lines from what happened, the season's tariff and what was frozen before. Never rounds a sum twice.

Every fact has a key of its own and is paid once: what stands in a frozen statement comes again only as a correction, the difference
between what was granted and what was paid. Amounts are whole won (Decimal). Source: handbook § settlement; issue "Dispatch and visits".
"""

from __future__ import annotations

import calendar
import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

from jikim.rules.words import Text

WON = Decimal(1)
NONE = Decimal(0)


class Item(StrEnum):
    """What a line is for."""

    VISIT = "visit"
    TRAVEL = "travel"
    RETURNED = "returned"
    MISSED = "missed"
    WITHDRAWN = "withdrawn"
    BELOW = "below"


ITEM_NAMES: dict[Item, Text] = {
    Item.VISIT: Text("확인된 방문", "Accepted visit"),
    Item.TRAVEL: Text("이동", "Travel"),
    Item.RETURNED: Text("돌려보낸 기록(공제)", "Returned record (deducted)"),
    Item.MISSED: Text("문 앞에서 취소", "Cancelled at the door"),
    Item.WITHDRAWN: Text("방문 뒤 참여 철회", "Withdrawn after a visit"),
    Item.BELOW: Text("인원 미달로 종료", "Ended below the minimum"),
}
CORRECTION = Text("정정", "Correction")


@dataclass(frozen=True, slots=True)
class Rate:
    """What one visit of that number costs at a workplace of `from_workers` customer service workers or more."""

    number: int
    from_workers: int
    won: Decimal


@dataclass(frozen=True, slots=True)
class Tariff:
    """A season's amounts in won. `returned` is taken off for each return; `withdrawn` by how many visits had been made (1 or 2)."""

    visits: tuple[Rate, ...]
    travel_km: Decimal = NONE
    returned: Decimal = NONE
    missed: Decimal = NONE
    withdrawn: Mapping[int, Decimal] = field(default_factory=dict)
    below: Decimal = NONE


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened and may be paid. `on` chooses the tariff, `due_on` the month; `number` is the visit's, or how many were made."""

    key: str
    item: Item
    on: dt.date
    due_on: dt.date
    number: int
    service_workers: int = 0
    travel_km: Decimal = NONE
    times: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a statement. A correction has the key of what it corrects, and the difference as its amount."""

    key: str
    item: Item
    won: Decimal
    is_correction: bool = False


def price(fact: Fact, tariff: Tariff) -> Decimal:
    """Won for one fact, whole; negative for a deduction. Raises ValueError when the tariff has no rate for the visit."""
    match fact.item:
        case Item.VISIT:
            fitting = [one for one in tariff.visits if one.number == fact.number and one.from_workers <= fact.service_workers]
            if not fitting:
                raise ValueError(f"no rate for visit {fact.number} at {fact.service_workers} workers")
            return max(fitting, key=lambda one: one.from_workers).won
        case Item.TRAVEL:
            return (tariff.travel_km * fact.travel_km).quantize(WON, ROUND_HALF_UP)
        case Item.RETURNED:
            return -tariff.returned * fact.times
        case Item.MISSED:
            return tariff.missed
        case Item.WITHDRAWN:
            return tariff.withdrawn.get(fact.number, NONE)
        case Item.BELOW:
            return tariff.below


def settle(
    facts: Iterable[Fact], *, tariff_on: Callable[[dt.date], Tariff], paid: Mapping[str, Decimal], granted: Mapping[str, Decimal], until: dt.date,
) -> tuple[Line, ...]:  # fmt: skip
    """The lines of a statement that ends on `until`.

    Args: facts of one agency, in any order, each key once; `paid` the sum of all frozen lines by key; `granted` what a key's right
    amount is after an objection. Returns: new facts by key, then corrections. An accepted visit is listed even at 0 won, other facts
    only with an amount. Raises ValueError on a key twice or a visit without a rate.
    """
    found: dict[str, Line] = {}
    for fact in facts:
        if fact.key in found:
            raise ValueError(f"{fact.key} stands twice")
        if fact.key not in paid and fact.due_on <= until:
            found[fact.key] = Line(fact.key, fact.item, price(fact, tariff_on(fact.on)))
    new = [one for one in found.values() if one.won or one.item is Item.VISIT]
    corrected = [
        Line(key, item_of(key), won - paid[key], is_correction=True) for key, won in granted.items() if key in paid and won != paid[key]
    ]
    return (*sorted(new, key=lambda one: one.key), *sorted(corrected, key=lambda one: one.key))


def key_of(item: Item, name: str) -> str:
    """The key of a fact: what for, and of which record or workplace."""
    return f"{item.value}/{name}"


def item_of(key: str) -> Item:
    return Item(key.partition("/")[0])


def total(lines: Iterable[Line]) -> Decimal:
    return sum((one.won for one in lines), NONE)


def month_of(day: dt.date) -> dt.date:
    """The first day of its month, by which a statement is known."""
    return day.replace(day=1)


def month_end(month: dt.date) -> dt.date:
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def snapshot(contents: Mapping[str, Any]) -> tuple[str, str]:
    """The frozen text (JSON, keys sorted, no spaces, UTF-8) and its SHA-256 in hexadecimal digits."""
    text = json.dumps(contents, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text, hashlib.sha256(text.encode()).hexdigest()


def tariff_problems(tariff: Tariff) -> dict[str, Text]:
    """What is wrong with a tariff, by part: every visit needs a rate from 0 workers on, no amount is negative."""
    found: dict[str, Text] = {}
    for number in (1, 2, 3):
        starts = [one.from_workers for one in tariff.visits if one.number == number]
        if 0 not in starts:
            found["visits"] = Text("1·2·3차 방문마다 0명부터 적용하는 금액이 있어야 합니다.", "Every visit needs an amount that applies from 0 workers on.")
        if len(set(starts)) != len(starts):
            found["visits"] = Text("같은 인원 구간이 두 번 있습니다.", "A headcount band stands twice.")
    amounts = [*(one.won for one in tariff.visits), tariff.travel_km, tariff.returned, tariff.missed, *tariff.withdrawn.values(), tariff.below]
    if any(one < 0 for one in amounts):
        found["amounts"] = Text("금액은 0원 이상이어야 합니다.", "An amount is 0 won or more.")
    return found


def tariff_as_json(tariff: Tariff) -> dict[str, Any]:
    """As stored: amounts as decimal texts."""
    return {
        "visits": [[one.number, one.from_workers, str(one.won)] for one in tariff.visits], "travel_km": str(tariff.travel_km),
        "returned": str(tariff.returned), "missed": str(tariff.missed), "below": str(tariff.below),
        "withdrawn": {str(made): str(won) for made, won in sorted(tariff.withdrawn.items())},
    }  # fmt: skip


def tariff_of_json(stored: Mapping[str, Any]) -> Tariff:
    return Tariff(
        tuple(Rate(int(number), int(least), Decimal(won)) for number, least, won in stored["visits"]), Decimal(stored["travel_km"]),
        Decimal(stored["returned"]), Decimal(stored["missed"]), {int(made): Decimal(won) for made, won in stored["withdrawn"].items()},
        Decimal(stored["below"]),
    )  # fmt: skip
