"""Means as dots with their intervals on one scale, each beside its reference. Draws only what it is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jikim.shared.charts import picture as p


@dataclass(frozen=True, slots=True)
class IntervalRow:
    """One line. `value` None: nothing is drawn but `note` (why it is not shown). `tone` above, around, below, plain."""

    label: str
    value: int | None
    interval: tuple[int, int] | None = None
    reference: int | None = None
    tone: str = "plain"
    note: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class IntervalWords:
    """The words of a chart in one language."""

    title: str
    dot: str
    interval: str
    reference: str


_WIDTH, _LABELS, _RIGHT, _ROW, _TOP, _FOOT = 680.0, 196.0, 92.0, 46.0, 26.0, 30.0


def intervals(rows: Sequence[IntervalRow], words: IntervalWords, *, low: float = 0, high: float = 100) -> p.Chart:
    """The chart, and all its figures in words."""
    height = _TOP + _ROW * len(rows) + _FOOT
    start, end = _LABELS + 14, _WIDTH - _RIGHT

    def at(value: float) -> float:
        return start + (end - start) * (value - low) / (high - low)

    parts: list[str] = []
    bottom = _TOP + _ROW * len(rows)
    for i in range(5):
        tick = low + (high - low) * i / 4
        parts.append(p.line(at(tick), _TOP - 4, at(tick), bottom, stroke=p.GRID))
        parts.append(p.text(at(tick), _TOP - 10, f"{tick:g}", size=10.5, fill=p.FAINT, anchor="middle"))
    for i, row in enumerate(rows):
        y = _TOP + _ROW * (i + 0.5)
        if i:
            parts.append(p.line(0, y - _ROW / 2, _WIDTH, y - _ROW / 2, stroke="#eceef0"))
        parts += _row(row, y, at, end)
    parts += _legend(words, bottom + 20, start)
    alt = f"{words.title}. " + " ".join(_said(row, words) for row in rows)
    return p.picture(_WIDTH, height, alt, parts)


def _row(row: IntervalRow, y: float, at, end: float) -> list[str]:  # type: ignore[no-untyped-def]
    dark, light = p.TONES[row.tone]
    lines = p.wrapped(row.label, 27)
    first = y + 4 - 7.5 * (len(lines) - 1)
    parts = [p.text(0, first + 15 * i, words, size=12.5, weight=600) for i, words in enumerate(lines)]
    if row.value is None:
        return [*parts, p.text(at(0) + 8, y + 4, row.note, size=11, fill=p.FAINT)]
    if row.interval:
        left, right = at(row.interval[0]), at(row.interval[1])
        parts.append(p.rect(left, y - 5, right - left, 10, fill=light, radius=5))
    if row.reference is not None:
        parts.append(p.diamond(at(row.reference), y, 6.5, fill="#ffffff", stroke=p.INK))
    parts.append(p.circle(at(row.value), y, 6.5, fill=dark))
    parts.append(p.text(end + 14, y + 5, str(row.value), size=16, fill=dark, weight=700))
    if row.says:
        parts.append(p.text(end + 42, y + 4.5, row.says, size=11, fill=dark, weight=600))
    return parts


def _legend(words: IntervalWords, y: float, start: float) -> list[str]:
    x = start
    parts = [p.circle(x + 6, y - 4, 5.5, fill=p.PRIMARY), p.text(x + 16, y, words.dot, size=10.5, fill=p.SOFT)]
    x += 30 + _width(words.dot)
    if words.interval:
        parts.append(p.rect(x, y - 8, 20, 8, fill=p.PRIMARY_LIGHT, radius=4))
        parts.append(p.text(x + 26, y, words.interval, size=10.5, fill=p.SOFT))
        x += 42 + _width(words.interval)
    parts += [p.diamond(x + 6, y - 4, 5, fill="#ffffff", stroke=p.INK), p.text(x + 17, y, words.reference, size=10.5, fill=p.SOFT)]
    return parts


def _width(words: str) -> float:
    return sum(10.2 if ord(sign) > 0x1100 else 5.6 for sign in words)


def _said(row: IntervalRow, words: IntervalWords) -> str:
    if row.value is None:
        return f"{row.label}: {row.note}."
    said = f"{row.label}: {words.dot} {row.value}"
    if row.interval:
        said += f" ({words.interval} {row.interval[0]}–{row.interval[1]})"
    if row.reference is not None:
        said += f", {words.reference} {row.reference}"
    return f"{said}."
