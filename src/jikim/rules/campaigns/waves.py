"""Who is written to in which wave: drawn by a seed anybody can repeat, nobody twice, not on quiet days. Never reads an address book."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from jikim.rules.words import Text

#: days between two waves of a campaign: whoever was written to is left alone so long
QUIET_DAYS = 7


@dataclass(frozen=True, slots=True)
class WaveFault:
    """Why a wave cannot go on that day."""

    field: str
    reason: Text


def drawn(keys: Iterable[str], seed: str) -> list[str]:
    """The keys once each, in an order given by the seed alone: by the hash of seed and key, whatever order they came in."""
    return sorted({key for key in keys if key}, key=lambda key: (hashlib.sha256(f"{seed}\n{key}".encode()).digest(), key))


def parts(keys: Iterable[str], count: int, seed: str) -> list[list[str]]:
    """Everybody in exactly one of `count` waves, sizes differing by one at most. ValueError for no wave."""
    if count < 1:
        raise ValueError("at least one wave")
    order = drawn(keys, seed)
    return [order[at::count] for at in range(count)]


def wave_faults(
    on: dt.date, *, starts_on: dt.date, ends_on: dt.date, others: Sequence[dt.date], days_off: Container[dt.date] = frozenset()
) -> list[WaveFault]:
    """What is wrong with sending on that day. others: days of the campaign's other waves; days_off: public holidays."""
    found = []
    if not starts_on <= on <= ends_on:
        found.append(WaveFault("on", Text("캠페인 기간 안의 날을 고르십시오.", "Choose a day within the campaign's period.")))
    if on.weekday() >= 5 or on in days_off:
        found.append(WaveFault("on", Text("쉬는 날에는 보내지 않습니다. 평일을 고르십시오.", "Nothing is sent on days off. Choose a working day.")))
    if any(abs((on - other).days) < QUIET_DAYS for other in others):
        found.append(WaveFault("on", Text(
            f"다른 차수와 {QUIET_DAYS}일 이상 사이를 두십시오. 받는 분들을 쉬게 하는 기간입니다.",
            f"Leave {QUIET_DAYS} days to the other waves: whoever was written to is left alone that long.",
        )))  # fmt: skip
    return found
