"""The few SVG elements our charts need. Colours by KRDS; shape and word carry the meaning as well as colour."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

INK, SOFT, FAINT, GRID = "#1e2124", "#464c53", "#58616a", "#d8dce0"
PRIMARY, PRIMARY_DARK, PRIMARY_LIGHT = "#0b50d0", "#052b57", "#b1cefb"
WARM, WARM_LIGHT = "#a34a00", "#ffd9a8"
COOL, COOL_LIGHT = "#006b57", "#a9e3d4"
TONES = {
    "above": (WARM, WARM_LIGHT), "around": (PRIMARY, PRIMARY_LIGHT), "below": (COOL, COOL_LIGHT), "plain": (PRIMARY, PRIMARY_LIGHT),
}  # fmt: skip
FONT = "Pretendard GOV, Noto Sans KR, sans-serif"


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing and the same in words. `svg` stands on its own; on a page it is shown inline."""

    svg: str
    alt: str


def text(
    x: float, y: float, words: str, *, size: float = 12, fill: str = INK, anchor: str = "start", weight: int = 400
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{fill}" text-anchor="{anchor}" '
        f'font-weight="{weight}">{escape(words)}</text>'
    )


def line(x1: float, y1: float, x2: float, y2: float, *, stroke: str = GRID, width: float = 1, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{stroke}" stroke-width="{width:g}"{dashed}/>'


def rect(x: float, y: float, width: float, height: float, *, fill: str, radius: float = 0) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="{radius:g}" fill="{fill}"/>'


def circle(x: float, y: float, radius: float, *, fill: str, stroke: str = "#ffffff", width: float = 1.5) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{fill}" stroke="{stroke}" stroke-width="{width:g}"/>'


def diamond(x: float, y: float, radius: float, *, fill: str, stroke: str) -> str:
    points = f"{x:.1f},{y - radius:.1f} {x + radius:.1f},{y:.1f} {x:.1f},{y + radius:.1f} {x - radius:.1f},{y:.1f}"
    return f'<polygon points="{points}" fill="{fill}" stroke="{stroke}" stroke-width="1.6"/>'


def picture(width: float, height: float, alt: str, parts: list[str]) -> Chart:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img" aria-label={quoteattr(alt)} '
        f'font-family="{FONT}">{"".join(parts)}</svg>'
    )
    return Chart(svg, alt)


def wrapped(words: str, limit: int) -> list[str]:
    """Up to two lines of about `limit` half-width characters, broken between words."""
    width, lines = 0, [""]
    for word in words.split(" "):
        size = sum(2 if ord(sign) > 0x1100 else 1 for sign in word)
        if lines[-1] and width + 1 + size > limit and len(lines) < 2:
            lines.append(word)
            width = size
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
            width += 1 + size
    return lines
