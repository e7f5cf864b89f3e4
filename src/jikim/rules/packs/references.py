"""References of a pack: cut-offs and bands as exact fractions, by sex where published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from jikim.rules.packs.faults import Fault
from jikim.rules.packs.read import words
from jikim.rules.scoring.instrument import Band, Reference
from jikim.rules.words import Text

Document = Mapping[str, Any]


def fraction_of(value: str | int) -> Fraction:
    """`12.5/15`, `50` or `9.5` as the exact fraction; ValueError or ZeroDivisionError otherwise."""
    top, _, bottom = str(value).partition("/")
    return Fraction(top.strip()) / Fraction(bottom.strip() or 1)


def reference_of(
    reference: Document | None, classes: Sequence[Document], says: Document | None
) -> Reference | None:
    """Bands for men and women on the score's own scale; None where the pack has no reference."""
    if reference is None:
        return None
    factor = 100 if reference["unit"] == "share_of_range" else 1

    def bands(sex: str) -> tuple[Band, ...]:
        return tuple(
            Band(
                one["key"],
                words(one["label"]),
                fraction_of(_edge(reference["from"][one["key"]], sex)) * factor if i else None,
                words((says or {}).get(one["key"])),
            )
            for i, one in enumerate(classes)
        )

    return Reference(bands("men"), bands("women"), words(reference["source"]))


def reference_faults(part: Document, classes: Sequence[str], full: Fraction, path: str) -> Iterator[Fault]:
    """What a reference must mean: every class but the lowest has an edge, edges rise and lie within the score's range."""
    for key in part.get("says", {}):
        if key not in classes:
            yield _no_class(f"{path}.says", key, classes)
    reference = part.get("reference")
    if reference is None:
        return
    path = f"{path}.reference.from"
    yield from (_no_class(path, key, classes) for key in reference["from"] if key not in classes[1:])
    missing = [key for key in classes[1:] if key not in reference["from"]]
    if missing or not classes:
        yield Fault(
            path,
            Text(
                f"구분 ‘{', '.join(missing)}’의 기준값이 없습니다.",
                f"The class “{', '.join(missing)}” has no edge.",
            ),
            Text(
                "classes에 적은 구분마다 기준값을 적으십시오.",
                "Give an edge for each class listed in `classes`.",
            ),
        )
        return
    top = Fraction(1) if reference["unit"] == "share_of_range" else full
    for sex in ("men", "women"):
        edges = []
        for key in classes[1:]:
            try:
                edges.append(fraction_of(_edge(reference["from"][key], sex)))
            except (KeyError, ValueError, ZeroDivisionError):
                yield Fault(
                    f"{path}.{key}",
                    Text(f"{sex}의 기준값을 읽을 수 없습니다.", f"The edge for {sex} cannot be read."),
                    Text("‘12.5/15’처럼 정확한 분수로 men과 women을 모두 적거나 all을 적으십시오.",
                         "Write exact fractions such as 12.5/15, for both men and women, or for all."),
                )  # fmt: skip
                return
        if any(not 0 < edge <= top for edge in edges) or edges != sorted(set(edges)):
            yield Fault(
                path,
                Text(
                    f"기준값은 0보다 크고 {top} 이하이며 차례로 커져야 합니다.",
                    f"Edges must rise, above 0 and up to {top}.",
                ),
                Text(
                    "unit이 share_of_range이면 0과 1 사이로 적습니다.",
                    "With unit share_of_range they lie between 0 and 1.",
                ),
            )
            return


def _edge(edges: Document | str | int, sex: str) -> str | int:
    if isinstance(edges, Mapping):
        value: str | int = edges[sex]
        return value
    return edges


def _no_class(path: str, key: str, classes: Sequence[str]) -> Fault:
    return Fault(
        path,
        Text(
            f"‘{key}’은(는) 여기에 쓸 수 있는 구분이 아닙니다.",
            f"“{key}” is not a class that can stand here.",
        ),
        Text(f"classes: {', '.join(classes)}", f"classes: {', '.join(classes)}"),
    )
