"""What a questionnaire may ask about the person, and how many cards are printed: never more than could ever be shown.

Decided from headcounts before the cards are printed. Never sees an answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jikim.rules.words import Text

#: under this headcount nothing is asked about unit, age, tenure or job [issue: Every worker, in confidence]
ASKED_FROM = 30
#: a category that fewer workers have is merged before the cards are printed [issue: Every worker, in confidence]
CATEGORY_FROM = 10
#: spare cards for what is spoilt or lost: one in ten, and never fewer than two [J]
SPARE_IN, SPARE_LEAST = 10, 2

UNIT, AGE, TENURE, JOB = "unit", "age", "tenure", "job"
DIMENSIONS = (UNIT, AGE, TENURE, JOB)
DIMENSION_NAMES: dict[str, Text] = {
    UNIT: Text("부서", "Unit"), AGE: Text("나이", "Age"), TENURE: Text("근속", "Years here"), JOB: Text("하는 일", "Work"),
}  # fmt: skip
#: bands stand in an order and merge with a neighbour; units and jobs merge into "other"
ORDERED = frozenset({AGE, TENURE})
#: the key of what units or jobs were merged into; `other` is kept for what statistics joins later
REST = "rest"
_REST_NAME = Text("기타", "Other")

_TOO_FEW = Text(
    "고객응대근로자가 {headcount}명이어서 부서, 나이, 근속, 하는 일을 묻지 않습니다. {least}명부터 묻습니다.",
    "With {headcount} customer service workers, unit, age, years and work are not asked. They are asked from {least} on.",
)
_JOINED = Text(
    "{dimension}: ‘{part}’은(는) {headcount}명이어서 ‘{into}’(으)로 합쳤습니다.",
    "{dimension}: “{part}” has {headcount} workers and was merged into “{into}”.",
)
_MADE_UP = Text(
    "{dimension}: ‘{into}’만으로는 {least}명이 되지 않아 가장 작은 구분인 ‘{part}’({headcount}명)도 넣었습니다.",
    "{dimension}: “{into}” alone had fewer than {least} workers, so the smallest other one, “{part}” ({headcount}), joined it.",
)
_SAME = Text(
    "{dimension}: ‘{part}’은(는) ‘{into}’와(과) 뜻이 같아 함께 넣었습니다.",
    "{dimension}: “{part}” says the same as “{into}”, so the two are one.",
)
#: what an office calls whatever fits nowhere else; a worker could not choose between two of these
_CATCH_ALL = re.compile(r"\s*(기타|그 ?밖|other|else|miscellaneous)\b", re.IGNORECASE)
_LEFT_OUT = Text(
    "{dimension}: {least}명 이상인 구분이 둘이 되지 않아 묻지 않습니다.",
    "{dimension}: there are no two categories of {least} workers or more, so it is not asked.",
)
_SEX_NOT_KEPT = Text(
    "성별은 위험군을 가르는 데에만 쓰고 저장하지 않습니다. 남녀가 모두 {least}명 이상이어야 성별 표를 낼 수 있습니다.",
    "Sex is used to tell the reference and is then not stored: a table by sex needs {least} or more of each.",
)


@dataclass(frozen=True, slots=True)
class Category:
    """One thing a worker can tick, and how many workers it is true of. Keys are unique within a dimension."""

    key: str
    name: Text
    headcount: int


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked: categories by dimension (an absent dimension is never asked), whether sex is stored, what was merged."""

    categories: Mapping[str, tuple[Category, ...]]
    keep_sex: bool
    merged: tuple[Text, ...]

    def as_json(self) -> dict[str, object]:
        """As kept with a round. Sex is always asked, since it decides the reference."""
        return {
            **{
                dimension: [
                    {"key": one.key, "ko": one.name.ko, "en": one.name.en, "headcount": one.headcount} for one in found
                ]
                for dimension, found in self.categories.items()
            },
            "sex": True, "keep_sex": self.keep_sex, "merged": [{"ko": one.ko, "en": one.en} for one in self.merged],
        }  # fmt: skip


def what_may_be_asked(
    *, headcount: int, categories: Mapping[str, Sequence[Category]], women: int | None, men: int | None, minimum: int
) -> Asking:
    """Which questions about the person a round may ask.

    headcount    workers who are offered the questionnaire
    categories   by dimension of DIMENSIONS; bands of age and tenure from the lowest to the highest
    women, men   how many workers are known to be each; None when nobody counted
    minimum      the season's smallest group of a table by unit, sex or age
    Source: SCIENCE.md § 2 (roll-up before suppression) and the issue "Every worker, in confidence". A season that asks
    for larger groups than ten merges up to its own minimum [J]. Errors: ValueError for an unknown dimension.
    """
    if unknown := set(categories) - set(DIMENSIONS):
        raise ValueError(f"no such dimension: {', '.join(sorted(unknown))}")
    least = max(CATEGORY_FROM, minimum)
    said: list[Text] = []
    asked: dict[str, tuple[Category, ...]] = {}
    given = {name: tuple(categories[name]) for name in DIMENSIONS if categories.get(name)}
    if headcount < ASKED_FROM:
        if given:
            said.append(_TOO_FEW.fill(headcount=headcount, least=ASKED_FROM))
        given = {}
    for name, found in given.items():
        left = _bands(name, found, least, said) if name in ORDERED else _rest(name, found, least, said)
        if len(left) > 1:
            asked[name] = left
        else:
            said.append(_named(_LEFT_OUT, name, least=least))
    keep_sex = women is not None and men is not None and min(women, men) >= least
    if not keep_sex:
        said.append(_SEX_NOT_KEPT.fill(least=least))
    return Asking(asked, keep_sex, tuple(said))


def still_asked(first: Mapping[str, Any], *, headcount: int, minimum: int) -> dict[str, Any]:
    """What a follow-up asks: the first round's questions in its partition, or change could not be compared; less what cannot
    be shown any more with so few workers.

    first        as `Asking.as_json` was kept with the first round
    headcount    workers who are offered the follow-up
    minimum      as in `what_may_be_asked`
    Two categories, and the two sexes, need twice the smallest group [J].
    """
    least = max(CATEGORY_FROM, minimum)
    keep = headcount >= max(ASKED_FROM, 2 * least)
    left = {key: value for key, value in first.items() if keep or key not in DIMENSIONS}
    if left.get("keep_sex") and headcount < 2 * least:
        said = _SEX_NOT_KEPT.fill(least=least)
        left |= {"keep_sex": False, "merged": [*left.get("merged", ()), {"ko": said.ko, "en": said.en}]}
    return left


def target_cards(headcount: int) -> int:
    """Cards to print for so many workers, spares included [J]."""
    return headcount + max(SPARE_LEAST, -(-headcount // SPARE_IN))


def _bands(name: str, found: tuple[Category, ...], least: int, said: list[Text]) -> tuple[Category, ...]:
    """Merge the smallest band with its smaller neighbour until every band is large enough. The order stays."""
    parts: list[list[Category]] = [[one] for one in found]
    while len(parts) > 1:
        sizes = [sum(one.headcount for one in part) for part in parts]
        at = min(range(len(parts)), key=lambda i: (sizes[i], i))
        if sizes[at] >= least:
            break
        beside = min((i for i in (at - 1, at + 1) if 0 <= i < len(parts)), key=lambda i: (sizes[i], i))
        small = _joined(parts[at])
        first = min(at, beside)
        parts[first : first + 2] = [parts[first] + parts[first + 1]]
        said.append(_merged(name, small, _joined(parts[first]), least))
    return tuple(_joined(part) for part in parts)


def _rest(name: str, found: tuple[Category, ...], least: int, said: list[Text]) -> tuple[Category, ...]:
    """Put what is too small into "other", and then the smallest of the others until "other" is large enough itself."""
    kept = [one for one in found if one.headcount >= least and one.key != REST]
    small = [one for one in found if one not in kept]
    while small and sum(one.headcount for one in small) < least and kept:
        smallest = min(kept, key=lambda one: one.headcount)
        kept.remove(smallest)
        small.append(smallest)
    if not small:
        return tuple(kept)
    same = [one for one in kept if _CATCH_ALL.match(one.name.ko) or _CATCH_ALL.match(one.name.en)]
    if len(small) == 1 and not same:
        return (*kept, small[0])
    rest = Category(REST, _REST_NAME, sum(one.headcount for one in (*small, *same)))
    said += [_merged(name, one, rest, least) for one in small if one.key != REST]
    said += [_SAME.fill(dimension=DIMENSION_NAMES[name], part=one.name, into=_REST_NAME) for one in same]
    return (*(one for one in kept if one not in same), rest)


def _joined(part: Sequence[Category]) -> Category:
    """Adjacent bands as one: named by the first and the last."""
    if len(part) == 1:
        return part[0]
    first, last = part[0], part[-1]
    return Category(
        "+".join(one.key for one in part),
        Text(f"{first.name.ko}~{last.name.ko}", f"{first.name.en or first.name.ko} to {last.name.en or last.name.ko}"),
        sum(one.headcount for one in part),
    )


def _merged(name: str, part: Category, into: Category, least: int) -> Text:
    said = _JOINED if part.headcount < least else _MADE_UP
    return said.fill(dimension=DIMENSION_NAMES[name], part=part.name, headcount=part.headcount, into=into.name, least=least)


def _named(words: Text, name: str, **values: object) -> Text:
    return words.fill(dimension=DIMENSION_NAMES[name], **values)
