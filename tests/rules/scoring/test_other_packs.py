"""Packs of other shapes: areas with a total, a prorated sum with bands, structure without classes."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from jikim.rules.packs import load
from jikim.rules.scoring import UNDETERMINED, provisional_note, score
from jikim.shared.packs import schemas, shipped
from tests.rules.scoring.koss import AREAS, BANDS, REVERSED, koss_document
from tests.rules.scoring.sheets import array, result, score_one, sheet_with, spread


def koss():
    return load(koss_document(), "koss", schemas()).instrument


def slow_koss(sheet: list[int], sex: str) -> tuple[Fraction | None, str, bool]:
    """Total, class and provisional, from the rule's text: the mean of the areas, only if all areas are scored."""
    start, areas, lows, highs = 0, [], [], []
    for count in AREAS.values():
        values, gaps = [], 0
        for i in range(start, start + count):
            answer = sheet[i]
            if answer not in (1, 2, 3, 4):
                gaps += 1
            else:
                values.append(5 - answer if i + 1 in REVERSED else answer)
        start += count
        if len(values) < max(2, -(-count // 2)):
            return None, "not_scored", False
        for found, extra in ((areas, []), (lows, [1] * gaps), (highs, [4] * gaps)):
            n = len(values) + len(extra)
            found.append(Fraction(100 * (sum(values) + sum(extra) - n), 3 * n))
    total, low, high = (sum(found) / 8 for found in (areas, lows, highs))
    keys = list(BANDS)

    def band(value: Fraction, at: int) -> str:
        return keys[sum(value >= Fraction(edge[at]) for edge in BANDS.values() if edge)]

    used = {"M": [0], "F": [1]}.get(sex, [0, 1])
    kinds = {band(total, at) for at in used}
    return (
        total,
        kinds.pop() if len(kinds) == 1 else "undetermined",
        any(band(low, at) != band(high, at) for at in used),
    )


def test_areas_total_and_bands_by_sex():
    rng, instrument = np.random.default_rng(26), koss()
    weights = [0.03, 0.2, 0.27, 0.27, 0.23]
    answers = rng.choice([-1, 1, 2, 3, 4], (1500, 26), p=weights).astype(np.int8)
    sex = rng.integers(0, 3, 1500).astype(np.int8)
    scores = score(instrument, answers, sex)
    seen = set()
    for row in range(1500):
        total, kind, provisional = slow_koss(answers[row].tolist(), ["", "M", "F"][sex[row]])
        got = result(scores, "total", row)
        assert (got[1], got[3]) == (kind, provisional)
        assert np.isnan(got[0]) if total is None else got[0] == float(total)
        seen.add(kind)
    assert {"undetermined", "not_scored", "middling", "high"} <= seen


def test_all_lowest_keyed_answers_make_zero_in_a_pack_of_mixed_polarity():
    sheet = [4 if i in REVERSED else 1 for i in range(1, 27)]
    assert score_one(koss(), sheet, "F").score.tolist() == [[0.0] * 9]


def test_an_area_missing_leaves_no_total():
    sheet = [2] * 26
    sheet[0] = -1  # the first area has two items, both are needed
    value, kind, answered, _ = result(score_one(koss(), sheet, "F"), "total")
    assert (np.isnan(value), kind, answered) == (True, "not_scored", 25)


@pytest.mark.parametrize(
    "raw, band",
    [(0, "minimal"), (4, "minimal"), (5, "mild"), (9, "mild"), (10, "moderate"), (14, "moderate"),
     (15, "moderately_severe"), (19, "moderately_severe"), (20, "severe"), (24, "severe")],
)  # fmt: skip
def test_phq_bands(raw, band):
    mood = shipped("mood-8").instrument
    assert result(score_one(mood, spread(raw, 8, 0, 3)), "mood") == (float(raw), band, 8, False)


@pytest.mark.parametrize(
    "answered, raw, expected",
    [(7, 9, 11.0), (6, 7, 10.0), (7, 7, 8.0), (6, 18, 24.0), (5, 15, None), (0, 0, None)],
)
def test_phq_prorated_and_rounded_up_with_at_most_two_missing(answered, raw, expected):
    """7 answered with 9 points: 9 × 8/7 = 10.29, rounded up to 11."""
    mood = shipped("mood-8").instrument
    keyed = [*spread(raw, answered, 0, 3), *[None] * (8 - answered)]
    value, kind, counted, _ = result(score_one(mood, sheet_with(mood, "mood", keyed)), "mood")
    assert counted == answered
    assert (np.isnan(value) and kind == "not_scored") if expected is None else value == expected


def test_phq_zero_is_an_answer():
    mood = shipped("mood-8").instrument
    assert result(score_one(mood, [0] * 8), "mood") == (0.0, "minimal", 8, False)


@pytest.mark.parametrize(
    "pack_id, counts", [("kels-11", [2, 3, 2, 4]), ("kwvs-13", [4, 4, 2, 3]), ("exhaustion-6", [6])]
)
def test_structure_without_classes(pack_id, counts):
    instrument = shipped(pack_id).instrument
    assert [len(subscale.items) for subscale in instrument.subscales] == counts
    worst = [item.scale.lowest if item.reverse else item.scale.highest for item in instrument.items]
    scores = score_one(instrument, worst, "F")
    assert scores.score.tolist() == [[100.0] * len(counts)]
    assert {result(scores, key)[1] for key in instrument.score_keys} == {"no_class"}


def test_scales_of_different_range_in_one_pack():
    document = koss_document()
    document["scales"]["days"] = {
        "choices": [{"value": v, "label": {"ko": str(v)}} for v in (0, 1, 2, 3, 4, 5, 6)]
    }
    for item in document["items"][-4:]:
        item["scale"] = "days"
    instrument = load(document, "koss", schemas()).instrument
    sheet = [4 if i in REVERSED else 1 for i in range(1, 23)] + [6, 0, 3, 3]
    assert result(score_one(instrument, sheet), "culture")[0] == 50.0


def test_unknown_sex_between_bands_is_undetermined():
    sheet = sheet_with(koss(), "demand", [2, 2, 2, 3])  # 41.67: middling for men, low for women
    sheet = score(koss(), array(sheet))
    assert sheet.kind[0, sheet.column("demand")] == UNDETERMINED


def test_what_is_said_beside_a_provisional_class():
    note = provisional_note(4, 5)
    assert (note.ko, note.en) == ("잠정(5문항 중 4문항 응답)", "provisional (4 of 5 answered)")
