"""A rules Text in the language of the page being made."""

from __future__ import annotations

from django.utils.translation import get_language

from jikim.rules.words import Text


def say(text: object) -> str:
    """A Text in the current language (an empty one falls back to the other); gettext strings and plain ones as they are."""
    if text is None:
        return ""
    return text.say(get_language() or "ko") if isinstance(text, Text) else str(text)


def say_pair(ko: str, en: str) -> str:
    """The same for `_ko`/`_en` fields of a model."""
    return Text(ko, en).say(get_language() or "ko")


def who(name: str, key: str) -> Text:
    """Whoever acted, as a person reads it: the console, a link's holder and the programme's own rules have no names."""
    if key == "console":
        return Text(f"시스템 운영자({name})", f"System operator ({name})")
    if key.startswith("link:"):
        return Text("신청인(링크)", "Applicant (by link)")
    if key == "rules":
        return Text("사업 규칙(자동)", "Programme rules (automatic)")
    return Text(name, name)
