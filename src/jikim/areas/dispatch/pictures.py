"""The plan's pictures: a tile map of the regions, a scatter of places, the spread of load. Drawn by hand, no tiles from outside; each says itself in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from jikim.rules.words import Text
from jikim.shared import codes
from jikim.shared.charts import Chart, Count, columns
from jikim.shared.charts import picture as p
from jikim.shared.ui.words import say

#: column and row of each region's tile: roughly where it lies
TILES: dict[str, tuple[int, int]] = {
    "incheon": (0, 0), "seoul": (1, 0), "gyeonggi": (2, 0), "gangwon": (3, 0),
    "chungnam": (0, 1), "sejong": (1, 1), "chungbuk": (2, 1), "gyeongbuk": (3, 1),
    "jeonbuk": (0, 2), "daejeon": (1, 2), "daegu": (2, 2), "ulsan": (3, 2),
    "gwangju": (0, 3), "jeonnam": (1, 3), "gyeongnam": (2, 3), "busan": (3, 3),
    "jeju": (0, 4),
}  # fmt: skip
_TILE, _GAP = 118.0, 8.0
#: fills from few to many with the ink that can be read on them
_SHADES = (("#f2f5f9", p.INK), ("#d8e5fd", p.INK), ("#b1cefb", p.INK), ("#86aff9", p.INK), ("#0b50d0", "#ffffff"))
_LAND = (124.5, 131.0, 33.0, 38.7)  # west, east, south, north
_SERVED, _LEFT = Text("방문 {n}곳", "{n} served"), Text("제외 {n}", "{n} left out")
_MAP = Text("지역별 방문 사업장", "Workplaces served by region")
_SCATTER = Text("사업장 위치", "Where the workplaces are")
_SCATTER_ALT = Text("점 하나가 사업장 하나입니다. 방문 {served}곳, 제외 {left}곳.", "One mark for each workplace: {served} served, {left} left out.")
_LOAD = Text("가용일당 방문 횟수별 컨설턴트 수", "Consultants by visits per available day")


def tile_map(served: Mapping[str, int], left: Mapping[str, int]) -> Chart:
    """Seventeen tiles: how many are visited, how many left out."""
    most = max(served.values(), default=0)
    parts, said = [], []
    for key, (column, row) in TILES.items():
        many, out = served.get(key, 0), left.get(key, 0)
        fill, ink = _SHADES[0 if not many else min(4, 1 + int(3 * many / most))]
        x, y = column * (_TILE + _GAP), row * (_TILE + _GAP)
        name = say(codes.region(key).short)  # type: ignore[union-attr]
        parts += [
            p.rect(x, y, _TILE, _TILE, fill=fill, radius=10), p.text(x + 12, y + 28, name, size=17, fill=ink, weight=700),
            p.text(x + 12, y + 62, say(_SERVED.fill(n=f"{many:,}")), size=15, fill=ink),
        ]  # fmt: skip
        if out:
            parts += [p.rect(x + 8, y + 76, _TILE - 16, 30, fill="#ffffff", radius=6), p.text(x + 16, y + 96, say(_LEFT.fill(n=f"{out:,}")), size=14, fill="#8a1f11", weight=700)]
        said.append(f"{name} {say(_SERVED.fill(n=many))}" + (f", {say(_LEFT.fill(n=out))}" if out else ""))
    size = 4 * (_TILE + _GAP), 5 * (_TILE + _GAP)
    return p.picture(size[0], size[1], f"{say(_MAP)}. " + "; ".join(said), parts)


def scatter(served: Sequence[tuple[float, float]], left: Sequence[tuple[float, float]], bases: Sequence[tuple[float, float]]) -> Chart:
    """Places as they lie, north up: dots are visited, crosses left out, diamonds where consultants start."""
    west, east, south, north = _LAND
    width, height = 500.0, 560.0

    def at(latitude: float, longitude: float) -> tuple[float, float]:
        return width * (longitude - west) / (east - west), height * (north - latitude) / (north - south)

    parts = [p.rect(0, 0, width, height, fill="#f6f8fb", radius=10)]
    for point in served:
        parts.append(p.circle(*at(*point), 3.2, fill=p.PRIMARY, width=0.6))
    for point in bases:
        parts.append(p.diamond(*at(*point), 5, fill="#ffffff", stroke=p.INK))
    for point in left:
        x, y = at(*point)
        parts += [p.line(x - 5, y - 5, x + 5, y + 5, stroke="#b3261e", width=2.4), p.line(x - 5, y + 5, x + 5, y - 5, stroke="#b3261e", width=2.4)]
    return p.picture(width, height, f"{say(_SCATTER)}. {say(_SCATTER_ALT.fill(served=len(served), left=len(left)))}", parts)


def load_columns(loads: Sequence[float]) -> Chart:
    """How many consultants carry how much: columns a tenth of a visit per available day wide, so that few with much are seen."""
    tenths = Counter(int(load * 10 + 1e-9) for load in loads)
    rows = [Count(f"{n / 10:.1f}–{(n + 1) / 10:.1f}", tenths[n]) for n in range(max(tenths) + 1)]
    return columns(rows, title=say(_LOAD))
