"""What is wrong with a filled form, or still missing before it can be closed: which field, which row, why, in both languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jikim.rules.visiting.cleaning import LARGEST_TEXT, is_empty
from jikim.rules.visiting.form import Field, VisitForm
from jikim.rules.words import Text

Values = Mapping[str, Any]
#: records of one group, photos of one field
MOST_RECORDS = 60
#: where a number's limits are not given
LARGEST_NUMBER = 1_000_000

MISSING = Text("마치기 전에 적어야 합니다.", "Needed before the record can be closed.")
_SHAPE = Text("값의 형식이 맞지 않습니다.", "The value does not have the right form.")
_NUMBER = Text("0 이상의 정수로 적어 주십시오.", "Write a whole number, 0 or more.")
_CHOICE = Text("‘{value}’은(는) 고를 수 있는 답이 아닙니다.", "“{value}” is not one of the answers.")
_DATE = Text("2017-04-03처럼 있는 날짜로 적어 주십시오.", "Write a day that exists, such as 2017-04-03.")
_TIME = Text("14:30처럼 24시간으로 적어 주십시오.", "Write the time as 14:30, in twenty-four hours.")
_LONG = Text(f"{LARGEST_TEXT:,}자까지 적을 수 있습니다.", f"Up to {LARGEST_TEXT:,} characters.")
_MANY = Text(f"{MOST_RECORDS}개까지 적을 수 있습니다.", f"Up to {MOST_RECORDS}.")
_UNKNOWN = Text("이 방문의 서식에 없는 항목입니다. 적은 내용은 기록에 그대로 남아 있습니다.",
                "This visit's form has no such question. What was written stays in the record.")  # fmt: skip
_FALLS = Text("‘{column}’({value})이 ‘{before}’({most})보다 많을 수 없습니다.", "“{column}” ({value}) cannot exceed “{before}” ({most}).")
_ORDER = Text("끝난 시각이 시작한 시각보다 늦어야 합니다.", "The end must be later than the start.")
_SIGNED = Text("이름과 서명이 함께 있어야 합니다.", "A signature needs both a name and the signature itself.")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right. `row` is a table row's key or a record's id; `part` the column or the record's question."""

    field: str
    reason: Text
    row: str = ""
    part: str = ""


def check_values(form: VisitForm, values: Values, *, visit: int, closing: bool) -> tuple[Problem, ...]:
    """All problems of a value document at that visit (1–3), in the form's order.

    While the visit is open only what is wrong counts; `closing` also asks for what is needed. Questions that are not asked are not needed.
    """
    asked = list(form.fields_at(visit))
    known = {one.key for one in asked}
    found = [problem for one in asked for problem in _of_field(one, values, closing)]
    found += _order(form, values)
    found += [Problem(key, _UNKNOWN) for key in values if key not in known and not is_empty(values[key])]
    return tuple(found)


def minutes_spent(form: VisitForm, values: Values) -> int | None:
    """Minutes from start to end; None until both are there and in order."""
    starts, ends = (_time(values.get(key)) for key in (form.starts, form.ends))
    if starts is None or ends is None or ends <= starts:
        return None
    return (ends.hour - starts.hour) * 60 + ends.minute - starts.minute


def _of_field(one: Field, values: Values, closing: bool) -> Iterator[Problem]:
    value = values.get(one.key)
    if is_empty(value):
        if closing and one.needed and one.asked(values):
            yield Problem(one.key, MISSING)
        return
    yield from _of_value(one, value, closing)


def _of_value(one: Field, value: Any, closing: bool) -> Iterator[Problem]:
    match one.type:
        case "table":
            yield from _of_table(one, value)
        case "group":
            yield from _of_group(one, value, closing)
        case "photos":
            yield from _of_photos(one, value)
        case "signature":
            yield from _of_signature(one, value)
        case _:
            reason = _of_plain(one, value)
            if reason:
                yield Problem(one.key, reason)


def _of_plain(one: Field, value: Any) -> Text | None:
    match one.type:
        case "number":
            return _of_number(value, one.minimum, one.maximum)
        case "choice" | "yesno":
            return None if value in [option.value for option in one.choices()] else _CHOICE.fill(value=_shown(value))
        case "choices":
            if not isinstance(value, list):
                return _SHAPE
            wrong = [each for each in value if each not in [option.value for option in one.options]]
            return _CHOICE.fill(value=_shown(wrong[0])) if wrong else None
        case "date":
            return None if _date(value) else _DATE
        case "time":
            return None if _time(value) else _TIME
    if not isinstance(value, str):
        return _SHAPE
    return _LONG if len(value) > LARGEST_TEXT else None


def _of_number(value: Any, minimum: int | None, maximum: int | None) -> Text | None:
    if type(value) is not int:
        return _NUMBER
    least, most = minimum or 0, LARGEST_NUMBER if maximum is None else maximum
    if least <= value <= most:
        return None
    return Text(f"{least:,}에서 {most:,} 사이의 수를 적어 주십시오.", f"Write a number from {least:,} to {most:,}.")


def _of_table(one: Field, value: Any) -> Iterator[Problem]:
    if not isinstance(value, Mapping):
        yield Problem(one.key, _SHAPE)
        return
    rows, columns = {row.value for row in one.rows}, {column.value for column in one.columns}
    for key, cells in value.items():
        if key not in rows or not isinstance(cells, Mapping) or set(cells) - columns:
            yield Problem(one.key, _SHAPE, str(key))
            continue
        wrong = [Problem(one.key, reason, key, column) for column, cell in cells.items()
                 if cell is not None and (reason := _of_number(cell, one.minimum, one.maximum))]  # fmt: skip
        yield from wrong
        if one.falls and not wrong:
            yield from _falling(one, key, cells)


def _falling(one: Field, row: str, cells: Values) -> Iterator[Problem]:
    for before, column in zip(one.columns, one.columns[1:], strict=False):
        most, value = cells.get(before.value), cells.get(column.value)
        if value is not None and value > (most or 0):
            yield Problem(one.key, Text(
                _FALLS.ko.format(column=column.label.ko, value=value, before=before.label.ko, most=most or 0),
                _FALLS.en.format(column=column.label.en, value=value, before=before.label.en, most=most or 0),
            ), row, column.value)  # fmt: skip


def _of_group(one: Field, value: Any, closing: bool) -> Iterator[Problem]:
    if not _records(value):
        yield Problem(one.key, _SHAPE)
        return
    if len(value) > MOST_RECORDS:
        yield Problem(one.key, _MANY)
    known = {part.key for part in one.of} | {"id"}
    for record in value:
        yield from (
            Problem(one.key, problem.reason, record["id"], problem.field)
            for part in one.of for problem in _of_field(part, record, closing)
        )  # fmt: skip
        yield from (Problem(one.key, _UNKNOWN, record["id"], str(key)) for key in record if key not in known)


def _of_photos(one: Field, value: Any) -> Iterator[Problem]:
    if not _records(value):
        yield Problem(one.key, _SHAPE)
        return
    if len(value) > MOST_RECORDS:
        yield Problem(one.key, _MANY)
    for photo in value:
        caption = photo.get("caption") or ""
        if not isinstance(caption, str):
            yield Problem(one.key, _SHAPE, photo["id"], "caption")
        elif len(caption) > LARGEST_TEXT:
            yield Problem(one.key, _LONG, photo["id"], "caption")


def _of_signature(one: Field, value: Any) -> Iterator[Problem]:
    if not isinstance(value, Mapping) or not all(isinstance(part, str) for part in value.values() if part is not None):
        yield Problem(one.key, _SHAPE)
    elif is_empty(value.get("name")) or is_empty(value.get("attachment")):
        yield Problem(one.key, _SIGNED)
    elif not is_empty(value.get("signed_on")) and not _date(value["signed_on"]):
        yield Problem(one.key, _DATE)


def _order(form: VisitForm, values: Values) -> Iterator[Problem]:
    starts, ends = (_time(values.get(key)) for key in (form.starts, form.ends))
    if starts and ends and ends <= starts:
        yield Problem(form.ends, _ORDER)


def _records(value: Any) -> bool:
    if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
        return False
    identities = [one.get("id") for one in value]
    return all(isinstance(one, str) and one for one in identities) and len(set(identities)) == len(identities)


def _date(value: Any) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


def _time(value: Any) -> dt.time | None:
    try:
        return dt.time.fromisoformat(value) if isinstance(value, str) and len(value) == 5 else None
    except ValueError:
        return None


def _shown(value: Any) -> str:
    shown = str(value)
    return shown if len(shown) <= 40 else shown[:37] + "…"
