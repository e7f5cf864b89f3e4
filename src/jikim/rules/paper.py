"""Paper questionnaires: the form's number, two keyings compared, and a sheet on which a worker scores their own answers.

Pure: randomness comes in as an argument. A number names a sheet of paper, never a person, and is gone once both keyings agree.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from jikim.rules.cards import ALPHABET, UnreadableCode, check_character, latin
from jikim.rules.scoring.instrument import Band, Formula, Instrument, Subscale
from jikim.rules.words import Text

RANDOM_CHARACTERS = 7
NUMBER_CHARACTERS = RANDOM_CHARACTERS + 1
#: keyed for a line that was ticked twice or cannot be read; counts as not answered
UNREADABLE = 9


def new_form_number(random_bits: Callable[[int], int]) -> str:
    """A fresh number, `XXXX-XXXX`: seven random characters of 32 and one that checks them."""
    bits = random_bits(5 * RANDOM_CHARACTERS)
    body = "".join(ALPHABET[bits >> shift & 31] for shift in range(0, 5 * RANDOM_CHARACTERS, 5))
    return print_form_number(body + check_character(body))


def print_form_number(number: str) -> str:
    return f"{number[:4]}-{number[4:]}"


def read_form_number(typed: str) -> str:
    """The number a person meant: any case, with or without the hyphen, Korean keyboard left on.

    Errors: UnreadableCode with a reason for the person.
    """
    cleaned = "".join(c for c in latin(typed).upper() if c.isalnum())
    cleaned = cleaned.translate(str.maketrans("OILU", "011V"))
    if len(cleaned) != NUMBER_CHARACTERS or any(c not in ALPHABET for c in cleaned) or check_character(cleaned[:-1]) != cleaned[-1]:
        raise UnreadableCode(Text(
            "설문지 번호를 다시 확인해 주십시오. 설문지 오른쪽 위에 있는 8자입니다.",
            "Please check the form's number again: the 8 characters at the top right of the form.",
        ))  # fmt: skip
    return print_form_number(cleaned)


@dataclass(frozen=True, slots=True)
class Difference:
    """A line on which the two keyings do not agree, by its key; what either says."""

    key: str
    first: object
    second: object


def differences(first: Mapping[str, object], second: Mapping[str, object]) -> tuple[Difference, ...]:
    """Every line on which two keyings differ, in the first one's order. Errors: ValueError if they have other lines."""
    if set(first) != set(second):
        raise ValueError("the two keyings do not have the same lines")
    return tuple(Difference(key, first[key], second[key]) for key in first if first[key] != second[key])


@dataclass(frozen=True, slots=True)
class SelfScore:
    """One line of the self-scoring sheet: which items to add up and from which sum on it counts.

    `items` are the numbers printed beside the questions, 1-based. With `turned_from` the sum is taken from it (an area
    keyed the other way round): the points are `turned_from` − sum. `men`, `women` are the points from which the class
    changes, None where there is no reference; `bands` are (from, label) where there are several classes.
    """

    title: Text
    items: tuple[int, ...]
    turned_from: int | None
    men: int | None
    women: int | None
    bands: tuple[tuple[int, Text], ...] = ()


def self_scores(instrument: Instrument) -> tuple[SelfScore, ...]:
    """What a worker adds up on paper, for a sheet with every line answered.

    A percent cut-off c on n items of 1..m is reached from raw points ⌈c·n(m−1)/100⌉ + n on (exact fractions: SCIENCE.md
    § 1 prints them as raw sums). Subscales whose items are not all keyed the same way are left out: nobody adds up those
    without mistakes.
    """
    return tuple(line for one in instrument.subscales if (line := _self_score(instrument, one)) is not None)


def _self_score(instrument: Instrument, subscale: Subscale) -> SelfScore | None:
    items = instrument.items_of(subscale)
    keys = instrument.item_keys
    turned = {item.reverse for item in items}
    lows, highs = {item.scale.lowest for item in items}, {item.scale.highest for item in items}
    if len(turned) != 1 or len(lows) != 1 or len(highs) != 1 or subscale.reference is None:
        return None
    low, high, n = lows.pop(), highs.pop(), len(items)
    numbers = tuple(keys.index(item.key) + 1 for item in items)
    from_sum = n * (low + high) if turned.pop() else None

    def points(share: Fraction) -> int:
        return math.ceil(share * n * (high - low) / 100) + n * low if subscale.formula is Formula.PERCENT else math.ceil(share)

    reference = subscale.reference
    if len(reference.men) == 2:
        return SelfScore(subscale.title, numbers, from_sum, _first(reference.men, points), _first(reference.women, points))
    bands = tuple((0 if band.lower is None else points(band.lower), band.label) for band in reference.men)
    return SelfScore(subscale.title, numbers, from_sum, None, None, bands)


def _first(bands: Sequence[Band], points: Callable[[Fraction], int]) -> int | None:
    return next((points(band.lower) for band in bands if band.lower is not None), None)
