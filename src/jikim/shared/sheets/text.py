"""Turns the bytes of a .csv into rows: UTF-8 with or without BOM, UTF-16 as Excel's "Unicode text", CP949 as Korean offices send."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

from jikim.rules.words import Text
from jikim.shared.sheets.columns import SheetError

_DELIMITERS = (",", "\t", ";", "|")
_UNKNOWN = Text("글자 부호를 알 수 없습니다. ‘CSV UTF-8’ 또는 .xlsx로 다시 저장해 주십시오.",
                "The characters cannot be read. Save it again as “CSV UTF-8” or .xlsx.")  # fmt: skip
_BROKEN = Text("CSV 구조를 읽을 수 없습니다(따옴표를 확인해 주십시오).", "The CSV cannot be read: please check its quotation marks.")


def decode(content: bytes) -> str:
    """The text of a file of unknown encoding. Raises SheetError rather than reading it wrong."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(content, "utf-16")
    for encoding in ("utf-8-sig", "cp949"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise SheetError(_UNKNOWN)


def encoding_of(path: Path) -> str:
    """The encoding of a text file that is not UTF-8, read piece by piece. Raises SheetError where it is neither UTF-16 nor CP949.

    A file that begins as UTF-8 and breaks further down is damaged: read as anything else it would be read wrong.
    """
    with path.open("rb") as file:
        start = file.read(3)
        encoding = "utf-16" if start.startswith((b"\xff\xfe", b"\xfe\xff")) else "cp949"
        if start == b"\xef\xbb\xbf":
            raise SheetError(_UNKNOWN)
        file.seek(0)
        reader = codecs.getincrementaldecoder(encoding)()
        try:
            while piece := file.read(1 << 20):
                if "\x00" in reader.decode(piece):
                    raise SheetError(_UNKNOWN)
            reader.decode(b"", final=True)
        except UnicodeError as wrong:
            raise SheetError(_UNKNOWN) from wrong
    return encoding


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as wrong:
        raise SheetError(_UNKNOWN) from wrong


def delimiter_of(text: str) -> str:
    """The sign that splits the first lines most often, and into the most columns; a comma if none does."""
    best, best_score = ",", 0
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:20]
    for sign in _DELIMITERS:
        widths = [len(row) for row in csv.reader(lines, delimiter=sign) if row]
        usual = max(set(widths), key=widths.count) if widths else 1
        score = (usual - 1) * widths.count(usual) if usual > 1 else 0
        if score > best_score:
            best, best_score = sign, score
    return best


def records(text: str, longest_line: int) -> Iterator[tuple[str, ...]]:
    """The rows, blank ones included, so that their count is the number a spreadsheet program shows."""
    if any(len(line) > longest_line for line in io.StringIO(text, newline=None)):
        raise SheetError(_BROKEN)  # no table: one line would become millions of cells
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text)):
            yield tuple(row)
    except csv.Error as broken:
        raise SheetError(_BROKEN) from broken
