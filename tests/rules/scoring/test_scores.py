"""Published vectors, the bugs known from elsewhere, and the fast scorer against a slow one."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jikim.rules.scoring import MISSING, Scores, score
from jikim.rules.scoring.exact import half_even
from tests.rules.scoring.sheets import SEX, array, kels, result, score_one, sheet_with, spread
from tests.rules.scoring.slow import KELS_24, score_sheet

SUBSCALES = ["regulation", "overload", "dissonance", "monitoring", "protection"]

#: SCIENCE.md § 1: subscale, n, cut-off of men and women as printed, and as raw sum of a complete sheet
TABLE = [
    ("regulation", 5, "83.33", "76.67", 18, 17),
    ("overload", 3, "83.33", "72.22", 11, 10),
    ("dissonance", 6, "69.44", "63.89", 19, 18),
    ("monitoring", 3, "61.11", "50.00", 9, 8),
    ("protection", 7, "50.00", "45.24", 18, 17),
]


@pytest.mark.parametrize("key, n, man, woman, raw_man, raw_woman", TABLE)
def test_cut_offs_are_the_published_ones(key, n, man, woman, raw_man, raw_woman):
    subscale = kels().subscale(key)
    assert len(subscale.items) == n
    assert half_even(subscale.reference.men[1].lower) == man
    assert half_even(subscale.reference.women[1].lower) == woman
    for sex, raw in (("M", raw_man), ("F", raw_woman)):
        for total, expected in ((raw - 1, "normal"), (raw, "risk")):
            got = result(score_one(kels(), sheet_with(kels(), key, spread(total, n)), sex), key)
            assert got[1:] == (expected, n, False), (sex, total)


@pytest.mark.parametrize(
    "key, raw, printed",
    [("regulation", 17, "80.00"), ("overload", 10, "77.78"), ("dissonance", 18, "66.67"),
     ("monitoring", 8, "55.56"), ("protection", 17, "47.62")],
)  # fmt: skip
def test_same_answers_man_normal_woman_at_risk(key, raw, printed):
    """Regression: women's cut-offs applied to everybody; sex defaulting to male."""
    n = len(kels().subscale(key).items)
    sheet = sheet_with(kels(), key, spread(raw, n))
    classes = {}
    for sex in ("M", "F", ""):
        value, classes[sex], _, _ = result(score_one(kels(), sheet, sex), key)
        assert half_even(value) == printed
    assert classes == {"M": "normal", "F": "risk", "": "undetermined"}


@pytest.mark.parametrize("keyed_value, expected", [(1, 0.0), (4, 100.0)])
def test_all_lowest_and_all_highest(keyed_value, expected):
    raw = [keyed_value] * 17 + [5 - keyed_value] * 7
    scores = score_one(kels(), raw, "F")
    assert scores.score.tolist() == [[expected] * 5]


def test_only_protection_is_reverse_keyed():
    """Polarity from the published key: ticking 4 everywhere is worst in A-D and best in E."""
    assert {item.key for item in kels().items if item.reverse} == {f"q{i:02d}" for i in range(18, 25)}
    scores = score_one(kels(), [4] * 24, "M")
    assert scores.score.tolist() == [[100.0, 100.0, 100.0, 100.0, 0.0]]


@pytest.mark.parametrize("key", SUBSCALES)
def test_every_item_moves_its_own_subscale_in_the_direction_of_its_key(key):
    instrument = kels()
    base = score_one(instrument, [2] * 24).score[0]
    for item in instrument.items_of(instrument.subscale(key)):
        sheet = [2] * 24
        sheet[instrument.item_keys.index(item.key)] = 3
        moved = score_one(instrument, sheet).score[0] - base
        for column, other in enumerate(instrument.score_keys):
            assert np.sign(moved[column]) == ((-1 if item.reverse else 1) if other == key else 0)


@pytest.mark.parametrize(
    "key, sex, answered, raw",
    [("regulation", "M", 4, 14), ("overload", "M", 2, 7), ("protection", "M", 4, 10),
     ("protection", "M", 6, 15), ("monitoring", "F", 2, 5)],
)  # fmt: skip
def test_the_five_incomplete_sheets_on_the_cut_off_are_at_risk(key, sex, answered, raw):
    """A comparison in floating point loses some of these."""
    n = len(kels().subscale(key).items)
    keyed = [*spread(raw, answered), *[None] * (n - answered)]
    value, kind, counted, provisional = result(score_one(kels(), sheet_with(kels(), key, keyed), sex), key)
    edge = kels().subscale(key).reference
    assert Fraction(100 * (raw - answered), 3 * answered) == (edge.men if sex == "M" else edge.women)[1].lower
    assert (kind, counted, provisional) == ("risk", answered, True)
    assert value == pytest.approx(100 * (raw - answered) / (3 * answered))


def test_no_other_sheet_lands_on_a_cut_off():
    """Enumerates every possible (answered, sum); complete sheets never do."""
    found = []
    for key, (items, _, man, woman) in KELS_24.items():
        n = len(items)
        for answered in range(max(2, -(-n // 2)), n + 1):
            for raw in range(answered, 4 * answered + 1):
                value = Fraction(raw - answered, 3 * answered)
                found += [
                    (key, sex, answered, raw) for sex, cut in (("M", man), ("F", woman)) if value == cut
                ]
    assert sorted(found) == [
        ("monitoring", "F", 2, 5), ("overload", "M", 2, 7), ("protection", "M", 4, 10),
        ("protection", "M", 6, 15), ("regulation", "M", 4, 14),
    ]  # fmt: skip


@pytest.mark.parametrize("missing", [MISSING, 0, 5, 9, -128, 127])
def test_a_missing_answer_is_never_a_zero(missing):
    """Regression: a missing answer stored as 0. Whatever stands outside 1-4 is left out of sum and count."""
    sheet = [3, 3, 3, 3, missing] + [3] * 19
    assert result(score_one(kels(), sheet, "M"), "regulation")[::2] == (pytest.approx(200 / 3), 4)


@pytest.mark.parametrize(
    "key, n, least", [("regulation", 5, 3), ("overload", 3, 2), ("dissonance", 6, 3), ("protection", 7, 4)]
)
def test_half_the_items_and_never_fewer_than_two(key, n, least):
    for answered in range(n + 1):
        scores = score_one(kels(), sheet_with(kels(), key, [*[4] * answered, *[None] * (n - answered)]), "F")
        value, kind, counted, _ = result(scores, key)
        assert counted == answered
        if answered < least:
            assert (np.isnan(value), kind) == (True, "not_scored")
        else:
            assert value == 100.0


def test_provisional_only_where_completions_straddle():
    sure = result(score_one(kels(), sheet_with(kels(), "regulation", [4, 4, 4, 4, None]), "F"), "regulation")
    assert sure == (100.0, "risk", 4, False)  # 17 of 20 at the least: at risk whatever the fifth answer
    open_ = result(score_one(kels(), sheet_with(kels(), "regulation", [4, 4, 4, 4, None]), "M"), "regulation")
    assert open_ == (100.0, "risk", 4, True)  # 17 at the least: a man may still be normal
    low = result(score_one(kels(), sheet_with(kels(), "regulation", [1, 1, 1, 1, None]), "M"), "regulation")
    assert low == (0.0, "normal", 4, False)


def test_sex_not_given_by_anybody_is_the_same_as_not_given():
    rng = np.random.default_rng(5)
    answers = rng.integers(-1, 5, (500, 24)).astype(np.int8)
    assert_same(score(kels(), answers), score(kels(), answers, np.zeros(500, np.int8)))


def assert_same(one: Scores, other: Scores) -> None:
    for field in ("score", "kind", "answered", "provisional"):
        np.testing.assert_array_equal(getattr(one, field), getattr(other, field))


sheets = st.lists(st.sampled_from([-1, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5]), min_size=24, max_size=24)
sexes = st.sampled_from(["M", "F", ""])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(sheets, sexes), min_size=1, max_size=20))
def test_fast_scorer_equals_slow_fractions(people):
    scores = score(kels(), array(*[s for s, _ in people]), np.array([SEX[x] for _, x in people], np.int8))
    for row, (sheet, sex) in enumerate(people):
        for key, (value, kind, answered, provisional) in score_sheet(sheet, sex).items():
            got = result(scores, key, row)
            assert got[1:] == (kind, answered, provisional), key
            assert np.isnan(got[0]) if value is None else got[0] == float(value)


def test_many_sheets_in_threads_equal_slow_fractions():
    """Over several blocks and threads, with a stride and with another layout in memory."""
    rng = np.random.default_rng(2017)
    n = 150_001
    answers = rng.integers(-1, 6, (n, 24)).astype(np.int8)
    sex = rng.integers(0, 3, n).astype(np.int8)
    scores = score(kels(), answers, sex, threads=3)
    assert_same(scores, score(kels(), np.asfortranarray(answers), sex, threads=1))
    assert_same(score(kels(), answers[::2], sex[::2]), score(kels(), answers[::2].copy(), sex[::2].copy()))
    for row in [*range(0, n, 1009), n - 1]:
        for key, (value, kind, answered, provisional) in score_sheet(
            answers[row].tolist(), " MF"[sex[row]].strip()
        ).items():
            got = result(scores, key, row)
            assert got[1:] == (kind, answered, provisional)
            assert np.isnan(got[0]) if value is None else got[0] == float(value)


@settings(max_examples=150, deadline=None)
@given(sheets, sexes, st.integers(0, 23))
def test_a_worse_answer_never_lowers_a_score_or_a_class(sheet, sex, at):
    instrument = kels()
    item = instrument.items[at]
    sheet[at] = 2
    worse = list(sheet)
    worse[at] = 1 if item.reverse else 3
    before, after = score_one(instrument, sheet, sex), score_one(instrument, worse, sex)
    rank = {"normal": 0, "undetermined": 1, "risk": 2, "not_scored": -1}
    for key in SUBSCALES:
        (old, old_kind, *_), (new, new_kind, *_) = result(before, key), result(after, key)
        assert (np.isnan(old) and np.isnan(new)) or new >= old
        assert rank[new_kind] >= rank[old_kind]


def test_score_by_key_not_by_position():
    """The same pack with its items in another order gives the same results for the same answers."""
    from dataclasses import replace

    instrument, rng = kels(), np.random.default_rng(3)
    order = rng.permutation(24)
    turned = replace(instrument, items=tuple(instrument.items[i] for i in order))
    answers, sex = rng.integers(-1, 5, (400, 24)).astype(np.int8), rng.integers(0, 3, 400).astype(np.int8)
    assert_same(score(instrument, answers, sex), score(turned, np.ascontiguousarray(answers[:, order]), sex))


def test_no_sheets_no_scores():
    assert score(kels(), np.empty((0, 24), np.int8)).score.shape == (0, 5)


def test_float32_on_request():
    scores = score(kels(), array([2] * 24), dtype=np.float32)
    assert scores.score.dtype == np.float32
    assert scores.score[0, 0] == np.float32(100 / 3)


@pytest.mark.parametrize(
    "answers, sex",
    [(np.ones((2, 23), np.int8), None), (np.ones((2, 24)), None), (np.ones(24, np.int8), None),
     (np.ones((2, 24), np.int8), np.array([1, 3], np.int8)), (np.ones((2, 24), np.int8), np.array([1, -1], np.int8)),
     (np.ones((2, 24), np.int8), np.array([1], np.int8)), (np.ones((2, 24), np.int8), np.array([1, 2]))],
)  # fmt: skip
def test_wrong_arrays_are_refused(answers, sex):
    with pytest.raises(ValueError, match=r"want int8|codes are"):
        score(kels(), answers, sex)


@pytest.mark.parametrize(
    "value, printed",
    [(Fraction(1, 200), "0.00"), (Fraction(3, 200), "0.02"), (Fraction(25, 8), "3.12"), (3.125, "3.12"), (Fraction(250, 3), "83.33"),
     (100.0, "100.00"), (0.0, "0.00"), (None, "–"), (float("nan"), "–"), (Fraction(-1, 3), "-0.33")],
)  # fmt: skip
def test_two_decimals_half_to_even_only_when_printed(value, printed):
    assert half_even(value) == printed
