"""What a questionnaire is: items, subscales and references as frozen values. Made by `rules.packs`, never edited.

Answers are int8; MISSING, or any value outside an item's scale, is a missing answer, never a zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from jikim.rules.words import NOTHING, Text

MISSING = -1

#: Codes of the `sex` array. Nobody is ever taken for a man or a woman by default.
NOT_GIVEN, MALE, FEMALE = 0, 1, 2

#: Class codes. 0, 1, 2 … are the bands of the subscale's reference, best first (0 normal, 1 risk for a cut-off).
NORMAL, RISK = 0, 1
UNDETERMINED = -1
NOT_SCORED = -2
UNCLASSED = -3

CLASS_NAMES: dict[int, Text] = {
    UNDETERMINED: Text("두 기준 사이", "between the two references"),
    NOT_SCORED: Text("산출 안 됨", "not scored"),
    UNCLASSED: Text("구분 없음", "no classes"),
}
#: Stands beside every class while the wording is our own.
TRIAL = Text("시험용", "trial")
_CLASS_KEYS = {UNDETERMINED: "undetermined", NOT_SCORED: "not_scored", UNCLASSED: "no_class"}


class Formula(StrEnum):
    """How a subscale's answers become its score."""

    PERCENT = "percent"  # 0-100 over the answered items
    PRORATED_SUM = "prorated_sum"  # sum, completed in proportion and rounded up


class Wording(StrEnum):
    WORKING = "working"
    OFFICIAL = "official"


@dataclass(frozen=True, slots=True)
class Choice:
    value: int
    label: Text


@dataclass(frozen=True, slots=True)
class Scale:
    """An answer scale: consecutive whole numbers with their labels."""

    key: str
    choices: tuple[Choice, ...]

    @property
    def lowest(self) -> int:
        return self.choices[0].value

    @property
    def highest(self) -> int:
        return self.choices[-1].value


@dataclass(frozen=True, slots=True)
class AskedIf:
    """The item is asked only when one of these items was answered with at least this value."""

    items: tuple[str, ...]
    at_least: int


@dataclass(frozen=True, slots=True)
class Item:
    key: str
    text: Text
    scale: Scale
    reverse: bool = False
    asked_if: AskedIf | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """A class of a reference: from `lower` (inclusive, on the score's own scale) up to the next band's."""

    key: str
    label: Text
    lower: Fraction | None  # None: the lowest band
    says: Text = NOTHING  # what it says to the worker


@dataclass(frozen=True, slots=True)
class Reference:
    """Bands for men and for women (the same object twice where the reference knows no sex), lowest first."""

    men: tuple[Band, ...]
    women: tuple[Band, ...]
    source: Text

    @property
    def by_sex(self) -> bool:
        return self.men != self.women


@dataclass(frozen=True, slots=True)
class Subscale:
    key: str
    title: Text
    about: Text
    items: tuple[str, ...]
    formula: Formula
    minimum_answered: int
    higher_is_worse: bool
    reference: Reference | None

    def class_key(self, code: int) -> str:
        return class_key(self.reference, code)

    def class_label(self, code: int) -> Text:
        return class_label(self.reference, code)


@dataclass(frozen=True, slots=True)
class Total:
    """Mean of the areas' scores, formed only when every area is scored."""

    key: str
    title: Text
    of: tuple[str, ...]
    reference: Reference | None

    def class_key(self, code: int) -> str:
        return class_key(self.reference, code)

    def class_label(self, code: int) -> Text:
        return class_label(self.reference, code)


@dataclass(frozen=True, slots=True)
class Instrument:
    """One questionnaire in one immutable version."""

    id: str
    version: str
    title: Text
    preamble: Text
    wording: Wording
    items: tuple[Item, ...]
    subscales: tuple[Subscale, ...]
    totals: tuple[Total, ...] = ()

    def __hash__(self) -> int:
        """By name: hashing every item would cost more than scoring one sheet, whose tables are kept by instrument."""
        return hash((self.id, self.version))

    @property
    def trial(self) -> bool:
        """True while the wording is our own: every class is then marked as a trial."""
        return self.wording is Wording.WORKING

    @property
    def item_keys(self) -> tuple[str, ...]:
        """The order of the columns of an answers array."""
        return tuple(item.key for item in self.items)

    @property
    def score_keys(self) -> tuple[str, ...]:
        """The order of the columns of a scores array: subscales, then totals."""
        return tuple(part.key for part in self.parts)

    @property
    def parts(self) -> tuple[Subscale | Total, ...]:
        return (*self.subscales, *self.totals)

    @property
    def by_sex(self) -> bool:
        """True when some class depends on sex."""
        return any(part.reference is not None and part.reference.by_sex for part in self.parts)

    def item(self, key: str) -> Item:
        return self.items[self.item_keys.index(key)]

    def subscale(self, key: str) -> Subscale:
        return self.subscales[[s.key for s in self.subscales].index(key)]

    def items_of(self, subscale: Subscale) -> tuple[Item, ...]:
        return tuple(self.item(key) for key in subscale.items)


def class_key(reference: Reference | None, code: int) -> str:
    """`normal`, `risk` … for 0, 1 …; `undetermined`, `not_scored`, `no_class` for the negative codes."""
    if code < 0:
        return _CLASS_KEYS[code]
    assert reference is not None, "a class without a reference"
    return reference.men[code].key


def class_label(reference: Reference | None, code: int) -> Text:
    """The class in words."""
    if code < 0:
        return CLASS_NAMES[code]
    assert reference is not None, "a class without a reference"
    return reference.men[code].label


def provisional_note(answered: int, items: int) -> Text:
    """Said beside a class that the answers left out could change."""
    return Text(f"잠정({items}문항 중 {answered}문항 응답)", f"provisional ({answered} of {items} answered)")
