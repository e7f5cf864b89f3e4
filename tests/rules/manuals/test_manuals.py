"""Manuals from the library: complete, the same for the same words, changed where an entry changed, Markdown only where meant."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikim.rules.helplines import Purpose, lines_for
from jikim.rules.library import Block, Library, Size, Source
from jikim.rules.manuals import (
    Edition,
    Kind,
    Own,
    assemble,
    changes_between,
    general_editions,
    plain,
    set_out,
    spans,
)
from jikim.rules.manuals.changes import What
from jikim.rules.words import Text
from jikim.shared.library import laws, library
from jikim.shared.packs import find_pack

DAY = dt.date(2026, 11, 29)
LINES = lines_for(find_pack("helplines-kr").help_lines.on(DAY), tuple(Purpose))
HOTEL = Edition(Kind.PRACTICE, "hotel", Size.SMALL)


def made(edition: Edition, own: Own | None = None, shelf: Library | None = None, day: dt.date = DAY):  # type: ignore[no-untyped-def]
    return assemble(edition, shelf or library(), laws(), day, help_lines=LINES, own=own)


def test_there_is_one_for_each_occupation_and_size_and_one_for_its_workers() -> None:
    editions, jobs = general_editions(library()), len(library().occupations)
    assert len(editions) == jobs * (len(Size) + 1) == len({one.key for one in editions}) == len({one.slug for one in editions})


@pytest.mark.parametrize("edition", [HOTEL, Edition(Kind.SELF_PROTECTION, "call-centre")])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_chapter_says_something_and_no_place_is_left_unfilled(edition: Edition, language: str) -> None:
    told = set_out(made(edition), language)
    assert all(one["lead"][0][0] for one in told["chapters"])
    assert not [one for one in words_in(told) if "{" in one]


def words_in(value: object) -> list[str]:
    match value:
        case str():
            return [value]
        case dict():
            return [one for inner in value.values() for one in words_in(inner)]
        case list():
            return [one for inner in value for one in words_in(inner)]
    return []


def test_what_belongs_to_one_situation_stands_on_one_card() -> None:
    chapter = next(one for one in set_out(made(HOTEL), "en")["chapters"] if one["key"] == "our-work")
    situations = [card for group in chapter["groups"] if group["family"] == "situation" for card in group["cards"]]
    assert len(situations) == len(library().occupations["hotel"].situations)
    assert all([part["label"] for part in card["lists"]] == ["Words to say", "Stop when"] for card in situations)


def test_a_size_has_its_own_chapters() -> None:
    small, large = ({one.key for one in made(Edition(Kind.PRACTICE, "hotel", size)).chapters} for size in (Size.SMALL, Size.LARGEST))
    assert "small-and-free" in small - large
    assert {"joint-committee", "many-sites"} <= large - small


def test_the_law_of_the_day_is_cited_and_no_later_one() -> None:
    words_2017 = str(set_out(made(HOTEL, day=dt.date(2017, 7, 3)), "en"))
    assert "Mandatory, fined · OSH Act, Art. 41" in str(set_out(made(HOTEL), "en"))
    assert "OSH Act, Art. 41" not in words_2017


@pytest.mark.parametrize(("language", "never", "said"), [("ko", "법이 요구", ("(권고)", "(노력 의무)")), ("en", "What the law asks", ("(Recommended)", "(Duty to make efforts)"))])
def test_before_there_was_a_law_no_chapter_says_the_law_asks(language: str, never: str, said: tuple[str, ...]) -> None:
    told = set_out(made(HOTEL, day=dt.date(2017, 7, 3)), language)
    assert never not in str(told)
    owed = [line for one in told["chapters"] for group in one["groups"] for card in group["cards"] if card["source"] == "employer"
            for part in card["lists"] for line in part["items"]]  # fmt: skip
    assert owed
    assert all(line.endswith(said) for line in owed)


def test_the_chapter_on_the_law_says_to_whom_it_applies_and_what_a_breach_costs() -> None:
    chapter = next(one for one in set_out(made(HOTEL), "ko")["chapters"] if one["key"] == "what-the-law-asks")
    told = str(chapter)
    assert "고객을 응대하지 않는 근로자에게도" in told
    assert "1차 300만 원" in told


def test_a_sentence_that_begins_with_general_words_begins_with_a_capital() -> None:
    told = words_in(set_out(made(HOTEL), "en"))
    assert any(one.startswith("Our workplace holds it against nobody") for one in told)
    named = set_out(made(HOTEL, own=Own("e새봄", fills={"workplace": Text("e새봄", "e-Saebom")})), "en")
    assert any(one.startswith("e-Saebom holds it against nobody") for one in words_in(named)), "a name is written as its owner writes it"


def test_a_workplaces_own_carries_its_name_risks_and_plan() -> None:
    risk = Block(Source.RISKS, Text("고함이 잦음", "Shouting"), (Text("첫 방문에서 확인", "Seen on the first visit"),))
    plan = Block(Source.PLAN, Text("7월까지 문구를 붙임", "Post the notice by July"), ())
    own = Own("한빛호텔", 23, fills={"workplace": Text("한빛호텔", "Hanbit Hotel")}, risks=(risk,), plan=(plan,))
    told = str(set_out(made(replace(HOTEL, workplace="w1"), own), "en"))
    assert "Shouting" in told
    assert "Post the notice by July" in told
    assert "Hanbit Hotel" in told
    assert "Shouting" not in str(set_out(made(HOTEL), "en"))


def test_the_digest_follows_the_words_and_not_the_day() -> None:
    assert made(HOTEL).digest == made(HOTEL, day=DAY + dt.timedelta(days=1)).digest
    assert made(HOTEL).digest != made(Edition(Kind.PRACTICE, "hotel", Size.MEDIUM)).digest
    assert made(HOTEL).digest != made(HOTEL, shelf=with_measure_changed("stop-and-hand-over")).digest


def test_a_changed_entry_is_named_and_nothing_else() -> None:
    changed = with_measure_changed("stop-and-hand-over")
    before, after = made(HOTEL).entries, made(HOTEL, shelf=changed).entries
    found = changes_between(before, after, changed)
    assert [(one.entry, one.what, one.after - one.before) for one in found] == [(("measure", "stop-and-hand-over"), What.CHANGED, 1)]
    assert not changes_between(after, after, changed)


def test_new_and_gone_entries_are_told_apart() -> None:
    measure, piece = ("measure", "recovery-time"), ("piece", "officer-notice")
    found = changes_between({measure: 1}, {piece: 1}, library())
    assert {one.entry: one.what for one in found} == {piece: What.NEW, measure: What.GONE}


def with_measure_changed(key: str) -> Library:
    shelf = library()
    files = {
        name: replace(file, measures=tuple(
            replace(one, title=Text("바뀜", "Changed"), origin=replace(one.origin, version=one.origin.version + 1)) if one.key == key else one
            for one in file.measures
        ))
        for name, file in shelf.measure_files.items()
    }  # fmt: skip
    return replace(shelf, measure_files=files)


@pytest.mark.parametrize("line, pieces", [
    ("plain", [("plain", "")]),
    ("say **stop** now", [("say ", ""), ("stop", "s"), (" now", "")]),
    ("*softly*", [("softly", "e")]),
    ("2 * 3 * 4", [("2 * 3 * 4", "")]),
    ("<b>x</b> [a](b) `c`", [("<b>x</b> [a](b) `c`", "")]),
])  # fmt: skip
def test_markdown_is_two_weights_and_nothing_else(line: str, pieces: list[tuple[str, str]]) -> None:
    assert [(one.text, "s" if one.strong else "e" if one.emphasis else "") for one in spans(line)] == pieces


@given(st.text(alphabet="가나 a*_\\<&", max_size=30))
def test_no_sign_but_the_marks_is_ever_lost(line: str) -> None:
    def kept(told: str) -> str:
        return "".join(sign for sign in told if sign not in "*_\\ ")

    assert kept(plain(line)) == kept(line)
