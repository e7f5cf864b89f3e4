"""The same scoring as its peers' users would write it: SQL, plain numpy, pandas. Only for benchmarks/score.py."""

from __future__ import annotations

from typing import Any

import numpy as np

#: subscale: items, reversed, smallest 6·n·score at risk for men and women (cut-offs are half-steps: 12.5/15 is 25/30)
KEY = {
    "regulation": (range(1, 6), False, (25, 30), (23, 30)),
    "overload": (range(6, 9), False, (15, 18), (13, 18)),
    "dissonance": (range(9, 15), False, (25, 36), (23, 36)),
    "monitoring": (range(15, 18), False, (11, 18), (9, 18)),
    "protection": (range(18, 25), True, (21, 42), (19, 42)),
}


def sql(source: str) -> str:
    """All five subscales in SQL: answered, score, class (0, 1, -1 undetermined, -2 not scored) and provisional, in whole numbers."""
    inner, outer = [], []
    for key, (items, reverse, man, woman) in KEY.items():
        n = len(items)
        given = [f"(q{i:02d} between 1 and 4)" for i in items]
        value = [
            f"(case when {g} then {f'4-q{i:02d}' if reverse else f'q{i:02d}-1'} else 0 end)"
            for g, i in zip(given, items, strict=True)
        ]
        inner += [
            f"({'+'.join(f'{g}::tinyint' for g in given)})::tinyint a_{key}",
            f"({'+'.join(value)})::tinyint t_{key}",
        ]
        a, t, ok = f"a_{key}", f"t_{key}", f"a_{key}>={max(2, -(-n // 2))}"
        risk = {s: f"({t}::smallint*{d}>={c}*3::smallint*{a})" for s, (c, d) in {1: man, 2: woman}.items()}
        wide = {
            s: f"({t}::smallint*{d}<{c}*3::smallint*{n} and ({t}+3*({n}-{a}))::smallint*{d}>={c}*3::smallint*{n})"
            for s, (c, d) in {1: man, 2: woman}.items()
        }
        outer += [
            f"{a} {key}_answered",
            f"case when {ok} then 100.0::double*{t}/(3*{a}) end {key}",
            (
                f"(case when not {ok} then -2 when sex=1 then {risk[1]}::tinyint when sex=2 then {risk[2]}::tinyint "
                f"when {risk[1]}={risk[2]} then {risk[1]}::tinyint else -1 end)::tinyint {key}_class"
            ),
            f"({ok} and case sex when 1 then {wide[1]} when 2 then {wide[2]} else {wide[1]} or {wide[2]} end) {key}_provisional",
        ]
    return f"with s as (select sex,{','.join(inner)} from {source}) select {','.join(outer)} from s"


def sql_scores_only(source: str) -> str:
    """Much less work than ours: the five means alone, no classes, no counts, no provisional flags."""
    columns = []
    for key, (items, reverse, _, _) in KEY.items():
        given = [f"(q{i:02d} between 1 and 4)" for i in items]
        names = [f"4-q{i:02d}" if reverse else f"q{i:02d}-1" for i in items]
        value = [f"(case when {g} then {v} else 0 end)" for g, v in zip(given, names, strict=True)]
        answered = f"({'+'.join(f'{g}::tinyint' for g in given)})"
        least = max(2, -(-len(items) // 2))
        columns.append(
            f"case when {answered}>={least} then 100.0::double*({'+'.join(value)})/(3*{answered}) end {key}"
        )
    return f"select {','.join(columns)} from {source}"


def plain_numpy(answers: np.ndarray, sex: np.ndarray) -> dict[str, np.ndarray]:
    """What one writes first: whole columns, masks, float sums."""
    result: dict[str, np.ndarray] = {}
    for key, (items, reverse, man, woman) in KEY.items():
        part = answers[:, items.start - 1 : items.stop - 1]
        n, known = part.shape[1], (part >= 1) & (part <= 4)
        value = np.where(known, 4 - part if reverse else part - 1, 0)
        a, t = known.sum(axis=1), value.sum(axis=1)
        ok = a >= max(2, -(-n // 2))
        risk = [t * d >= c * 3 * a for c, d in (man, woman)]
        wide = [(t * d < c * 3 * n) & ((t + 3 * (n - a)) * d >= c * 3 * n) for c, d in (man, woman)]
        unknown = np.where(risk[0] == risk[1], risk[0], -1)
        kind = np.where(sex == 1, risk[0], np.where(sex == 2, risk[1], unknown))
        result[f"{key}_answered"] = a.astype(np.int8)
        result[key] = np.where(ok, 100.0 * t / np.maximum(3 * a, 1), np.nan)
        result[f"{key}_class"] = np.where(ok, kind, -2).astype(np.int8)
        result[f"{key}_provisional"] = ok & np.where(
            sex == 1, wide[0], np.where(sex == 2, wide[1], wide[0] | wide[1])
        )
    return result


def with_pandas(frame: Any) -> dict[str, Any]:
    """Columns of a DataFrame, missing answers as NaN, row sums."""
    import pandas as pd

    result: dict[str, Any] = {}
    sex = frame["sex"]
    for key, (items, reverse, man, woman) in KEY.items():
        part = frame[[f"q{i:02d}" for i in items]]
        part = part.where((part >= 1) & (part <= 4))
        part, n = (4 - part if reverse else part - 1), len(items)
        a, t = part.count(axis=1), part.sum(axis=1).astype("int64")
        ok = a >= max(2, -(-n // 2))
        risk = [t * d >= c * 3 * a for c, d in (man, woman)]
        wide = [(t * d < c * 3 * n) & ((t + 3 * (n - a)) * d >= c * 3 * n) for c, d in (man, woman)]
        kind = pd.Series(
            np.select([~ok, sex == 1, sex == 2, risk[0] == risk[1]], [-2, risk[0], risk[1], risk[0]], -1)
        )
        result |= {
            f"{key}_answered": a.astype("int8"), key: (100.0 * t / (3 * a)).where(ok), f"{key}_class": kind.astype("int8"),
            f"{key}_provisional": ok & np.select([sex == 1, sex == 2], wide, wide[0] | wide[1]),
        }  # fmt: skip
    return result
