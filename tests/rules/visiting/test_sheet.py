"""A form as a spreadsheet and back: what was written comes back the same, what cannot be read is named and changes nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikim.rules.visiting import check_values, place_words, read_lines, read_out, sheet_lines, value_words
from jikim.shared.packs import shipped
from tests.rules.visiting.filled import filled

FORM = shipped("basic-status").visit_form


def reads(base, rows, visit=1):
    numbered = [(n, code, cell) for n, (code, cell) in enumerate(rows, 2)]
    return read_lines(FORM, base, numbered, visit=visit, new_id=lambda code: f"id-{code}")


@pytest.mark.parametrize("visit", [1, 2, 3])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_what_was_downloaded_and_sent_back_untouched_changes_nothing(visit, language):
    values = filled(visit, private_note="한 줄\n두 줄", shift_pattern=["day", "weekend"] if visit == 1 else None)
    rows = [(line.code, line.value if type(line.value) is int else line.answer.say(language)) for line in sheet_lines(FORM, values, visit=visit)]
    read = reads(values, rows, visit)
    assert read.faults == ()
    said = {key: value for key, value in read.values.items() if key in values and value is not None}
    assert {key: value for key, value in values.items() if value is not None and key != "headcounts"} == {
        key: said[key] for key in values if values[key] is not None and key != "headcounts"
    }
    assert FORM.found(read.values) == FORM.found(values)
    assert check_values(FORM, read.values, visit=visit, closing=True) == ()


@given(st.dictionaries(st.sampled_from(["call", "till", "cashier", "sales"]), st.integers(0, 500), max_size=3), st.text(max_size=60))
def test_whatever_numbers_and_words_stand_there_come_back(cells, words):
    values = {"headcounts": {row: {"own_women": n} for row, n in cells.items() if row != "till"}, "next_step": words}
    rows = [(line.code, line.value if type(line.value) is int else line.answer.ko) for line in sheet_lines(FORM, values, visit=1)]
    read = reads(values, rows)
    assert read.faults == ()
    assert FORM.found(read.values) == FORM.found(values)
    assert (read.values["next_step"] or "").split() == "".join(c for c in words if c.isprintable() or c in "\n\t").split() or words.strip()


@pytest.mark.parametrize("code, cell, value", [
    ("workers_total", "1,200", 1200), ("workers_total", 12.0, 12), ("held_on", "2017.4.3", "2017-04-03"), ("held_on", "2017년 4월 3일", "2017-04-03"),
    ("held_on", dt.date(2017, 4, 3), "2017-04-03"), ("started_at", "9:30", "09:30"), ("started_at", dt.time(9, 30), "09:30"),
    ("walked_round", "일부", "part"), ("walked_round", "Some of them", "part"), ("walked_round", "PART", "part"), ("mystery_shopping", "예", "yes"),
    ("shift_pattern", "주간 고정; 2교대", ["day", "two_shift"]), ("next_step", "  ", None), ("incidents.verbal.happened", 3, None),
])  # fmt: skip
def test_cells_are_read_as_people_write_them(code, cell, value):
    read = reads({}, [(code, cell)])
    assert read.faults == ()
    if code.startswith("incidents"):
        assert read.values["incidents"] == {"verbal": {"happened": 3}}
    else:
        assert read.values.get(code) == value


@pytest.mark.parametrize("code, cell", [
    ("workers_total", "많음"), ("workers_total", -3), ("workers_total", True), ("workers_total", 1.5), ("held_on", "어제"), ("started_at", "25:00"),
    ("walked_round", "글쎄"), ("shift_pattern", "주간 고정; 달빛"), ("no_such", "x"), ("headcounts.moon.own_men", 1), ("headcounts", 1),
    ("met_with.a1", "x"), ("photos", "x"), ("progress.new1.point", "x"),
])  # fmt: skip
def test_a_cell_that_cannot_be_read_is_named_with_its_row_and_changes_nothing(code, cell):
    base = filled(1)
    read = reads(base, [("next_step", "바뀜"), (code, cell)])
    (fault,) = read.faults
    assert (fault.row, fault.code) == (3, code)
    assert fault.reason.ko
    assert fault.reason.en
    assert read.values == base | {"next_step": "바뀜"}


def test_the_same_code_twice_is_asked_about():
    (fault,) = reads({}, [("next_step", "가"), ("next_step", "나")]).faults
    assert "2" in fault.reason.ko


def test_records_are_changed_added_and_deleted_by_their_rows():
    base = {"met_with": [{"id": "m1", "name": "김", "role": "safety"}, {"id": "m2", "name": "이", "role": "other"}]}
    read = reads(base, [
        ("met_with.m1.name", "김담당"), ("met_with.m2.name", ""), ("met_with.m2.role", ""), ("met_with.new1.name", "박"), ("met_with.new1.role", "사업주·대표"),
        ("met_with.new2.name", ""),
    ])  # fmt: skip
    assert read.values["met_with"] == [
        {"id": "m1", "name": "김담당", "role": "safety"}, {"id": "id-met_with.new1", "name": "박", "role": "employer"},
    ]  # fmt: skip
    assert base["met_with"][0]["name"] == "김", "what was downloaded is not touched"


def test_a_filled_form_is_read_out_in_words_with_its_sums():
    values = filled(1, headcounts={"call": {"own_women": 20}, "sales": {"own_women": 4, "own_men": 1}})
    parts = {part.key: part for part in read_out(FORM, values, visit=1)}
    (table,) = [answer for answer in parts["headcount"].answers if answer.field == "headcounts"]
    assert table.rows[-1][0].en == "Total"
    assert [cell.ko for cell in table.rows[-1][1:3]] == ["1", "24"]
    assert "training" in parts
    own = read_out(FORM, values, visit=1, shared_only=True)
    assert {part.key for part in own} == {"meeting", "agreement"}


def test_a_clash_is_said_in_words():
    values = filled(1)
    assert place_words(FORM, ("headcounts", "call", "own_women"), values).ko.endswith("전화 상담 › 직접고용 여")
    assert "1번째 사전 안내문" in place_words(FORM, ("agreed", "a1", "due"), values).ko
    assert value_words(FORM, ("walked_round",), "part").en == "Some of them"
    assert value_words(FORM, ("agreed", "a1"), values["agreed"][0]).ko.startswith("사전 안내문을 붙인다 · 고객지원팀장")
    assert value_words(FORM, ("next_step",), None).ko == "(비어 있음)"
    assert place_words(FORM, ("gone", "x")).ko == "gone › x"


@given(st.recursive(st.one_of(st.none(), st.integers(), st.text(max_size=5)), lambda inner: st.one_of(
    st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)), max_leaves=6), st.sampled_from(
    ["headcounts", "met_with", "photos", "signature", "shift_pattern", "next_step", "workers_total"]))  # fmt: skip
def test_no_value_makes_the_reading_fall_over(value, key):
    for part in read_out(FORM, {key: value}, visit=1):
        assert part.answers
    assert value_words(FORM, (key,), value).ko
    assert list(sheet_lines(FORM, {key: value}, visit=1))
