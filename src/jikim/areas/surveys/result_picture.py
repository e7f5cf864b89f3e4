"""The picture of one area: a scale with the reference on it and a marker. Shape and words carry it as well as colour.

Presentation attributes only: the worker's pages allow no inline style. Hidden from readers, who get the sentence beside it.
"""

from __future__ import annotations

from fractions import Fraction

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from jikim.rules.result_areas import AreaResult, Mark
from jikim.shared.charts.picture import INK, SOFT, WARM_LIGHT, line, picture, rect, text

LEFT, WIDE, TOP, HIGH = 10.0, 300.0, 34.0, 14.0
BASE, ABOVE = "#e6e8ea", "#8a3d00"


def picture_of(area: AreaResult) -> SafeString:
    """Inline SVG; empty where there is no score."""
    if area.score is None:
        return SafeString("")
    language = get_language() or "ko"
    parts = [rect(LEFT, TOP, WIDE, HIGH, fill=BASE, radius=4), *_beyond(area)]
    parts += [rect(LEFT, TOP, max(1.0, _x(area.share) - LEFT), HIGH / 2, fill=SOFT, radius=2)]
    parts += [_edge(mark, area.full) for mark in area.marks]
    bottom, labels = _labels(area, language)
    parts += [*labels, text(LEFT, bottom, "0", size=11, fill=SOFT),
              text(LEFT + WIDE, bottom, area.printed_full, size=11, fill=SOFT, anchor="end")]  # fmt: skip
    parts.append(_marker(area))
    drawn = picture(LEFT * 2 + WIDE, bottom + 6, "", parts)
    # the words beside it say the same: a reader is not told everything twice
    return SafeString(drawn.svg.replace('role="img" aria-label=""', 'aria-hidden="true" focusable="false"'))


def _beyond(area: AreaResult) -> list[str]:
    """The stretch above the (lowest) reference, striped, so that it is seen without colour. Bands show their edges only."""
    if not area.marks or area.banded:
        return []
    start, end = _x(min(mark.at for mark in area.marks) / area.full), LEFT + WIDE
    middle = TOP + HIGH / 2
    stripes = [
        line(x, TOP + HIGH, min(x + HIGH / 2, end), middle + max(0.0, x + HIGH / 2 - end), stroke=ABOVE, width=1)
        for x in _every(start, end, 7.0)
    ]
    return [rect(start, TOP, end - start, HIGH, fill=WARM_LIGHT), *stripes]


def _every(start: float, end: float, step: float) -> list[float]:
    return [start + i * step for i in range(int((end - start) / step) + 1) if start + i * step < end - 1]


def _edge(mark: Mark, full: Fraction) -> str:
    x = _x(mark.at / full)
    return line(x, TOP - 5, x, TOP + HIGH + 5, stroke=INK, width=2)


def _labels(area: AreaResult, language: str) -> tuple[float, list[str]]:
    """A line of its own for each reference by sex; where there are bands, only their edges."""
    first = TOP + HIGH + 18
    if area.banded:
        return first, [
            text(_x(mark.at / area.full), first, f"{float(mark.at):g}", size=11, fill=INK, anchor="middle")
            for mark in area.marks
        ]
    out = []
    for row, mark in enumerate(area.marks):
        said = f"{mark.label.say(language)} {mark.printed}"
        half = sum(11.0 if ord(sign) > 0x1100 else 6.2 for sign in said) / 2
        # between the figures at both ends of the scale
        x = min(max(_x(mark.at / area.full), LEFT + 14 + half), LEFT + WIDE - 26 - half)
        out.append(text(x, first + row * 15, said, size=11, fill=INK, anchor="middle"))
    return first + max(0, len(area.marks) - 1) * 15, out


def _marker(area: AreaResult) -> str:
    """A pin over the scale with the score: a triangle above the reference, a drop (round head) otherwise."""
    x, said = _x(area.share), area.printed
    half = len(said) * 3.6 + 7
    middle = min(max(x, LEFT + half), LEFT + WIDE - half)
    tip = f'<polygon points="{x - 6:.1f},24 {x + 6:.1f},24 {x:.1f},{TOP + 2:.1f}" fill="{INK}"/>'
    head = rect(middle - half, 5, half * 2, 19, fill=INK, radius=0 if area.tone == "above" else 9)
    return tip + head + text(middle, 19, said, size=12, fill="#ffffff", anchor="middle", weight=700)


def _x(share: Fraction) -> float:
    return LEFT + WIDE * float(share)
