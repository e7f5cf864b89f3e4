"""The personal level: as the programme's rule says, at least, and never steady on unknown ground."""

from __future__ import annotations

import numpy as np
import pytest
import yaml

from jikim.rules.packs import load
from jikim.rules.scoring import score
from jikim.rules.scoring.levels import NOT_KNOWN, Levels, Sheet, personal_levels
from jikim.shared.packs import schemas, shipped, shipped_sources
from tests.rules.scoring.sheets import array, kels, sheet_with

CALM = [1] * 17 + [4] * 7
ABUSE_NONE = [0, 0, 0, 0, 0, -1, -1]


def sheet(pack_or_instrument, answers, sex=1) -> Sheet:
    instrument = (
        shipped(pack_or_instrument).instrument if isinstance(pack_or_instrument, str) else pack_or_instrument
    )
    rows = array(answers)
    return Sheet(instrument, rows, score(instrument, rows, np.array([sex], np.int8)))


def level(
    strain=CALM, abuse=ABUSE_NONE, mood=(0,) * 8, sex=1, mood_pack="mood-8"
) -> tuple[str, bool, Levels]:
    sheets = {}
    if strain is not None:
        sheets["strain"] = sheet("kels-24", list(strain), sex)
    if abuse is not None:
        sheets["abuse"] = sheet("customer-abuse", list(abuse))
    if mood is not None:
        sheets["mood"] = sheet(mood_pack, list(mood))
    levels = personal_levels(shipped("personal-level").rule, sheets)
    code = int(levels.level[0])
    return (
        "not_known" if code == NOT_KNOWN else levels.rule.levels[code].key,
        bool(levels.at_least[0]),
        levels,
    )


def at_risk(count: int) -> list[int]:
    """A sheet with exactly this many subscales at risk."""
    answers = list(CALM)
    for key in ["regulation", "overload", "dissonance", "monitoring"][:count]:
        worst = sheet_with(kels(), key, [4] * len(kels().subscale(key).items))
        answers = [new if new != -1 else old for old, new in zip(answers, worst, strict=True)]
    return answers


@pytest.mark.parametrize(
    "given, expected",
    [
        ({}, "steady"),
        ({"strain": at_risk(1)}, "watch"),
        ({"strain": at_risk(2)}, "watch"),
        ({"strain": at_risk(3)}, "act"),
        ({"abuse": [2, 2, 0, 0, 2, 1, -1]}, "steady"),
        ({"abuse": [3, 0, 0, 0, 0, 1, -1]}, "act"),
        ({"mood": [2, 2, 2, 2, 1, 0, 0, 0]}, "steady"),
        ({"mood": [2, 2, 2, 2, 2, 0, 0, 0]}, "act"),
        ({"mood": [3, 3, 3, 3, 3, 3, 1, 0]}, "act"),
        ({"mood": [3, 3, 3, 3, 3, 3, 2, 0]}, "seek_help_now"),
        ({"abuse": [0, 0, 1, 0, 0, 0, -1]}, "seek_help_now"),
        ({"abuse": [0, 0, 0, 1, 0, 0, -1]}, "seek_help_now"),
        ({"strain": at_risk(4), "mood": [3] * 8}, "seek_help_now"),
    ],
)
def test_the_rule(given, expected):
    key, at_least, _ = level(**given)
    assert (key, at_least) == (expected, False)


@pytest.mark.parametrize(
    "given",
    [
        {"strain": None},
        {"abuse": None},
        {"mood": None},
        {"mood": [-1] * 8},
        {"mood": [0] * 5 + [-1] * 3},
        {"abuse": [0, 0, 0, 0, -1, -1, -1]},
        {"strain": [-1, -1, -1, 1, 1, *CALM[5:]]},
        # sex not given and regulation between the two references: 12 of 15 points
        {"strain": [4, 4, 4, 4, 1, *CALM[5:]], "sex": 0},
    ],
)
def test_never_steady_while_an_input_is_unknown(given):
    key, at_least, _ = level(**given)
    assert (key, at_least) == ("not_known", True)


def test_unknown_inputs_do_not_hide_what_is_known():
    assert level(strain=at_risk(3), mood=None)[:2] == ("act", True)
    assert level(strain=at_risk(2), abuse=None)[:2] == ("watch", True)
    assert level(mood=[3] * 8, strain=None, abuse=None)[:2] == ("seek_help_now", False)


def test_two_at_risk_and_one_not_scored_may_be_three():
    strain = at_risk(2)
    strain[14:16] = [-1, -1]  # monitoring: one of three answered
    assert level(strain=strain)[:2] == ("watch", True)


def test_a_provisional_class_counts_and_the_level_may_be_higher():
    assert level(strain=[-1, -1, 3, 3, 4, *CALM[5:]])[:2] == ("steady", True)


def test_the_reasons_are_those_of_the_level():
    _, _, levels = level(strain=at_risk(3), mood=[2, 2, 2, 2, 2, 0, 0, 0])
    assert [reason.en[:5] for reason in levels.reasons(0)] == ["Three", "Your "]
    assert level()[2].reasons(0) == ()


def test_item_nine_counts_where_it_is_asked():
    document = yaml.safe_load(dict(shipped_sources())["mood-8.yaml"])
    document["id"] = "mood-9"
    document["items"].append({"key": "m09", "scale": "days", "text": {"ko": "시험", "en": "test"}})
    mood_9 = load(document, "mood-9", schemas()).instrument
    rule = shipped("personal-level").rule

    def with_item_nine(answer: int) -> tuple[int, bool]:
        sheets = {
            "strain": sheet("kels-24", CALM), "abuse": sheet("customer-abuse", ABUSE_NONE),
            "mood": sheet(mood_9, [0] * 8 + [answer]),
        }  # fmt: skip
        levels = personal_levels(rule, sheets)
        return int(levels.level[0]), bool(levels.at_least[0])

    assert with_item_nine(0) == (0, False)
    assert with_item_nine(1) == (3, False)
    assert with_item_nine(-1) == (NOT_KNOWN, True)


def test_sheets_must_be_of_the_same_people():
    rule = shipped("personal-level").rule
    with pytest.raises(ValueError, match="same number"):
        personal_levels(rule, {})
