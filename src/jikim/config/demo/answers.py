"""Made-up answers with the structure of real ones: workplace, unit and person effects over one general strain.

Calibrated to shares at risk between one in seven and one in two, inter-item correlation near .37 and ICC(1)
near .12. [J] They are for rehearsal and say nothing about any trade.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from jikim.config.demo.workplaces import Site

COLUMNS = ("workplace", "unit", "sex", "age_band", "tenure_band", "job", *(f"q{i:02d}" for i in range(1, 25)))
_ITEM_MEANS = np.array(
    [2.5, 2.4, 2.6, 2.6, 2.7, 2.65, 2.6, 2.7, 2.5, 2.55, 2.5, 2.45, 2.45, 2.5, 2.05, 2.25, 2.4, 2.5, 2.5, 2.5, 2.45, 2.6, 2.4, 2.5]
)
_SUBSCALE_OF = np.repeat([0, 1, 2, 3, 4], [5, 3, 6, 3, 7])
_PROTECTION = slice(17, 24)
_AGES = np.array(["20s", "30s", "40s", "50+"])
_TENURES = np.array(["<1", "1-3", "3-10", "10+"])
_WORKPLACE_SD, _UNIT_SD, _PERSON_SD = 0.38, 0.15, 0.86


def made_answers(sites: Sequence[Site], rng: np.random.Generator) -> str:
    """A CSV as an office sends it: one line per worker who answered, grouped by workplace."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for site in sites:
        writer.writerows(_one_workplace(site, rng))
    return out.getvalue()


def _one_workplace(site: Site, rng: np.random.Generator) -> list[list[object]]:
    headcount = site.service_workers
    answered = round(headcount * float(np.clip(rng.beta(9, 1.3), 0.35, 1.0)))
    if site.number == "W0001":  # the smallest customer answers in full, the second too little for figures
        answered = headcount
    elif site.number == "W0002":
        answered = 4
    units = rng.integers(0, max(1, min(6, headcount // 14)), answered)
    strain = (
        site.trade.strain
        + rng.normal(0, _WORKPLACE_SD)
        + rng.normal(0, _UNIT_SD, 6)[units]
        + rng.normal(0, _PERSON_SD, answered)
    )
    women = rng.random(answered) < (0.35 if site.trade.code == "49212" else 0.66)
    answers = _ticks(strain, rng)
    ages, tenures = _AGES[rng.integers(0, 4, answered)], _TENURES[rng.integers(0, 4, answered)]
    silent = rng.random(answered) < 0.01
    return [
        [site.number, f"U{units[i] + 1}", "" if silent[i] else "F" if women[i] else "M", ages[i], tenures[i],
         site.trade.name, *("" if v == 0 else int(v) for v in answers[i])]
        for i in range(answered)
    ]  # fmt: skip


def _ticks(strain: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.int8]:
    """(n,) strain → (n, 24) answers 1–4 as ticked, 0 where left blank (1 %). The protection items are ticked reversed."""
    people = strain.shape[0]
    by_subscale = rng.normal(0, 0.35, (people, 5))[:, _SUBSCALE_OF]
    raw = _ITEM_MEANS + 0.68 * strain[:, None] + by_subscale + rng.normal(0, 0.85, (people, 24))
    ticked = np.clip(np.rint(raw), 1, 4).astype(np.int8)
    ticked[:, _PROTECTION] = 5 - ticked[:, _PROTECTION]
    ticked[rng.random((people, 24)) < 0.01] = 0
    return ticked
