"""A visit's form as frozen values: sections by visit, fields by type, and what of them the workplace itself may read.

Value document, field key → value: text, longtext, date (YYYY-MM-DD), time (HH:MM), choice and yesno ("yes"/"no") are strings; number
an integer; choices a list of option values; table {row: {column: integer}}; group [{"id": uuid, …}]; photos [{"id": uuid, "caption"}];
signature {"name", "signed_on", "attachment": uuid}. What was not filled in is absent, None or empty: the three mean the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jikim.rules.words import NOTHING, Text

VISITS = (1, 2, 3)
TYPES = (
    "number", "text", "longtext", "date", "time", "choice", "choices", "yesno", "table", "group", "photos", "signature",
)  # fmt: skip
YES_NO = (("yes", Text("예", "Yes")), ("no", Text("아니요", "No")))


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be chosen, or one row or column of a table."""

    value: str
    label: Text


@dataclass(frozen=True, slots=True)
class Condition:
    """Asked only where another field holds one of these."""

    field: str
    among: tuple[str, ...]

    def holds(self, values: Mapping[str, Any]) -> bool:
        there = values.get(self.field)
        return any(one in self.among for one in there) if isinstance(there, list) else there in self.among


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `shared` fields may be read by the workplace itself; everything else stays with the programme."""

    key: str
    type: str
    label: Text
    help: Text = NOTHING
    needed: bool = False
    options: tuple[Option, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    unit: Text = NOTHING
    asked_if: Condition | None = None
    rows: tuple[Option, ...] = ()
    columns: tuple[Option, ...] = ()
    of: tuple[Field, ...] = ()
    shared: bool = False
    #: of a shared group: only records for which this holds
    shared_rows: Condition | None = None
    #: of a table: no column may exceed the one before it (happened, reported, handled)
    falls: bool = False

    def asked(self, values: Mapping[str, Any]) -> bool:
        return self.asked_if is None or self.asked_if.holds(values)

    def part(self, key: str) -> Field:
        """One question of a group's records; KeyError if there is none."""
        for one in self.of:
            if one.key == key:
                return one
        raise KeyError(key)

    def choices(self) -> tuple[Option, ...]:
        """What can be chosen: the options, or yes and no."""
        return tuple(Option(value, label) for value, label in YES_NO) if self.type == "yesno" else self.options


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that belong together, and the visits at which they are asked."""

    key: str
    title: Text
    visits: tuple[int, ...]
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class VisitForm:
    """The whole form in one immutable version. `headcount` names the table whose sum is the number of customer service workers found."""

    id: str
    version: str
    title: Text
    sections: tuple[Section, ...]
    headcount: str
    starts: str
    ends: str
    held_on: str

    def sections_at(self, visit: int) -> tuple[Section, ...]:
        return tuple(section for section in self.sections if visit in section.visits)

    def fields_at(self, visit: int) -> Iterator[Field]:
        for section in self.sections_at(visit):
            yield from section.fields

    def field(self, key: str) -> Field:
        """One question by its key; KeyError if there is none."""
        for section in self.sections:
            for one in section.fields:
                if one.key == key:
                    return one
        raise KeyError(key)

    def found(self, values: Mapping[str, Any]) -> int | None:
        """Customer service workers counted at the visit; None until the table holds a number."""
        table = values.get(self.headcount)
        if not isinstance(table, Mapping):
            return None
        cells = [cell for row in table.values() if isinstance(row, Mapping) for cell in row.values() if type(cell) is int]
        return sum(cells) if cells else None

    def shared_with_workplace(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What of a record its workplace may read: fields marked so, and of groups only the records marked so."""
        seen: dict[str, Any] = {}
        for section in self.sections:
            for one in section.fields:
                if not one.shared or one.key not in values:
                    continue
                value = values[one.key]
                if one.type == "group" and one.shared_rows is not None and isinstance(value, list):
                    value = [record for record in value if isinstance(record, Mapping) and one.shared_rows.holds(record)]
                seen[one.key] = value
        return seen

    def as_json(self, content_hash: str = "", visit: int | None = None) -> dict[str, Any]:
        """The form for a browser; of one visit where it is given."""
        sections = self.sections if visit is None else self.sections_at(visit)
        return {
            "id": self.id, "version": self.version, "hash": content_hash, "title": _words(self.title),
            "sections": [
                {"key": one.key, "title": _words(one.title), "visits": list(one.visits), "fields": [_field(f) for f in one.fields]}
                for one in sections
            ],
        }  # fmt: skip


def _words(text: Text) -> dict[str, str]:
    return {"ko": text.ko, "en": text.en}


def _field(one: Field) -> dict[str, Any]:
    made: dict[str, Any] = {
        "key": one.key, "type": one.type, "label": _words(one.label), "needed": "to_close" if one.needed else "never",
    }  # fmt: skip
    if one.help != NOTHING:
        made["help"] = _words(one.help)
    if one.unit != NOTHING:
        made["unit"] = _words(one.unit)
    if one.choices():
        made["options"] = [{"value": option.value, "label": _words(option.label)} for option in one.choices()]
    if one.asked_if:
        made["asked_if"] = {"field": one.asked_if.field, "in": list(one.asked_if.among)}
    for name, parts in (("rows", one.rows), ("columns", one.columns)):
        if parts:
            made[name] = [{"key": part.value, "label": _words(part.label)} for part in parts]
    if one.of:
        made["of"] = [_field(part) for part in one.of]
    made.update({name: limit for name, limit in (("minimum", one.minimum), ("maximum", one.maximum)) if limit is not None})
    if one.shared:
        made["shared"] = True
    return made
