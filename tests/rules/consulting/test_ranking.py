"""Which measures come first, and why: a test for every rule, and what must hold for whatever was found."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from jikim.rules.consulting import (
    Facts,
    Figure,
    FindingKind,
    Incident,
    basis_of,
    findings_of,
    rank_measures,
    score,
)
from jikim.rules.library import Effort, Hazard, Level, Mark, Subject
from jikim.rules.words import Text
from jikim.shared.library import laws, library

LIBRARY, LAWS = library(), laws()
CHECKLIST = next(iter(LIBRARY.checklists.values()))
THEN, NOW = dt.date(2017, 4, 10), dt.date(2026, 11, 29)
LEVELS = st.dictionaries(st.sampled_from([item.key for item in CHECKLIST.items]), st.sampled_from([0, 1, 2, 3, None]))


def facts(levels=None, day=NOW, **more) -> Facts:
    scored = score(CHECKLIST, levels, laws=LAWS, day=day, workers=80) if levels is not None else None
    return Facts(**{"score": scored, "library": LIBRARY, "laws": LAWS, "occupations": (LIBRARY.occupations["call-centre"],), "workers": 80, "figures": (), **more})


def ranked(one: Facts):
    return rank_measures(one, findings_of(one))


def low(*kinds: Mark, day=NOW):
    """Every item of these marks at 0, everything else well done."""
    scored = score(CHECKLIST, {}, laws=LAWS, day=day, workers=80)
    return {one.item.key: 0 if one.standing.mark in kinds else 3 for one in scored.items}


def test_unmet_fined_duties_come_before_everything_and_name_their_article():
    found = ranked(facts(low(*Mark)))
    tiers = [one.tier for one in found]
    assert tiers == sorted(tiers)
    assert {0, 1, 2} == set(tiers)
    assert "산업안전보건법" in "".join(one.cite.ko for one in found if one.tier == 0)
    assert all(one.cite.ko for one in found if one.tier < 2)


def test_on_paper_is_not_met_and_practised_is():
    key = next(key for key, level in low(Mark.FINED).items() if level == 0)
    well = {item.key: 3 for item in CHECKLIST.items}
    assert [one.key for one in findings_of(facts({**well, key: 1}))] == [key]
    assert findings_of(facts({**well, key: 2})) == ()


def test_a_season_of_2017_recommends_what_is_a_duty_today():
    everything = {item.key: 0 for item in CHECKLIST.items}
    then, today = findings_of(facts(everything, THEN)), findings_of(facts(everything, NOW))
    prevention = next(item.key for item in CHECKLIST.items if item.origin.law == "prevention")
    assert next(one.kind for one in then if one.key == prevention) is FindingKind.ITEM
    assert next(one.kind for one in today if one.key == prevention) is FindingKind.DUTY


def test_causes_come_before_changes_before_support():
    for tier in (0, 1, 2):
        levels = [list(Level).index(one.measure.level) for one in ranked(facts(low(*Mark))) if one.tier == tier]
        assert levels == sorted(levels)


def test_more_found_comes_first_and_effort_and_cost_break_ties():
    found = ranked(facts(low(*Mark)))
    for before, after in pairwise(found):
        if (before.tier, before.measure.level) != (after.tier, after.measure.level):
            continue
        assert before.weight >= after.weight
        if before.weight == after.weight:
            assert list(Effort).index(before.measure.effort) <= list(Effort).index(after.measure.effort)


def test_an_incident_brings_what_the_occupation_does_about_it_and_never_says_how_many():
    (found,) = findings_of(facts(incidents=(Incident(Hazard.VERBAL, 12, 3), Incident(Hazard.PHYSICAL, 0), Incident(Hazard.SEXUAL, None))))
    assert found.kind is FindingKind.INCIDENT
    assert found.weight == 3
    assert "폭언" in found.text.ko
    assert not any(letter.isdigit() for letter in found.text.ko + found.text.en)
    assert set(found.measures) & {key for one in LIBRARY.occupations["call-centre"].situations if one.hazard is Hazard.VERBAL for key in one.measures}


def test_only_figures_above_their_reference_count():
    title = Text("감정 부조화", "Emotional dissonance")
    high, even = Figure(Subject.DISSONANCE, title, 71, 58, True), Figure(Subject.OVERLOAD, title, 60, 58, False)
    (found,) = findings_of(facts(figures=(high, even)))
    assert (found.kind, found.key, found.weight) == (FindingKind.FIGURE, "dissonance", 3)
    assert all(Subject.DISSONANCE in LIBRARY.measures[key].subjects for key in found.measures)


def test_without_releasable_figures_occupation_and_sector_stand_in_and_it_says_so():
    without = facts(figures=None, sector_name=Text("콜센터", "call centres"))
    found = findings_of(without)
    assert {one.kind for one in found} == {FindingKind.USUAL}
    assert ranked(without)
    assert "설문 수치는 쓰지 않았습니다" in basis_of(without).ko
    assert "콜센터" in basis_of(without).ko
    assert "쓰지 않았습니다. 대신" not in basis_of(facts()).ko


def test_measures_of_other_occupations_and_larger_places_stay_away():
    small = facts(low(Mark.RECOMMENDED), workers=12)
    for one in ranked(small):
        assert one.measure.fits("call-centre", 12), one.measure.key


def test_what_is_in_the_plan_is_not_proposed_again():
    first = ranked(facts(low(*Mark)))[0].measure.key
    again = ranked(facts(low(*Mark), taken=frozenset({first})))
    assert first not in {one.measure.key for one in again}


@settings(max_examples=40, deadline=None)
@given(LEVELS, st.randoms(use_true_random=False))
def test_the_order_is_one_whatever_the_order_of_findings(levels, random):
    one = facts(levels, figures=None)
    findings = list(findings_of(one))
    plain = rank_measures(one, findings)
    random.shuffle(findings)
    assert rank_measures(one, findings) == plain
    assert [each.place for each in plain] == list(range(1, len(plain) + 1))


@settings(max_examples=40, deadline=None)
@given(LEVELS)
def test_every_unmet_fined_duty_precedes_every_recommendation(levels):
    one = facts(levels)
    places = {each.measure.key: each for each in ranked(one)}
    recommended = [each.place for each in places.values() if each.tier == 2]
    for unmet in one.score.unmet_duties:
        answers = [places[key].place for key in unmet.item.measures if key in places]
        assert answers, f"{unmet.item.key}: a duty without a measure"
        assert not recommended or min(answers) < min(recommended)


@settings(max_examples=20, deadline=None)
@given(LEVELS, st.integers(10, 400))
def test_a_better_level_never_adds_a_finding(levels, workers):
    scored = score(CHECKLIST, levels, laws=LAWS, day=NOW, workers=workers)
    better = score(CHECKLIST, {key: None if level is None else min(3, level + 1) for key, level in levels.items()}, laws=LAWS, day=NOW, workers=workers)
    worse = {one.key for one in findings_of(replace(facts(), score=scored))}
    assert {one.key for one in findings_of(replace(facts(), score=better))} <= worse
