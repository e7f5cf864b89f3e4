"""Cells as people type them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikim.rules import intake_cells as cells
from jikim.rules.intake_cells import Unreadable

DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")


@pytest.mark.parametrize(
    "cell, count",
    [
        (1200, 1200), (1200.0, 1200), ("1,200명", 1200), ("１，２００명", 1200), (" 12 ", 12), ("12명 ", 12), ("30 인", 30), ("0", 0),
        ("1200.0", 1200), ("12 people", 12), ("\u00a045\u200b", 45),
    ],
)  # fmt: skip
def test_a_count_is_read_as_offices_write_it(cell, count):
    assert cells.headcount(cell) == count


@pytest.mark.parametrize("cell", [None, "", "-5", "△5", "(5)", -3, 12.5, "12.5명", "약 30명", "30~40", "1,20", "많음", True, "1000001", "#N/A", 1e300])
def test_a_count_that_is_none_is_refused_in_both_languages(cell):
    with pytest.raises(Unreadable) as refusal:
        cells.headcount(cell)
    assert refusal.value.reason.ko
    assert refusal.value.reason.en


@pytest.mark.parametrize(
    "cell",
    [
        "2017.4.3", "2017-04-03", "17.4.3", "2017년 4월 3일", "2017. 4. 3.", "２０１７．４．３", "2017/4/3", "20170403", "170403", "'17.4.3",
        "2017.4.3(월)", "2017-04-03 14:30", "2017-04-03T00:00:00", dt.date(2017, 4, 3), dt.datetime(2017, 4, 3, 9, 0), 42828, 42828.0,
        "42828", 42828.5, "2017. 4. 3 오후 2:00:00", "2017-04-03 02:00 PM", "2017/04/03 2:00:00 오후 GMT+9",
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_style(cell):
    assert cells.day(cell) == dt.date(2017, 4, 3)


@pytest.mark.parametrize("cell", ["2017-02-30", "4월 초", "2017.13.1", "17", "4/3", 5, "99999", True, "2017-4", "1899.1.1"])
def test_a_day_that_is_none_is_refused(cell):
    with pytest.raises(Unreadable):
        cells.day(cell)


def test_a_blank_day_is_no_day():
    assert cells.day(None) is None
    assert cells.day(" ") is None


@given(st.dates(dt.date(1990, 1, 1), dt.date(2099, 12, 31)))
def test_every_day_survives_every_style(day):
    assert cells.day(f"{day.year}.{day.month}.{day.day}") == day
    assert cells.day(f"{day.year}년 {day.month}월 {day.day}일") == day
    assert cells.day(day.strftime("%Y%m%d")) == day
    assert cells.day((day - dt.date(1899, 12, 30)).days) == day
    if day.year >= 2000:
        assert cells.day(f"{day.year % 100:02d}.{day.month}.{day.day}") == day


# weights 1 3 7 1 3 7 1 3 5: 1+6+21+4+15+42+7+24+45 = 165, 9·5/10 → 4, 169 → check digit 1
def test_the_check_digit_by_hand():
    assert cells.check_digit("123456789") == 1
    assert cells.business_number("123-45-67891") == "1234567891"


@pytest.mark.parametrize("cell", ["127-53-61967", "1889674085", 1889674085, 1889674085.0, " 127 53 61967", "１２７－５３－６１９６７", "127‑53‑61967"])
def test_a_business_number_in_every_style(cell):
    assert cells.business_number(cell) in {"1275361967", "1889674085"}


@pytest.mark.parametrize("cell", ["127-53-61968", "127-53-6196", "127-53-619677", "", None, "없음", "A275361967", "0000000001", "000-00-00000"])
def test_a_broken_business_number_is_refused(cell):
    with pytest.raises(Unreadable):
        cells.business_number(cell)


@given(st.integers(10**8, 10**9 - 1).map(str))
def test_exactly_one_last_digit_is_right(nine):
    right = [digit for digit in "0123456789" if _reads(nine + digit)]
    assert right == [str(cells.check_digit(nine))]


def _reads(digits):
    try:
        return cells.business_number(digits.translate(DIGITS)) == digits
    except Unreadable:
        return False


@pytest.mark.parametrize(
    "cell, phone",
    [
        ("02-766-5516", "02-766-5516"), ("027665516", "02-766-5516"), (27665516, "02-766-5516"), (1012345678, "010-1234-5678"),
        ("010 1234 5678", "010-1234-5678"), ("+82-10-1234-5678", "010-1234-5678"), ("(031) 123-4567", "031-123-4567"), (311234567, "031-123-4567"),
        ("1588-1234", "1588-1234"), ("내선 123", "내선 123"), ("", ""),
    ],
)  # fmt: skip
def test_a_phone_number_gets_its_zero_and_hyphens_back(cell, phone):
    assert cells.phone(cell) == phone


@pytest.mark.parametrize("cell, address", [("HS1@Example.COM", "HS1@example.com"), (" a.b@c.co.kr ", "a.b@c.co.kr"), ("", ""), ("-", "")])
def test_a_mail_address(cell, address):
    assert cells.mail_address(cell) == address


@pytest.mark.parametrize("cell", ["a@@b.kr", "a@b", "홍길동", "a b@", "a..b@c.kr"])
def test_no_mail_address(cell):
    with pytest.raises(Unreadable):
        cells.mail_address(cell)


@given(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.datetimes(), st.dates()))
def test_no_cell_breaks_a_reader(cell):
    refusals = []
    for reader in (cells.words, cells.headcount, cells.day, cells.business_number, cells.phone, cells.mail_address, cells.coordinate, cells.industry_code):
        try:
            reader(cell)
        except Unreadable as refusal:
            refusals.append(refusal.reason)
    assert all(reason.ko and reason.en for reason in refusals)


@given(st.text())
def test_cleaned_text_stays_as_it_is(text):
    once = cells.words(text)
    assert "\n" not in once
    assert once == once.strip()
