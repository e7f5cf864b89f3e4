"""Occupation packs: what a well-shaped document must also mean, and the Occupation made from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jikim.rules.library.entry import Hazard
from jikim.rules.library.occupations import Occupation, Owed, Situation
from jikim.rules.packs.courses import question_faults, question_of
from jikim.rules.packs.entries import all_words, date_faults, origin_of, twice
from jikim.rules.packs.faults import Fault
from jikim.rules.packs.read import words

Document = Mapping[str, Any]


def occupation_of(document: Document) -> Occupation:
    """The Occupation of a checked document."""
    return Occupation(
        key=document["id"], version=document["version"], title=words(document["title"]), also=all_words(document["also"]),
        sectors=tuple(document["sectors"]), industries=tuple(document["industries"]), about=words(document["about"]),
        situations=tuple(_situation(document, one) for one in document["situations"]),
        after=all_words(document["after"]), self_care=all_words(document["self_care"]),
        employer=tuple(Owed(words(one["text"]), origin_of(document, one)) for one in document["employer"]),
        quiz=tuple(question_of(one) for one in document["quiz"]), origin=origin_of(document, document),
    )  # fmt: skip


def _situation(document: Document, one: Document) -> Situation:
    return Situation(
        key=one["key"], hazard=Hazard(one["hazard"]), title=words(one["title"]), happens=words(one["happens"]),
        say=all_words(one["say"]), next=all_words(one["next"]), stop=words(one["stop"]), keep=words(one["keep"]),
        measures=tuple(one["measures"]), origin=origin_of(document, one),
    )  # fmt: skip


def occupation_faults(document: Document) -> list[Fault]:
    """Keys twice, days that do not exist, questions whose right answer is not among the options."""
    situations = document["situations"]
    return [
        *twice([one["key"] for one in situations], "situations"), *date_faults(document, situations, "situations"),
        *question_faults(document["quiz"]),
    ]  # fmt: skip
