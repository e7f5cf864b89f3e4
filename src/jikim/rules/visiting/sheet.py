"""A visit's form as rows of a spreadsheet and back: one row for each thing to fill in, found again by its code, never by its place.

Reading back starts from the version that was downloaded; what cannot be read leaves that version's value and is named with its row.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jikim.rules.visiting.cleaning import cleaned, is_empty
from jikim.rules.visiting.form import Field, VisitForm
from jikim.rules.words import NOTHING, Text

Values = Mapping[str, Any]
#: empty records offered for each group
BLANK_RECORDS = 3
NEW = "new"
#: types that no spreadsheet can carry
NOT_IN_SHEETS = ("photos", "signature")

_DATE_HINT = Text("2017-04-03", "2017-04-03")
_TIME_HINT = Text("14:30", "14:30")
_NUMBER_HINT = Text("정수", "whole number")
_SEVERAL = Text("여러 개는 ;로 나누어 적습니다: {one}", "Several, parted by “;”: {one}")
_NO_CODE = Text("‘{code}’은(는) 이 서식에 없는 코드입니다. 코드 열은 고치지 마십시오.", "This form has no code “{code}”. Leave the code column as it is.")
_TWICE = Text("같은 코드가 {row}행에도 있습니다. 하나만 남겨 주십시오.", "Row {row} has the same code. Please leave one.")
_NOT_NUMBER = Text("‘{value}’은(는) 0 이상의 정수가 아닙니다.", "“{value}” is not a whole number, 0 or more.")
_NOT_CHOICE = Text("‘{value}’은(는) 고를 수 있는 답이 아닙니다. 다음 중에서 적어 주십시오: {known}", "“{value}” is not one of the answers. Use: {known}")
_NOT_DATE = Text("‘{value}’은(는) 날짜가 아닙니다. 2017-04-03처럼 적어 주십시오.", "“{value}” is no date. Write it as 2017-04-03.")
_NOT_TIME = Text("‘{value}’은(는) 시각이 아닙니다. 14:30처럼 적어 주십시오.", "“{value}” is no time of day. Write it as 14:30.")


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One row: what finds it again, what it asks, what stands there, what may stand there."""

    code: str
    section: Text
    question: Text
    answer: Text
    hint: Text
    #: a number or the text itself, for a cell that keeps its type
    value: Any = None


@dataclass(frozen=True, slots=True)
class SheetFault:
    """A row that was not taken in: its number in the file, its code, the question in words, why."""

    row: int
    code: str
    question: Text
    reason: Text


@dataclass(frozen=True, slots=True)
class SheetRead:
    """The document with the sheet's answers in it, and the rows that could not be read."""

    values: dict[str, Any]
    faults: tuple[SheetFault, ...]


def sheet_lines(form: VisitForm, values: Values, *, visit: int) -> Iterator[SheetLine]:
    """Every row of that visit's sheet in the form's order; groups with their records and some empty ones."""
    for section in form.sections_at(visit):
        for one in section.fields:
            for code, part, question, value in _cells(one, values.get(one.key)):
                yield SheetLine(code, section.title, question, _written(part, value), _hint(part), value)


def read_lines(
    form: VisitForm, base: Values, rows: Iterable[tuple[int, str, Any]], *, visit: int, new_id: Callable[[str], str]
) -> SheetRead:
    """The answers of `rows` (row number, code, cell) put into `base`. `new_id` names a record that was added, from its code."""
    made: dict[str, Any] = copy.deepcopy(dict(base))
    fields = {one.key: one for one in form.fields_at(visit) if one.type not in NOT_IN_SHEETS}
    faults: list[SheetFault] = []
    seen: dict[str, int] = {}
    for number, code, cell in rows:
        code = code.strip()
        part, question, reason = _place(fields, code)
        if part is None or reason != NOTHING:
            faults.append(SheetFault(number, code, question, reason))
            continue
        if code in seen:
            faults.append(SheetFault(number, code, question, _TWICE.fill(row=seen[code])))
            continue
        seen[code] = number
        value, why = _read(part, cell)
        if why != NOTHING:
            faults.append(SheetFault(number, code, question, why))
        else:
            _put(made, fields[code.split(".")[0]].type, code.split("."), value, new_id)
    _drop_empty_records(made, fields)
    return SheetRead(made, tuple(faults))


def _cells(one: Field, value: Any) -> Iterator[tuple[str, Field, Text, Any]]:
    if one.type in NOT_IN_SHEETS:
        return
    if one.type == "table":
        table = value if isinstance(value, Mapping) else {}
        for row in one.rows:
            kept = table.get(row.value)
            cells: Values = kept if isinstance(kept, Mapping) else {}
            for column in one.columns:
                yield f"{one.key}.{row.value}.{column.value}", one, _joined(one.label, row.label, column.label), cells.get(column.value)
        return
    if one.type == "group":
        records = [record for record in value if isinstance(record, Mapping)] if isinstance(value, list) else []
        named: list[tuple[str, Mapping[str, Any]]] = [(str(record.get("id")), record) for record in records]
        named += [(f"{NEW}{n}", {}) for n in range(1, BLANK_RECORDS + 1)]
        for place, (identity, record) in enumerate(named, 1):
            for part in one.of:
                label = _joined(one.label, Text(f"{place}번째", f"no. {place}"), part.label)
                yield f"{one.key}.{identity}.{part.key}", part, label, record.get(part.key)
        return
    yield one.key, one, one.label, value


def _place(fields: Mapping[str, Field], code: str) -> tuple[Field | None, Text, Text]:
    """(field or part, its words, why not) of a code."""
    steps = code.split(".")
    one = fields.get(steps[0])
    if one is not None and len(steps) == 1 and one.type not in ("table", "group"):
        return one, one.label, NOTHING
    if one is not None and len(steps) == 3 and steps[1]:
        if one.type == "table":
            row = next((row for row in one.rows if row.value == steps[1]), None)
            column = next((column for column in one.columns if column.value == steps[2]), None)
            if row and column:
                return one, _joined(one.label, row.label, column.label), NOTHING
        elif one.type == "group":
            part = next((part for part in one.of if part.key == steps[2]), None)
            if part:
                return part, _joined(one.label, part.label), NOTHING
    return None, NOTHING, _NO_CODE.fill(code=code[:60])


def _read(part: Field, cell: Any) -> tuple[Any, Text]:
    """(value, why not) of a cell as people and spreadsheet programs write it."""
    if is_empty(cell):
        return None, NOTHING
    text = str(cleaned(cell)).strip()
    match part.type:
        case "number" | "table":
            plain = text.replace(",", "").removesuffix(".0")
            if isinstance(cell, bool) or not re.fullmatch(r"\d{1,9}", plain):
                return None, _NOT_NUMBER.fill(value=text[:40])
            return int(plain), NOTHING
        case "choice" | "yesno":
            return _chosen(part, text)
        case "choices":
            found = [_chosen(part, each.strip()) for each in re.split(r"[;\n]", text) if each.strip()]
            wrong = next((why for _, why in found if why != NOTHING), NOTHING)
            return (None, wrong) if wrong != NOTHING else ([value for value, _ in found], NOTHING)
        case "date":
            return _date(cell, text)
        case "time":
            return _time(cell, text)
    return text, NOTHING


def _chosen(part: Field, text: str) -> tuple[Any, Text]:
    wanted = _folded(text)
    for option in part.choices():
        if wanted in {_folded(option.value), _folded(option.label.ko), _folded(option.label.en)}:
            return option.value, NOTHING
    known = Text(", ".join(option.label.ko for option in part.choices()), ", ".join(option.label.en for option in part.choices()))
    return None, Text(_NOT_CHOICE.ko.format(value=text[:40], known=known.ko), _NOT_CHOICE.en.format(value=text[:40], known=known.en))


def _date(cell: Any, text: str) -> tuple[Any, Text]:
    plain = cell.isoformat() if hasattr(cell, "isoformat") else text
    match = re.fullmatch(r"(\d{4})[-./년]\s*(\d{1,2})[-./월]\s*(\d{1,2})일?\.?(?:[T ].*)?", plain)
    if not match:
        return None, _NOT_DATE.fill(value=text[:40])
    year, month, day = match.groups()
    return f"{year}-{int(month):02}-{int(day):02}", NOTHING


def _time(cell: Any, text: str) -> tuple[Any, Text]:
    plain = cell.strftime("%H:%M") if hasattr(cell, "strftime") else text
    match = re.fullmatch(r"(\d{1,2}):(\d{2})(?::\d{2})?", plain)
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        return None, _NOT_TIME.fill(value=text[:40])
    return f"{int(match[1]):02}:{match[2]}", NOTHING


def _put(made: dict[str, Any], kind: str, steps: Sequence[str], value: Any, new_id: Callable[[str], str]) -> None:
    if len(steps) == 1:
        if not (is_empty(value) and is_empty(made.get(steps[0]))):
            made[steps[0]] = value
        return
    field, row, part = steps
    there = made.get(field)
    if kind == "group":
        records = there if isinstance(there, list) else []
        identity = new_id(f"{field}.{row}") if re.fullmatch(rf"{NEW}\d+", row) else row
        record = next((one for one in records if isinstance(one, dict) and one.get("id") == identity), None)
        if record is None and is_empty(value):
            return
        if record is None:
            record = {"id": identity}
            records.append(record)
            made[field] = records
        if not (is_empty(value) and is_empty(record.get(part))):
            record[part] = value
        return
    kept = there.get(row) if isinstance(there, dict) else None
    cells = kept if isinstance(kept, dict) else {}
    if not (is_empty(value) and is_empty(cells.get(part))):
        made[field] = (there if isinstance(there, dict) else {}) | {row: cells | {part: value}}


def _drop_empty_records(made: dict[str, Any], fields: Mapping[str, Field]) -> None:
    """A record whose every cell was emptied is deleted; nothing else says so in a spreadsheet."""
    for key, one in fields.items():
        if one.type == "group" and isinstance(made.get(key), list):
            made[key] = [record for record in made[key] if not all(is_empty(value) for name, value in record.items() if name != "id")]


def _written(part: Field, value: Any) -> Text:
    if is_empty(value):
        return NOTHING
    if part.type in ("choice", "yesno"):
        return next((option.label for option in part.choices() if option.value == value), Text(str(value), str(value)))
    if part.type == "choices" and isinstance(value, list):
        labels = [next((option.label for option in part.options if option.value == each), Text(str(each), str(each))) for each in value]
        return Text("; ".join(label.ko for label in labels), "; ".join(label.en for label in labels))
    return Text(str(value), str(value))


def _hint(part: Field) -> Text:
    match part.type:
        case "number" | "table":
            return _NUMBER_HINT
        case "date":
            return _DATE_HINT
        case "time":
            return _TIME_HINT
        case "choice" | "yesno" | "choices":
            known = Text(" / ".join(option.label.ko for option in part.choices()), " / ".join(option.label.en for option in part.choices()))
            return Text(_SEVERAL.ko.format(one=known.ko), _SEVERAL.en.format(one=known.en)) if part.type == "choices" else known
    return NOTHING


def _joined(*steps: Text) -> Text:
    return Text(" › ".join(step.ko for step in steps), " › ".join(step.en for step in steps))


def _folded(text: str) -> str:
    return re.sub(r"\s+", "", text).casefold()
