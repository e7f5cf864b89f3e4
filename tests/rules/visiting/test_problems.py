"""What a filled form must hold: each fault names its field, its row and why, in both languages."""

from __future__ import annotations

import copy
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikim.rules.packs import PackError, load, read_document
from jikim.rules.visiting import check_values, cleaned, headcount_verdict, minutes_spent
from jikim.rules.visiting.headcount import Proposal, headcount_proposal, three_visits_fit
from jikim.shared.packs import schemas, shipped, shipped_sources
from tests.rules.visiting.filled import filled

FORM = shipped("basic-status").visit_form


def reasons(values, *, visit=1, closing=False):
    return {(problem.field, problem.row, problem.part): problem.reason for problem in check_values(FORM, values, visit=visit, closing=closing)}


@pytest.mark.parametrize("visit", [1, 2, 3])
def test_a_filled_form_can_be_closed_and_an_empty_one_cannot(visit):
    assert reasons(filled(visit), visit=visit, closing=True) == {}
    assert reasons({}, visit=visit) == {}
    missing = reasons({}, visit=visit, closing=True)
    assert {("held_on", "", ""), ("met_with", "", ""), ("next_step", "", "")} <= set(missing)
    assert all(reason.ko and reason.en for reason in missing.values())


@pytest.mark.parametrize("key, value, place", [
    ("workers_total", "many", ("workers_total", "", "")),
    ("workers_total", True, ("workers_total", "", "")),
    ("workers_total", -1, ("workers_total", "", "")),
    ("held_on", "2017-02-30", ("held_on", "", "")),
    ("started_at", "25:00", ("started_at", "", "")),
    ("alone", "perhaps", ("alone", "", "")),
    ("shift_pattern", "day", ("shift_pattern", "", "")),
    ("shift_pattern", ["day", "moon"], ("shift_pattern", "", "")),
    ("headcounts", {"till": {"men": 1}}, ("headcounts", "till", "")),
    ("headcounts", {"call": {"own_men": 1.5}}, ("headcounts", "call", "own_men")),
    ("incidents", {"verbal": {"happened": 2, "reported": 3}}, ("incidents", "verbal", "reported")),
    ("incidents", {"verbal": {"handled": 1}}, ("incidents", "verbal", "handled")),
    ("met_with", [{"name": "김"}], ("met_with", "", "")),
    ("met_with", [{"id": "a", "name": "김", "role": "king"}], ("met_with", "a", "role")),
    ("met_with", [{"id": "a", "name": "김", "role": "employer", "health": "x"}], ("met_with", "a", "health")),
    ("photos", [{"id": "p", "caption": 3}], ("photos", "p", "caption")),
    ("signature", {"name": "김"}, ("signature", "", "")),
    ("private_note", "가" * 10_001, ("private_note", "", "")),
    ("answers", [1, 2, 3], ("answers", "", "")),
    ("progress", [{"id": "a"}], ("progress", "", "")),
])  # fmt: skip
def test_what_is_wrong_is_named(key, value, place):
    found = reasons(filled(1) | {key: value})
    assert place in found
    assert found[place].ko
    assert found[place].en


def test_the_end_comes_after_the_start():
    values = filled(1) | {"started_at": "15:00", "ended_at": "14:00"}
    assert ("ended_at", "", "") in reasons(values)
    assert minutes_spent(FORM, values) is None
    assert minutes_spent(FORM, values | {"ended_at": "16:30"}) == 90


def test_what_is_not_asked_is_not_needed():
    unsigned = filled(1) | {"signed": "refused", "signature": None}
    assert set(reasons(unsigned, closing=True)) == {("unsigned_reason", "", "")}
    assert reasons(unsigned | {"unsigned_reason": "본사 확인 뒤 서명하겠다고 함"}, closing=True) == {}


@given(st.dictionaries(st.text(max_size=8), st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)), max_leaves=8,
), max_size=4), st.sampled_from([1, 2, 3]))  # fmt: skip
def test_no_document_makes_it_fall_over(values, visit):
    assert all(problem.reason.ko for problem in check_values(FORM, cleaned(values), visit=visit, closing=True))


@given(st.text())
def test_cleaning_twice_changes_nothing(text):
    assert cleaned(cleaned(text)) == cleaned(text)
    assert "\x00" not in cleaned(text)


def test_the_headcount_is_the_sum_of_its_table():
    assert FORM.found({}) is None
    assert FORM.found({"headcounts": {"call": {"own_women": 7, "own_men": 2}, "till": {"fixed_men": 1}}}) == 10
    assert FORM.found({"headcounts": {"call": {"own_women": None}}}) is None


def test_fewer_than_the_minimum_is_said_with_both_numbers():
    assert headcount_verdict(10, 10).enough
    found = headcount_verdict(7, 10)
    assert not found.enough
    assert "7" in found.reason.ko
    assert "10" in found.reason.en
    assert not headcount_verdict(None, 10).known


@pytest.mark.parametrize("found, left, proposal", [
    (9, 200, Proposal.CARRY_ON), (8, 200, Proposal.REPLACE), (0, 74, Proposal.REPLACE), (8, 73, Proposal.END),
])  # fmt: skip
def test_the_proposal_follows_the_days_left(found, left, proposal):
    ends = dt.date(2017, 11, 30)
    first = ends - dt.timedelta(days=left)
    made, reason = headcount_proposal(found=found, minimum=10, first_possible=first, season_ends=ends)
    assert made is proposal
    assert str(found) in reason.ko
    assert three_visits_fit(first, ends) == (left >= 74)


def test_the_workplace_reads_only_what_is_marked_for_it():
    values = filled(1) | {"private_note": "SECRET-NOTE", "observations": [
        {"id": "a", "place": "창구", "seen": "SECRET-SEEN", "readers": "programme"},
        {"id": "b", "place": "휴게실", "seen": "OPEN-SEEN", "readers": "workplace"},
        {"id": "c", "place": "주차장", "seen": "SECRET-UNMARKED"},
    ]}  # fmt: skip
    seen = FORM.shared_with_workplace(values)
    assert "SECRET" not in str(seen)
    assert "OPEN-SEEN" in str(seen)
    assert {"held_on", "met_with", "agreed", "signature", "next_step"} <= set(seen)
    assert not {"headcounts", "incidents", "private_note", "photos"} & set(seen)


def test_a_browser_gets_the_form_of_one_visit():
    first, third = FORM.as_json("x", 1), FORM.as_json("x", 3)
    assert "headcount" in [section["key"] for section in first["sections"]]
    assert "headcount" not in [section["key"] for section in third["sections"]]
    (promise,) = [field for section in first["sections"] for field in section["fields"] if field["key"] == "walked_round"]
    assert promise["needed"] == "to_close"
    assert [option["value"] for option in promise["options"]] == ["whole", "part", "none"]


DOCUMENT = read_document(dict(shipped_sources())["basic-status.yaml"], "x")


@pytest.mark.parametrize("change, path", [
    (lambda d: d.update(headcount="workers_total"), "headcount"),
    (lambda d: d["sections"][0]["fields"].append(d["sections"][0]["fields"][0]), "fields"),
    (lambda d: d["sections"][0]["fields"][0].update(asked_if={"field": "signed", "in": ["signed"]}), "sections[0].fields[0].asked_if"),
    (lambda d: d["sections"][0]["fields"][6].update(asked_if={"field": "walked_round", "in": ["never"]}), "sections[0].fields[6].asked_if"),
    (lambda d: d["sections"][1]["fields"][1].pop("columns"), "sections[1].fields[1]"),
    (lambda d: d["sections"][0]["fields"][3]["of"][0].update(type="photos"), "sections[0].fields[3].of[0]"),
])  # fmt: skip
def test_a_form_that_makes_no_sense_is_refused_with_its_place(change, path):
    document = copy.deepcopy(DOCUMENT)
    change(document)
    with pytest.raises(PackError) as refused:
        load(document, "test.yaml", schemas())
    assert path in {fault.path for fault in refused.value.faults}
    assert all(fault.problem.ko and fault.problem.en for fault in refused.value.faults)
