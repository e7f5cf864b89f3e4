"""A quiz as an open page draws it: in the order of the form's key, with what was picked kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jikim.areas.training.actions.answering import chosen
from jikim.rules.training import Asked


def missing_of(asked: Sequence[Asked], sent: Mapping[str, str]) -> list[int]:
    """Numbers (from 1, as shown) of the questions without an answer of ours."""
    picked = chosen(sent)
    return [number for number, one in enumerate(asked, 1) if picked.get(one.key, -1) not in {option for option, _ in one.options}]


def quiz_fields(asked: Sequence[Asked], sent: Mapping[str, str], missing: Sequence[int]) -> list[dict[str, Any]]:
    return [
        {
            "number": number, "name": one.key, "text": one.question.text, "missing": number in missing,
            "options": [(str(option), text, sent.get(one.key) == str(option)) for option, text in one.options],
        }
        for number, one in enumerate(asked, 1)
    ]  # fmt: skip


def explained(asked: Sequence[Asked], sent: Mapping[str, str]) -> list[dict[str, Any]]:
    """Each question with what is right and why, whatever was picked."""
    picked = chosen(sent)
    return [
        {"number": number, "text": one.question.text, "right": one.question.options[one.question.right], "why": one.question.why,
         "is_right": picked.get(one.key) == one.question.right}
        for number, one in enumerate(asked, 1)
    ]  # fmt: skip
