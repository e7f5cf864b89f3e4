"""What a file must be before it is opened: its kind by its first bytes, its size, and that it does not unpack into a flood."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import Literal

from jikim.rules.words import Text
from jikim.shared.sheets.columns import SheetError

Kind = Literal["xlsx", "csv"]


@dataclass(frozen=True, slots=True)
class Limits:
    """The most a file may hold. Far above a season, far below what harms the machine."""

    size_bytes: int = 20 * 1024 * 1024
    unpacked_bytes: int = 120 * 1024 * 1024
    strings_bytes: int = 40 * 1024 * 1024
    parts: int = 500
    rows: int = 100_000
    columns: int = 100
    cells: int = 2_500_000
    line_characters: int = 200_000


LIMITS = Limits()

_EMPTY = Text("파일이 비어 있습니다.", "The file is empty.")
_TOO_BIG = Text("파일이 너무 큽니다({size}MB). {limit}MB까지 받을 수 있으니 나누어 보내 주십시오.",
                "The file is too big ({size} MB). Up to {limit} MB can be read: please split it.")  # fmt: skip
_OLD = Text(
    "옛 형식(.xls)이거나 암호가 걸린 파일입니다. 암호를 풀고 ‘Excel 통합 문서(.xlsx)’로 다시 저장해 주십시오.",
    "This is an old .xls file or is locked by a password. Unlock it and save it again as “Excel Workbook (.xlsx)”.",
)
_HTML = Text("이름만 엑셀이고 내용은 웹 문서입니다. 엑셀에서 열어 .xlsx로 다시 저장해 주십시오.",
             "This is a web page named like a spreadsheet. Open it in Excel and save it again as .xlsx.")  # fmt: skip
_HWP = Text("한글(HWP) 문서입니다. 표를 엑셀로 옮겨 .xlsx로 저장해 주십시오.",
            "This is a Hangul word processor document. Copy the table into a spreadsheet and save it as .xlsx.")  # fmt: skip
_PICTURE = Text("사진이나 그림 파일입니다. .xlsx 또는 .csv 파일을 보내 주십시오.", "This is a picture. Please send .xlsx or .csv.")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_PDF = Text("PDF 파일은 읽을 수 없습니다. .xlsx 또는 .csv 파일을 보내 주십시오.", "A PDF cannot be read. Please send .xlsx or .csv.")
_NOT_BOOK = Text("엑셀 파일이 아니거나 손상되었습니다. 엑셀에서 열어 .xlsx로 다시 저장해 주십시오.",
                 "This is not an Excel workbook, or it is damaged. Open it in Excel and save it again as .xlsx.")  # fmt: skip
_FLOOD = Text("압축을 풀면 지나치게 커지는 파일이라 열지 않았습니다. 필요한 시트만 새 파일에 옮겨 저장해 주십시오.",
              "The file unpacks to more than is allowed, so it was not opened. Copy the sheet you need into a new file.")  # fmt: skip


def kind_of(content: bytes, limits: Limits = LIMITS) -> Kind:
    """The kind of file by its content, never by its name. Raises SheetError."""
    if not content.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise SheetError(_EMPTY)
    if len(content) > limits.size_bytes:
        raise SheetError(_TOO_BIG.fill(size=-(-len(content) // 2**20), limit=limits.size_bytes // 2**20))
    if content.startswith(b"PK\x03\x04"):
        check_archive(content, limits)
        return "xlsx"
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise SheetError(_HWP if b"HWP Document File" in content else _OLD)
    if content.startswith(_PICTURES):
        raise SheetError(_PICTURE)
    if content.startswith(b"%PDF"):
        raise SheetError(_PDF)
    head = content[:2000].lstrip(b"\xef\xbb\xbf\r\n\t ").lower()
    if head.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta")):
        raise SheetError(_HTML)
    return "csv"


def check_archive(content: bytes, limits: Limits = LIMITS) -> None:
    """Add up what a workbook says it unpacks to (zipfile never reads past it). Raises SheetError."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError) as broken:
        raise SheetError(_NOT_BOOK) from broken
    strings = sum(part.file_size for part in parts if part.filename.lower().endswith("sharedstrings.xml"))
    unpacked = sum(part.file_size for part in parts if part.filename.lower().endswith((".xml", ".rels")))
    if len(parts) > limits.parts or unpacked > limits.unpacked_bytes or strings > limits.strings_bytes:
        raise SheetError(_FLOOD)
    if not any(part.filename.lower().startswith("xl/") for part in parts):
        raise SheetError(_NOT_BOOK)


def damaged() -> SheetError:
    """For whatever a parser says of a broken workbook."""
    return SheetError(_NOT_BOOK)
