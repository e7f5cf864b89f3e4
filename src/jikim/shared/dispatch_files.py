"""Reads the three sheets a plan is made from: applicants, agencies, consultants. Every doubt is reported; never plans anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jikim.rules import intake_agencies as sheets_of
from jikim.rules import intake_headings as headings
from jikim.rules.dispatching.model import Agency, Consultant, Workplace
from jikim.rules.eligibility import Facts, SeasonRules, judge
from jikim.rules.intake import Checked, Codes, RowError, as_raw, check_rows, is_filler
from jikim.rules.intake_cells import Unreadable, fold
from jikim.rules.intake_plan import numbered
from jikim.rules.words import Text
from jikim.shared import codes
from jikim.shared.sheets import Sheet, SheetError, open_sheet

APPLICANTS, AGENCIES, CONSULTANTS = (Text("신청 명단", "applicants"), Text("수행기관 명단", "agencies"), Text("컨설턴트 명단", "consultants"))


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about one row of one of the files."""

    file: Text
    row: int
    field: Text
    reason: Text


@dataclass(slots=True)
class Input:
    """What the files say. `not_eligible` and `unreadable`: 관리번호 and why, of rows that cannot be planned."""

    workplaces: list[Workplace] = field(default_factory=list)
    agencies: list[Agency] = field(default_factory=list)
    consultants: list[Consultant] = field(default_factory=list)
    rows: int = 0
    not_eligible: dict[str, Text] = field(default_factory=dict)
    unreadable: dict[str, Text] = field(default_factory=dict)
    errors: list[Remark] = field(default_factory=list)
    questions: list[Remark] = field(default_factory=list)
    #: 관리번호 in the order of the sheet
    order: list[str] = field(default_factory=list)


def read_files(applicants: Path, agencies: Path, consultants: Path) -> Input:
    """All three sheets. Raises SheetError when one as a whole cannot be read."""
    made = Input()
    applications, needs = _applicants(made, applicants)
    _agencies(made, agencies)
    people = _consultants(made, consultants)
    places = _Places([*(c.values for c in applications), *(c.values for c in people)])
    for one in people:
        point = places.of(one.values)
        if point is None:
            _remark(made.errors, CONSULTANTS, sheets_of.CONSULTANT_FIELDS, RowError(one.row, "latitude", _NO_PLACE))
            continue
        _say_guessed(made, CONSULTANTS, one)
        v = one.values
        made.consultants.append(
            Consultant(v["name"], v["agency"], *point, v["days_a_month"], v["qualification"], v["languages"], v["days_off"])
        )
    _judge(made, applications, needs, places)
    return made


#: of the needs only closed days and hours can be unreadable
_APPLICANT_FIELDS = {**headings.FIELDS, **{key: sheets_of.NEED_FIELDS[key] for key in ("closed", "hours")}}
_NO_PLACE = Text("좌표가 없고 같은 시도의 다른 좌표도 없어 위치를 알 수 없습니다.", "No coordinates, and none elsewhere in the region to stand in for them.")
_GUESSED = Text("좌표가 없어 같은 시군구(없으면 시도)의 평균 위치로 보았습니다.", "No coordinates: taken as the middle of the others in its district (else region).")


class _Places:
    """Coordinates of rows, and for those without any the middle of their district or region."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        known: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
        for row in rows:
            if row["latitude"] is not None and row["longitude"] is not None:
                point = (row["latitude"], row["longitude"])
                known[row["region"], fold(row["district"])].append(point)
                known[row["region"], ""].append(point)
        self.middle = {
            key: (sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)) for key, points in known.items()
        }

    def of(self, row: Mapping[str, Any]) -> tuple[float, float] | None:
        if row["latitude"] is not None and row["longitude"] is not None:
            return row["latitude"], row["longitude"]
        near = self.middle.get((row["region"], fold(row["district"])))
        return near or (self.middle.get((row["region"], "")) if row["region"] else None)


def _open(path: Path, name: Text, columns: Callable[[Sequence[object]], Mapping[str, int]], fields: Mapping[str, Text], required: Sequence[str]) -> Sheet:
    wanted = ", ".join(fields[key].ko for key in required)
    try:
        return open_sheet(path, is_heading=lambda cells: all(key in columns(cells) for key in required), wanted=wanted)
    except SheetError as wrong:
        raise SheetError(Text(f"{name.ko}({path.name}): {wrong.reason.ko}", f"{name.en} ({path.name}): {wrong.reason.en}")) from wrong


def _applicants(made: Input, path: Path) -> tuple[list[Checked], dict[int, dict[str, Any]]]:
    required = ("name", "business_number", "workers", "service_workers")
    sheet = _open(path, APPLICANTS, headings.match, headings.FIELDS, required)
    columns = headings.match(sheet.heading.cells)
    if lacking := headings.missing(columns):
        names = ", ".join(f"{headings.FIELDS[key].ko} ({headings.FIELDS[key].en})" for key in lacking)
        raise SheetError(Text(f"{APPLICANTS.ko}({path.name})에 다음 열이 없습니다: {names}", f"{APPLICANTS.en} ({path.name}) lack these columns: {names}"))
    extra = sheets_of.need_columns(sheet.heading.cells)
    raws, needs = [], {}
    for row in sheet.rows:
        raw = as_raw(columns, row.cells)
        if not is_filler(raw) and not headings.is_heading(row.cells):
            raws.append((row.number, raw))
            needs[row.number] = as_raw(extra, row.cells)
    read = check_rows(raws, Codes(codes.region_spellings(), codes.sector_of))
    made.rows = len(read)
    for checked in read:
        for error in checked.errors:
            _remark(made.errors, APPLICANTS, headings.FIELDS, error)
    return read, needs


def _agencies(made: Input, path: Path) -> None:
    sheet = _open(path, AGENCIES, sheets_of.agency_columns, sheets_of.AGENCY_FIELDS, sheets_of.AGENCY_REQUIRED)
    rows = _raws(sheet, sheets_of.agency_columns(sheet.heading.cells))
    for checked in sheets_of.check_agencies(rows, codes.region_spellings()):
        for error in checked.errors:
            _remark(made.errors, AGENCIES, sheets_of.AGENCY_FIELDS, error)
        if not checked.errors:
            v = checked.values
            made.agencies.append(Agency(v["name"], v["regions"], v["visits_a_month"]))


def _consultants(made: Input, path: Path) -> list[Checked]:
    sheet = _open(path, CONSULTANTS, sheets_of.consultant_columns, sheets_of.CONSULTANT_FIELDS, sheets_of.CONSULTANT_REQUIRED)
    rows = _raws(sheet, sheets_of.consultant_columns(sheet.heading.cells))
    names = {fold(agency.name): agency.name for agency in made.agencies}
    read = sheets_of.check_consultants(rows, codes.region_spellings(), names)
    for checked in read:
        for error in checked.errors:
            _remark(made.errors, CONSULTANTS, sheets_of.CONSULTANT_FIELDS, error)
        for question in checked.questions if not checked.errors else ():
            _remark(made.questions, CONSULTANTS, sheets_of.CONSULTANT_FIELDS, question)
    return [checked for checked in read if not checked.errors]


def _raws(sheet: Sheet, columns: Mapping[str, int]) -> list[tuple[int, dict[str, Any]]]:
    raws = [(row.number, as_raw(columns, row.cells)) for row in sheet.rows]
    return [(number, raw) for number, raw in raws if not sheets_of.is_filler(raw)]


def _judge(made: Input, applications: Sequence[Checked], needs: Mapping[int, Mapping[str, Any]], places: _Places) -> None:
    """Eligible applications become workplaces, in the order of the sheet."""
    claimed = [checked.values["number"] for checked in applications if checked.values["number"]]
    good = [checked for checked in applications if not checked.errors]
    numbers = numbered(good, [], claimed)
    holders = set(numbers.values())
    for checked in applications:
        v, number = checked.values, numbers.get(checked.row, checked.values["number"])
        if checked.errors:
            if number and number not in holders and number not in made.unreadable:
                made.unreadable[number] = _joined(error.reason for error in checked.errors)
                made.order.append(number)
            continue
        made.order.append(number)
        verdict = judge(Facts(v["service_workers"], v["region"], v["sector"], v["industry_code"]), SeasonRules())
        if not verdict.eligible:
            made.not_eligible[number] = verdict.reason
            continue
        point = places.of(v)
        wanted = _needs(needs[checked.row])
        if point is None or isinstance(wanted, tuple):
            wrong, reason = ("latitude", _NO_PLACE) if point is None else wanted  # type: ignore[misc]
            made.unreadable[number] = reason
            _remark(made.errors, APPLICANTS, _APPLICANT_FIELDS, RowError(checked.row, wrong, reason))
            continue
        _say_guessed(made, APPLICANTS, checked)
        made.workplaces.append(Workplace(number, v["region"], *point, v["service_workers"], **wanted))


def _needs(raw: Mapping[str, Any]) -> dict[str, Any] | tuple[str, Text]:
    """What a workplace needs besides, by field of `Workplace`; or the column that cannot be read and why."""
    read: dict[str, Any] = {"qualification": " ".join(sheets_of.parts(raw.get("qualification"))), "languages": sheets_of.languages(raw.get("languages"))}
    for key, reading in (("closed", sheets_of.days), ("hours", sheets_of.hours)):
        try:
            read[key] = reading(raw.get(key))
        except Unreadable as wrong:
            return key, wrong.reason
    return read


def _say_guessed(made: Input, file: Text, checked: Checked) -> None:
    if checked.values["latitude"] is None or checked.values["longitude"] is None:
        made.questions.append(Remark(file, checked.row, headings.FIELDS["latitude"], _GUESSED))


def _remark(into: list[Remark], file: Text, fields: Mapping[str, Text], error: RowError) -> None:
    into.append(Remark(file, error.row, fields.get(error.field, Text(error.field, error.field)), error.reason))


def _joined(reasons: Iterable[Text]) -> Text:
    told = list(reasons)
    return Text(" ".join(reason.ko for reason in told), " ".join(reason.en for reason in told))
