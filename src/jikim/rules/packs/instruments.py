"""Instrument packs: what a well-shaped document must also mean, and the Instrument made from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from jikim.rules.packs.faults import Fault
from jikim.rules.packs.read import words
from jikim.rules.packs.references import reference_faults, reference_of
from jikim.rules.scoring.exact import Lattice
from jikim.rules.scoring.instrument import (
    AskedIf,
    Choice,
    Formula,
    Instrument,
    Item,
    Scale,
    Subscale,
    Total,
    Wording,
)
from jikim.rules.words import Text

Document = Mapping[str, Any]


def instrument_of(document: Document) -> Instrument:
    """The Instrument of a checked document."""
    scales = {
        key: Scale(key, tuple(Choice(choice["value"], words(choice["label"])) for choice in scale["choices"]))
        for key, scale in document["scales"].items()
    }
    items = tuple(
        Item(
            item["key"],
            words(item["text"]),
            scales[item["scale"]],
            item.get("reverse", False),
            _asked_if(item),
        )
        for item in document["items"]
    )
    by_key = {item.key: item for item in items}
    return Instrument(
        id=document["id"],
        version=document["version"],
        title=words(document["title"]),
        preamble=words(document.get("preamble")),
        wording=Wording(document["wording"]),
        items=items,
        subscales=tuple(_subscale(document, part, by_key) for part in document["subscales"]),
        totals=tuple(
            Total(
                part["key"], words(part["title"]), tuple(part["of"]),
                reference_of(part.get("reference"), document.get("classes", []), part.get("says")),
            )
            for part in document.get("totals", [])
        ),
    )  # fmt: skip


def _subscale(document: Document, part: Document, items: Mapping[str, Item]) -> Subscale:
    return Subscale(
        key=part["key"],
        title=words(part["title"]),
        about=words(part.get("about")),
        items=tuple(part["items"]),
        formula=Formula(part["formula"]),
        minimum_answered=part["minimum_answered"],
        higher_is_worse=part["direction"] == "higher_is_worse",
        reference=reference_of(part.get("reference"), document.get("classes", []), part.get("says")),
    )


def _asked_if(item: Document) -> AskedIf | None:
    asked = item.get("asked_if")
    return AskedIf(tuple(asked["items"]), asked["at_least"]) if asked else None


def instrument_faults(document: Document) -> list[Fault]:
    """Everything a JSON Schema cannot see: keys that do not exist, keys twice, polarity of scales, minimums, references."""
    faults = [*_scale_faults(document), *_item_faults(document), *_subscale_faults(document)]
    return faults or [*_reference_faults(document)]


def _scale_faults(document: Document) -> Iterator[Fault]:
    for key, scale in document["scales"].items():
        values = [choice["value"] for choice in scale["choices"]]
        if values != list(range(values[0], values[0] + len(values))):
            yield Fault(
                f"scales.{key}",
                Text(
                    f"보기 값 {values}이(가) 하나씩 커지지 않습니다.",
                    f"The values {values} do not go up by one.",
                ),
                Text("1, 2, 3, 4처럼 차례로 적어 주십시오.", "List them in order, such as 1, 2, 3, 4."),
            )


def _item_faults(document: Document) -> Iterator[Fault]:
    keys = [item["key"] for item in document["items"]]
    scored = {key for part in document["subscales"] for key in part["items"]}
    yield from _twice(keys, "items", Text("문항", "item"))
    for i, item in enumerate(document["items"]):
        if item["scale"] not in document["scales"]:
            yield _unknown(f"items[{i}].scale", item["scale"], document["scales"])
        asked = item.get("asked_if")
        if not asked:
            continue
        for key in asked["items"]:
            if key not in keys[:i]:
                yield Fault(
                    f"items[{i}].asked_if",
                    Text(
                        f"조건이 되는 문항 ‘{key}’이(가) 앞에 없습니다.",
                        f"The item “{key}” it depends on does not come before it.",
                    ),
                    Text(
                        "먼저 묻는 문항만 조건으로 쓸 수 있습니다.",
                        "Only an earlier item can be a condition.",
                    ),
                )
        if item["key"] in scored:
            yield Fault(
                f"items[{i}].asked_if",
                Text(
                    "점수에 들어가는 문항은 조건부로 물을 수 없습니다.",
                    "An item that is scored cannot be asked on a condition.",
                ),
                Text(
                    "묻지 않은 것과 답하지 않은 것을 구별할 수 없게 됩니다.",
                    "Not asked and not answered could not be told apart.",
                ),
            )


def _subscale_faults(document: Document) -> Iterator[Fault]:
    items = {item["key"]: item for item in document["items"]}
    parts = [*document["subscales"], *document.get("totals", [])]
    yield from _twice([part["key"] for part in parts], "subscales", Text("하위영역", "subscale"))
    seen: dict[str, str] = {}
    for i, part in enumerate(document["subscales"]):
        path = f"subscales[{i}]"
        yield from _twice(part["items"], f"{path}.items", Text("문항", "item"))
        unknown = [key for key in part["items"] if key not in items]
        yield from (_unknown(f"{path}.items", key, items) for key in unknown)
        for key in part["items"]:
            if seen.setdefault(key, part["key"]) != part["key"]:
                yield Fault(
                    f"{path}.items",
                    Text(
                        f"문항 ‘{key}’이(가) ‘{seen[key]}’에도 있습니다.",
                        f"The item “{key}” is also in “{seen[key]}”.",
                    ),
                    Text("한 문항은 한 하위영역에만 넣으십시오.", "Put an item into one subscale only."),
                )
        if not unknown:
            yield from _sense_of_subscale(document, part, items, path)
    known = [part["key"] for part in document["subscales"]]
    for i, part in enumerate(document.get("totals", [])):
        yield from (_unknown(f"totals[{i}].of", key, known) for key in part["of"] if key not in known)


def _sense_of_subscale(
    document: Document, part: Document, items: Mapping[str, Any], path: str
) -> Iterator[Fault]:
    scales = [document["scales"].get(items[key]["scale"]) for key in part["items"]]
    ranges = {tuple(choice["value"] for choice in scale["choices"]) for scale in scales if scale}
    if len(ranges) > 1:
        yield Fault(
            f"{path}.items",
            Text(
                "보기 값의 범위가 다른 문항이 섞여 있습니다.",
                "Items with different ranges of values are mixed.",
            ),
            Text(
                "같은 척도의 문항만 한 하위영역에 넣으십시오.", "Put only items of one scale into a subscale."
            ),
        )
    count, minimum = len(part["items"]), part["minimum_answered"]
    least = max(2, -(-count // 2))
    if not least <= minimum <= count:
        yield Fault(
            f"{path}.minimum_answered",
            Text(
                f"{count}문항이면 {least}~{count}이어야 하는데 {minimum}입니다.",
                f"With {count} items this is {least} to {count}, not {minimum}.",
            ),
            Text(
                "절반 이상, 적어도 2문항에 답해야 점수를 냅니다.",
                "A score needs at least half of the items and never fewer than two.",
            ),
        )


def _reference_faults(document: Document) -> Iterator[Fault]:
    classes = [one["key"] for one in document.get("classes", [])]
    yield from _twice(classes, "classes", Text("구분", "class"))
    instrument = instrument_of(
        {**document, "subscales": [_bare(s) for s in document["subscales"]], "totals": []}
    )
    for i, part in enumerate(document["subscales"]):
        lattice = Lattice.of(instrument, instrument.subscales[i])
        full = lattice.score(lattice.count, lattice.count * lattice.top)
        yield from reference_faults(part, classes, full or Fraction(100), f"subscales[{i}]")
    for i, part in enumerate(document.get("totals", [])):
        yield from reference_faults(part, classes, Fraction(100), f"totals[{i}]")


def _bare(part: Document) -> dict[str, Any]:
    return {key: value for key, value in part.items() if key not in ("reference", "says")}


def _twice(keys: Sequence[str], path: str, what: Text) -> Iterator[Fault]:
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield Fault(
            path,
            Text(f"{what.ko} ‘{key}’이(가) 두 번 나옵니다.", f"The {what.en} “{key}” stands twice."),
            Text("서로 다른 이름을 쓰십시오.", "Use different keys."),
        )


def _unknown(path: str, key: str, known: Sequence[str] | Mapping[str, Any]) -> Fault:
    return Fault(
        path,
        Text(f"‘{key}’이(가) 이 팩에 없습니다.", f"“{key}” does not exist in this pack."),
        Text(f"있는 것: {', '.join(known)}.", f"There are: {', '.join(known)}."),
    )
