"""A deck set out in one language, the same for the screen, the PDF and the phone."""

from __future__ import annotations

from typing import Any

from jikim.areas.training.queries.courses import occupation_title
from jikim.rules.library import Block, Composed, Source
from jikim.rules.training import Deck

#: blocks that are spoken lines
_SPOKEN = frozenset({"say"})


def set_out(deck: Deck, language: str) -> dict[str, Any]:
    """title, occupation, goals, slides: title, minutes, points, blocks (title, lines, mark, must, spoken), notes."""
    return {
        "course": deck.course.id, "version": deck.course.version, "title": deck.course.title.say(language),
        "occupation": occupation_title(deck.occupation.key).say(language) if deck.occupation else "", "minutes": deck.minutes,
        "goals": [one.say(language) for one in deck.course.goals],
        "slides": [_slide(number, one, language) for number, one in enumerate(deck.slides, 1)],
    }  # fmt: skip


def _slide(number: int, one: Composed, language: str) -> dict[str, Any]:
    return {
        "number": number, "key": one.key, "title": one.title.say(language), "minutes": one.minutes, "notes": one.notes.say(language),
        "points": [line.say(language) for line in one.points], "blocks": [_block(block, language) for block in one.blocks],
    }  # fmt: skip


def _block(block: Block, language: str) -> dict[str, Any]:
    there, mark = block.standing, ""
    if there and there.mark.mandatory:
        mark = f"{there.weight.say(language)} · {there.cite.say(language)}"
    elif there and block.source is Source.EMPLOYER:
        # what an employer is to do is a duty or a recommendation, and the slide says which
        mark = there.weight.say(language)
    return {
        "title": block.title.say(language), "lines": [line.say(language) for line in block.lines if line.say(language)], "mark": mark,
        "must": bool(there and there.mark.mandatory), "spoken": block.source.value in _SPOKEN,
    }  # fmt: skip
