"""The lottery that breaks ties: a frozen list, its published hash, a seed from a public draw, an order anybody can recompute.

Never draws a random number: all chance lies in the seed. Source: SCIENCE.md § 3, Lottery.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import shlex
from collections.abc import Iterable
from dataclasses import dataclass

from jikim.rules.words import Text, day_said

LONGEST_SEED = 200


@dataclass(frozen=True, slots=True)
class FrozenList:
    """The list as published: one number a line, sorted, each line ended by a line feed, UTF-8."""

    text: str
    sha256: str

    @property
    def numbers(self) -> tuple[str, ...]:
        return tuple(self.text.splitlines())


class NoLottery(ValueError):
    """The list or the seed makes no lottery; `reason` says why."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


def freeze(numbers: Iterable[str]) -> FrozenList:
    """The frozen list of these numbers. Raises ValueError on a number twice, blank, or with a line break."""
    listed = sorted(numbers)
    if len(set(listed)) != len(listed):
        raise NoLottery(Text("명단에 같은 번호가 두 번 있습니다.", "a number stands twice in the list"))
    if any(not number.strip() or "\n" in number or "\r" in number for number in listed):
        raise NoLottery(Text("명단에 빈 번호가 있거나 번호 안에서 줄이 바뀝니다.", "a number is blank or holds a line break"))
    text = "".join(f"{number}\n" for number in listed)
    return FrozenList(text, hashlib.sha256(text.encode()).hexdigest())


def ticket(seed: str, list_hash: str, number: str) -> str:
    """SHA-256(seed ‖ list hash ‖ number): three UTF-8 texts one after the other; the hash as 64 small hexadecimal digits."""
    return hashlib.sha256(f"{seed}{list_hash}{number}".encode()).hexdigest()


def order(frozen: FrozenList, seed: str) -> tuple[str, ...]:
    """The numbers by ascending ticket. Raises ValueError without a seed."""
    if not seed.strip():
        raise NoLottery(Text("추첨값이 비어 있습니다.", "a lottery needs a seed"))
    return tuple(sorted(frozen.numbers, key=lambda number: (ticket(seed, frozen.sha256, number), number)))


def may_freeze(frozen_on: dt.date, draw_on: dt.date, draw_source: str) -> Text | None:
    """Why the list cannot be frozen with this draw, or None. The draw must be named, and later than the freeze."""
    if not draw_source.strip():
        return Text("추첨에 쓸 공개 추첨의 이름을 적어 주십시오.", "Please name the public draw the seed will come from.")
    if draw_on <= frozen_on:
        return Text("공개 추첨일은 명단을 확정하는 날({day})보다 뒤여야 합니다.",
                    "The public draw must be later than the day the list is frozen ({day}).").fill(day=day_said(frozen_on))  # fmt: skip
    return None


def may_draw(today: dt.date, draw_on: dt.date, seed: str) -> Text | None:
    """Why the lottery cannot be drawn now, or None."""
    if today < draw_on:
        return Text("공개 추첨일({day}) 전에는 추첨할 수 없습니다.", "The lottery cannot be drawn before the public draw on {day}.").fill(day=day_said(draw_on))
    if not seed.strip():
        return Text("공개 추첨의 결과를 적어 주십시오.", "Please enter the result of the public draw.")
    if len(seed) > LONGEST_SEED:
        return Text(f"추첨값은 {LONGEST_SEED}자까지 적을 수 있습니다.", f"A seed has at most {LONGEST_SEED} characters.")
    return None


RECOMPUTE = Text(
    "누구나 다시 계산할 수 있습니다. 공개된 명단을 list.txt로 저장한 뒤 ‘sha256sum list.txt’의 값이 공개된 해시와 같은지 보고, "
    "각 관리번호에 대해 ‘추첨값+명단 해시+관리번호’를 이어 쓴 글자의 SHA-256을 구해 작은 값부터 놓으면 순서가 됩니다. "
    "명령: jikim lottery verify list.txt --seed {seed}",
    "Anyone can recompute it. Save the published list as list.txt and see that `sha256sum list.txt` equals the published hash; then, for "
    "each number, take the SHA-256 of seed, list hash and number written one after the other and sort ascending. "
    "Command: jikim lottery verify list.txt --seed {seed}",
)


def shell_recipe(seed: str, list_hash: str) -> str:
    """The same with tools every Unix machine has."""
    return (
        "while read -r n; do printf '%s %s\\n' "
        f"\"$(printf '%s%s%s' {shlex.quote(seed)} '{list_hash}' \"$n\" | sha256sum | cut -c1-64)\" \"$n\"; done < list.txt | sort"
    )
