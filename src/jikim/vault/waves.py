"""Two rounds of one workplace, linked by the card inside the vault: sums and cross-products leave, never a pair.

`lookup` is the same in both rounds, as far as the key's generation is the same: an older one is carried on first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jikim.rules.scoring import NORMAL, RISK, Instrument, Scores
from jikim.vault.aggregate import scored
from jikim.vault.records import decode
from jikim.vault.store import read_books, read_records

_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class PairMoments:
    """One subscale over the linked workers scored both times. `classed`: with a class both times; of those at risk then and now."""

    n: int
    first: float
    second: float
    first_squares: float
    second_squares: float
    cross: float
    classed: int
    at_risk_first: int
    at_risk_second: int
    at_risk_both: int


@dataclass(frozen=True, slots=True)
class WavePair:
    """Sizes of both rounds and of what links them: `first - linked` left, `second - linked` came."""

    first: int
    second: int
    linked: int
    measures: Mapping[str, PairMoments]


def wave_pairs(pairs: Sequence[tuple[str, str]], instrument: Instrument) -> dict[tuple[str, str], WavePair]:
    """Sufficient statistics of change for each (first round key, second round key).

    ValueError: a round was answered on another instrument.
    """
    keys = list(dict.fromkeys(key for pair in pairs for key in pair))
    opened, books = read_records(keys, with_cards=True), read_books(keys)
    label = f"{instrument.id}@{instrument.version}"
    if wrong := sorted(key for key, book in books.items() if book.instrument != label):
        raise ValueError(f"rounds {wrong} were not answered on {label}")
    scores = scored(instrument, decode(opened.records)) if opened.records else None
    cards: dict[str, dict[bytes, int]] = {key: {} for key in keys}
    sizes = Counter(opened.rounds)
    for row, (key, lookup) in enumerate(zip(opened.rounds, opened.lookups, strict=True)):
        if lookup is not None:
            cards[key][lookup] = row
    out: dict[tuple[str, str], WavePair] = {}
    for one, two in pairs:
        both = sorted(cards[one].keys() & cards[two].keys())
        first, second = (np.array([cards[key][card] for card in both], np.int64) for key in (one, two))
        measures = {} if scores is None else {
            part.key: _moments(scores, scores.column(part.key), first, second) for part in instrument.subscales
        }  # fmt: skip
        out[one, two] = WavePair(sizes[one], sizes[two], len(both), measures)
    return out


def _moments(scores: Scores, column: int, first: NDArray[np.int64], second: NDArray[np.int64]) -> PairMoments:
    x, y = np.asarray(scores.score[first, column], np.float64), np.asarray(scores.score[second, column], np.float64)
    kinds_x, kinds_y = scores.kind[first, column], scores.kind[second, column]
    known = ~(np.isnan(x) | np.isnan(y))
    x, y, kinds_x, kinds_y = x[known], y[known], kinds_x[known], kinds_y[known]
    classed = np.isin(kinds_x, (NORMAL, RISK)) & np.isin(kinds_y, (NORMAL, RISK))
    risk_x, risk_y = classed & (kinds_x == RISK), classed & (kinds_y == RISK)
    sums = [round(float(value), _DECIMALS) for value in (x.sum(), y.sum(), x @ x, y @ y, x @ y)]
    return PairMoments(
        len(x), *sums, int(classed.sum()), int(risk_x.sum()), int(risk_y.sum()), int((risk_x & risk_y).sum())
    )
