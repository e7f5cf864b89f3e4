"""Which answers show knowledge, sheets as counts, and what small numbers show."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jikim.rules.campaigns import LEAST, compared, knows, score, tally_of
from jikim.rules.campaigns.showing import points_difference
from jikim.rules.library.courses import FormItem, Scale
from jikim.rules.words import Text
from jikim.shared.library import library

WORDS = Text("글", "words")
AGREE, REVERSED, ASKED = (FormItem("a", WORDS, Scale.AGREE), FormItem("r", WORDS, Scale.AGREE, reverse=True), FormItem("y", WORDS, Scale.YES_NO))
ITEMS = (AGREE, REVERSED, ASKED)
SHEETS = st.lists(st.fixed_dictionaries({"a": st.integers(1, 5), "r": st.integers(1, 5), "y": st.integers(1, 3)}), max_size=12)


@pytest.mark.parametrize(("item", "right"), [(AGREE, {4, 5}), (REVERSED, {1, 2}), (ASKED, {1})])
def test_which_answers_show_knowledge(item: FormItem, right: set[int]) -> None:
    assert {value for value in range(1, len(item.scale.labels) + 1) if knows(item, value)} == right
    for value in (0, len(item.scale.labels) + 1):
        with pytest.raises(ValueError, match="scale"):
            knows(item, value)


def test_the_shipped_questions_are_five_with_one_turned_round() -> None:
    asked = next(kit.awareness for kit in library().kits.values() if kit.awareness)
    assert len(asked) == 5
    assert [item.key for item in asked if item.reverse] == ["aw-smile"]
    best = {item.key: (1 if item.reverse or item.scale is Scale.YES_NO else 5) for item in asked}
    assert score(asked, best).points == 5


def test_a_missing_answer_is_no_sheet() -> None:
    with pytest.raises(KeyError):
        score(ITEMS, {"a": 5, "r": 1})


@settings(max_examples=40)
@given(SHEETS)
def test_counts_say_what_the_sheets_said(sheets: list[dict[str, int]]) -> None:
    scores = [score(ITEMS, sheet) for sheet in sheets]
    tally = tally_of(scores)
    assert tally.sheets == len(sheets) == sum(tally.points.values())
    assert sum(points * many for points, many in tally.points.items()) == sum(tally.known.values())
    if len(sheets) > 1:
        mean = sum(one.points for one in scores) / len(scores)
        assert tally.variance == pytest.approx(sum((one.points - mean) ** 2 for one in scores) / (len(scores) - 1))


@settings(max_examples=40)
@given(SHEETS, SHEETS)
def test_fewer_than_five_show_nothing_and_no_difference(before: list[dict[str, int]], after: list[dict[str, int]]) -> None:
    sides = [tally_of([score(ITEMS, sheet) for sheet in sheets]) for sheets in (before, after)]
    for line in compared(*sides, ("a", "r", "y")):
        assert (line.before is None) == (len(before) < LEAST)
        assert (line.after is None) == (len(after) < LEAST)
        assert (line.difference is None) == (min(len(before), len(after)) < LEAST)
    assert (points_difference(*sides) is None) == (min(len(before), len(after)) < LEAST)
