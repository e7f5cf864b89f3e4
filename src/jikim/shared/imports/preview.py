"""What an import did or would do, as pages, the console and the returned workbook show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jikim.rules.intake import RowError
from jikim.rules.intake_plan import Difference, Placed
from jikim.rules.words import Text
from jikim.shared.imports.read import ReadFile
from jikim.shared.sheets import Column, Sheet, write_xlsx


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """rows = imported + unchanged + conflicts + rows in error (`rejected`). Before applying, `imported` is what would go in.

    `eligible` and `not_eligible` count the verdict on every row that is not in error; a list nobody judges has none.
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
    updated: int
    skipped: tuple[int, ...]
    errors: tuple[RowError, ...] = field(repr=False)
    differences: tuple[Difference, ...] = field(repr=False)
    questions: tuple[RowError, ...] = field(repr=False)
    eligible: int | None = None
    not_eligible: int | None = None
    sample: tuple[dict[str, Any], ...] = field(default=(), repr=False)
    done: bool = False
    #: what applying it did, when it has been applied before
    outcome: dict[str, int] | None = None
    #: sheets of the file that hold such rows too and were not read
    other_sheets: tuple[str, ...] = ()

    @property
    def left_out(self) -> Text | None:
        """What the file holds besides and nobody read."""
        if not self.other_sheets:
            return None
        names = ", ".join(self.other_sheets)
        return Text(f"‘{self.sheet_name}’ 시트만 읽었습니다. 명단이 있는 다른 시트는 파일로 따로 저장하여 올려 주십시오: {names}",
                    f"Only sheet “{self.sheet_name}” was read. Save the other sheets that hold such a list as files of their own: {names}")  # fmt: skip

    def counts(self) -> dict[str, int]:
        names = ("rows", "imported", "unchanged", "conflicts", "rejected", "eligible", "not_eligible", "updated")
        return {name: value for name in names if (value := getattr(self, name)) is not None}

    def as_json(self) -> dict[str, Any]:
        """The one object of `jikim … import --json`."""
        judged = {} if self.eligible is None else {"eligible": self.eligible, "not_eligible": self.not_eligible}
        return {
            "rows": self.rows, "imported": self.imported, "unchanged": self.unchanged, "conflicts": self.conflicts, **judged,
            "errors": [
                {"row": e.row, "field": e.field_name.ko, "reason": e.reason.ko, "reason_en": e.reason.en} for e in self.errors
            ],
        }  # fmt: skip


def preview_of(
    read: ReadFile, placed: Sequence[Placed], *, season_id: int, file_name: str, draft_id: int | None, updated: int = 0,
    eligible: Mapping[int, bool] | None = None, sample: Sequence[dict[str, Any]] = (), done: bool = False,
    outcome: dict[str, int] | None = None,
) -> ImportPreview:  # fmt: skip
    """Counts and remarks of rows as they were, or would be, put in."""
    count = {kind: sum(row.outcome == kind for row in placed) for kind in ("new", "unchanged", "conflict", "error")}
    yes = None if eligible is None else sum(eligible.values())
    return ImportPreview(
        draft_id=draft_id, file_name=file_name, season_id=season_id, sheet_name=read.sheet.name,
        heading_row=read.sheet.heading.number, columns=read.columns, rows=len(placed), imported=count["new"],
        unchanged=count["unchanged"], conflicts=count["conflict"], rejected=count["error"],
        eligible=yes, not_eligible=None if yes is None or eligible is None else len(eligible) - yes,
        updated=updated, skipped=read.skipped,
        errors=tuple(error for row in placed for error in row.errors),
        differences=tuple(difference for row in placed for difference in row.differences),
        questions=tuple(asked for row in placed if row.outcome != "error" for asked in row.questions),
        sample=tuple(sample), done=done or outcome is not None, outcome=outcome, other_sheets=read.sheet.others,
    )  # fmt: skip


def rejects_of(read: ReadFile, errors: Sequence[RowError]) -> bytes:
    """A workbook of the rows in error of a list read here."""
    return rejected_rows(read.sheet, errors)


def rejected_rows(sheet: Sheet, errors: Sequence[RowError]) -> bytes:
    """A workbook of a sheet's rows in error: the columns as they were sent, then the row's number and the reasons."""
    by_row: dict[int, list[RowError]] = {}
    for error in errors:
        by_row.setdefault(error.row, []).append(error)
    heading = [str(cell or "") for cell in sheet.heading.cells]
    columns = [*(Column(text, 16) for text in heading), Column("원래 행 (row)", 10), Column("오류 사유", 60), Column("Reason", 60)]

    def rows() -> Iterator[list[Any]]:
        for row in sheet.rows:
            if row.number in by_row:
                why = by_row[row.number]
                blank = [None] * (len(heading) - len(row.cells))
                yield [
                    *row.cells[: len(heading)], *blank, row.number,
                    " / ".join(f"{e.field_name.ko}: {e.reason.ko}" for e in why),
                    " / ".join(f"{e.field_name.en}: {e.reason.en}" for e in why),
                ]  # fmt: skip

    return b"".join(write_xlsx(columns, rows(), "오류 행"))
