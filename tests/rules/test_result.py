"""A worker's own result says what SCIENCE.md § 1 says, and the same as the season's scoring."""

from __future__ import annotations

import datetime as dt
import random
from importlib.resources import files
from itertools import product

import numpy as np
import pytest
import yaml

from jikim.rules.result import Around, Filled, own_result
from jikim.rules.result_areas import area_results
from jikim.rules.result_change import Turn, changes
from jikim.rules.scoring import FEMALE, MALE, NOT_GIVEN, NOT_SCORED, UNDETERMINED, score
from jikim.shared.packs import find_pack

KELS, ABUSE, MOOD, TIRED = (find_pack(name) for name in ("kels-24", "customer-abuse", "mood-8", "exhaustion-6"))
ALL = (KELS, ABUSE, MOOD, TIRED)
ON, MODEL_DAY = dt.date(2026, 11, 24), dt.date(2017, 6, 26)
AROUND = Around(
    find_pack("personal-level").rule, find_pack("helplines-kr").help_lines, find_pack("own-steps").own_steps,
    yaml.safe_load((files("jikim") / "packs/codes/laws.yaml").read_text("utf-8")),
)  # fmt: skip
AREAS = {"regulation": 5, "overload": 3, "dissonance": 6, "monitoring": 3, "protection": 7}


def keyed(**sums: int) -> tuple[int, ...]:
    """A complete KELS sheet whose areas have these sums after keying; the others are at their lowest."""
    answers: list[int] = []
    for key, count in AREAS.items():
        rest, values = sums.get(key, count) - count, []
        for _ in range(count):
            values.append(1 + min(3, rest))
            rest -= values[-1] - 1
        answers += [5 - value for value in values] if key == "protection" else values
    return tuple(answers)


def sheet(kels=None, abuse=(0, 0, 0, 0, 0, -1, -1), mood=(0,) * 8, tired=(0, 0, 0, 0, 4, 0), **more) -> Filled:
    return Filled((*(kels or keyed()), *abuse, *mood, *tired), **{"sex": "F", "health": True, **more})


def result(filled: Filled, *, on=ON, packs=ALL):
    return own_result(packs, filled, AROUND, on=on)


def area(found, key):
    return next(one for one in found.every_area if one.key == key)


@pytest.mark.parametrize(
    ("key", "raw", "printed"),
    [("regulation", 17, "80.00"), ("overload", 10, "77.78"), ("dissonance", 18, "66.67"), ("monitoring", 8, "55.56"),
     ("protection", 17, "47.62")],
)  # fmt: skip
def test_the_vectors_of_science_men_normal_women_at_risk(key, raw, printed):
    man, woman, nobody = (area(result(sheet(keyed(**{key: raw}), sex=sex)), key) for sex in ("M", "F", ""))
    assert man.printed == woman.printed == nobody.printed == printed
    assert (man.class_key, woman.class_key, nobody.class_key) == ("normal", "risk", "undetermined")
    assert nobody.class_label.ko == "두 기준 사이"
    assert len(man.marks) == len(woman.marks) == 1
    assert len(nobody.marks) == 2
    assert "남성" in man.compared.ko
    assert "women" in woman.compared.en
    assert "성별을 답하지 않아" in nobody.compared.ko


def test_all_lowest_is_zero_and_all_highest_a_hundred():
    low = result(sheet(keyed()))
    high = result(sheet(keyed(**{key: 4 * count for key, count in AREAS.items()})))
    assert {one.printed for one in low.areas} == {"0.00"}
    assert {one.printed for one in high.areas} == {"100.00"}
    assert all(one.trial for one in high.areas)
    assert low.trial.ko.startswith("작업용 문구")


def test_sex_not_given_has_a_class_where_both_references_agree():
    found = area(result(sheet(keyed(overload=12), sex="")), "overload")
    assert found.class_key == "risk"
    assert "어느 쪽으로 보아도" in found.compared.ko


def test_a_sheet_with_too_few_answers_is_not_scored_and_says_so():
    answers = (-1, -1, -1, 4, 4, *keyed()[5:])
    found = area(result(sheet(answers)), "regulation")
    assert (found.score, found.printed, found.class_key) == (None, "–", "not_scored")
    assert "5문항 가운데 2문항" in found.note.ko
    assert "3 are needed" in found.note.en
    assert not found.trial


def test_a_class_that_missing_answers_could_change_is_provisional():
    found = area(result(sheet((4, 4, 4, -1, -1, *keyed()[5:]))), "regulation")
    assert found.class_key == "risk"
    assert found.provisional
    assert found.note.ko == "잠정(5문항 중 3문항 응답)"


def test_nothing_left_out_needs_no_note():
    assert not any(one.note.ko or one.provisional for one in result(sheet()).every_area)


def test_every_area_equals_the_seasons_scoring():
    """5,000 drawn sheets with gaps: exact fractions here, tables and float there."""
    draw = random.Random(20260626)
    instrument = KELS.instrument
    sheets = [[draw.choice((-1, 1, 2, 3, 4, 1, 4)) for _ in instrument.items] for _ in range(5000)]
    sexes = [draw.randrange(3) for _ in sheets]
    scores = score(instrument, np.array(sheets, np.int8), np.array(sexes, np.int8))
    for row, (answers, sex) in enumerate(zip(sheets, sexes, strict=True)):
        for column, found in enumerate(area_results(instrument, answers, sex)):
            assert found.kind == scores.kind[row, column]
            assert found.provisional == scores.provisional[row, column]
            assert found.answered == scores.answered[row, column]
            if found.score is None:
                assert np.isnan(scores.score[row, column])
                assert found.kind == NOT_SCORED
            else:
                assert float(found.score) == pytest.approx(scores.score[row, column], abs=1e-9)


def test_mood_is_prorated_and_rounded_up_as_the_phq_key_says():
    found = area(result(sheet(mood=(3, 3, 3, 0, 0, 0, -1, -1))), "mood")
    assert (found.printed, found.printed_full, found.class_key) == ("12", "24", "moderate")
    assert area(result(sheet(mood=(3, 3, 3, 0, 0, -1, -1, -1))), "mood").class_key == "not_scored"


def test_refused_health_questions_show_nothing_and_never_make_anybody_steady():
    found = result(sheet(health=False))
    assert (found.health, found.health_areas) == ("refused", ())
    assert found.level.key == "not_known"
    assert found.level.rank == -1
    assert result(sheet()).level.key == "steady"
    assert result(sheet(), packs=ALL).health == "answered"


def test_answers_to_refused_questions_count_for_nothing():
    assert result(sheet(mood=(3,) * 8, health=False)).level.key == "not_known"


def test_health_questions_that_were_never_asked():
    found = own_result((KELS, ABUSE), Filled((*keyed(), 0, 0, 0, 0, 0, -1, -1), "F", None), AROUND, on=ON)
    assert found.health == "not_asked"
    assert found.level.key == "not_known"


LEVELS = {
    "not_known": sheet(health=False),
    "steady": sheet(),
    "watch": sheet(keyed(overload=10)),
    "act": sheet(keyed(overload=10, dissonance=18, monitoring=8)),
    "seek_help_now": sheet(abuse=(0, 0, 1, 0, 0, 2, 1)),
}


@pytest.mark.parametrize("key", LEVELS)
def test_each_level_has_its_words_its_steps_and_its_place_for_help(key):
    found = result(LEVELS[key])
    assert found.level.key == key
    assert found.level.help_first == (key in ("act", "seek_help_now")) == bool(found.first_lines)
    assert not set(found.first_lines) & set(found.lines)
    texts = [found.level.label, found.level.says, found.level.notice, *found.level.reasons, *found.steps, *(
        text for one in found.every_area for text in (one.title, one.about, one.class_label, one.compared)
    ), *(text for duty in found.duties for text in (duty.title, duty.says, duty.weight, duty.cite))]  # fmt: skip
    for text, language in product(texts, ("ko", "en")):
        assert text.say(language)
        assert any("가" <= sign <= "힣" for sign in text.say(language)) == (language == "ko")


def test_the_level_is_at_least_what_is_known():
    found = result(sheet(keyed(overload=10), health=False))
    assert found.level.key == "watch"
    assert "더 높은 단계" in found.level.at_least.ko
    assert result(sheet(keyed(overload=10))).level.at_least.ko == ""


def test_after_violence_its_own_lines_come_first_after_low_mood_the_crisis_lines():
    assert [line.number for line in result(LEVELS["seek_help_now"]).first_lines] == [
        "112", "1366", "109", "1577-0199", "119",
    ]  # fmt: skip
    low = result(sheet(mood=(3,) * 8))
    assert [line.number for line in low.first_lines] == ["109", "1577-0199", "119", "112"]
    assert all(line.round_the_clock for line in low.first_lines)
    both = result(sheet(mood=(3,) * 8, abuse=(0, 0, 1, 0, 0, 2, 1)))
    assert [line.number for line in both.first_lines] == ["109", "1577-0199", "112", "1366", "119"], "somebody to talk to before the police"
    # who is to act is not greeted with the ambulance
    assert [line.number for line in result(LEVELS["act"]).first_lines] == ["1577-0199", "109"]


def test_only_lines_of_the_day_are_shown():
    found = result(sheet(mood=(3,) * 8), on=MODEL_DAY)
    assert [line.number for line in found.first_lines] == ["1577-0199", "1588-9191", "119", "112"]
    every = {line.number for line in (*found.first_lines, *found.lines)}
    assert not every & {"109", "1393", "1588-6497"}
    assert {"129", "1350", "1366"} <= every


def test_the_law_is_the_law_of_the_day():
    then = {duty.key: duty for duty in result(sheet(), on=MODEL_DAY).duties}
    now = {duty.key: duty for duty in result(sheet()).duties}
    assert not any(duty.mandatory for duty in then.values())
    assert "권고" in then["after_event"].cite.ko
    assert "제41조" not in "".join(d.cite.ko for d in then.values())
    assert now["after_event"].mandatory
    assert "제41조제2항" in now["after_event"].cite.ko
    assert then["customer_harassment"].weight.ko == "노력 의무"
    assert now["customer_harassment"].mandatory
    between = {duty.key: duty for duty in result(sheet(), on=dt.date(2019, 5, 1)).duties}
    assert between["after_event"].cite.en == "OSH Act, Art. 26-2(2)"


def test_abuse_is_told_back_as_it_was_ticked():
    block = result(sheet(abuse=(3, 0, -1, 0, 0, 2, 0))).blocks[0]
    assert [(told.key, told.answer.ko, told.happened) for told in block.told] == [
        ("verbal", "한 달에 한 번 이상", True), ("threat", "없다", False), ("sexual", "", False), ("physical", "없다", False),
        ("demand", "없다", False), ("reported", "상사나 회사 창구에 알렸다", False), ("helped", "도움을 받지 못했다", False),
    ]  # fmt: skip
    assert [told.key for told in result(sheet()).blocks[0].told] == ["verbal", "threat", "sexual", "physical", "demand"]


def test_steps_follow_what_happened_and_what_is_worst():
    found = result(sheet(keyed(overload=12, monitoring=8), abuse=(0, 0, 0, 1, 0, 0, -1)))
    assert len(found.steps) <= 6
    assert any("다친 곳" in step.ko for step in found.steps)


def test_a_class_kept_without_the_sex_is_shown_and_says_why_no_reference_is_named():
    answers = keyed(regulation=17)
    kept = tuple(one.kind for one in area_results(KELS.instrument, answers, FEMALE))
    found = result(sheet(answers, sex="", kept_classes=kept))
    assert area(found, "regulation").class_key == "risk"
    assert found.level.key == "watch"
    assert "저장하지 않고" in area(found, "regulation").compared.ko
    assert area(result(sheet(answers, sex="")), "regulation").kind == UNDETERMINED


def test_change_is_said_only_beyond_one_answer_step():
    def one(raw):
        return result(sheet(keyed(overload=raw)))

    turns = {raw: {c.now.key: c.turn for c in changes(one(9), one(raw))}["overload"] for raw in (7, 8, 9, 10, 11)}
    assert turns == {7: Turn.BETTER, 8: Turn.SAME, 9: Turn.SAME, 10: Turn.SAME, 11: Turn.WORSE}


def test_change_where_one_side_is_missing_or_other_questions_were_asked():
    gap = result(sheet((-1, -1, -1, 4, 4, *keyed()[5:])))
    assert {c.now.key: c.turn for c in changes(gap, result(sheet()))}["regulation"] is Turn.UNKNOWN
    refused = result(sheet(health=False))
    assert {c.now.key for c in changes(refused, result(sheet()))} == set(AREAS)
    other = find_pack("kels-11")
    few = own_result((other,), Filled((1,) * len(other.instrument.items), "F"), AROUND, on=ON)
    assert changes(few, result(sheet())) == ()


def test_answers_that_do_not_fit_the_packs_are_refused():
    with pytest.raises(ValueError, match="want 45"):
        result(Filled((1, 2, 3)))


def test_men_and_women_are_never_taken_for_each_other():
    for sex in (MALE, FEMALE, NOT_GIVEN):
        mark = area_results(KELS.instrument, keyed(), sex)[0].marks
        assert [one.printed for one in mark] == {MALE: ["83.33"], FEMALE: ["76.67"], NOT_GIVEN: ["83.33", "76.67"]}[sex]


def test_a_sex_never_given_is_not_said_to_have_been_used():
    """The classes kept are those of a sheet without sex: where they agree with it, nothing was lost."""
    answers = keyed(overload=12)
    kept = tuple(one.kind for one in area_results(KELS.instrument, answers, NOT_GIVEN))
    found = area(result(sheet(answers, sex="", kept_classes=kept)), "overload")
    assert "어느 쪽으로 보아도" in found.compared.ko
