"""Search: Korean inside longer words, English whatever the ending, titles first, nothing for nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikim.rules.searching import Index, Page, stem, terms

PAGES = [
    Page("a", "콜센터 상담원", "욕설을 하는 전화\n녹음 파일을 보존해 달라고 요청합니다."),
    Page("b", "호텔 직원", "객실에서 성희롱을 겪었을 때"),
    Page("c", "Call centre agents", "Threats are passed on.\nThe recording is kept."),
    Page("d", "Guards", "Somebody recorded a call."),
]


@pytest.mark.parametrize(("asked", "first"), [
    ("욕설", "a"), ("콜센터", "a"), ("성희롱", "b"), ("호텔직원", "b"), ("threat", "c"), ("CENTRE", "c"), ("call agents", "c"),
])  # fmt: skip
def test_what_is_found_first(asked: str, first: str) -> None:
    assert Index(PAGES).search(asked)[0].key == first


def test_the_passage_is_the_line_that_fits() -> None:
    assert Index(PAGES).search("녹음")[0].passage == "녹음 파일을 보존해 달라고 요청합니다."


def test_endings_do_not_matter() -> None:
    assert len({stem(word) for word in ("record", "records", "recorded", "recording")}) == 1
    assert list(terms("보존해")) == ["보존", "존해"]


def test_nothing_asked_and_nothing_there_find_nothing() -> None:
    assert Index(PAGES).search("") == []
    assert Index(PAGES).search("zzz 뷁") == []
    assert Index([]).search("욕설") == []


@given(st.text(max_size=40), st.lists(st.text(max_size=60), max_size=6))
def test_any_text_is_taken_and_the_order_is_by_score(asked: str, texts: list[str]) -> None:
    found = Index(Page(str(at), "", text) for at, text in enumerate(texts)).search(asked)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert len({one.key for one in found}) == len(found)


@given(st.lists(st.text("가나다라 abc", min_size=4, max_size=30), min_size=1, max_size=5))
def test_a_document_is_found_by_its_own_text(texts: list[str]) -> None:
    index = Index(Page(str(at), "", text) for at, text in enumerate(texts))
    for at, text in enumerate(texts):
        if list(terms(text)):
            assert str(at) in {one.key for one in index.search(text)}


MANY = [
    Page("job", "콜센터 상담원", "하루 수십 통의 전화를 받습니다. 욕설이 쏟아집니다."),
    Page("care", "요양보호사", "센터에 바로 전화하고 그 시간에서 물러납니다."),
    Page("trauma", "도움받을 곳", "직업트라우마센터"),
    Page("en", "Harassment by guests", "A guest who harassed the staff."),
]


@pytest.mark.parametrize("asked", ["콜센터", "콜센터에서", "콜센터의 상담원이", "콜센터로", "상담원에게"])
def test_a_particle_says_nothing_of_what_is_looked_for(asked: str) -> None:
    assert [one.key for one in Index(MANY).search(asked)] == ["job"]


def test_part_of_a_word_finds_the_word() -> None:
    assert [one.key for one in Index(MANY).search("욕")] == ["job"]
    assert [one.key for one in Index(MANY).search("콜센")] == ["job"]
    assert {one.key for asked in ("harass", "harassing", "harassment", "haras") for one in Index(MANY).search(asked)} == {"en"}
