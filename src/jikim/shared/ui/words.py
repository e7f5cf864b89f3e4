"""A rules Text in the language of the page being made."""

from __future__ import annotations

from django.utils.translation import get_language

from jikim.rules.words import Text


def say(text: Text | str | None) -> str:
    """The sentence in the current language; an empty one falls back to the other."""
    if text is None:
        return ""
    return text if isinstance(text, str) else text.say(get_language() or "ko")


def say_pair(ko: str, en: str) -> str:
    """The same for `_ko`/`_en` fields of a model."""
    return Text(ko, en).say(get_language() or "ko")
