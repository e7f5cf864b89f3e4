"""Finds formulas whose result nobody has worked out: a reader would take such a cell for a blank one, in silence."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from jikim.rules.words import Text
from jikim.shared.sheets.columns import SheetError

#: a program that writes a workbook without calculating leaves the value out; a result that is empty text is marked t="str"
_UNSOLVED = re.compile(rb'<c r="([A-Z]{1,3}[0-9]+)"(?![^>]*\bt="str")[^>]*><f(?:/>|[^>]*/>|[^>]*>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>')
_SHOWN = 5
_REASON = Text(
    "수식만 있고 계산된 값이 없는 칸이 있습니다({cells}). 엑셀에서 열어 한 번 저장하면 값이 채워집니다. 저장한 뒤 다시 올려 주십시오.",
    "Some cells hold a formula without its result ({cells}). Open the file in Excel and save it, which fills them in; then send it again.",
)


def refuse_unsolved(content: bytes, sheet: Any) -> None:
    """Raises SheetError naming the first such cells of a sheet openpyxl has opened for reading."""
    path = getattr(sheet, "_worksheet_path", "")
    if not path:
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read(path)
    if b"<f" not in xml:
        return
    cells = [found[1].decode() for found in _UNSOLVED.finditer(xml)]
    if cells:
        raise SheetError(_REASON.fill(cells=", ".join(cells[:_SHOWN]) + (" …" if len(cells) > _SHOWN else "")))
