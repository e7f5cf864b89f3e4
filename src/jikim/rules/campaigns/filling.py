"""A piece of a kit with a workplace's own name, help line, officer and channel in it; what nobody has written stays open to write in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from jikim.rules.korean import settled
from jikim.rules.library.kits import PLACES, Piece
from jikim.rules.words import Text

#: what is printed where nothing was given: a line to write on, or the words any workplace can use
GAP = "__________"
GENERAL: Mapping[str, Text] = {
    "workplace": Text("우리 사업장", "our workplace"), "officer": Text(GAP, GAP), "channel": Text(GAP, GAP), "helpline": Text(GAP, GAP),
}  # fmt: skip
#: what is read where a piece stands for everybody, on a page nobody writes on
ANYBODYS: Mapping[str, Text] = {
    "workplace": Text("우리 사업장", "our workplace"), "officer": Text("담당자", "the person in charge"),
    "channel": Text("사내 신고 창구", "our reporting channel"), "helpline": Text("상담 전화", "the help line"),
}  # fmt: skip
_PLACE = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True, slots=True)
class Filled:
    """A piece in one language, ready to print. open: places it names that nobody has filled."""

    heading: str
    lines: tuple[str, ...]
    open: tuple[str, ...]


def filled(piece: Piece, values: Mapping[str, Text], language: str) -> Filled:
    """The piece in one language. values: place → its words; a place without words gets GENERAL's. Korean particles are settled."""
    told = {place: values[place] if values.get(place) and values[place].ko else GENERAL[place] for place in PLACES}

    def put(text: Text) -> str:
        return _put(text, told, language)

    return Filled(put(piece.heading) if piece.heading.ko else "", tuple(put(line) for line in piece.lines), missing(piece, values))


def general(piece: Piece) -> Piece:
    """The piece as anybody reads it, in both languages: every place has general words, no line is left to write on."""
    return replace(piece, heading=_general(piece.heading), lines=tuple(_general(line) for line in piece.lines))


def _general(text: Text) -> Text:
    return Text(_put(text, ANYBODYS, "ko"), _put(text, ANYBODYS, "en"))


def _put(text: Text, told: Mapping[str, Text], language: str) -> str:
    words = _PLACE.sub(lambda found: told[found[1]].say(language) if found[1] in told else found[0], text.say(language))
    if language == "ko":
        return settled(words)
    first = _PLACE.match(text.en)
    # general words begin a sentence with a capital; a workplace's own name is written as it writes it
    is_general = first is not None and told.get(first[1]) in (GENERAL.get(first[1]), ANYBODYS.get(first[1]))
    return words[:1].upper() + words[1:] if is_general else words


def missing(piece: Piece, values: Mapping[str, Text]) -> tuple[str, ...]:
    """Places the piece names and `values` has no words for, in the order of PLACES; a workplace is never missing."""
    named = {place for text in (piece.heading, *piece.lines) for place in _PLACE.findall(text.ko)}
    return tuple(place for place in PLACES if place in named and place != "workplace" and not (values.get(place) and values[place].ko))
