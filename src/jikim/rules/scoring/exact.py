"""Exact arithmetic for one subscale, in fractions: score, class and whether the class is provisional.

Everything here depends only on (how many answered, their keyed sum), which is why tables can hold all of it.
Source: SCIENCE.md § 1. No float takes part in any comparison.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from jikim.rules.scoring.instrument import (
    FEMALE,
    MALE,
    NOT_SCORED,
    UNCLASSED,
    UNDETERMINED,
    Band,
    Formula,
    Instrument,
    Reference,
    Subscale,
)


@dataclass(frozen=True, slots=True)
class Lattice:
    """What arithmetic needs to know of a subscale: `count` items answered 0 … `top` once keyed and shifted to zero."""

    count: int
    lowest: int
    top: int
    formula: Formula
    minimum_answered: int

    @classmethod
    def of(cls, instrument: Instrument, subscale: Subscale) -> Lattice:
        scale = instrument.item(subscale.items[0]).scale
        top = scale.highest - scale.lowest
        return cls(len(subscale.items), scale.lowest, top, subscale.formula, subscale.minimum_answered)

    def score(self, answered: int, total: int) -> Fraction | None:
        """Score of `answered` items whose keyed, zero-based sum is `total`; None when too few were answered."""
        if answered < self.minimum_answered:
            return None
        if self.formula is Formula.PERCENT:
            return Fraction(100 * total, answered * self.top)
        raw = total + self.lowest * answered
        return Fraction(-(-raw * self.count // answered))  # completed in proportion, rounded up

    def extremes(self, answered: int, total: int) -> tuple[Fraction, Fraction]:
        """Scores of the lowest and the highest possible completion of an incomplete sheet."""
        low = self._complete(total)
        return low, self._complete(total + (self.count - answered) * self.top)

    def _complete(self, total: int) -> Fraction:
        score = self.score(self.count, total)
        assert score is not None, "a complete sheet is always scored"
        return score


def band_of(bands: Sequence[Band], score: Fraction) -> int:
    """Index of the highest band whose lower edge is ≤ score."""
    return sum(1 for band in bands[1:] if band.lower is not None and score >= band.lower)


def class_of(reference: Reference | None, score: Fraction | None, sex: int) -> int:
    """Class code of a score. Sex not given: a class only where both references agree."""
    if score is None:
        return NOT_SCORED
    if reference is None:
        return UNCLASSED
    man, woman = band_of(reference.men, score), band_of(reference.women, score)
    if sex == MALE:
        return man
    if sex == FEMALE:
        return woman
    return man if man == woman else UNDETERMINED


def provisional(reference: Reference | None, low: Fraction, high: Fraction, sex: int) -> bool:
    """True when the possible completions straddle a cut-off that this person's class rests on."""
    if reference is None:
        return False
    used = {MALE: [reference.men], FEMALE: [reference.women]}.get(sex, [reference.men, reference.women])
    return any(band_of(bands, low) != band_of(bands, high) for bands in used)


def half_even(score: Fraction | float | None, places: int = 2) -> str:
    """A score as printed: fixed decimals, half to even, from the exact value; a dash when there is none."""
    if score is None or score != score:
        return "–"
    exact = Fraction(score) if not isinstance(score, Fraction) else score
    whole = round(exact * 10**places)  # Fraction rounds half to even
    sign, digits = ("-" if whole < 0 else ""), str(abs(whole)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"
