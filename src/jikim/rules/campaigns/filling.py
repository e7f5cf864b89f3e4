"""A piece of a kit with a workplace's own name, help line, officer and channel in it; what nobody has written stays open to write in."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
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
    "channel": Text("고객 상담 창구", "our customer desk"), "helpline": Text("상담 전화", "the help line"),
}  # fmt: skip
_PLACE = re.compile(r"\{([a-z]+)\}")
#: what a sentence of the line ends with, before the next begins
_ENDED = re.compile(r"[.?!][”’]?\s+$")


@dataclass(frozen=True, slots=True)
class Filled:
    """A piece in one language, ready to print. open: places it names that nobody has filled."""

    heading: str
    lines: tuple[str, ...]
    open: tuple[str, ...]


def filled(piece: Piece, values: Mapping[str, Text], language: str) -> Filled:
    """The piece in one language. values: place → its words; a place without words gets GENERAL's. Korean particles are settled."""
    told = {place: values[place] if values.get(place) and values[place].ko else GENERAL[place] for place in PLACES}

    def said(text: Text) -> str:
        return put(text, told, language, own={place for place in values if place in told and told[place] is values[place]})

    return Filled(said(piece.heading) if piece.heading.ko else "", tuple(said(line) for line in piece.lines), missing(piece, values))


def general(piece: Piece) -> Piece:
    """The piece as anybody reads it, in both languages: every place has general words, no line is left to write on."""
    return replace(piece, heading=_general(piece.heading), lines=tuple(_general(line) for line in piece.lines))


def _general(text: Text) -> Text:
    return Text(put(text, ANYBODYS, "ko"), put(text, ANYBODYS, "en"))


def put(text: Text, told: Mapping[str, Text], language: str, *, own: Collection[str] = ()) -> str:
    """The line with the places' words. Korean particles are settled; general words begin an English sentence with a capital.

    own  places filled with somebody's own words: those are written as their owner writes them
    """
    line = text.say(language)

    def word(found: re.Match[str]) -> str:
        place, before = found[1], line[: found.start()]
        said = told[place].say(language) if place in told else found[0]
        begins = place in told and place not in own and (not before or _ENDED.search(before) is not None)
        return said[:1].upper() + said[1:] if begins else said

    words = _PLACE.sub(word, line)
    return settled(words) if language == "ko" else words


def missing(piece: Piece, values: Mapping[str, Text]) -> tuple[str, ...]:
    """Places the piece names and `values` has no words for, in the order of PLACES; a workplace is never missing."""
    named = {place for text in (piece.heading, *piece.lines) for place in _PLACE.findall(text.ko)}
    return tuple(place for place in PLACES if place in named and place != "workplace" and not (values.get(place) and values[place].ko))
