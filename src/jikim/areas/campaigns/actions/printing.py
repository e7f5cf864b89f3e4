"""Makes the files of a kit: each piece as tagged PDF on each paper, and the whole set as one archive. The same bytes every time."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from functools import lru_cache
from typing import Any

import segno

from jikim.areas.campaigns.queries.kits import SPOKEN, Values, fitting
from jikim.areas.enrolment.public import WorkplaceLine
from jikim.rules.campaigns.filling import filled
from jikim.rules.library import Kit
from jikim.rules.library.kits import Form, Piece
from jikim.rules.words import Text
from jikim.shared.documents import compile_pdf

TEMPLATE = "campaigns/piece.typ:piece"
#: width and height in millimetres, upright
SIZES = {"A3": (297, 420), "A4": (210, 297), "A5": (148, 210), "A6": (105, 148), "card": (90, 55)}
_ASK = Text("지금 막 힘든 일이 있었다면", "Has it just happened?")
_ASK_MORE = Text("휴대전화로 찍으면 할 일과 도와줄 곳이 나옵니다. 기록을 남기지 않습니다.", "Point your phone here: what to do and who helps. Nothing is recorded.")
#: forms for the workplace's own people; what hangs before customers has no such code
_FOR_STAFF = frozenset({"officer-notice", "right-to-stop-notice", "no-retaliation-notice", "after-event-steps", "poster-just-happened", "pocket-card-words"})


def piece_pdf(piece: Piece, size: str, language: str, values: Values) -> bytes:
    """One piece on one paper. KeyError for a size it does not have; DocumentError if it cannot be made."""
    if size not in piece.sizes:
        raise KeyError(size)
    return _made(TEMPLATE, _Data(document_of(piece, size, language, values)), language, piece.origin.reviewed_on)


def document_of(piece: Piece, size: str, language: str, values: Values) -> dict[str, Any]:
    """What the template lays out."""
    told = filled(piece, values.places, language)
    width, height = SIZES[size]
    coded = piece.key in _FOR_STAFF and size != "card"
    return {
        "title": piece.title.say(language), "form": piece.form.value, "heading": told.heading or piece.title.say(language), "lines": list(told.lines),
        "width": width, "height": height, "is_card": size == "card", "signs": piece.form is Form.PLEDGE,
        "qr": _qr(values.address) if coded else "", "address": values.address.removeprefix("https://").removeprefix("http://"),
        "ask": _ASK.say(language), "ask_more": _ASK_MORE.say(language), "workplace": values.workplace,
        "mark": f"{piece.key} · v{piece.origin.version}",
    }  # fmt: skip


def file_name(piece: Piece, size: str, language: str) -> str:
    return f"{piece.key}-{size.lower()}-{language}.pdf"


def set_zip(kit: Kit, language: str, values: Values, place: WorkplaceLine | None = None) -> bytes:
    """Every piece on every paper, and what is spoken as one text file."""
    pieces = fitting(kit, place)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for piece in pieces:
            day = piece.origin.reviewed_on
            for size in piece.sizes if piece.form not in SPOKEN else ():
                _put(archive, file_name(piece, size, language), piece_pdf(piece, size, language, values), day)
        days = [piece.origin.reviewed_on for piece in pieces]
        _put(archive, f"texts-{language}.txt", texts(kit, pieces, language, values).encode("utf-8-sig"), max(days))
    return out.getvalue()


def texts(kit: Kit, pieces: list[Piece], language: str, values: Values) -> str:
    """What is played, said or put on a screen, to copy."""
    parts = [kit.title.say(language)]
    for piece in pieces:
        if piece.form in SPOKEN:
            told = filled(piece, values.places, language)
            words = "\r\n".join(([told.heading] if told.heading else []) + list(told.lines))
            parts.append(f"[{piece.form.label.say(language)}] {piece.title.say(language)}\r\n{words}\r\n({piece.where.say(language)})")
    return "\r\n\r\n".join(parts) + "\r\n"


def _put(archive: zipfile.ZipFile, name: str, content: bytes, day: dt.date) -> None:
    """With the entry's own date: made again it is the same archive."""
    about = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    about.compress_type, about.external_attr, about.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
    archive.writestr(about, content)


def _qr(address: str) -> str:
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", scale=4, border=2, xmldecl=False, dark="#052b57")
    return out.getvalue().decode()


class _Data:
    """A document's data as a key: two with the same words are one."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data
        self._told = repr(sorted(data.items()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Data) and self._told == other._told

    def __hash__(self) -> int:
        return hash(self._told)


@lru_cache(maxsize=96)
def _made(template: str, data: _Data, language: str, day: dt.date) -> bytes:
    """Asked for again it is there: a set of one kit fits in."""
    return compile_pdf(template, data.data, language, data_date=day)
