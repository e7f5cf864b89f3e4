"""Pieces with a workplace's own words, with a line to write on, or in general words."""

from __future__ import annotations

import re

import pytest

from jikim.rules.campaigns.filling import GAP, filled, general
from jikim.rules.library.kits import Piece
from jikim.rules.words import Text
from jikim.shared.library import library

PIECES = [piece for kit in library().kits.values() for piece in kit.pieces]


def texts(piece: Piece) -> list[Text]:
    return [piece.heading, *piece.lines]


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: piece.key)
def test_what_anybody_reads_has_no_place_left_to_fill(piece: Piece) -> None:
    for text in texts(general(piece)):
        for words in (text.ko, text.en):
            assert not re.search(r"[{}]|__|이\(가\)|을\(를\)|은\(는\)|와\(과\)", words), words


def test_a_sentence_that_begins_with_a_place_begins_with_a_capital() -> None:
    piece = next(piece for piece in PIECES if any(text.en.startswith("{") for text in texts(piece)))
    for before, after in zip(texts(piece), texts(general(piece)), strict=True):
        if before.en.startswith("{"):
            assert after.en[0].isupper()
    printed = filled(piece, {}, "en")
    assert all(line[0].isupper() for line, text in zip(printed.lines, piece.lines, strict=True) if text.en.startswith("{"))
    own = filled(piece, {"workplace": Text("e새봄", "e-Saebom")}, "en")
    assert any(line.startswith("e-Saebom") for line in own.lines), "a name is written as its owner writes it"


def test_a_workplaces_own_words_and_a_line_where_nobody_wrote_any() -> None:
    piece = next(piece for piece in PIECES if "{officer}" in "".join(text.ko for text in texts(piece)))
    own = "\n".join(filled(piece, {"officer": Text("김서연", "Kim Seoyeon")}, "ko").lines)
    assert "김서연" in own
    assert GAP in "\n".join(filled(piece, {}, "ko").lines)


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: piece.key)
def test_no_sentence_begins_small_after_another(piece: Piece) -> None:
    for text in texts(general(piece)):
        assert not re.search(r"[.?!][”’]? +[a-z]", text.en), text.en
