"""Rows of an applicants' sheet: headings, checks, and comparison with what is in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikim.rules import intake, intake_headings, intake_plan
from jikim.rules.intake import Codes, check_row, check_rows, free_numbers, is_filler, name_key
from jikim.rules.intake_plan import Existing, place
from jikim.shared import codes

LISTS = Codes(codes.region_spellings(), codes.sector_of)
GOOD = {
    "number": "W0001", "name": "바른은행 구미시3지점", "business_number": "127-53-61967", "industry_code": "64121", "industry_name": "국내은행",
    "region": "경상북도", "district": "구미시", "latitude": 36.1, "longitude": 128.3, "workers": 113, "service_workers": 45,
    "contact_name": "담당1", "contact_phone": "02-766-5516", "contact_email": "hs1@example.com", "applied_on": "2017-04-08",
}  # fmt: skip


def fields_in_error(**changes):
    return [error.field for error in check_row({**GOOD, **changes}, 7, LISTS).errors]


def test_a_good_row_has_no_error_and_no_question():
    checked = check_row(GOOD, 7, LISTS)
    assert (checked.errors, checked.questions) == ((), ())
    assert checked.values["region"] == "gyeongbuk"
    assert checked.values["sector"] == "finance"


@pytest.mark.parametrize(
    "changes, field",
    [
        ({"business_number": "127-53-61968"}, "business_number"), ({"name": "  "}, "name"), ({"region": "평안남도"}, "region"),
        ({"region": None}, "region"), ({"workers": -1}, "workers"), ({"workers": "많음"}, "workers"), ({"workers": 0, "service_workers": 0}, "workers"),
        ({"service_workers": 114}, "service_workers"), ({"service_workers": ""}, "service_workers"), ({"applied_on": "4월 초"}, "applied_on"),
        ({"name": "가" * 201}, "name"),
    ],
)  # fmt: skip
def test_each_fault_names_its_field(changes, field):
    assert fields_in_error(**changes) == [field]


def test_every_fault_of_a_row_is_reported():
    assert fields_in_error(name="", region="달나라", service_workers="-2") == ["name", "region", "service_workers"]


@pytest.mark.parametrize("said", ["강원도", "강원특별자치도", "강원", "강원 ", "강 원 도", "Gangwon", "51", "42", "강원도 춘천시"])
def test_old_new_and_short_names_of_a_province(said):
    assert check_row({**GOOD, "region": said}, 1, LISTS).values["region"] == "gangwon"


@pytest.mark.parametrize("said, key", [("전라북도", "jeonbuk"), ("전북특별자치도", "jeonbuk"), ("전북", "jeonbuk"), ("서울시", "seoul"), ("세종", "sejong"), ("제주도", "jeju")])
def test_more_provinces(said, key):
    assert check_row({**GOOD, "region": said}, 1, LISTS).values["region"] == key


def test_the_address_stands_in_for_a_missing_province():
    checked = check_row({**GOOD, "region": None, "district": None, "address": "강원도 춘천시 중앙로 1"}, 1, LISTS)
    assert (checked.values["region"], checked.values["district"], checked.errors) == ("gangwon", "춘천시", ())


def test_doubtful_contacts_and_places_are_questions_not_errors():
    checked = check_row({**GOOD, "contact_email": "a@@b", "latitude": 128.3, "longitude": 36.1, "industry_code": "99X"}, 1, LISTS)
    assert checked.errors == ()
    assert [asked.field for asked in checked.questions] == ["contact_email", "latitude"]
    assert checked.values["latitude"] == 36.1


def test_of_two_equal_rows_the_later_is_an_error_however_it_is_spelled():
    again = {**GOOD, "number": "", "name": "바른은행  구미시 3지점", "business_number": "1275361967"}
    first, second = check_rows([(2, GOOD), (9, again)], LISTS)
    assert first.errors == ()
    assert [(e.row, e.field) for e in second.errors] == [(9, "business_number")]
    assert "2행" in second.errors[0].reason.ko


def test_the_same_again_at_another_address_is_put_as_a_question():
    _, second = check_rows([(2, GOOD), (3, {**GOOD, "number": "W2", "region": "서울", "district": "중구"})], LISTS)
    assert "다른 지점" in second.errors[0].reason.ko
    assert "another address" in second.errors[0].reason.en


def test_another_branch_under_one_business_number_is_fine():
    rows = check_rows([(2, GOOD), (3, {**GOOD, "number": "W0002", "name": "바른은행 김천지점"})], LISTS)
    assert [row.errors for row in rows] == [(), ()]


def test_a_number_used_twice_is_an_error_of_the_later_row():
    _, second = check_rows([(2, GOOD), (3, {**GOOD, "name": "다른 지점"})], LISTS)
    assert [error.field for error in second.errors] == ["number"]


def test_the_next_free_number_skips_those_in_use():
    free = free_numbers({"W0007", "w0008", "A99", "W12"})
    assert [next(free), next(free)] == ["W0013", "W0014"]
    assert next(free_numbers(set())) == "W0001"


def test_names_are_compared_without_width_case_and_spaces():
    assert name_key("㈜ＡＢＣ 마트") == name_key("(주)abc마트")


@pytest.mark.parametrize(
    "raw, filler",
    [
        ({"number": "합계", "workers": 12000, "service_workers": 300}, True), ({"name": "총 계", "workers": 3, "service_workers": 2}, True),
        ({"workers": 12000, "service_workers": 300}, True), ({"number": "※ 작성요령: 빠짐없이 적을 것"}, True), ({"number": "W0009"}, True), ({"number": "W0009", "name": "다온식당"}, False),
        ({"name": None, "business_number": "127-53-61967"}, False), ({"region": "서울", "workers": 3, "service_workers": 2}, False), (GOOD, False),
    ],
)  # fmt: skip
def test_totals_and_notes_are_no_applications(raw, filler):
    assert is_filler(raw) is filler


def test_headings_in_any_order_with_spaces_marks_and_synonyms():
    found = intake_headings.match(["신청일자", "시 · 도", "고객응대\n근로자 수(명)", "사업자 등록번호*", "사업장명칭", "상시근로자수[명]", "비고"])
    assert found == {"applied_on": 0, "region": 1, "service_workers": 2, "business_number": 3, "name": 4, "workers": 5}
    assert intake_headings.missing(found) == ()


def test_a_company_is_the_employer_beside_a_workplace_and_the_workplace_without():
    assert intake_headings.match(["회사명", "사업장명"]) == {"employer_name": 0, "name": 1}
    assert intake_headings.match(["회사명", "사업자번호"]) == {"name": 0, "business_number": 1}


def test_a_title_is_no_heading():
    assert not intake_headings.is_heading(["2017년 고객응대근로자 건강보호 컨설팅 신청사업장 명단"])
    assert not intake_headings.is_heading(["담당자", "연락처", "결재"])


def test_every_field_has_its_published_heading_as_an_alias():
    assert all(intake_headings.match([name.ko]) == {field: 0} for field, name in intake_headings.FIELDS.items())
    assert all(intake_headings.match([name.en]) == {field: 0} for field, name in intake_headings.FIELDS.items())


def known(**changes):
    values = check_row({**GOOD, **changes}, 0, LISTS).values
    return Existing(1, values["number"], values)


def placed(row, one):
    identity = (one.values["business_number"], name_key(one.values["name"]))
    return place(check_row(row, 5, LISTS), {identity: one}, {one.number.casefold(): one})


def test_what_is_in_is_unchanged_however_it_is_written():
    again = {**GOOD, "number": "", "business_number": "1275361967", "region": "경북", "workers": "113명", "contact_phone": "027665516", "applied_on": 42833}
    assert placed(again, known()).outcome == "unchanged"


def test_a_blank_cell_erases_nothing():
    assert placed({**GOOD, "contact_phone": "", "industry_name": None}, known()).outcome == "unchanged"


def test_differences_are_listed():
    row = placed({**GOOD, "workers": 120, "contact_name": "담당2"}, known())
    assert row.outcome == "conflict"
    assert [(d.field, d.before, d.after) for d in row.differences] == [("workers", 113, 120), ("contact_name", "담당1", "담당2")]


def test_another_address_is_a_question_to_the_clerk():
    row = placed({**GOOD, "region": "서울", "district": "중구"}, known())
    assert row.outcome == "conflict"
    assert [asked.field for asked in row.questions] == ["address"]


def test_a_number_of_somebody_else_is_an_error():
    row = placed({**GOOD, "name": "새 지점"}, known())
    assert row.outcome == "error"
    assert row.errors[0].field == "number"


def test_numbers_for_blanks_avoid_what_the_file_claims():
    rows = [check_row({**GOOD, "number": ""}, 2, LISTS), check_row({**GOOD, "number": "W0005", "name": "나"}, 3, LISTS)]
    assert intake_plan.numbered(rows, {"W0003"}, {"W0005"}) == {2: "W0006", 3: "W0005"}


def test_a_date_outside_the_call_is_a_remark():
    import datetime as dt

    opens, closes = dt.date(2017, 4, 3), dt.date(2017, 4, 28)
    assert intake.outside_call(dt.date(2017, 4, 2), opens, closes)
    assert intake.outside_call(dt.date(2017, 4, 29), opens, closes)
    assert intake.outside_call(dt.date(2017, 4, 28), opens, closes) is None
    assert intake.outside_call(dt.date(2010, 1, 1), None, None) is None


anything = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=30), st.dates(), st.datetimes(), st.times(), st.timedeltas())


@given(st.lists(st.dictionaries(st.sampled_from(list(intake_headings.FIELDS)), anything), max_size=4))
def test_no_row_breaks_the_check_and_what_passes_is_sound(rows):
    kept = [(n, raw) for n, raw in enumerate(rows) if not is_filler(raw)]
    for checked in check_rows(kept, LISTS):
        assert all(error.reason.ko and error.reason.en and error.field in intake_headings.FIELDS for error in (*checked.errors, *checked.questions))
        if not checked.errors:
            assert checked.identity
            assert 0 <= checked.values["service_workers"] <= checked.values["workers"]
            assert checked.values["region"] in {region.key for region in codes.regions()}


@given(st.lists(anything, max_size=12))
def test_no_heading_breaks_the_match(cells):
    found = intake_headings.match(cells)
    assert len(set(found.values())) == len(found)
