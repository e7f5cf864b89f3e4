"""A second, slow scorer for KELS-24, written from SCIENCE.md § 1 alone: plain Python, fractions, one sheet at a time.

Shares no code and no data with the product: items, key and cut-offs stand here again.
"""

from __future__ import annotations

from fractions import Fraction

#: key: (items, reversed, cut-off for men, for women), cut-offs as half-steps of the lattice
KELS_24 = {
    "regulation": (range(1, 6), False, Fraction(25, 30), Fraction(23, 30)),
    "overload": (range(6, 9), False, Fraction(15, 18), Fraction(13, 18)),
    "dissonance": (range(9, 15), False, Fraction(25, 36), Fraction(23, 36)),
    "monitoring": (range(15, 18), False, Fraction(11, 18), Fraction(9, 18)),
    "protection": (range(18, 25), True, Fraction(21, 42), Fraction(19, 42)),
}

Result = tuple[Fraction | None, str, int, bool]


def keyed(answer: int, reverse: bool) -> int | None:
    if answer not in (1, 2, 3, 4):
        return None
    return 5 - answer if reverse else answer


def share(values: list[int]) -> Fraction:
    """Share of the range 1..4, from the mean of the answered ones."""
    return Fraction(sum(values) - len(values), 3 * len(values))


def classify(value: Fraction, man: Fraction, woman: Fraction, sex: str) -> str:
    by_sex = {"M": ["risk" if value >= man else "normal"], "F": ["risk" if value >= woman else "normal"]}
    possible = by_sex.get(sex, by_sex["M"] + by_sex["F"])
    return possible[0] if len(set(possible)) == 1 else "undetermined"


def score_sheet(answers: list[int], sex: str) -> dict[str, Result]:
    """{subscale: (score 0-100 or None, class, answered, provisional)}; `answers` are q01 … q24."""
    results: dict[str, Result] = {}
    for key, (items, reverse, man, woman) in KELS_24.items():
        values = [v for v in (keyed(answers[i - 1], reverse) for i in items) if v is not None]
        n = len(items)
        if 2 * len(values) < n or len(values) < 2:
            results[key] = (None, "not_scored", len(values), False)
            continue
        gaps = n - len(values)
        low, high = share(values + [1] * gaps), share(values + [4] * gaps)
        cuts = {"M": [man], "F": [woman]}.get(sex, [man, woman])
        straddles = any(low < cut <= high for cut in cuts)
        value = share(values)
        results[key] = (100 * value, classify(value, man, woman, sex), len(values), straddles)
    return results
