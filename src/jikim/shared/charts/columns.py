"""Counts side by side, as upright columns. Draws only what it is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jikim.shared.charts import picture as p


@dataclass(frozen=True, slots=True)
class Count:
    """One column: its label beneath, its count above."""

    label: str
    value: int


_WIDTH, _HEIGHT, _TOP, _FOOT = 680.0, 220.0, 24.0, 26.0
#: more labels than this and only some are written
_LABELS = 12


def columns(rows: Sequence[Count], *, title: str) -> p.Chart:
    """The chart; every figure stands in its words too."""
    most = max((row.value for row in rows), default=0) or 1
    step = _WIDTH / max(1, len(rows))
    every = -(-len(rows) // _LABELS)
    base = _HEIGHT - _FOOT
    parts = [p.line(0, base, _WIDTH, base, stroke=p.GRID)]
    for i, row in enumerate(rows):
        height = (base - _TOP) * row.value / most
        middle = step * (i + 0.5)
        if row.value:
            parts.append(p.rect(middle - min(36.0, step * 0.6) / 2, base - height, min(36.0, step * 0.6), height, fill=p.PRIMARY, radius=2))
        parts.append(p.text(middle, base - height - 6, f"{row.value:,}", size=11.5, fill=p.INK, anchor="middle", weight=600))
        if i % every == 0:
            parts.append(p.text(middle, _HEIGHT - 8, row.label, size=11, fill=p.SOFT, anchor="middle"))
    alt = f"{title}. " + " ".join(f"{row.label}: {row.value:,}." for row in rows)
    return p.picture(_WIDTH, _HEIGHT, alt, parts)
