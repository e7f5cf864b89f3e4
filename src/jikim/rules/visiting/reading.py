"""A filled form as a person reads it: section by section, every value in words, tables as tables. For pages and papers alike."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jikim.rules.visiting.cleaning import is_empty
from jikim.rules.visiting.form import Field, VisitForm
from jikim.rules.words import NOTHING, Text, day_said

Values = Mapping[str, Any]
_TOTAL = Text("합계", "Total")
_EMPTY = Text("(비어 있음)", "(empty)")
_BETWEEN = Text(" › ", " › ")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answered question. `kind` is text, table or photos; a table has a head and rows, photos have (uuid, caption)."""

    field: str
    label: Text
    kind: str = "text"
    text: Text = NOTHING
    head: tuple[Text, ...] = ()
    rows: tuple[tuple[Text, ...], ...] = ()
    photos: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A section with what was answered in it."""

    key: str
    title: Text
    answers: tuple[Answer, ...]

    @property
    def blocks(self) -> tuple[tuple[Answer, ...], ...]:
        """Answers in words that follow each other stand together; a table or photos stand alone."""
        found: list[list[Answer]] = []
        for one in self.answers:
            if found and one.kind == "text" and found[-1][0].kind == "text":
                found[-1].append(one)
            else:
                found.append([one])
        return tuple(tuple(block) for block in found)


def read_out(form: VisitForm, values: Values, *, visit: int, shared_only: bool = False) -> tuple[Part, ...]:
    """The answered questions of that visit; with `shared_only` what the workplace itself may read. Sections without any are left out."""
    seen = form.shared_with_workplace(values) if shared_only else values
    parts = [
        Part(section.key, section.title, tuple(_answer(one, seen[one.key]) for one in section.fields if not is_empty(seen.get(one.key))))
        for section in form.sections_at(visit)
    ]
    return tuple(part for part in parts if part.answers)


def place_words(form: VisitForm, path: Sequence[str], *documents: Values) -> Text:
    """Where a clash is, in words: the question, then the row and column, or the record and its question."""
    try:
        field = form.field(path[0])
    except KeyError:
        return _both(" › ".join(path))
    steps = [field.label]
    if len(path) > 1:
        steps.append(_row_words(field, path[1], documents))
    if len(path) > 2:
        steps.append(_part_words(field, path[2]))
    return Text(_BETWEEN.ko.join(one.ko for one in steps), _BETWEEN.en.join(one.say("en") for one in steps))


def value_words(form: VisitForm, path: Sequence[str], value: Any) -> Text:
    """One side of a clash, in words; what has none is shown as it is."""
    words = _EMPTY if is_empty(value) else _side(form, path, value)
    return words if words.ko.strip() else _raw(value)


def _side(form: VisitForm, path: Sequence[str], value: Any) -> Text:
    try:
        field = form.field(path[0])
    except KeyError:
        return _raw(value)
    if field.type == "group" and len(path) == 2:
        return _record(field, value)
    if field.type == "group" and len(path) == 3:
        return _words(field.part(path[2]), value) if path[2] in {part.key for part in field.of} else _raw(value)
    if len(path) > 1:
        return _raw(value)
    answer = _answer(field, value)
    if answer.kind == "table":
        lines = [(" · ".join(cell.ko for cell in row if cell.ko), " · ".join(cell.say("en") for cell in row if cell.ko)) for row in answer.rows]
        return Text("\n".join(ko for ko, _ in lines), "\n".join(en for _, en in lines))
    if answer.kind == "photos":
        return Text(f"사진 {len(answer.photos)}장", f"{len(answer.photos)} photos")
    return answer.text


def _answer(field: Field, value: Any) -> Answer:
    try:
        match field.type:
            case "table":
                return _table(field, value)
            case "group":
                head = tuple(part.label for part in field.of)
                rows = tuple(tuple(_words(part, record.get(part.key)) for part in field.of) for record in value)
                return Answer(field.key, field.label, "table", head=head, rows=rows)
            case "photos":
                return Answer(field.key, field.label, "photos", photos=tuple((str(one["id"]), str(one.get("caption") or "")) for one in value))
    except (AttributeError, KeyError, TypeError):
        pass  # a document off line may hold anything; what cannot be drawn is shown as it is
    return Answer(field.key, field.label, text=_words(field, value))


def _table(field: Field, value: Any) -> Answer:
    """Rows that hold anything, and their sum where there are two."""
    filled = [(row.label, value[row.value]) for row in field.rows if not is_empty(value.get(row.value))]
    if not filled:
        raise KeyError(field.key)
    rows = [(label, *(_number(cells.get(column.value)) for column in field.columns)) for label, cells in filled]
    if len(filled) > 1:
        sums = [[cells.get(column.value) for _, cells in filled] for column in field.columns]
        rows.append((_TOTAL, *(_number(_sum(column)) for column in sums)))
    return Answer(field.key, field.label, "table", head=(NOTHING, *(column.label for column in field.columns)), rows=tuple(rows))


def _sum(cells: Iterable[Any]) -> int | None:
    numbers = [cell for cell in cells if type(cell) is int]
    return sum(numbers) if numbers else None


def _words(field: Field, value: Any) -> Text:
    if is_empty(value):
        return NOTHING
    match field.type:
        case "choice" | "yesno":
            return next((option.label for option in field.choices() if option.value == value), _raw(value))
        case "choices" if isinstance(value, list):
            labels = [next((option.label for option in field.options if option.value == each), _raw(each)) for each in value]
            return Text(", ".join(label.ko for label in labels), ", ".join(label.say("en") for label in labels))
        case "date" if (day := _day(value)) is not None:
            return day
        case "number" if type(value) is int:
            return Text(f"{value:,}{field.unit.ko}", f"{value:,} {field.unit.en}".strip())
        case "signature" if isinstance(value, Mapping):
            name, on = str(value.get("name") or ""), _day(value.get("signed_on")) or NOTHING
            return Text(" · ".join(part for part in (name, on.ko) if part), " · ".join(part for part in (name, on.en) if part))
    return _raw(value)


def _day(value: Any) -> Text | None:
    """2017년 4월 10일 / 10 April 2017; None for what is no day."""
    try:
        day = dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return day_said(day)


def _record(field: Field, record: Any) -> Text:
    if not isinstance(record, Mapping):
        return _raw(record)
    said = [_words(part, record.get(part.key)) for part in field.of]
    return Text(" · ".join(one.ko for one in said if one.ko), " · ".join(one.say("en") for one in said if one.ko))


def _row_words(field: Field, key: str, documents: Sequence[Values]) -> Text:
    if field.type == "table":
        return next((row.label for row in field.rows if row.value == key), _both(key))
    for document in documents:
        records = document.get(field.key)
        for place, record in enumerate(records if isinstance(records, list) else [], 1):
            if isinstance(record, Mapping) and record.get("id") == key:
                first = next((str(record[part.key]) for part in field.of if not is_empty(record.get(part.key))), "")
                return Text(f"{place}번째 {first}".strip(), f"no. {place} {first}".strip())
    return Text("지워진 줄", "a deleted line")


def _part_words(field: Field, key: str) -> Text:
    known = {part.key: part.label for part in field.of} | {column.value: column.label for column in field.columns}
    return known.get(key, Text("사진 설명", "Caption") if key == "caption" else _both(key))


def _number(value: Any) -> Text:
    return _both(f"{value:,}") if type(value) is int else NOTHING if value is None else _raw(value)


def _raw(value: Any) -> Text:
    return _both(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _both(words: str) -> Text:
    return Text(words, words)
