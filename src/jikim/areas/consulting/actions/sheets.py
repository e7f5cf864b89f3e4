"""The plan comes back by spreadsheet: the list as downloaded, filled in, sent back, looked at, then put in. Bad rows are named and change nothing.

A row is known by the workplace's number and the measure's code. A row made from an older version than is kept now is refused with both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jikim.areas.consulting.actions.planning import CLOSED, change_item
from jikim.areas.consulting.models import PlanItem
from jikim.areas.dispatch import public as dispatch
from jikim.rules import intake_cells as cells
from jikim.rules.access import Action, Actor, Where
from jikim.rules.intake import RowError
from jikim.rules.words import Text
from jikim.shared import audit, files
from jikim.shared.access import Conflict, require
from jikim.shared.files.models import StoredFile
from jikim.shared.files.store import NotKept, read
from jikim.shared.imports import rejected_rows
from jikim.shared.sheets import Sheet, SheetError, open_sheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: the headings the list is exported with, in either language
HEADINGS: dict[str, Text] = {
    "workplace": Text("관리번호", "Number"), "measure_key": Text("조치 코드", "Measure code"), "owner": Text("담당", "In charge"),
    "due_on": Text("기한", "Due"), "evidence_wanted": Text("했다는 것을 보여 줄 것", "What will show that it is done"),
    "progress": Text("어디까지 되었습니까?", "How far is it?"), "version": Text("행 판", "Version of the row"),
}  # fmt: skip
_NEEDED = ("workplace", "measure_key", "version")
_LONGEST = {"owner": 120, "evidence_wanted": 1000, "progress": 2000}
_NO_ITEM = Text("이 사업장의 계획에 없는 조치이거나 맡으신 범위 밖입니다. 번호와 조치 코드를 확인해 주십시오.",
                "No such measure in this workplace's plan, or outside what your seat covers. Check the number and the code.")  # fmt: skip
_OVER = Text("이미 끝난 조치라 고칠 수 없습니다.", "This measure is finished and cannot be changed.")
_OLDER = Text("내려받은 뒤에 다른 사람이 고쳤습니다. 지금은 담당 ‘{owner}’, 기한 {due}입니다. 새로 내려받아 고쳐 주십시오.",
              "Somebody changed it since you downloaded it: now in charge “{owner}”, due {due}. Download again and change it there.")  # fmt: skip
_LONG = Text("{most}자까지 적을 수 있습니다.", "At most {most} characters.")
_NOT_ONE = Text("내려받은 개선계획 파일이 아닙니다. 목록에서 내려받은 파일을 채워 보내 주십시오.",
                "This is not a list of measures. Fill in the file downloaded from the list.")  # fmt: skip


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that would change: what was, what is written."""

    row: int
    item_id: int
    version: int
    workplace: str
    title: Text
    values: Mapping[str, Any]
    before: Mapping[str, Any]

    @property
    def lines(self) -> list[tuple[Text, Any, Any]]:
        return [(HEADINGS[key], self.before[key], value) for key, value in self.values.items()]


@dataclass(frozen=True, slots=True)
class RowFault:
    """One row that stays out: which, in which column, why and what to do."""

    row: int
    column: Text
    reason: Text


@dataclass(frozen=True, slots=True)
class PlanPreview:
    """What the file would do."""

    file_id: int
    file_name: str
    rows: int
    changes: tuple[RowChange, ...]
    faults: tuple[RowFault, ...]


def keep_plan_sheet(*, content: bytes, file_name: str, by: Actor) -> int:
    """Keep a filled file until it is put in. Raises SheetError when it cannot be read or is no such list."""
    require(by, Action.plan_keep)
    list(_rows(content))
    try:
        stored = files.keep(
            content, name=file_name, media_type=XLSX if content.startswith(b"PK") else "text/csv", thing_kind="plan_sheet", thing_key=by.key,
            action=Action.plan_keep, where=Where(persons=frozenset({by.key})),
        )  # fmt: skip
    except NotKept as refused:
        raise SheetError(refused.reason) from refused
    return int(stored.pk)


def preview_plan_sheet(*, file_id: int, by: Actor) -> PlanPreview:
    """What would change, and which rows stay out. Raises StoredFile.DoesNotExist for another person's file."""
    require(by, Action.plan_keep)
    stored = StoredFile.objects.get(pk=file_id, thing_kind="plan_sheet", thing_key=by.key)
    rows = list(_rows(read(stored)))
    known = _known(rows, by)
    changes, faults = [], []
    for number, raw in rows:
        found = _row(number, raw, known)
        if isinstance(found, RowFault):
            faults.append(found)
        elif found is not None:
            changes.append(found)
    return PlanPreview(file_id, stored.name, len(rows), tuple(changes), tuple(faults))


def apply_plan_sheet(*, file_id: int, by: Actor) -> PlanPreview:
    """Put the good rows in; rows somebody changed meanwhile come back as faults. Twice is once."""
    seen = preview_plan_sheet(file_id=file_id, by=by)
    done, faults = [], list(seen.faults)
    for one in seen.changes:
        try:
            change_item(item_id=one.item_id, version=one.version, values=one.values, by=by)
            done.append(one)
        except Conflict as conflict:
            faults.append(RowFault(one.row, HEADINGS["version"], conflict.reason))
    audit.record(by, "plan_item.import", "plan_item", file_id, rows=len(done), left=len(faults))
    return PlanPreview(seen.file_id, seen.file_name, seen.rows, tuple(done), tuple(faults))


def faulty_plan_rows(*, file_id: int, by: Actor) -> bytes:
    """Only the rows that stay out, as they were sent and with the reason beside each: a workbook to correct and to send again."""
    seen = preview_plan_sheet(file_id=file_id, by=by)
    stored = StoredFile.objects.get(pk=file_id, thing_kind="plan_sheet", thing_key=by.key)
    audit.record(by, "export", "plan_item", file_id, form="xlsx", rows=len(seen.faults))
    return rejected_rows(_sheet(read(stored)), [RowError(one.row, "", one.reason, one.column) for one in seen.faults])


def _known(rows: Sequence[tuple[int, Mapping[str, Any]]], by: Actor) -> dict[tuple[str, str], PlanItem]:
    numbers = {cells.words(raw.get("workplace")).upper() for _, raw in rows}
    found = PlanItem.objects.filter(
        dispatch.reached_workplaces(by, Action.plan_keep), workplace__number__in=numbers
    ).exclude(status="dropped").select_related("workplace")  # fmt: skip
    return {(one.workplace.number.upper(), one.measure_key): one for one in found}


def _row(number: int, raw: Mapping[str, Any], known: Mapping[tuple[str, str], PlanItem]) -> RowChange | RowFault | None:
    item = known.get((cells.words(raw.get("workplace")).upper(), cells.words(raw.get("measure_key"))))
    if item is None:
        return RowFault(number, HEADINGS["measure_key"], _NO_ITEM)
    values: dict[str, Any] = {}
    for key in ("owner", "evidence_wanted", "progress"):
        if key in raw:
            values[key] = cells.words(raw[key])
            if len(values[key]) > _LONGEST[key]:
                return RowFault(number, HEADINGS[key], _LONG.fill(most=_LONGEST[key]))
    if "due_on" in raw:
        try:
            values["due_on"] = cells.day(raw["due_on"])
        except cells.Unreadable as unreadable:
            return RowFault(number, HEADINGS["due_on"], unreadable.reason)
    changed = {key: value for key, value in values.items() if getattr(item, key) != value and not _same_words(getattr(item, key), value)}
    if not changed:
        return None
    if item.status in CLOSED:
        return RowFault(number, HEADINGS["measure_key"], _OVER)
    version = cells.words(raw.get("version")).removesuffix(".0")
    if version != str(item.version):
        due = item.due_on.isoformat() if isinstance(item.due_on, dt.date) else "–"
        return RowFault(number, HEADINGS["version"], _OLDER.fill(owner=item.owner or "–", due=due))
    return RowChange(number, item.pk, item.version, item.workplace.number, item.title, changed, {key: getattr(item, key) for key in changed})


def _same_words(kept: Any, sent: Any) -> bool:
    """A text on several lines comes back from a cell on one."""
    return isinstance(kept, str) and isinstance(sent, str) and kept.split() == sent.split()


def _rows(content: bytes) -> Iterator[tuple[int, dict[str, Any]]]:
    """(row number, cells by field) of every row that names a measure."""
    sheet = _sheet(content)
    at = _fields(sheet.heading.cells)
    if not set(_NEEDED) <= set(at.values()):
        raise SheetError(_NOT_ONE)
    for row in sheet.rows:
        raw = {key: _plain(row.cells[place]) if place < len(row.cells) else None for place, key in at.items()}
        if cells.words(raw.get("measure_key")):
            yield row.number, raw


def _sheet(content: bytes) -> Sheet:
    return open_sheet(content, is_heading=lambda found: set(_NEEDED) <= set(_fields(found).values()), wanted=", ".join(HEADINGS[key].ko for key in _NEEDED))


def _fields(heading: Sequence[Any]) -> dict[int, str]:
    known = {word.casefold(): key for key, name in HEADINGS.items() for word in (name.ko, name.en)}
    return {place: known[said] for place, cell in enumerate(heading) if (said := str(cell or "").strip().casefold()) in known}


def _plain(cell: Any) -> Any:
    """Without the apostrophe an export puts before what looks like a formula."""
    if isinstance(cell, str) and len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@\t＝＋－＠":
        return cell[1:]
    return cell

