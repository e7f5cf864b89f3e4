"""Makes a value document comparable and storable: one form of a letter, no control characters, empty is empty. Drops nothing a person wrote."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

#: characters of one text; longer ones are a Problem, never cut
LARGEST_TEXT = 10_000


def cleaned(value: Any) -> Any:
    """The same document with letters in one form (NFC), line ends as \\n, no control characters, and whole numbers as integers."""
    if isinstance(value, str):
        plain = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
        return "".join(letter for letter in plain if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cs"))
    if isinstance(value, Mapping):
        return {str(cleaned(key)): cleaned(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(one) for one in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def is_empty(value: Any) -> bool:
    """Nothing was said: None, blank text, an empty list, or a table or signature without anything in it."""
    if value is None:
        return True
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, Mapping):
        return all(is_empty(one) for one in value.values())
    return isinstance(value, list) and not value
