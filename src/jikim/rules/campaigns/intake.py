"""Rows of a distribution list and of a list of recipients, and the checks they must pass. Never reads a file, a database or the clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from jikim.rules import intake_cells as cells
from jikim.rules.intake import Checked, RowError
from jikim.rules.intake_agencies import count, match_columns
from jikim.rules.intake_cells import Unreadable
from jikim.rules.words import Text

HANDOUT_FIELDS: dict[str, Text] = {
    "on": Text("날짜", "Date"), "piece": Text("홍보물", "Piece"), "copies": Text("수량", "Copies"), "receiver": Text("받은 곳", "Name of the receiver"),
    "receiver_kind": Text("받은 곳 구분", "To whom"), "way": Text("방법", "How"), "language": Text("언어", "Language"), "number": Text("관리번호", "Workplace number"),
    "region": Text("시도", "Region"), "note": Text("비고", "Note"),
}  # fmt: skip
HANDOUT_REQUIRED = ("on", "piece", "copies", "receiver")
RECIPIENT_FIELDS: dict[str, Text] = {"organisation": Text("기관명", "Organisation"), "email": Text("이메일", "E-mail")}
_HANDOUT_ALIASES = {
    "on": ("날짜", "배포일", "배부일", "일자", "date"), "piece": ("홍보물", "품목", "안내물", "자료", "자료명", "piece"), "copies": ("수량", "부수", "매수", "장수", "copies"),
    "receiver": ("받은곳", "수령처", "배포처", "기관", "기관명", "nameofthereceiver", "receiver"), "receiver_kind": ("받은곳구분", "구분", "towhom"),
    "way": ("방법", "배포방법", "how", "way"), "language": ("언어", "language"), "number": ("관리번호", "사업장관리번호", "workplacenumber"),
    "region": ("시도", "지역", "region"), "note": ("비고", "메모", "note"),
}  # fmt: skip
_RECIPIENT_ALIASES = {
    "organisation": ("기관명", "기관", "회사명", "회사", "사업장명", "사업장", "이름", "organisation", "organization", "name"),
    "email": ("이메일", "전자우편", "메일", "이메일주소", "email", "mail"),
}
_LANGUAGES = {"": "ko", "한국어": "ko", "ko": "ko", "korean": "ko", "영어": "en", "en": "en", "english": "en"}


def handout_columns(row: Sequence[object]) -> dict[str, int]:
    return match_columns(row, _HANDOUT_ALIASES)


def recipient_columns(row: Sequence[object]) -> dict[str, int]:
    return match_columns(row, _RECIPIENT_ALIASES)


def check_handouts(
    rows: Iterable[tuple[int, Mapping[str, object]]], *, pieces: Mapping[str, str], ways: Mapping[str, str], kinds: Mapping[str, str],
    regions: Mapping[str, str], places: Mapping[str, int], today: dt.date,
) -> list[Checked]:  # fmt: skip
    """Every row read. pieces, ways, kinds, regions: folded spelling → key; places: 관리번호 in capitals → workplace."""
    read = []
    for row, raw in rows:
        errors: list[RowError] = []
        values: dict[str, Any] = {"receiver": cells.words(raw.get("receiver"))[:200], "note": cells.words(raw.get("note"))[:300]}
        values["on"] = _day(raw.get("on"), today, row, errors)
        values["copies"] = _copies(raw.get("copies"), row, errors)
        values["piece"] = _known(raw, "piece", pieces, row, errors, required=True)
        values["way"] = _known(raw, "way", ways, row, errors) or "partner"
        values["receiver_kind"] = _known(raw, "receiver_kind", kinds, row, errors) or "other"
        values["region"] = _known(raw, "region", regions, row, errors)
        values["language"] = _known(raw, "language", _LANGUAGES, row, errors) or "ko"
        number = cells.words(raw.get("number")).upper()
        values["workplace_id"] = places.get(number)
        if number and number not in places:
            errors.append(RowError(row, "number", Text(f"관리번호가 이 사업연도에 없습니다(‘{number}’).", f"No workplace of the season has this number (“{number}”).")))
        if not values["receiver"] and not number:
            errors.append(RowError(row, "receiver", Text("받은 곳이 비어 있습니다.", "The receiver is missing.")))
        if values["workplace_id"]:
            values["receiver_kind"] = "workplace"
        read.append(_checked(row, values, errors, HANDOUT_FIELDS))
    return read


def check_recipients(rows: Iterable[tuple[int, Mapping[str, object]]]) -> list[Checked]:
    """Every row read; an address that stands twice counts once, and its second row says so."""
    read: list[Checked] = []
    seen: dict[str, int] = {}
    for row, raw in rows:
        errors: list[RowError] = []
        try:
            email = cells.mail_address(raw.get("email"))
        except Unreadable as wrong:
            email = ""
            errors.append(RowError(row, "email", wrong.reason))
        else:
            if not email:
                errors.append(RowError(row, "email", Text("이메일이 비어 있습니다.", "The e-mail address is missing.")))
            elif seen.setdefault(email.casefold(), row) != row:
                first = seen[email.casefold()]
                errors.append(RowError(row, "email", Text(f"{first}행에 이미 있는 주소입니다.", f"The address already stands in row {first}.")))
        organisation = cells.words(raw.get("organisation"))[:200]
        if not organisation:
            errors.append(RowError(row, "organisation", Text("기관명이 비어 있습니다.", "The organisation is missing.")))
        read.append(_checked(row, {"organisation": organisation, "email": email}, errors, RECIPIENT_FIELDS))
    return read


def _day(cell: object, today: dt.date, row: int, errors: list[RowError]) -> dt.date | None:
    try:
        day = cells.day(cell)
    except Unreadable as wrong:
        errors.append(RowError(row, "on", wrong.reason))
        return None
    if day is None:
        errors.append(RowError(row, "on", Text("날짜가 비어 있습니다.", "The date is missing.")))
    elif day > today:
        errors.append(RowError(row, "on", Text("아직 오지 않은 날입니다.", "This day has not come yet.")))
    return day


def _copies(cell: object, row: int, errors: list[RowError]) -> int:
    try:
        found = count(cell, 1_000_000)
    except Unreadable as wrong:
        errors.append(RowError(row, "copies", wrong.reason))
        return 0
    if not found:
        errors.append(RowError(row, "copies", Text("수량이 비어 있습니다.", "The number of copies is missing.")))
    return found


def _known(
    raw: Mapping[str, object], key: str, spellings: Mapping[str, str], row: int, errors: list[RowError], *, required: bool = False
) -> str:
    """The key a cell means; an unknown spelling is an error, a blank one only where it is required."""
    told = cells.words(raw.get(key))
    found = spellings.get(cells.fold(told), "")
    if (told and not found) or (required and not told):
        shown = told[:60]
        errors.append(RowError(row, key, Text(f"알 수 없는 값입니다(‘{shown}’).", f"Unknown (“{shown}”).") if told else Text("비어 있습니다.", "Missing.")))
    return found


def _checked(row: int, values: dict[str, Any], errors: Sequence[RowError], fields: Mapping[str, Text]) -> Checked:
    named = tuple(replace(one, label=fields.get(one.field)) for one in errors)
    return Checked(row, values, named, (), frozenset(key for key in fields if values.get(key)))
