"""compile_pdf(): template and data in, PDF bytes out. Needs no Django, so that worker processes start fast.

Never reads the clock: a document carries its data's date, so that printing it twice gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jikim.shared.documents.glyphs import clean

PACKAGE = Path(__file__).resolve().parents[2]
FONTS = Path(__file__).resolve().parent / "fonts"
_STANDARDS = ["ua-1"]
_one_at_a_time = threading.Lock()


class DocumentError(Exception):
    """The document could not be made; says what the compiler said."""


def fonts_present() -> bool:
    """Whether the document fonts are there (frontend/build.py fetches them)."""
    return any(FONTS.glob("*.otf")) or any(FONTS.glob("*.ttf"))


def compile_pdf(template: str, data: Mapping[str, Any], language: str, *, data_date: dt.date) -> bytes:
    """A tagged PDF (PDF/UA-1) of a room's template.

    template   "<room>/<name>.typ", a file of areas/<room>/documents/ or of shared/documents/templates/ ("shared/…"),
               or "<room>/<name>.typ:<function>", a function in it that is given the data: what stands the same in
               documents made one after the other is then laid out once. For documents made by the thousand.
    data       JSON values; every text in it is cleaned of characters no font of ours has
    language   "ko" or "en", the language of the page and of its tags
    data_date  the day the data is from; printed by the template and written into the file as its only date
    DocumentError: no such template, no fonts, or the template refuses the data.
    """
    import typst

    name, _, function = template.partition(":")
    path = template_path(name)
    plain = json.dumps(clean(dict(data)), ensure_ascii=False, sort_keys=True, default=str)
    inputs = {"language": "en" if language.startswith("en") else "ko", "date": data_date.isoformat()}
    source: str | bytes
    if function:
        source = _call(path, function, plain)
    else:
        source, inputs["data"] = str(path), plain
    moment = int(dt.datetime.combine(data_date, dt.time(), dt.UTC).timestamp())
    try:
        with _one_at_a_time:
            made = _compiler().compile(
                source, format="pdf", sys_inputs=inputs, pdf_standards=_STANDARDS, timestamp=moment
            )
    except typst.TypstError as wrong:
        raise DocumentError(f"{template}: {getattr(wrong, 'diagnostic', '') or wrong}") from wrong
    assert isinstance(made, bytes)
    return made


def _call(path: Path, function: str, data: str) -> bytes:
    """A document that is one call. The compiler's inputs stay the same, and with them whatever it remembers."""
    told = data.replace("\\", "\\\\").replace('"', '\\"')
    place = path.relative_to(PACKAGE).as_posix()
    return f'#import "/{place}": {function}\n#{function}(json(bytes("{told}")))\n'.encode()


def template_path(template: str) -> Path:
    """Where a template lies. DocumentError if there is none, or if the name leads out of the rooms."""
    room, _, name = template.partition("/")
    folder = PACKAGE / "shared" / "documents" / "templates" if room == "shared" else PACKAGE / "areas" / room / "documents"
    path = (folder / name).resolve()
    if not path.is_relative_to(folder) or not path.is_file():
        raise DocumentError(f"no such template: {template}")
    return path


@lru_cache(maxsize=1)
def _compiler() -> Any:
    import typst

    if not fonts_present():
        raise DocumentError("the document fonts are missing: run `python frontend/build.py`")
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    return typst.Compiler(root=str(PACKAGE), font_paths=fonts, ignore_system_fonts=True)
