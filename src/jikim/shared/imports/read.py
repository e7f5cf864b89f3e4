"""Opens a list and parts its rows from totals, notes and headings that come again. Never checks what a row says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jikim.rules.intake import Checked, as_raw
from jikim.rules.intake_cells import fold, words
from jikim.rules.words import Text
from jikim.shared.sheets import Sheet, SheetError, open_sheet

Columns = Callable[[Sequence[object]], dict[str, int]]
Raws = list[tuple[int, dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file read and checked by itself. `skipped` are rows that are no entries: totals, notes."""

    sheet: Sheet
    fields: dict[str, int]
    rows: tuple[Checked, ...]
    skipped: tuple[int, ...]
    names: Mapping[str, Text]

    @property
    def columns(self) -> tuple[tuple[str, Text | None], ...]:
        """Each heading as it stands, and the field it was taken for (None: not read)."""
        of = {place: key for key, place in self.fields.items()}
        return tuple(
            (str(cell or ""), self.names[of[place]] if place in of else None)
            for place, cell in enumerate(self.sheet.heading.cells)
        )


def read_list(
    source: Path | bytes, *, names: Mapping[str, Text], columns: Columns, required: Sequence[str],
    is_heading: Callable[[Sequence[object]], bool], is_filler: Callable[[Mapping[str, object]], bool],
    check: Callable[[Raws], list[Checked]],
) -> ReadFile:  # fmt: skip
    """Read and check a file by itself. Raises SheetError when it is no such list or lacks a column."""
    sheet = open_sheet(source, is_heading=is_heading, wanted=", ".join(names[key].ko for key in required))
    found = columns(sheet.heading.cells)
    lacking = [names[key] for key in required if key not in found]
    if lacking:
        raise SheetError(Text(
            f"{sheet.heading.number}행의 제목에 다음 열이 없습니다: {', '.join(name.ko for name in lacking)}",
            f"The heading in row {sheet.heading.number} lacks these columns: "
            f"{', '.join(f'{name.ko} ({name.en})' for name in lacking)}"))  # fmt: skip
    _refuse_twins(sheet, [found[key] for key in required])
    rows: Raws = []
    skipped: list[int] = []
    for row in sheet.rows:
        raw = as_raw(found, row.cells)
        again = len(columns(row.cells)) >= min(3, len(required)) and is_heading(row.cells)
        if is_filler(raw) or again:
            skipped.append(row.number)
        else:
            rows.append((row.number, raw))
    return ReadFile(sheet, found, tuple(check(rows)), tuple(skipped), names)


def _refuse_twins(sheet: Sheet, places: Sequence[int]) -> None:
    """Two columns of one name that say different things: nobody can tell which one is meant. Raises SheetError."""
    headings = [fold(words(cell)) for cell in sheet.heading.cells]
    for place in places:
        for twin in (at for at, heading in enumerate(headings) if at != place and heading == headings[place]):
            for row in sheet.rows:
                one, other = (words(row.cells[at]) if at < len(row.cells) else "" for at in (place, twin))
                if one and other and one != other:
                    name = words(sheet.heading.cells[place])
                    raise SheetError(Text(
                        f"‘{name}’ 열이 두 번 있고 {row.number}행의 값이 서로 다릅니다. 한 열만 남기고 다시 올려 주십시오.",
                        f"The column “{name}” stands twice and row {row.number} says different things. Leave one of them and send it again."))  # fmt: skip
