"""The particle fits the word before it, whatever the word turns out to be."""

from __future__ import annotations

import datetime as dt

import pytest

from jikim.rules.korean import josa, settled
from jikim.rules.words import Text, day_said


@pytest.mark.parametrize(("word", "particle", "says"), [
    ("서울", "으로", "서울로"), ("부산", "으로", "부산으로"), ("대구", "으로", "대구로"), ("W0001", "으로", "W0001로"),
    ("W0003", "으로", "W0003으로"), ("W0002", "을", "W0002를"), ("KBL", "이", "KBL이"), ("‘다양성’", "이", "‘다양성’이"),
])  # fmt: skip
def test_a_word_and_its_particle(word: str, particle: str, says: str) -> None:
    assert josa(word, particle) == says


@pytest.mark.parametrize(("written", "read"), [
    ("지금 상태가 ‘적격’이므로 ‘선정’(으)로 바꿀 수 없습니다.", "지금 상태가 ‘적격’이므로 ‘선정’으로 바꿀 수 없습니다."),
    ("‘대기’(으)로, ‘종결’(으)로", "‘대기’로, ‘종결’로"),
    ("관리번호 W0010은(는)", "관리번호 W0010은"),
    ("새봄마트(한국산업)이(가) 선정되었습니다.", "새봄마트(한국산업)가 선정되었습니다."),
    ("kels-24은(는) 이미 있습니다.", "kels-24는 이미 있습니다."),
    ("팩 ‘nope’이(가) 없습니다.", "팩 ‘nope’이(가) 없습니다."),
    ("LG을(를)", "LG를"), ("W0048와(과) 같은 날", "W0048과 같은 날"), ("W0072와(과)", "W0072와"), ("새봄마트과(와)", "새봄마트와"),
    ("{name}이(가) {agency}({region})을(를)", "{name}이(가) {agency}({region})을(를)"),
])  # fmt: skip
def test_both_forms_are_settled_where_the_word_is_known(written: str, read: str) -> None:
    assert settled(written) == read


def test_a_template_is_settled_when_it_is_filled() -> None:
    template = Text("{name}이(가) 없습니다.", "There is no {name}.")
    assert template.fill(name="서울") == Text("서울이 없습니다.", "There is no 서울.")
    assert template.fill(name="대구").ko == "대구가 없습니다."


def test_a_text_within_a_text_is_said_in_the_language_of_each() -> None:
    told = Text("모집이 {day}에 마감되었습니다.", "The call closed on {day}.").fill(day=day_said(dt.date(2017, 4, 3)))
    assert told == Text("모집이 2017년 4월 3일에 마감되었습니다.", "The call closed on 3 April 2017.")
