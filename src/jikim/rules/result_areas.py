"""One area of a worker's own result: its score, exactly; its class, and what that class was compared with, in words.

Pure, one sheet at a time, in fractions. Says the same as `rules.scoring` does for a whole season (tests compare them).
Source: SCIENCE.md § 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from jikim.rules.scoring.exact import Lattice, class_of, half_even, provisional
from jikim.rules.scoring.instrument import (
    FEMALE,
    MALE,
    NOT_GIVEN,
    NOT_SCORED,
    UNCLASSED,
    UNDETERMINED,
    Formula,
    Instrument,
    Reference,
    Subscale,
    provisional_note,
)
from jikim.rules.words import NOTHING, Text

_SEX_WORDS = {MALE: Text("남성", "men"), FEMALE: Text("여성", "women")}
_NEAR = Text(
    "점수가 남성 기준과 여성 기준 사이에 있어 어느 쪽인지 말씀드릴 수 없습니다. 기준에 가까우니 아래 ‘오늘 할 수 있는 일’을 살펴보십시오.",
    "The score lies between the reference for men and the one for women, so no class is given. It is near; please look at what you can do today.",
)
_NO_REFERENCE = Text(
    "견주어 볼 기준이 없어 점수만 보여 드립니다.", "There is no reference to compare with, so only the score is shown."
)
_SEX_NOT_KEPT = Text(
    "성별은 저장하지 않고 구분할 때만 썼습니다. 그래서 기준 점수는 다시 보여 드릴 수 없습니다.",
    "Your sex was used for the class only and not kept, so the reference itself cannot be shown again.",
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A cut-off on the picture: `at` in the score's own unit."""

    at: Fraction
    label: Text

    @property
    def printed(self) -> str:
        return half_even(self.at)


@dataclass(frozen=True, slots=True)
class AreaResult:
    """One subscale as its worker reads it. `score` None: not scored, and `note` says why. `kind` as in rules.scoring."""

    instrument: str
    key: str
    title: Text
    about: Text
    score: Fraction | None
    full: Fraction
    answered: int
    items: int
    kind: int
    class_key: str
    class_label: Text
    says: Text
    compared: Text
    marks: tuple[Mark, ...]
    note: Text
    provisional: bool
    higher_is_worse: bool
    step: Fraction
    trial: bool

    @property
    def printed(self) -> str:
        """Two decimals, half to even; only here is anything rounded. Points are whole anyway."""
        return half_even(self.score, 0 if self.full != 100 else 2)

    @property
    def printed_full(self) -> str:
        return half_even(self.full, 0)

    @property
    def share(self) -> Fraction:
        """Where the score stands on the picture, 0 to 1."""
        return Fraction(0) if self.score is None else self.score / self.full

    @property
    def banded(self) -> bool:
        """More than one cut-off, as for low mood: bands from minimal to severe."""
        return len({mark.label for mark in self.marks}) > 2

    @property
    def tone(self) -> str:
        """`above`, `below` or `between` the reference; `plain` without one; `none` when not scored.

        Of several bands the lowest two are `below`: the second (mild) asks for nothing but attention.
        """
        if self.score is None:
            return "none"
        above = self.kind > (1 if self.banded else 0)
        return {UNCLASSED: "plain", UNDETERMINED: "between"}.get(self.kind, "above" if above else "below")

    @property
    def excess(self) -> Fraction:
        """How far above the reference, as a share of the range: what is worst comes first."""
        lowest = min((mark.at for mark in self.marks), default=self.full)
        return self.share - lowest / self.full


def area_results(
    instrument: Instrument, answers: Sequence[int], sex: int, kept_classes: Sequence[int] | None = None
) -> tuple[AreaResult, ...]:
    """Every subscale of one sheet, in the instrument's order.

    answers       one per item, raw as ticked; anything outside the scale is a missing answer
    kept_classes  class codes worked out when the sheet was finished, where sex was not kept afterwards
    """
    values = dict(zip(instrument.item_keys, answers, strict=True))
    return tuple(
        _area(instrument, subscale, values, sex, None if kept_classes is None else kept_classes[i])
        for i, subscale in enumerate(instrument.subscales)
    )


def _area(instrument: Instrument, subscale: Subscale, values: dict[str, int], sex: int, kept: int | None) -> AreaResult:
    lattice = Lattice.of(instrument, subscale)
    keyed = [
        item.scale.highest - values[item.key] if item.reverse else values[item.key] - item.scale.lowest
        for item in instrument.items_of(subscale)
        if item.scale.lowest <= values[item.key] <= item.scale.highest
    ]
    answered, total = len(keyed), sum(keyed)
    score = lattice.score(answered, total)
    plainly = class_of(subscale.reference, score, sex)
    kind = plainly if kept is None or score is None else kept
    unsure = score is not None and provisional(subscale.reference, *lattice.extremes(answered, total), sex)
    full = lattice.score(lattice.count, lattice.count * lattice.top) or Fraction(100)
    return AreaResult(
        instrument=f"{instrument.id} {instrument.version}",
        key=subscale.key, title=subscale.title, about=subscale.about, score=score, full=full,
        answered=answered, items=lattice.count, kind=kind,
        class_key=subscale.class_key(kind), class_label=subscale.class_label(kind), says=_says(subscale.reference, kind),
        compared=_compared(subscale.reference, kind, sex, lost=sex == NOT_GIVEN and kind != plainly),
        marks=_marks(subscale.reference, sex), note=_note(lattice, answered, unsure), provisional=unsure,
        higher_is_worse=subscale.higher_is_worse, trial=instrument.trial and kind >= UNDETERMINED,
        step=Fraction(100, lattice.count * lattice.top) if subscale.formula is Formula.PERCENT else Fraction(1),
    )  # fmt: skip


def _says(reference: Reference | None, kind: int) -> Text:
    if kind == UNDETERMINED:
        return _NEAR
    return reference.men[kind].says if reference is not None and kind >= 0 else NOTHING


def _marks(reference: Reference | None, sex: int) -> tuple[Mark, ...]:
    """The cut-offs this person's class rests on; both where sex is not given and they differ."""
    if reference is None:
        return ()
    if not reference.by_sex:
        return tuple(Mark(band.lower, band.label) for band in reference.men if band.lower is not None)
    bands = {MALE: reference.men, FEMALE: reference.women}
    return tuple(
        Mark(band.lower, Text(f"{_SEX_WORDS[code].ko} 기준", f"reference for {_SEX_WORDS[code].en}"))
        for code in (MALE, FEMALE) if sex in (code, NOT_GIVEN)
        for band in bands[code] if band.lower is not None
    )  # fmt: skip


def _compared(reference: Reference | None, kind: int, sex: int, *, lost: bool) -> Text:
    """What the class was compared with."""
    if kind == NOT_SCORED:
        return NOTHING
    if reference is None:
        return _NO_REFERENCE
    if not reference.by_sex:
        return Text(f"기준: {reference.source.ko}", f"Reference: {reference.source.en}")
    if lost:
        return _SEX_NOT_KEPT
    men, women = (" · ".join(_edges(bands)) for bands in (reference.men, reference.women))
    if sex in _SEX_WORDS:
        who, edge = _SEX_WORDS[sex], men if sex == MALE else women
        return Text(f"{who.ko} 기준 {edge}점과 견준 것입니다.", f"Compared with the reference for {who.en}, {edge}.")
    both = Text(f"남성 기준 {men}점, 여성 기준 {women}점", f"the reference for men, {men}, and for women, {women}")
    if kind == UNDETERMINED:
        return Text(f"성별을 답하지 않아 두 기준을 모두 보았습니다: {both.ko}.", f"Sex was not given, so both were used: {both.en}.")
    return Text(f"{both.ko} 어느 쪽으로 보아도 같습니다.", f"It is the same by {both.en}.")


def _edges(bands: Sequence[object]) -> list[str]:
    return [half_even(lower) for band in bands if (lower := getattr(band, "lower", None)) is not None]


def _note(lattice: Lattice, answered: int, unsure: bool) -> Text:
    """Said where answers are missing."""
    if answered < lattice.minimum_answered:
        return Text(
            f"{lattice.count}문항 가운데 {answered}문항에 답하여 점수를 내지 않았습니다. {lattice.minimum_answered}문항 이상이면 점수를 냅니다.",
            f"Not scored: {answered} of {lattice.count} questions answered, and {lattice.minimum_answered} are needed.",
        )
    if unsure:
        return provisional_note(answered, lattice.count)
    if answered < lattice.count:
        return Text(
            f"{lattice.count}문항 가운데 {answered}문항에 답한 결과입니다.", f"From {answered} of {lattice.count} questions."
        )
    return NOTHING
