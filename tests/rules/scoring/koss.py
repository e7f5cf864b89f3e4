"""A KOSS-SF1-shaped pack: proves that areas, mixed polarity, a total and bands by sex can be said. Its bands are made up."""

from __future__ import annotations

from typing import Any

AREAS = {
    "environment": 2,
    "demand": 4,
    "control": 4,
    "relations": 3,
    "insecurity": 2,
    "organisation": 4,
    "reward": 3,
    "culture": 4,
}
REVERSED = {5, *range(7, 14), *range(16, 23)}
BANDS = {"low": None, "middling": ("40", "42.5"), "high": ("50", "50.1"), "very_high": ("60.5", "58")}


def text(words: str) -> dict[str, str]:
    return {"ko": f"{words}(시험)", "en": words}


def koss_document() -> dict[str, Any]:
    numbers = iter(range(1, 27))
    areas = {area: [next(numbers) for _ in range(count)] for area, count in AREAS.items()}
    edges = {key: {"men": edge[0], "women": edge[1]} for key, edge in BANDS.items() if edge}
    reference = {"unit": "score", "source": text("made up for the test"), "from": edges}
    return {
        "kind": "instrument", "id": "koss-style", "version": "0.0.1", "title": text("A KOSS-SF1-shaped pack"),
        "source": text("Structure and key only"), "licence": "CC-BY-4.0", "wording": "working",
        "scales": {"agree": {"choices": [{"value": v, "label": text(str(v))} for v in (1, 2, 3, 4)]}},
        "items": [
            {"key": f"k{i:02d}", "text": text(f"Item {i}"), "scale": "agree", "reverse": i in REVERSED} for i in range(1, 27)
        ],
        "classes": [{"key": key, "label": text(key)} for key in BANDS],
        "subscales": [
            {"key": area, "title": text(area), "items": [f"k{i:02d}" for i in items], "direction": "higher_is_worse",
             "formula": "percent", "minimum_answered": max(2, -(-len(items) // 2)), "reference": reference}
            for area, items in areas.items()
        ],
        "totals": [{"key": "total", "title": text("Total"), "of": list(areas), "reference": reference}],
    }  # fmt: skip
