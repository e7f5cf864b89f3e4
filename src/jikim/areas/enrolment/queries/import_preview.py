"""What an import did or would do, as pages, the console and the returned workbook show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from jikim.areas.enrolment.queries.intake import Plan, ReadFile
from jikim.rules.intake import FIELDS, RowError
from jikim.rules.intake_plan import Difference, Placed
from jikim.rules.words import Text
from jikim.shared import codes
from jikim.shared.sheets import Column, write_xlsx

SAMPLE_ROWS = 10


class WrittenRows(Protocol):
    placed: dict[int, Placed]
    eligible: dict[int, bool]
    updated: int


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """rows = imported + unchanged + conflicts + rows in error (`rejected`). Before applying, `imported` is what would go in.

    `eligible` and `not_eligible` count the verdict on every row that is not in error.
    """

    draft_id: int | None
    file_name: str
    season_id: int
    sheet_name: str
    heading_row: int
    columns: tuple[tuple[str, Text | None], ...]
    rows: int
    imported: int
    unchanged: int
    conflicts: int
    rejected: int
    eligible: int
    not_eligible: int
    updated: int
    skipped: tuple[int, ...]
    errors: tuple[RowError, ...] = field(repr=False)
    differences: tuple[Difference, ...] = field(repr=False)
    questions: tuple[RowError, ...] = field(repr=False)
    sample: tuple[dict[str, Any], ...] = field(repr=False)
    done: bool = False
    #: what applying it did, when it has been applied before
    outcome: dict[str, int] | None = None
    #: sheets of the file that hold applications too and were not read
    other_sheets: tuple[str, ...] = ()

    @property
    def left_out(self) -> Text | None:
        """What the file holds besides and nobody read."""
        if not self.other_sheets:
            return None
        names = ", ".join(self.other_sheets)
        return Text(f"‘{self.sheet_name}’ 시트만 읽었습니다. 명단이 있는 다른 시트는 파일로 따로 저장하여 올려 주십시오: {names}",
                    f"Only sheet “{self.sheet_name}” was read. Save the other sheets with applications as files of their own: {names}")  # fmt: skip

    def counts(self) -> dict[str, int]:
        names = ("rows", "imported", "unchanged", "conflicts", "rejected", "eligible", "not_eligible", "updated")
        return {name: getattr(self, name) for name in names}

    def as_json(self) -> dict[str, Any]:
        """The one object of `jikim applicants import --json`."""
        return {
            "rows": self.rows, "imported": self.imported, "unchanged": self.unchanged, "conflicts": self.conflicts,
            "eligible": self.eligible, "not_eligible": self.not_eligible,
            "errors": [
                {"row": e.row, "field": e.field_name.ko, "reason": e.reason.ko, "reason_en": e.reason.en} for e in self.errors
            ],
        }  # fmt: skip


def preview_of(
    plan: Plan, written: WrittenRows | None, *, file_name: str, draft_id: int | None, outcome: dict[str, int] | None = None
) -> ImportPreview:
    """The plan's counts, or what became of it once written."""
    placed = tuple(written.placed[row.checked.row] for row in plan.placed) if written else plan.placed
    eligible = written.eligible if written else plan.eligible
    count = {kind: sum(row.outcome == kind for row in placed) for kind in ("new", "unchanged", "conflict", "error")}
    return ImportPreview(
        draft_id=draft_id, file_name=file_name, season_id=plan.ground.season.pk, sheet_name=plan.read.sheet.name,
        heading_row=plan.read.sheet.heading.number, columns=plan.read.columns, rows=len(placed), imported=count["new"],
        unchanged=count["unchanged"], conflicts=count["conflict"], rejected=count["error"],
        eligible=sum(eligible.values()), not_eligible=len(eligible) - sum(eligible.values()),
        updated=written.updated if written else 0, skipped=plan.read.skipped,
        errors=tuple(error for row in placed for error in row.errors),
        differences=tuple(difference for row in placed for difference in row.differences),
        questions=tuple(asked for row in placed if row.outcome != "error" for asked in row.questions),
        sample=tuple(_shown(row) for row in placed if row.outcome == "new")[:SAMPLE_ROWS],
        done=written is not None or outcome is not None, outcome=outcome,
        other_sheets=plan.read.sheet.others,
    )  # fmt: skip


def shown_value(key: str, value: Any) -> str:
    """A stored value as the sheet would say it."""
    if value is None or value == "":
        return ""
    if key == "region":
        return codes.region_name(str(value)).ko
    return f"{value:,}" if key in ("workers", "service_workers") else str(value)


def rejects_of(read: ReadFile, errors: Sequence[RowError]) -> bytes:
    """A workbook of the rows in error: the columns as they were sent, then the row's number and the reasons."""
    by_row: dict[int, list[RowError]] = {}
    for error in errors:
        by_row.setdefault(error.row, []).append(error)
    heading = [str(cell or "") for cell in read.sheet.heading.cells]
    columns = [*(Column(text, 16) for text in heading), Column("원래 행 (row)", 10), Column("오류 사유", 60), Column("Reason", 60)]

    def rows() -> Iterator[list[Any]]:
        for row in read.sheet.rows:
            if row.number in by_row:
                why = by_row[row.number]
                blank = [None] * (len(heading) - len(row.cells))
                yield [
                    *row.cells[: len(heading)], *blank, row.number,
                    " / ".join(f"{e.field_name.ko}: {e.reason.ko}" for e in why),
                    " / ".join(f"{e.field_name.en}: {e.reason.en}" for e in why),
                ]  # fmt: skip

    return b"".join(write_xlsx(columns, rows(), "오류 행"))


def _shown(row: Placed) -> dict[str, Any]:
    return {key: shown_value(key, row.checked.values.get(key)) for key in FIELDS} | {"row": row.checked.row}
