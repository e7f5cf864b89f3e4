"""Kit packs: what a well-shaped document must also mean, and the Kit made from it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from jikim.rules.library.kits import PLACES, For, Form, Kit, Piece
from jikim.rules.packs.courses import form_of
from jikim.rules.packs.entries import all_words, date_faults, origin_of, twice
from jikim.rules.packs.faults import Fault
from jikim.rules.packs.read import words
from jikim.rules.words import Text

Document = Mapping[str, Any]

_PLACE = re.compile(r"\{([^{}]*)\}")


def kit_of(document: Document) -> Kit:
    """The Kit of a checked document."""
    return Kit(
        document["id"], document["version"], words(document["title"]), For(document["audience"]),
        tuple(_piece(document, one) for one in document["pieces"]), form_of(document.get("awareness", ())),
    )  # fmt: skip


def _piece(document: Document, one: Document) -> Piece:
    return Piece(
        key=one["key"], form=Form(one["form"]), title=words(one["title"]), heading=words(one.get("heading")),
        lines=all_words(one["lines"]), where=words(one["where"]), sizes=tuple(one.get("sizes", ())),
        occupations=tuple(one.get("occupations", ())), origin=origin_of(document, one),
    )  # fmt: skip


def kit_faults(document: Document) -> list[Fault]:
    """Keys twice, places nobody can fill, a place in one language only."""
    pieces = document["pieces"]
    return [
        *twice([one["key"] for one in pieces], "pieces"), *date_faults(document, pieces, "pieces"),
        *(fault for i, one in enumerate(pieces) for fault in _places(one, f"pieces[{i}]")),
    ]  # fmt: skip


def _places(one: Document, path: str) -> Iterator[Fault]:
    for name, text in [("heading", one.get("heading")), *((f"lines[{i}]", line) for i, line in enumerate(one["lines"]))]:
        if not text:
            continue
        korean, english = ({*_PLACE.findall(text[language])} for language in ("ko", "en"))
        for place in sorted((korean | english) - set(PLACES)):
            yield Fault(
                f"{path}.{name}",
                Text(f"‘{{{place}}}’에 넣을 것이 없습니다.", f"Nothing fills “{{{place}}}”."),
                Text(f"쓸 수 있는 자리: {', '.join(PLACES)}.", f"Places there are: {', '.join(PLACES)}."),
            )
        if korean != english:
            yield Fault(
                f"{path}.{name}",
                Text("두 언어의 채울 자리가 다릅니다.", "The two languages have different places to fill."),
                Text("한국어와 영어에 같은 자리를 두십시오.", "Put the same places into both."),
            )
