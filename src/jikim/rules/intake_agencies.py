"""What a row of an agencies' or consultants' sheet says, and the checks it must pass. Never reads a file, a database or the clock."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from jikim.rules import intake_cells as cells
from jikim.rules.intake import Checked, RowError
from jikim.rules.intake_cells import Unreadable
from jikim.rules.intake_headings import plain
from jikim.rules.visit_hours import Hours, joined, visit_hours
from jikim.rules.words import Text

AGENCY_FIELDS: dict[str, Text] = {
    "name": Text("기관명", "Agency"),
    "regions": Text("관할시도", "Regions covered"),
    "visits_a_month": Text("월최대방문수", "Most visits a month"),
    "contract_number": Text("계약번호", "Contract number"),
    "contract_starts_on": Text("계약 시작일", "Contract from"),
    "contract_ends_on": Text("계약 종료일", "Contract until"),
    "contact_name": Text("담당자", "Contact"),
    "contact_phone": Text("연락처", "Phone"),
    "contact_email": Text("이메일", "E-mail"),
}
CONSULTANT_FIELDS: dict[str, Text] = {
    "name": Text("이름", "Name"),
    "agency": Text("소속기관", "Agency"),
    "qualification": Text("자격", "Qualification"),
    "region": Text("거점시도", "Base region"),
    "district": Text("거점시군구", "Base district"),
    "latitude": Text("위도", "Latitude"),
    "longitude": Text("경도", "Longitude"),
    "days_a_month": Text("월가용일수", "Days a month"),
    "languages": Text("언어", "Languages"),
    "days_off": Text("휴무일", "Days off"),
    "days_by_month": Text("월별가용일수", "Days by month"),
    "qualified_until": Text("자격유효기한", "Qualified until"),
    "email": Text("이메일", "E-mail"),
    "phone": Text("연락처", "Phone"),
}
#: what a workplace may need besides; a need whose column is absent does not exist
NEED_FIELDS: dict[str, Text] = {
    "qualification": Text("필요자격", "Qualification needed"),
    "languages": Text("필요언어", "Languages needed"),
    "closed": Text("휴무일", "Closed days"),
    "hours": Text("방문가능시간", "Hours for visits"),
}
AGENCY_REQUIRED = ("name", "regions", "visits_a_month")
CONSULTANT_REQUIRED = ("name", "agency", "days_a_month")

_AGENCY_ALIASES = {
    "name": ("기관명", "수행기관", "수행기관명", "기관", "민간위탁기관", "agency", "agencyname", "name"),
    "regions": ("관할시도", "관할지역", "관할", "담당시도", "담당지역", "수행지역", "시도", "지역", "regions", "region", "coverage"),
    "contract_number": ("계약번호", "contractnumber", "contract"),
    "contract_starts_on": ("계약시작일", "계약일", "contractfrom"),
    "contract_ends_on": ("계약종료일", "계약만료일", "contractuntil"),
    "contact_name": ("담당자", "담당자명", "contact", "contactname"),
    "contact_phone": ("연락처", "전화번호", "전화", "phone", "telephone"),
    "contact_email": ("이메일", "전자우편", "메일", "email", "mail"),
    "visits_a_month": ("월최대방문수", "월최대방문", "월방문한도", "월방문수", "월최대방문횟수", "월최대건수", "visitsamonth", "visitspermonth", "maxvisits"),
}
_CONSULTANT_ALIASES = {
    "name": ("이름", "성명", "컨설턴트", "컨설턴트명", "컨설턴트이름", "담당자", "name", "consultant"),
    "agency": ("소속기관", "소속", "소속기관명", "기관명", "수행기관", "기관", "agency"),
    "qualification": ("자격", "자격사항", "전문분야", "분야", "자격명", "qualification"),
    "region": ("거점시도", "거점지역", "시도", "baseregion", "region"),
    "district": ("거점시군구", "시군구", "basedistrict", "district"),
    "latitude": ("위도", "거점위도", "lat", "latitude"),
    "longitude": ("경도", "거점경도", "lon", "lng", "longitude"),
    "days_a_month": ("월가용일수", "월가용일", "가용일수", "월가능일수", "월근무일수", "daysamonth", "dayspermonth", "availabledays"),
    "languages": ("언어", "가능언어", "구사언어", "상담언어", "languages", "language"),
    "days_off": ("휴무일", "휴가일", "쉬는날", "불가일", "daysoff"),
    "days_by_month": ("월별가용일수", "월별가용일", "daysbymonth"),
    "qualified_until": ("자격유효기한", "자격만료일", "자격유효기간", "유효기한", "qualifieduntil"),
    "email": ("이메일", "전자우편", "메일", "email", "mail"),
    "phone": ("연락처", "전화번호", "전화", "휴대전화", "phone", "telephone"),
}
_NEED_ALIASES = {
    "qualification": ("필요자격", "요구자격", "자격요건", "자격", "neededqualification", "qualification"),
    "languages": ("필요언어", "요구언어", "상담언어", "언어", "neededlanguage", "languages", "language"),
    "closed": ("휴무일", "쉬는날", "방문불가일", "바쁜날", "closeddays", "closed"),
    "hours": ("방문가능시간", "방문가능시간대", "visithours", "hoursforvisits"),
}
_LANGUAGES = {"한국어": "ko", "영어": "en", "중국어": "zh", "일본어": "ja", "베트남어": "vi", "태국어": "th", "러시아어": "ru",
              "몽골어": "mn", "korean": "ko", "english": "en", "chinese": "zh", "japanese": "ja",
              "vietnamese": "vi", "thai": "th", "russian": "ru", "mongolian": "mn"}  # fmt: skip
_SEPARATORS = re.compile(r"[,;/|·、，\n]+")
_MONTH = re.compile(r"(20\d\d)\s*[-.년/]\s*(\d{1,2})\s*월?\s*[:=]\s*(\d{1,2})\s*일?")
_UNITS = re.compile(r"\s*(일|회|건|차례|번|days?|visits?)$", re.IGNORECASE)
_FILLER = re.compile(r"(합|총|소|누)?\s*계|총\s*\d[\d,]*\s*[건명곳]?|total.*|[※*●■▶].*|비고.*|작성.*|예시.*|이하\s*(여백|빈칸)", re.IGNORECASE)


def agency_columns(row: Sequence[object]) -> dict[str, int]:
    return match_columns(row, _AGENCY_ALIASES)


def consultant_columns(row: Sequence[object]) -> dict[str, int]:
    return match_columns(row, _CONSULTANT_ALIASES)


def need_columns(row: Sequence[object]) -> dict[str, int]:
    return match_columns(row, _NEED_ALIASES)


def match_columns(row: Sequence[object], aliases: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Which field stands in which column: of several names for a field the first in its list wins, each column once."""
    headings = [plain(cell) for cell in row]
    found: dict[str, int] = {}
    for field, names in aliases.items():
        for name in names:
            place = next((at for at, heading in enumerate(headings) if heading == name and at not in found.values()), None)
            if place is not None:
                found[field] = place
                break
    return found


def is_filler(raw: Mapping[str, object]) -> bool:
    """A line that is no entry: blank but for one cell, or a total."""
    written = [text for value in raw.values() if (text := cells.words(value))]
    return len(written) <= 1 or bool(_FILLER.fullmatch(cells.words(raw.get("name"))))


def parts(cell: object) -> list[str]:
    """The entries of a cell that lists several."""
    text = "" if cell is None else str(cell)
    return [word for part in _SEPARATORS.split(text) if (word := cells.words(part))]


def languages(cell: object) -> frozenset[str]:
    """Language keys, whatever they are called."""
    return frozenset(_LANGUAGES.get(word.casefold(), word.casefold()) for word in parts(cell))


def days(cell: object) -> frozenset[dt.date]:
    """A list of days. Raises Unreadable."""
    if isinstance(cell, dt.date):
        return frozenset(day for day in [cells.day(cell)] if day)
    found = (cells.day(part) for part in re.split(r"[,;\n、，]+", "" if cell is None else str(cell)) if part.strip())
    return frozenset(day for day in found if day)


def hours(cell: object) -> Hours:
    """Windows of the day, as "09:00-11:30, 18:00-02:00". Raises Unreadable."""
    found: list[tuple[int, int]] = []
    for part in re.split(r"[,;\n、，]+", "" if cell is None else str(cell)):
        if part.strip():
            low, _, high = re.sub(r"\s*[-–—~∼〜～]\s*", "-", cells.words(part)).partition("-")
            window = visit_hours({"visit_hours": [{"from": low.strip(), "to": high.strip()}]})
            if not window:
                shown = cells.words(part)[:40]
                raise Unreadable(Text(f"‘09:00-11:30’처럼 적어 주십시오(‘{shown}’).", f"Please write it like “09:00-11:30” (“{shown}”)."))
            found += window
    return joined(found)


def count(cell: object, most: int) -> int:
    """A whole number with or without its unit. Raises Unreadable."""
    text = _UNITS.sub("", cells.words(cell))
    try:
        found = cells.headcount(text)
    except Unreadable as wrong:
        shown = cells.words(cell)[:40]
        raise Unreadable(Text(f"0 이상의 정수로 적어 주십시오(‘{shown}’).", f"Please give a whole number of at least 0 (“{shown}”).")) from wrong
    if found > most:
        raise Unreadable(Text(f"너무 큽니다({found:,}, 최대 {most:,}).", f"Too large ({found:,}; at most {most:,})."))
    return found


def months(cell: object) -> dict[str, int]:
    """Days of months that differ, as "2017-05: 4, 2017-06: 10". Raises Unreadable."""
    found: dict[str, int] = {}
    for part in re.split(r"[,;\n、，]+", "" if cell is None else str(cell)):
        if not part.strip():
            continue
        told = _MONTH.fullmatch(cells.words(part))
        if not told or not 1 <= int(told[2]) <= 12 or int(told[3]) > 31:
            shown = cells.words(part)[:40]
            raise Unreadable(Text(f"‘2017-05: 4’처럼 적어 주십시오(‘{shown}’).", f"Please write it like “2017-05: 4” (“{shown}”)."))
        found[f"{int(told[1])}-{int(told[2]):02d}"] = int(told[3])
    return found


def check_agencies(rows: Iterable[tuple[int, Mapping[str, object]]], regions: Mapping[str, str]) -> list[Checked]:
    """Every row read. An agency named twice keeps its first row."""
    read: list[Checked] = []
    first: dict[str, int] = {}
    for row, raw in rows:
        errors: list[RowError] = []
        name = cells.words(raw.get("name"))
        if not name:
            errors.append(RowError(row, "name", Text("기관명이 비어 있습니다.", "The agency's name is missing.")))
        elif first.setdefault(cells.fold(name), row) != row:
            again = first[cells.fold(name)]
            errors.append(RowError(row, "name", Text(f"{again}행에 이미 있는 기관입니다.", f"The agency already stands in row {again}.")))
        named = parts(raw.get("regions"))
        unknown = [word for word in named if cells.fold(word) not in regions]
        if not named:
            errors.append(RowError(row, "regions", Text("관할시도가 비어 있습니다.", "The regions covered are missing.")))
        if unknown:
            errors.append(RowError(row, "regions", Text(f"알 수 없는 시도입니다: {', '.join(unknown)}", f"Unknown regions: {', '.join(unknown)}")))
        values: dict[str, Any] = {"name": name, "regions": frozenset(regions[cells.fold(w)] for w in named if w not in unknown)}
        values["visits_a_month"] = _read(errors, row, "visits_a_month", raw, 1_000_000)
        values |= {key: cells.words(raw.get(key))[:80] for key in ("contract_number", "contact_name")}
        values["contact_phone"] = cells.phone(raw.get("contact_phone"))
        for key, reader in (("contract_starts_on", cells.day), ("contract_ends_on", cells.day), ("contact_email", cells.mail_address)):
            values[key] = _optional(errors, row, key, reader, raw)
        read.append(_checked(row, values, errors, [], AGENCY_FIELDS))
    return read


def check_consultants(
    rows: Iterable[tuple[int, Mapping[str, object]]], regions: Mapping[str, str], agencies: Mapping[str, str],
    *, names_within_agency: bool = False,
) -> list[Checked]:  # fmt: skip
    """Every row read. Of two with one name the second becomes `이름 (2)`, and is reported as a question; an equal row is an error.

    Args: agencies: folded name → name, of the agencies without errors (under "" where a blank cell means that one);
    names_within_agency: two of one name in different agencies keep it.
    """
    read: list[Checked] = []
    seen: dict[tuple[str, ...], int] = {}
    taken: dict[str, set[str]] = {}
    for row, raw in rows:
        errors: list[RowError] = []
        questions: list[RowError] = []
        values = _consultant(row, raw, regions, agencies, errors, questions)
        whole = tuple(cells.words(raw.get(key)) for key in CONSULTANT_FIELDS)
        if seen.setdefault(whole, row) != row:
            errors.append(RowError(row, "name", Text(f"{seen[whole]}행과 똑같은 행입니다.", f"The same as row {seen[whole]}.")))
        elif not errors:
            among = taken.setdefault(values["agency"] if names_within_agency else "", set())
            values["name"] = _free_name(row, values["name"], among, questions)
        read.append(_checked(row, values, errors, questions, CONSULTANT_FIELDS))
    return read


def _checked(
    row: int, values: dict[str, Any], errors: Sequence[RowError], questions: Sequence[RowError], fields: Mapping[str, Text]
) -> Checked:
    """The row with its columns' names beside every remark."""
    named = [tuple(replace(one, label=fields.get(one.field)) for one in told) for told in (errors, questions)]
    return Checked(row, values, named[0], named[1], frozenset(key for key in fields if values.get(key) not in ("", None, frozenset(), {})))


def _consultant(
    row: int, raw: Mapping[str, object], regions: Mapping[str, str], agencies: Mapping[str, str],
    errors: list[RowError], questions: list[RowError],
) -> dict[str, Any]:  # fmt: skip
    values: dict[str, Any] = {key: cells.words(raw.get(key)) for key in ("name", "qualification", "district")}
    if not values["name"]:
        errors.append(RowError(row, "name", Text("이름이 비어 있습니다.", "The name is missing.")))
    agency = cells.words(raw.get("agency"))
    values["agency"] = agencies.get(cells.fold(agency), "")
    if not values["agency"]:
        errors.append(RowError(row, "agency", Text(f"수행기관 명단에 없는 기관입니다(‘{agency}’).", f"No such agency in the list of agencies (“{agency}”).")))
    values["region"] = regions.get(cells.fold(cells.words(raw.get("region"))), "")
    for key in ("latitude", "longitude"):
        try:
            values[key] = cells.coordinate(raw.get(key))
        except Unreadable as wrong:
            values[key] = None
            questions.append(RowError(row, key, wrong.reason))
    values["days_a_month"] = _read(errors, row, "days_a_month", raw, 31)
    values["languages"] = languages(raw.get("languages"))
    values["days_off"] = _optional(errors, row, "days_off", days, raw) or frozenset()
    values["days_by_month"] = _optional(errors, row, "days_by_month", months, raw) or {}
    values["qualified_until"] = _optional(errors, row, "qualified_until", cells.day, raw)
    values["email"] = _optional(errors, row, "email", cells.mail_address, raw) or ""
    values["phone"] = cells.phone(raw.get("phone"))
    return values


def _optional(errors: list[RowError], row: int, key: str, reader: Callable[[object], Any], raw: Mapping[str, object]) -> Any:
    """What a cell says, or None where it is blank or wrong."""
    if not cells.words(raw.get(key)):
        return None
    try:
        return reader(raw.get(key))
    except Unreadable as wrong:
        errors.append(RowError(row, key, wrong.reason))
        return None


def _free_name(row: int, name: str, taken: set[str], questions: list[RowError]) -> str:
    free, at = name, 1
    while free in taken:
        at += 1
        free = f"{name} ({at})"
    taken.add(free)
    if at > 1:
        questions.append(RowError(row, "name", Text(f"같은 이름이 앞에 있어 ‘{free}’(으)로 적었습니다.", f"The name stands above already: written as “{free}”.")))
    return free


def _read(errors: list[RowError], row: int, key: str, raw: Mapping[str, object], most: int) -> int:
    try:
        return count(raw.get(key), most)
    except Unreadable as wrong:
        errors.append(RowError(row, key, wrong.reason))
        return 0
