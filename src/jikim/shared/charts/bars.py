"""Shares as horizontal bars, longest first as given. Draws only what it is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jikim.shared.charts import picture as p


@dataclass(frozen=True, slots=True)
class Bar:
    """One share in whole per cent, 0–100."""

    label: str
    value: int


_WIDTH, _ROW = 680.0, 44.0


def bars(rows: Sequence[Bar], *, title: str, tone: str = "plain") -> p.Chart:
    """Label above its bar, value at the end: long sentences fit, and a narrow screen can read it."""
    dark, light = p.TONES[tone]
    parts: list[str] = []
    room = _WIDTH - 70
    for i, row in enumerate(rows):
        y = _ROW * i
        parts.append(p.text(0, y + 15, row.label, size=12.5))
        parts.append(p.rect(0, y + 22, room, 10, fill="#eef0f2", radius=5))
        parts.append(p.rect(0, y + 22, max(10.0, room * row.value / 100), 10, fill=dark if i == 0 else light, radius=5))
        parts.append(p.text(room + 14, y + 32, f"{row.value}%", size=15, fill=dark, weight=700))
    alt = f"{title}. " + " ".join(f"{row.label} {row.value}%." for row in rows)
    return p.picture(_WIDTH, _ROW * len(rows), alt, parts)
