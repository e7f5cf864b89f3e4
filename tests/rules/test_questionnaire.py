"""What is asked, on which page, in which order; and what a change of mind takes away again."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jikim.rules.questionnaire import Kind, Questionnaire, columns, questionnaire
from jikim.rules.scoring.instrument import MISSING
from jikim.shared.packs import shipped

PACKS = [shipped(name) for name in ("kels-24", "customer-abuse", "mood-8", "exhaustion-6", "personal-level")]
ASKS = {"sex": True, "unit": [{"key": "u1", "ko": "창구", "en": "Desk", "headcount": 30}]}


@pytest.fixture(scope="module")
def form() -> Questionnaire:
    return questionnaire(PACKS, ASKS)


def at(form: Questionnaire, key: str) -> int:
    return next(column.index for column in form.columns if column.item.key == key)


def filled(form: Questionnaire, **values: int) -> tuple[int, ...]:
    answers = list(form.blank)
    for key, value in values.items():
        answers[at(form, key)] = value
    return tuple(answers)


def test_columns_follow_the_packs_and_their_items() -> None:
    found = columns(PACKS)
    assert [column.index for column in found] == list(range(45))
    assert [found[i].item.key for i in (0, 23, 24, 30, 31, 39)] == ["q01", "q24", "verbal", "helped", "m01", "x01"]


def test_pages_are_short_and_never_mix_blocks(form: Questionnaire) -> None:
    for page in form.pages:
        assert len(page.columns) <= 8
        assert len({column.pack for column in page.columns}) <= 1
    assert [len(page.columns) for page in form.pages] == [6, 6, 6, 6, 5, 1, 1, 8, 6, 0]
    assert [column for page in form.pages for column in page.columns] == list(form.columns)
    assert form.pages[-1].kind is Kind.ABOUT
    assert form.end == 11


def test_without_anything_to_ask_about_the_person_there_is_no_such_page() -> None:
    assert all(page.kind is Kind.ITEMS for page in questionnaire(PACKS, {"sex": False, "unit": []}).pages)


def test_health_questions_need_their_own_consent(form: Questionnaire) -> None:
    assert form.asks_health
    assert {page.block.id for page in form.pages if page.health and page.block} == {"mood-8", "exhaustion-6"}
    for health in (None, False):
        shown = form.visible(form.blank, health)
        assert not any(page.health for page in shown)
    assert sum(page.health for page in form.visible(form.blank, True)) == 2


def test_an_unknown_block_is_taken_for_a_health_question() -> None:
    from dataclasses import replace

    foreign = replace(shipped("customer-abuse").instrument, id="sleep-5")
    form = questionnaire([PACKS[0], foreign])
    assert form.asks_health
    assert not any(page.health for page in questionnaire([foreign]).pages)


def test_what_follows_from_an_answer_stands_on_its_own_page(form: Questionnaire) -> None:
    never = filled(form, verbal=0)
    assert form.following(5, never, True) == 8
    assert form.following(5, filled(form, verbal=1), True) == 6
    assert form.following(6, filled(form, verbal=1, reported=1), True) == 8
    assert form.following(6, filled(form, verbal=1, reported=2), True) == 7
    assert form.preceding(8, never, True) == 5
    assert form.preceding(1, never, True) == 0
    assert form.following(10, never, True) == form.end


def test_progress_never_runs_backwards_and_ends_whole(form: Questionnaire) -> None:
    answers = filled(form, verbal=2, reported=2)
    steps = [form.progress(page.number, answers, True) for page in form.visible(answers, True)]
    assert steps == sorted(steps)
    assert steps[0] == (1, 8)
    assert steps[-1] == (8, 8)


def test_a_change_of_mind_takes_what_followed_from_it(form: Questionnaire) -> None:
    answers = filled(form, verbal=2, reported=2, helped=0, m01=3)
    assert form.cleaned(answers, True) == answers
    assert form.cleaned(answers, False) == filled(form, verbal=2, reported=2, helped=0)
    calmer = list(answers)
    calmer[at(form, "verbal")] = 0
    assert form.cleaned(calmer, True) == filled(form, verbal=0, m01=3)


def test_values_outside_a_scale_are_missing_never_zero(form: Questionnaire) -> None:
    assert form.cleaned(filled(form, q01=0, q02=5, m01=4, verbal=-7), True) == form.blank


def test_missing_counts_only_what_is_asked(form: Questionnaire) -> None:
    answers = filled(form, verbal=0, threat=0)
    page = form.pages[4]
    assert [column.item.key for column in form.missing(page, answers, True)] == ["sexual", "physical", "demand"]
    assert form.count(answers, False) == (2, 29)
    assert form.count(answers, True) == (2, 43)


def test_the_ninth_item_opens_help_there_and_then() -> None:
    from dataclasses import replace

    mood = shipped("mood-8").instrument
    ninth = replace(mood, items=(*mood.items, replace(mood.items[0], key="m09")))
    form = questionnaire([PACKS[0], ninth])
    page = form.pages[-1]
    calm, low = (*form.blank[:-1], 0), (*form.blank[:-1], 1)
    assert not form.opens_help(page, form.blank, calm)
    assert form.opens_help(page, form.blank, low)
    assert not form.opens_help(page, low, low), "once, not each time the page is saved again"
    assert page.is_hard
    assert not form.pages[0].is_hard


@settings(deadline=None)
@given(st.lists(st.integers(-2, 5), min_size=45, max_size=45), st.sampled_from([None, True, False]))
def test_cleaning_twice_changes_nothing_and_every_walk_ends(values: list[int], health: bool | None) -> None:
    form = questionnaire(PACKS, ASKS)
    kept = form.cleaned(values, health)
    assert form.cleaned(kept, health) == kept
    assert all(kept[c.index] == MISSING or form.asked(c, kept, health) for c in form.columns)
    number, seen = form.following(0, kept, health), []
    while number != form.end:
        seen.append(number)
        assert form.preceding(form.following(number, kept, health), kept, health) == number
        number = form.following(number, kept, health)
    assert seen == [page.number for page in form.visible(kept, health)]
