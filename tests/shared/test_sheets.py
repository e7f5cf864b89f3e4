"""Spreadsheets in and out: what offices send, what must not be opened, what must not be run."""

import csv
import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jikim.shared.sheets import Column, SheetError, open_sheet, write_csv, write_xlsx
from jikim.shared.sheets.safety import Limits

HEADING = ("이름", "인원")


def is_heading(cells):
    return HEADING[0] in [str(cell).strip() for cell in cells]


def workbook(rows, title="신청", **other_sheets):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    for name, more in other_sheets.items():
        sheet = book.create_sheet(name)
        for row in more:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def opened(content, **options):
    return open_sheet(content, is_heading=is_heading, wanted="이름", **options)


def test_a_heading_is_found_under_titles_and_rows_keep_their_own_numbers():
    sheet = opened(workbook([["2017년 신청 명단"], [], [None, "작성: 본부"], list(HEADING), ["가", 1], [], ["나", 2], [None, None]]))
    assert sheet.heading.number == 4
    assert [(row.number, row.cells) for row in sheet.rows] == [(5, ("가", 1)), (7, ("나", 2))]


def test_the_sheet_with_the_heading_is_taken_whatever_its_place():
    sheet = opened(workbook([["안내문"]], title="표지", 명단=[list(HEADING), ["가", 1]]))
    assert (sheet.name, len(sheet.rows)) == ("명단", 1)


def test_a_sheet_with_only_a_heading_gives_way_to_one_with_rows():
    sheet = opened(workbook([list(HEADING)], title="양식", 명단=[list(HEADING), ["가", 1]]))
    assert (sheet.name, len(sheet.rows), sheet.others) == ("명단", 1, ())
    assert opened(workbook([list(HEADING)], title="양식")).rows == ()


def test_sheets_that_hold_a_table_too_are_named_not_passed_over_in_silence():
    sheet = opened(workbook([list(HEADING), ["가", 1]], 이차=[list(HEADING), ["나", 1]], 삼차=[list(HEADING)], 요령=[["읽어 주십시오"]]))
    assert (sheet.name, sheet.others) == ("신청", ("이차",))


def test_visible_sheets_come_before_hidden_ones():
    book = openpyxl.Workbook()
    book.active.title, book.active.sheet_state = "작년", "hidden"
    book.active.append(HEADING)
    sheet = book.create_sheet("올해")
    sheet.append(HEADING)
    out = io.BytesIO()
    book.save(out)
    assert opened(out.getvalue()).name == "올해"


def test_a_wrong_extent_in_the_file_cuts_nothing():
    content = workbook([list(HEADING), *[["가", n] for n in range(50)]])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename.endswith("sheet1.xml"):
                assert b'<dimension ref="A1:B51"' in data
                data = data.replace(b'<dimension ref="A1:B51"', b'<dimension ref="A1:A1"')
            new.writestr(part, data)
    assert len(opened(out.getvalue()).rows) == 50


def test_dates_come_as_dates_and_text_as_text():
    sheet = opened(workbook([list(HEADING), [dt.datetime(2017, 4, 3), "007"]]))
    assert sheet.rows[0].cells == (dt.datetime(2017, 4, 3), "007")


CSV = "명단\r\n\r\n이름,인원\r\n\"가,나\",1\r\n\"두\n줄\",2\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_a_csv_is_read_in_every_encoding_of_an_office(encoding):
    sheet = opened(CSV.encode(encoding))
    assert [(row.number, row.cells) for row in sheet.rows] == [(4, ("가,나", "1")), (5, ("두\n줄", "2"))]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_a_csv_is_split_by_whatever_it_uses(sign):
    content = f"이름{sign}인원\n가{sign}1\n나{sign}2\n".encode()
    assert [row.cells for row in opened(content).rows] == [("가", "1"), ("나", "2")]


def bomb(size):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * size)
    return out.getvalue()


ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>"""


def with_part(name, data):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook([list(HEADING)]))) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            new.writestr(part.filename, data if part.filename == name else old.read(part))
    return out.getvalue()


@pytest.mark.parametrize(
    "content, said",
    [
        (b"", "비어"), (b"\xef\xbb\xbf \r\n", "비어"), (b"\xd0\xcf\x11\xe0" + b"x" * 600, ".xls"), (b"PK\x03\x04broken", "손상"),
        (b"<html><table><tr><td>x", "웹 문서"), (b"%PDF-1.7", "PDF"), (b"\x89PNG\r\n\x1a\n0", "사진"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600 + b"HWP Document File V5.00", "한글"), (bomb(130 * 2**20), "지나치게"), (b"\x81\x00\xff\xfe\x00\x01" * 9, "글자"),
        (workbook([["아무것도"], ["없음"]]), "제목 행"), ("가,나\n1,2\n".encode(), "제목 행"), (with_part("xl/worksheets/sheet1.xml", ENTITIES), "손상"),
        ("이름,인원\n".encode() + b"," * 1_000_000, "CSV"),
        (with_part("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row"), "손상"), (with_part("xl/workbook.xml", b"<no"), "손상"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why_in_both_languages(content, said):
    with pytest.raises(SheetError) as refusal:
        opened(content)
    assert said in refusal.value.reason.ko
    assert refusal.value.reason.en


def cells(*written):
    """A workbook whose second row is written as XML."""
    row = "".join(written).encode()
    return with_part("xl/worksheets/sheet1.xml", b"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>%s</t></is></c><c r="B1" t="inlineStr"><is><t>%s</t></is></c></row>
<row r="2">%s</row></sheetData></worksheet>""" % (*(one.encode() for one in HEADING[:2]), row))  # fmt: skip


@pytest.mark.parametrize("value", ["", "<v/>", "<v />", "<v></v>"])
def test_a_formula_nobody_has_worked_out_is_named_not_read_as_blank(value):
    content = cells('<c r="A2" t="inlineStr"><is><t>가</t></is></c>', f'<c r="B2"><f>10+2</f>{value}</c>')
    with pytest.raises(SheetError) as refusal:
        opened(content)
    assert "B2" in refusal.value.reason.ko
    assert "Excel" in refusal.value.reason.en


def test_a_formula_with_its_result_is_read_as_that():
    content = cells('<c r="A2" t="str"><f>IF(1,"","x")</f><v></v></c>', '<c r="B2"><f>10+2</f><v>12</v></c>')
    assert opened(content).rows[0].cells == (None, 12)


def test_a_far_row_or_column_takes_neither_time_nor_memory():
    far = b"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
    <row r="1"><c r="A1" t="inlineStr"><is><t>\xec\x9d\xb4\xeb\xa6\x84</t></is></c></row>
    <row r="2"><c r="XFD2"><v>1</v></c></row><row r="999999999"><c r="A999999999"><v>1</v></c></row></sheetData></worksheet>"""
    assert opened(with_part("xl/worksheets/sheet1.xml", far)).rows == ()


def test_too_many_rows_columns_or_bytes_are_refused():
    rows = [list(HEADING), *[["가", n] for n in range(20)]]
    for limits, said in ((Limits(rows=10), "10"), (Limits(columns=1), "1열"), (Limits(size_bytes=100), "MB")):
        with pytest.raises(SheetError) as refusal:
            opened(workbook(rows), limits=limits)
        assert said in refusal.value.reason.ko


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(content):
    refusals = []
    for start in (b"", b"PK\x03\x04", b"\xff\xfe", "이름,".encode()):
        try:
            opened(start + content)
        except SheetError as refusal:
            refusals.append(refusal.reason)
    assert all(reason.ko and reason.en for reason in refusals)


RISKY = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "＝1+1", "=HYPERLINK(\"http://x\")"]


def columns(*names):
    return [Column(name) for name in names]


@pytest.mark.parametrize("text", RISKY)
def test_nothing_written_is_run_as_a_formula(text):
    written = b"".join(write_csv(columns("값"), [[text]]))
    cell = list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))[1][0]
    assert cell.startswith("'") or not cell.strip().startswith(("=", "+", "-", "@"))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(write_xlsx(columns("값"), [[text]], "시험"))))
    assert book.active["A2"].data_type == "s"
    assert book.active["A2"].value.startswith("'")


@pytest.mark.parametrize("text", ["010-1234-5678", "-5", "+82-10-1234-5678", "가=나", "W0001"])
def test_harmless_text_stays_as_it_is(text):
    rows = list(csv.reader(io.StringIO(b"".join(write_csv(columns("값"), [[text]])).decode("utf-8-sig"))))
    assert rows[1] == [text]


def test_an_export_ends_with_its_count_and_cuts_nothing():
    written = b"".join(write_csv(columns("번호", "날"), ([n, dt.date(2017, 4, 3)] for n in range(30_000))))
    assert written.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))
    assert len(rows) == 30_002
    assert rows[1] == ["0", "2017-04-03"]
    assert rows[-1] == ["총 30,000건"]
    book = openpyxl.load_workbook(io.BytesIO(b"".join(write_xlsx(columns("번호"), ([n] for n in range(500)), "표", language="en"))))
    assert [row[0].value for row in book.active.iter_rows(min_row=2)][-3:] == [499, None, "500 rows in total"]


def test_an_export_streams():
    drawn = []

    def rows():
        for n in range(20_000):
            drawn.append(n)
            yield [f"사업장 {n}"]

    chunks = write_csv(columns("이름"), rows())
    next(chunks)
    assert len(drawn) < 20_000


@given(st.lists(st.lists(st.one_of(st.none(), st.integers(-(10**12), 10**12), st.text(max_size=20), st.floats(), st.booleans(), st.dates(dt.date(1900, 3, 1))), min_size=2, max_size=2), max_size=5))
@settings(max_examples=40, deadline=None)
def test_any_table_can_be_written(table):
    assert b"".join(write_csv(columns("가", "나"), table))
    openpyxl.load_workbook(io.BytesIO(b"".join(write_xlsx(columns("가", "나"), table, "표: [1]/2"))))


def test_what_was_exported_can_be_read_back():
    content = b"".join(write_xlsx(columns(*HEADING), [["=가", 12], ["나", None]], "표"))
    assert [row.cells for row in opened(content).rows][:2] == [("'=가", 12), ("나",)]
