"""What a row of a declared list says: workplaces an agency serves under contract already, or a consultant has ties with. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from jikim.rules import intake_cells as cells
from jikim.rules.intake import Checked, RowError, name_key
from jikim.rules.intake_agencies import match_columns
from jikim.rules.intake_cells import Unreadable
from jikim.rules.words import Text

FIELDS: dict[str, Text] = {
    "agency": Text("기관명", "Agency"),
    "consultant": Text("컨설턴트", "Consultant"),
    "number": Text("관리번호", "Number"),
    "name": Text("사업장명", "Workplace"),
    "business_number": Text("사업자등록번호", "Business number"),
    "since_on": Text("계약 시작일", "Since"),
    "until_on": Text("계약 종료일", "Until"),
    "what": Text("계약 내용", "What for"),
}
_ALIASES: dict[str, tuple[str, ...]] = {
    "agency": ("기관명", "수행기관", "소속기관", "수행기관명", "agency"),
    "consultant": ("컨설턴트", "컨설턴트명", "이름", "성명", "consultant"),
    "number": ("관리번호", "사업장관리번호", "number"),
    "name": ("사업장명", "사업장", "업체명", "회사명", "계약사업장", "상호", "workplace", "company", "name"),
    "business_number": ("사업자등록번호", "사업자번호", "businessnumber", "brn"),
    "since_on": ("계약시작일", "계약일", "시작일", "since", "from"),
    "until_on": ("계약종료일", "종료일", "만료일", "until", "to"),
    "what": ("계약내용", "내용", "이해관계", "관계", "비고", "whatfor", "what", "note"),
}
LONGEST = {"name": 200, "number": 40, "what": 300}


def columns(row: Sequence[object]) -> dict[str, int]:
    return match_columns(row, _ALIASES)


def is_heading(row: Sequence[object]) -> bool:
    """A heading names a workplace in some way and something else besides."""
    found = columns(row)
    return len(found) >= 2 and bool({"number", "business_number"} & found.keys())


def is_filler(raw: Mapping[str, object]) -> bool:
    """A line that names no workplace: blank, a total, a note."""
    written = {key for key, value in raw.items() if cells.words(value)}
    return not written & {"number", "business_number"} and (len(written) <= 1 or "name" not in written)


def check_declared(
    rows: Iterable[tuple[int, Mapping[str, object]]], agencies: Mapping[str, str], people: Mapping[tuple[str, str], str]
) -> list[Checked]:
    """Every row read; the same workplace declared twice by one is an error.

    Args: agencies: folded name → name of those that may be declared for (under "" where a blank means that one);
    people: (agency's name, folded consultant) → name.
    """
    read: list[Checked] = []
    first: dict[tuple[object, ...], int] = {}
    for row, raw in rows:
        errors: list[RowError] = []
        values = _row(row, raw, agencies, people, errors)
        checked = Checked(row, values, tuple(errors), (), frozenset(key for key in FIELDS if values.get(key) not in ("", None)))
        who = identity(values)
        if not errors and first.setdefault(who, row) != row:
            errors.append(_wrong(row, "number", Text(f"{first[who]}행에 이미 있는 사업장입니다.", f"The workplace already stands in row {first[who]}.")))
            checked = Checked(row, values, tuple(errors), (), checked.given)
        read.append(checked)
    return read


def identity(values: Mapping[str, Any]) -> tuple[object, ...]:
    """What makes two declarations the same: whose, and of which workplace."""
    place = values["number"].casefold() if values["number"] else (values["business_number"], name_key(values["name"]))
    return values["agency"], values["consultant"], place


def _row(
    row: int, raw: Mapping[str, object], agencies: Mapping[str, str], people: Mapping[tuple[str, str], str], errors: list[RowError]
) -> dict[str, Any]:
    values: dict[str, Any] = {key: cells.words(raw.get(key)) for key in ("number", "name", "what")}
    for key, most in LONGEST.items():
        if len(values[key]) > most:
            errors.append(_wrong(row, key, Text(f"{most}자까지 적을 수 있습니다.", f"At most {most} characters.")))
    said = cells.words(raw.get("agency"))
    values["agency"] = agencies.get(cells.fold(said), "")
    if not values["agency"]:
        errors.append(_wrong(row, "agency", Text(f"등록된 수행기관이 아니거나 담당하시는 기관이 아닙니다(‘{said}’).", f"Not a recorded agency, or not yours (“{said}”).")))
    person = cells.words(raw.get("consultant"))
    values["consultant"] = people.get((values["agency"], cells.fold(person)), "") if person else ""
    if person and values["agency"] and not values["consultant"]:
        errors.append(_wrong(row, "consultant", Text(f"이 기관에 등록된 컨설턴트가 아닙니다(‘{person}’).", f"Not a consultant of this agency (“{person}”).")))
    for key, reader, nothing in (("business_number", cells.business_number, ""), ("since_on", cells.day, None), ("until_on", cells.day, None)):
        values[key] = nothing
        if cells.words(raw.get(key)):
            try:
                values[key] = reader(raw.get(key))
            except Unreadable as wrong:
                errors.append(_wrong(row, key, wrong.reason))
    if not values["number"] and not cells.words(raw.get("business_number")):
        errors.append(_wrong(row, "business_number", Text("관리번호나 사업자등록번호 가운데 하나는 있어야 합니다.", "Give the number or the business number.")))
    if values["since_on"] and values["until_on"] and values["until_on"] < values["since_on"]:
        errors.append(_wrong(row, "until_on", Text("종료일이 시작일보다 앞섭니다.", "It ends before it begins.")))
    return values


def _wrong(row: int, key: str, reason: Text) -> RowError:
    return RowError(row, key, reason, FIELDS[key])
