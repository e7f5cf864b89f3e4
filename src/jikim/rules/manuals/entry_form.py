"""An entry of a pack as fields to fill in, and back: any entry, whatever its kind, without losing what has no field."""

from __future__ import annotations

import copy
import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from jikim.rules.manuals.entry_words import part_words
from jikim.rules.words import Text

Entry = Mapping[str, Any]
Path = tuple[str | int, ...]
#: what an edit never touches: the key names the entry, the version counts by itself
KEPT = frozenset({"key", "version", "kind", "id"})


class Shape(StrEnum):
    BOTH = "both"  # a sentence in both languages
    WORDS = "words"  # words or a key
    KEYS = "keys"  # several keys, written with commas
    NUMBER = "number"
    CHOICE = "choice"  # yes or no


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to fill in. ko and en hold the two sentences; every other shape has its value in ko. added: an empty line to add."""

    path: Path
    shape: Shape
    ko: str = ""
    en: str = ""
    added: bool = False

    @property
    def name(self) -> str:
        """As a form's field: `steps.0`."""
        return ".".join(str(part) for part in self.path)

    @property
    def label(self) -> Text:
        """`Steps 1`."""
        words = [Text(str(part + 1), str(part + 1)) if isinstance(part, int) else part_words(part) for part in self.path]
        return Text(" ".join(word.ko for word in words), " ".join(word.en for word in words))


def fields_of(entry: Entry) -> tuple[Field, ...]:
    """Every field in the order of the entry; after each list of sentences an empty one."""
    return tuple(field for name, value in entry.items() if name not in KEPT for field in _fields((name,), value))


def entry_from(entry: Entry, values: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    """The entry with these values, by field name; a field that is not among them keeps what it has.

    A sentence emptied in both languages leaves its list; numbers that are none stay as typed, for the pack's check to name.
    """
    made: dict[str, Any] = copy.deepcopy(dict(entry))
    lists: set[Path] = set()
    for field in fields_of(entry):
        if field.name not in values:
            continue
        ko, en = (" ".join(one.split()) if field.shape is not Shape.BOTH else one.strip() for one in values[field.name])
        if field.added and not ko and not en:
            continue
        place = _at(made, field.path[:-1])
        value = _value(field, ko, en)
        if field.added:
            place.append(value)
        else:
            place[field.path[-1]] = value
        if isinstance(field.path[-1], int):
            lists.add(field.path[:-1])
    for path in lists:
        kept = _at(made, path)
        kept[:] = [one for one in kept if one != {"ko": "", "en": ""}]
    return made


@dataclass(frozen=True, slots=True)
class Difference:
    """One field before and after, in one language, as pieces (text, "" | "ins" | "del")."""

    label: Text
    language: str
    pieces: tuple[tuple[str, str], ...]


def differences(before: Entry, after: Entry) -> tuple[Difference, ...]:
    """What has changed, field by field, word by word."""
    old, new = ({one.name: one for one in fields_of(entry) if not one.added} for entry in (before, after))
    found: list[Difference] = []
    for name in [*new, *(name for name in old if name not in new)]:
        one, two = old.get(name), new.get(name)
        known = two or one
        assert known is not None
        for language in ("ko", "en"):
            was, now = getattr(one, language, "") or "", getattr(two, language, "") or ""
            if was != now:
                said = language if known.shape is Shape.BOTH else ""
                found.append(Difference(known.label, said, _pieces(was, now)))
    return tuple(found)


def _pieces(was: str, now: str) -> tuple[tuple[str, str], ...]:
    old, new = was.split(), now.split()
    found: list[tuple[str, str]] = []
    for what, i, j, k, m in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if what in ("replace", "delete"):
            found.append((" ".join(old[i:j]), "del"))
        if what in ("replace", "insert"):
            found.append((" ".join(new[k:m]), "ins"))
        if what == "equal":
            found.append((" ".join(old[i:j]), ""))
    return tuple(found)


def _fields(path: Path, value: Any) -> Iterator[Field]:
    match value:
        case {"ko": str(ko), **rest} if set(rest) <= {"en"}:
            yield Field(path, Shape.BOTH, ko, str(rest.get("en", "")))
        case dict():
            for name, inner in value.items():
                yield from _fields((*path, name), inner)
        case list() if value and all(isinstance(one, dict) and "ko" in one for one in value):
            for at, one in enumerate(value):
                yield from _fields((*path, at), one)
            yield Field((*path, len(value)), Shape.BOTH, added=True)
        case list() if all(not isinstance(one, dict | list) for one in value):
            yield Field(path, Shape.KEYS, ", ".join(str(one) for one in value))
        case list():
            for at, one in enumerate(value):
                yield from _fields((*path, at), one)
        case bool():
            yield Field(path, Shape.CHOICE, "yes" if value else "no")
        case int():
            yield Field(path, Shape.NUMBER, str(value))
        case _:
            yield Field(path, Shape.WORDS, str(value))


def _value(field: Field, ko: str, en: str) -> Any:
    match field.shape:
        case Shape.BOTH:
            return {"ko": ko, "en": en}
        case Shape.KEYS:
            return [one for one in (part.strip() for part in ko.split(",")) if one]
        case Shape.NUMBER:
            return int(ko) if ko.isascii() and ko.lstrip("-").isdigit() and len(ko) < 10 else ko
        case Shape.CHOICE:
            return ko == "yes"
        case Shape.WORDS:
            return ko


def _at(made: Any, path: Path) -> Any:
    for part in path:
        made = made[part]
    return made
