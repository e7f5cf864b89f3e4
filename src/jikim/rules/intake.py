"""What a row of an applicants' sheet says, and the checks it must pass before it goes in.

Never reads a file, a database or the clock; callers bring the region spellings and what is already in.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jikim.rules import intake_cells as cells
from jikim.rules.intake_cells import Unreadable, shown_business_number
from jikim.rules.intake_headings import FIELDS
from jikim.rules.words import Text, day_said

__all__ = [
    "FIELDS", "Checked", "Codes", "RowError", "check_row", "check_rows", "free_numbers", "is_filler", "name_key",
    "shown_business_number",
]  # fmt: skip

_LONGEST = {
    "number": 40, "name": 200, "employer_name": 200, "client_name": 200, "industry_name": 120, "district": 60,
    "address": 300, "contact_name": 120,
}  # fmt: skip
_FILLER = re.compile(r"(합|총|소|누)?\s*계|총\s*\d[\d,]*\s*건|total.*|\d[\d,]* rows in total|[※*●■▶].*|비고.*|작성\s*(요령|방법|예시).*|예시.*|\(?끝\)?\.?|이하\s*(여백|빈칸)", re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RowError:
    """Something about one row: its own number in the sheet, the field's key, and why."""

    row: int
    field: str
    reason: Text
    #: the column's name, of a list other than the applicants'
    label: Text | None = None

    @property
    def field_name(self) -> Text:
        return self.label or FIELDS.get(self.field, Text(self.field, self.field))


@dataclass(frozen=True, slots=True)
class Codes:
    """The code lists a check needs: folded spelling → region key, and what an industry code or name means."""

    regions: Mapping[str, str]
    sector_of: Any  # Callable[[code, name], str]


@dataclass(frozen=True, slots=True)
class Checked:
    """A row read: what it says by field, what is wrong (it stays out), what a clerk should look at (it goes in)."""

    row: int
    values: dict[str, Any]
    errors: tuple[RowError, ...] = ()
    questions: tuple[RowError, ...] = ()
    #: fields that stood in the sheet and were not blank; only these can differ from what is already in
    given: frozenset[str] = field(default_factory=frozenset)

    @property
    def identity(self) -> tuple[str, str] | None:
        """Business number and name: what makes two rows the same workplace. None while either is unknown."""
        number, name = self.values.get("business_number", ""), self.values.get("name", "")
        return (number, name_key(name)) if number and name else None


def name_key(name: str) -> str:
    """A name as compared: full width, case and all spaces ignored, ㈜ the same as (주)."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", name)).casefold()[:200]


def is_filler(raw: Mapping[str, object]) -> bool:
    """A line that is no application: a total, a note, a pre-filled number without anything beside it."""
    if cells.words(raw.get("business_number")):
        return False
    written = {key: text for key, value in raw.items() if (text := cells.words(value))}
    told = [key for key in written if key != "number"]
    if len(told) <= 1:
        # a number and a name are an unfinished application; one lonely cell is a note
        return not (told == ["name"] and "number" in written)
    if set(told) <= {"workers", "service_workers"}:
        return True  # a total whose label stands in a column of its own
    return any(_FILLER.fullmatch(written[key]) for key in ("number", "name") if key in written)


def check_row(raw: Mapping[str, object], row: int, codes: Codes) -> Checked:
    """Read one row. Every problem is reported, not only the first."""
    reader = _Reader(row)
    values: dict[str, Any] = {}
    for key in ("number", "name", "employer_name", "client_name", "industry_name", "district", "address", "contact_name"):
        values[key] = reader.text(key, raw.get(key))
    if not values["name"]:
        reader.wrong("name", Text("사업장명이 비어 있습니다.", "The workplace's name is missing."))
    values["business_number"] = reader.read("business_number", cells.business_number, raw.get("business_number"), "")
    values["workers"] = reader.read("workers", cells.headcount, raw.get("workers"), None)
    values["service_workers"] = reader.read("service_workers", cells.headcount, raw.get("service_workers"), None)
    _check_counts(reader, values)
    _place(reader, values, raw.get("region"), codes.regions)
    values["industry_code"] = cells.industry_code(raw.get("industry_code"))
    values["sector"] = codes.sector_of(values["industry_code"], values["industry_name"])
    if not values["sector"]:
        reader.ask("industry_code", Text("업종을 알 수 없습니다. 업종코드를 확인해 주십시오.",
                                         "The industry is not known: please check its code."))  # fmt: skip
    values["contact_phone"] = cells.phone(raw.get("contact_phone"))
    values["contact_email"] = reader.doubt("contact_email", cells.mail_address, raw.get("contact_email"), "")
    values["applied_on"] = reader.read("applied_on", cells.day, raw.get("applied_on"), None)
    _coordinates(reader, values, raw)
    given = frozenset(key for key in FIELDS if values.get(key) not in ("", None))
    order = list(FIELDS)
    errors = sorted(reader.errors, key=lambda error: order.index(error.field))
    return Checked(row, values, tuple(errors), tuple(reader.questions), given)


def check_rows(rows: Iterable[tuple[int, Mapping[str, object]]], codes: Codes) -> list[Checked]:
    """Read all rows of a file. Of two equal ones (same number and name) the later is an error; so is a 관리번호 used twice."""
    read: list[Checked] = []
    first_of: dict[tuple[str, str], Checked] = {}
    first_number: dict[str, Checked] = {}
    for row, raw in rows:
        checked = check_row(raw, row, codes)
        errors = list(checked.errors)
        earlier = first_of.setdefault(checked.identity, checked) if checked.identity else checked
        if earlier is not checked:
            errors.append(RowError(row, "business_number", _same_as(earlier, checked)))
        number = checked.values["number"].casefold()
        holder = first_number.setdefault(number, checked) if number else checked
        if holder is not checked and earlier is checked:
            errors.append(RowError(row, "number", Text(
                f"관리번호 {checked.values['number']}은(는) {holder.row}행에서 이미 쓰였습니다.",
                f"The number {checked.values['number']} is already used in row {holder.row}.")))  # fmt: skip
        read.append(Checked(row, checked.values, tuple(errors), checked.questions, checked.given))
    return read


def free_numbers(taken: Iterable[str], prefix: str = "W", digits: int = 4) -> Iterator[str]:
    """Numbers of the form W0001 that nobody has, upwards from the highest."""
    pattern = re.compile(rf"{re.escape(prefix)}(\d{{1,9}})", re.IGNORECASE)
    used = {name.casefold() for name in taken}
    highest = max((int(found[1]) for name in used if (found := pattern.fullmatch(name))), default=0)
    while True:
        highest += 1
        number = f"{prefix}{highest:0{digits}d}"
        if number.casefold() not in used:
            yield number


def same_place(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    """Do two rows lie at the same address, as far as both say?"""
    for key in ("region", "district", "address"):
        one, other = a.get(key) or "", b.get(key) or ""
        if one and other and cells.fold(one) != cells.fold(other):
            return False
    return True


class _Reader:
    """Collects what is wrong with a row while it is read."""

    def __init__(self, row: int) -> None:
        self.row = row
        self.errors: list[RowError] = []
        self.questions: list[RowError] = []

    def wrong(self, key: str, reason: Text) -> None:
        self.errors.append(RowError(self.row, key, reason))

    def ask(self, key: str, reason: Text) -> None:
        self.questions.append(RowError(self.row, key, reason))

    def text(self, key: str, cell: object) -> str:
        said = cells.words(cell)
        if len(said) > _LONGEST[key]:
            self.wrong(key, Text(f"{_LONGEST[key]}자까지 적을 수 있습니다.", f"At most {_LONGEST[key]} characters."))
            return said[: _LONGEST[key]]
        return said

    def read(self, key: str, reader: Any, cell: object, otherwise: Any) -> Any:
        try:
            return reader(cell)
        except Unreadable as unreadable:
            self.wrong(key, unreadable.reason)
            return otherwise

    def doubt(self, key: str, reader: Any, cell: object, otherwise: Any) -> Any:
        try:
            return reader(cell)
        except Unreadable as unreadable:
            self.ask(key, unreadable.reason)
            return otherwise


def _check_counts(reader: _Reader, values: Mapping[str, Any]) -> None:
    workers, serving = values["workers"], values["service_workers"]
    if workers == 0:
        reader.wrong("workers", Text("상시근로자수가 0명입니다.", "The workplace has no workers (0)."))
    elif workers is not None and serving is not None and serving > workers:
        reader.wrong("service_workers", Text(
            f"고객응대근로자({serving:,}명)가 상시근로자({workers:,}명)보다 많습니다.",
            f"More customer service workers ({serving:,}) than workers ({workers:,})."))  # fmt: skip


def _place(reader: _Reader, values: dict[str, Any], cell: object, regions: Mapping[str, str]) -> None:
    said = cells.words(cell)
    values["region"] = ""
    parts = (said or values["address"]).split(" ")
    for candidate in (said, parts[0]):
        if candidate and cells.fold(candidate) in regions:
            values["region"] = regions[cells.fold(candidate)]
            break
    if not said and not values["region"]:
        reader.wrong("region", Text("시도가 비어 있습니다.", "The region is missing."))
    elif not values["region"]:
        reader.wrong("region", Text(f"알 수 없는 시도입니다(‘{said[:40]}’).", f"The region is not known (“{said[:40]}”)."))
    elif not values["district"] and len(parts) > 1 and re.fullmatch(r"[가-힣]+[시군구]", parts[1]):
        values["district"] = parts[1]


def _coordinates(reader: _Reader, values: dict[str, Any], raw: Mapping[str, object]) -> None:
    latitude = reader.doubt("latitude", cells.coordinate, raw.get("latitude"), None)
    longitude = reader.doubt("longitude", cells.coordinate, raw.get("longitude"), None)
    if latitude is not None and longitude is not None and not _in_korea(latitude, longitude):
        if _in_korea(longitude, latitude):
            latitude, longitude = longitude, latitude
            reader.ask("latitude", Text("위도와 경도가 바뀌어 있어 바로잡았습니다.",
                                        "Latitude and longitude were swapped and have been put right."))  # fmt: skip
        else:
            reader.ask("latitude", Text("좌표가 우리나라 밖이어서 비워 두었습니다.",
                                        "The coordinates lie outside Korea and were left blank."))  # fmt: skip
            latitude = longitude = None
    values["latitude"], values["longitude"] = latitude, longitude


def _in_korea(latitude: float, longitude: float) -> bool:
    return 32.5 <= latitude <= 39.5 and 123.5 <= longitude <= 132.5


def _same_as(earlier: Checked, later: Checked) -> Text:
    if same_place(earlier.values, later.values):
        return Text(f"{earlier.row}행과 같은 사업장입니다(사업자등록번호와 사업장명이 같음).",
                    f"The same workplace as row {earlier.row} (same business number and name).")  # fmt: skip
    return Text(
        f"{earlier.row}행과 사업자등록번호·사업장명이 같은데 주소가 다릅니다. 다른 지점이면 사업장명에 지점 이름을 붙여 다시 올려 주십시오.",
        f"Same business number and name as row {earlier.row} but another address. If it is another site, add the site to its name "
        "and import it again.",
    )


def as_raw(heading: Mapping[str, int], row: Sequence[Any]) -> dict[str, Any]:
    """The cells of a row by field."""
    return {key: row[place] if place < len(row) else None for key, place in heading.items()}


_EARLY = Text("신청일({applied})이 모집 시작일({opens}) 전입니다.", "Applied on {applied}, before the call opened on {opens}.")
_LATE = Text("신청일({applied})이 모집 마감일({closes}) 뒤입니다.", "Applied on {applied}, after the call closed on {closes}.")


def outside_call(applied_on: dt.date | None, opens_on: dt.date | None, closes_on: dt.date | None) -> Text | None:
    """A remark for the clerk when the application's date lies outside the call; never a reason to refuse."""
    if applied_on is None:
        return None
    if opens_on and applied_on < opens_on:
        return _EARLY.fill(applied=day_said(applied_on), opens=day_said(opens_on))
    if closes_on and applied_on > closes_on:
        return _LATE.fill(applied=day_said(applied_on), closes=day_said(closes_on))
    return None
