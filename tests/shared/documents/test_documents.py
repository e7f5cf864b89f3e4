"""Documents: the same bytes, no missing glyph, nothing outside the rooms, never half a file."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from importlib.resources import files
from pathlib import Path

import pytest

from jikim.shared.documents import DocumentError, clean, compile_pdf, fonts_present
from jikim.shared.documents.batch import finished
from jikim.shared.documents.glyphs import MISSING, printable
from jikim.shared.files.write import write_out

needs_fonts = pytest.mark.skipif(not fonts_present(), reason="the document fonts are not built")


@needs_fonts
@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ("한글 ABC 123", "한글 ABC 123"),
        ("漢字도 있습니다", "漢字도 있습니다"),
        (unicodedata.normalize("NFD", "새봄고객센터"), "새봄고객센터"),
        ("웃음😀끝", f"웃음{MISSING}끝"),
        ("가족👨‍👩‍👧", f"가족{MISSING * 3}"),
        ("감\u200b정\ufeff노동", "감정노동"),
        ("줄\n바꿈\t탭\x00\x07", "줄\n바꿈 탭"),
        ("a\u202eb", "ab"),
        ("\U0001d400 ①", "A ①"),
    ],
)
def test_text_is_made_printable(given: str, printed: str) -> None:
    assert clean(given) == printed


@needs_fonts
def test_cleaning_goes_through_lists_and_dictionaries() -> None:
    assert clean({"a": ["x\x00", {"b": ("\u200by",)}], "n": 3, "none": None}) == {"a": ["x", {"b": ["y"]}], "n": 3, "none": None}


@needs_fonts
def test_every_hangul_syllable_can_be_printed() -> None:
    covered = printable()
    assert covered is not None
    assert set(range(0xAC00, 0xD7A4)) <= covered


@pytest.mark.parametrize("name", ["statistics/none.typ", "statistics/none.typ:report", "statistics/../views.py", "../../etc/passwd", "shared/../compile.py"])
def test_a_template_is_a_rooms_template(name: str) -> None:
    with pytest.raises(DocumentError, match="no such template"):
        compile_pdf(name, {}, "ko", data_date=dt.date(2017, 4, 3))


@needs_fonts
def test_what_the_template_refuses_is_said() -> None:
    for name in ("statistics/report.typ:report", "statistics/report.typ:nothing"):
        with pytest.raises(DocumentError, match=r"statistics/report\.typ"):
            compile_pdf(name, {}, "ko", data_date=dt.date(2017, 4, 3))


def test_a_place_that_cannot_be_written_is_left_clean(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="folder"):
        write_out(tmp_path / "folder", b"%PDF-")
    assert [one.name for one in tmp_path.iterdir()] == ["folder"]


def test_half_a_file_is_not_finished(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    assert not finished(path, "this")
    write_out(path, b"%PDF-1.7 this" + b"." * 3000)
    assert not finished(path, "this")
    write_out(path, b"%PDF-1.7 this" + b"." * 3000 + b"%%EOF")
    assert finished(path, "this")
    assert not finished(path, "other")
    assert [one.name for one in tmp_path.iterdir()] == ["a.pdf"]


@pytest.mark.parametrize("word", ["개월의", "3개월의", "1,000개소가", "2017년", "0.5점입니다.", "김사업(대표)"])
def test_a_korean_word_and_the_number_before_it_stay_on_one_line(word: str) -> None:
    """“최근 3 / 개월의” reads like a misprint in a letter."""
    base = (files("jikim") / "shared" / "documents" / "templates" / "base.typ").read_text("utf-8")
    pattern = re.search(r'show regex\("(.+?)"\): box', base)
    assert pattern
    assert re.fullmatch(pattern[1], word)
