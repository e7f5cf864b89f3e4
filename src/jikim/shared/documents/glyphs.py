"""Which characters our fonts can print, and what becomes of the others. PDF/UA refuses a file with a missing glyph."""

from __future__ import annotations

import struct
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).resolve().parent / "fonts"
#: printed where a character is missing (JIS "geta"), or this where a font lacks even that
MISSING, PLAIN_MISSING = "〓", "?"
#: invisible signs that only steer other characters: dropped, nothing is lost to the reader
_STEERING = frozenset({0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0xFE00, 0xFE10), *range(0x202A, 0x202F)})
_KEPT_CONTROLS = "\n"


def clean(value: Any) -> Any:
    """The same JSON value with every text made printable: composed Hangul, no control signs, no missing glyphs."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {key: clean(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [clean(inner) for inner in value]
    return value


def clean_text(text: str) -> str:
    """One text. Decomposed Hangul (as files from a Mac carry it) is composed; a character no font has becomes 〓."""
    if text.isascii() and text.isprintable():
        return text
    covered = printable()
    composed = unicodedata.normalize("NFC", text)
    if covered is None or _usual().issuperset(composed):
        return composed
    return "".join(_printed(sign, covered) for sign in composed)


def _printed(sign: str, covered: frozenset[int]) -> str:
    code = ord(sign)
    if code in _STEERING or 0x1F3FB <= code <= 0x1F3FF:
        return ""
    if code in covered or sign in _KEPT_CONTROLS:
        return sign
    if sign.isspace():
        return " "
    if unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co"}:
        return ""
    simpler = unicodedata.normalize("NFKC", sign)
    if simpler != sign and all(ord(part) in covered for part in simpler):
        return simpler
    return MISSING if ord(MISSING) in covered else PLAIN_MISSING


@lru_cache(maxsize=1)
def printable() -> frozenset[int] | None:
    """Every character some document font has; None while the fonts are not there."""
    files = sorted([*FONTS.glob("*.otf"), *FONTS.glob("*.ttf")])
    if not files:
        return None
    return frozenset().union(*(_characters(path) for path in files if "Regular" in path.name)) or None


@lru_cache(maxsize=1)
def _usual() -> frozenset[str]:
    """The printable characters as signs, for one quick look at a whole text."""
    return frozenset(map(chr, printable() or ())) - frozenset(map(chr, _STEERING)) | frozenset(_KEPT_CONTROLS)


def _characters(path: Path) -> set[int]:
    """The characters of one font: its `cmap` table, formats 4 and 12 (OpenType specification)."""
    data = path.read_bytes()
    tables = struct.unpack_from(">H", data, 4)[0]
    at = next(
        offset
        for tag, _, offset, _ in (struct.unpack_from(">4sIII", data, 12 + 16 * i) for i in range(tables))
        if tag == b"cmap"
    )
    found: set[int] = set()
    for i in range(struct.unpack_from(">H", data, at + 2)[0]):
        subtable = at + struct.unpack_from(">HHI", data, at + 4 + 8 * i)[2]
        match struct.unpack_from(">H", data, subtable)[0]:
            case 12:
                found.update(*_groups(data, subtable))
            case 4:
                found.update(*_segments(data, subtable))
    return found - {0xFFFF}


def _groups(data: bytes, at: int) -> list[range]:
    count = struct.unpack_from(">I", data, at + 12)[0]
    triples = (struct.unpack_from(">III", data, at + 16 + 12 * i) for i in range(count))
    return [range(first, last + 1) for first, last, _ in triples]


def _segments(data: bytes, at: int) -> list[range]:
    count = struct.unpack_from(">H", data, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", data, at + 14)
    starts = struct.unpack_from(f">{count}H", data, at + 16 + 2 * count)
    return [range(first, last + 1) for first, last in zip(starts, ends, strict=True)]
