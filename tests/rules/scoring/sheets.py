"""Sheets to score: small builders shared by the scoring tests."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from jikim.rules.scoring import FEMALE, MALE, NOT_GIVEN, Instrument, Scores, score
from jikim.shared.packs import shipped

SEX = {"M": MALE, "F": FEMALE, "": NOT_GIVEN}


def kels() -> Instrument:
    return shipped("kels-24").instrument


def array(*rows: list[int]) -> NDArray[np.int8]:
    return np.array(rows, np.int8)


def score_one(instrument: Instrument, answers: list[int], sex: str = "") -> Scores:
    return score(instrument, array(answers), np.array([SEX[sex]], np.int8))


def result(scores: Scores, key: str, row: int = 0) -> tuple[float, str, int, bool]:
    """(score, class, answered, provisional) of one subscale or total."""
    column = scores.column(key)
    part = scores.instrument.parts[column]
    return (
        float(scores.score[row, column]),
        part.class_key(int(scores.kind[row, column])),
        int(scores.answered[row, column]),
        bool(scores.provisional[row, column]),
    )


def sheet_with(instrument: Instrument, subscale: str, keyed: list[int | None]) -> list[int]:
    """A sheet that is blank but for one subscale, given as keyed values (None: not answered)."""
    answers = [-1] * len(instrument.items)
    for item, value in zip(instrument.items_of(instrument.subscale(subscale)), keyed, strict=True):
        if value is not None:
            turned = item.scale.lowest + item.scale.highest - value
            answers[instrument.item_keys.index(item.key)] = turned if item.reverse else value
    return answers


def spread(raw: int, n: int, low: int = 1, high: int = 4) -> list[int]:
    """n values from low to high that sum to raw."""
    values = [low] * n
    for i in range(n):
        step = min(high - low, raw - sum(values))
        values[i] += step
    assert sum(values) == raw
    return values
