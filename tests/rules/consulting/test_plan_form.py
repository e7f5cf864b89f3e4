"""The plan as a form: what it asks in which state, what is stale, what the decisions mean; by examples and by chance."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikim.rules.access import Action
from jikim.rules.consulting.plan_form import (
    MADE_FROM,
    PARTS,
    STEPS,
    Offered,
    Planned,
    answer_about,
    answers_of,
    is_stale,
    is_true_already,
    mark_of,
    marks_kept,
    named_in,
    over_value,
    part_key,
    plan_form,
    problems_of,
)
from jikim.rules.visiting import check_values
from jikim.rules.words import Text
from jikim.rules.workflow import LIFECYCLES

DAY = dt.date(2017, 7, 3)
STATES = ("proposed", "refused", "agreed", "doing", "done", "verified", "dropped")
ITEM = LIFECYCLES["plan_item"]


def item(status="proposed", version=1, **more) -> Planned:
    return Planned("item-7", Text("응대 중단권", "Right to stop"), status, mark_of(version, status), Text("지금", "now"), **more)


def said(one: Planned, **parts) -> dict:
    return {part_key(one.key, part): value for part, value in parts.items()} | {MADE_FROM: {one.key: one.mark}}


def keys(form) -> list[str]:
    return [field.key for section in form.sections for field in section.fields]


@pytest.mark.parametrize(("status", "asked", "not_asked"), [
    ("proposed", "agree", "check"), ("refused", "agree", "check"), ("agreed", "check", "agree"), ("doing", "check", "agree"), ("done", "check", "agree"),
])  # fmt: skip
def test_what_is_asked_follows_from_where_the_measure_stands(status, asked, not_asked):
    form = plan_form([item(status)], [], {})
    assert part_key("item-7", asked) in keys(form)
    assert part_key("item-7", not_asked) not in keys(form)
    assert part_key("item-7", "over") not in keys(form), "nobody is asked to choose where nothing was decided"


@pytest.mark.parametrize("decision", STEPS)
def test_every_way_into_the_plan_is_a_way_of_the_lifecycle(decision):
    for source, steps in STEPS[decision].items():
        for target in steps:
            (arrow,) = [one for one in ITEM.arrows if (one.source, one.target) == (source, target)]
            assert arrow.action in (Action.plan_keep, Action.plan_propose, Action.plan_verify), "a consultant's"
            source = target


def test_a_form_asks_every_question_once_and_what_was_written_stays_in_it():
    offers = [Offered(f"add-measure-{n}", Text("조치", "Measure"), Text("까닭", "why")) for n in range(10)]
    form = plan_form([item("agreed")], offers, said(item("proposed"), agree="agreed", owner="점장", over="plan"))
    found = keys(form)
    assert len(found) == len(set(found))
    assert {part_key("item-7", part) for part in ("agree", "owner", "over", "check", "seen", "why")} <= set(found)


def test_a_finished_talk_asks_nobody_to_choose():
    values = said(item(version=1), agree="agreed", owner="점장")
    now = item("doing", version=4, owner="다른 사람")
    assert part_key("item-7", "over") in keys(plan_form([now], [], values))
    assert part_key("item-7", "over") not in keys(plan_form([now], [], values, finished=True))


@given(st.sampled_from(STATES), st.sampled_from(STATES), st.integers(1, 3), st.integers(1, 3), st.sampled_from(("agreed", "not_now")),
       st.sampled_from(("", "점장")))  # fmt: skip
def test_an_answer_from_another_state_is_stale_or_already_true_never_neither(was, status, before, version, decision, owner):
    then, now = item(was, before), item(status, version, owner="관리자")
    values = said(then, agree=decision, owner=owner)
    answer = answer_about("item-7", values)
    assert answer is not None
    if then.mark != now.mark:
        assert is_stale(now, values) != is_true_already(now, answer)
        if is_stale(now, values):
            assert [one.field for one in problems_of({"item-7": now}, {}, values, day=DAY)] == ["item-7--over"]
            assert not problems_of({"item-7": now}, {}, values | {"item-7--over": "plan"}, day=DAY)


def test_a_choice_holds_over_one_state_only():
    values = said(item(version=1), agree="agreed", owner="점장")
    second, third = item("agreed", 2, owner="가", due_on=DAY), item("agreed", 3, owner="나", due_on=DAY)
    values |= {"item-7--over": over_value(second)}
    assert problems_of({"item-7": second}, {}, values, day=DAY) == ()
    assert [one.field for one in problems_of({"item-7": third}, {}, values, day=DAY)] == ["item-7--over"]
    assert check_values(plan_form([second], [], values), {k: v for k, v in values.items() if k != MADE_FROM}, visit=2, closing=False) == ()


def test_a_past_day_nobody_in_charge_a_long_name_and_an_unknown_measure_are_named():
    one = item()
    def wrong(**parts):
        return {each.field for each in problems_of({"item-7": one}, {}, said(one, agree="agreed", **parts), day=DAY)}

    assert wrong(owner="점장", due="2017-07-02") == {"item-7--due"}
    assert wrong(due="2017-07-04") == {"item-7--owner"}
    assert wrong(owner="가" * 121) == {"item-7--owner"}
    assert wrong(owner="점장", due="2017-07-03") == set()
    assert {each.field for each in problems_of({}, {}, {"add-nothing--agree": "proposed"}, day=DAY)} == {"add-nothing--agree"}


_MARKS = st.dictionaries(st.sampled_from(("item-1", "item-2")), st.sampled_from(("1-proposed", "2-agreed", "3-agreed")))


@given(_MARKS, _MARKS, _MARKS)
def test_of_two_marks_a_change_is_never_missed(held, sent, now):
    values = {part_key(key, "agree"): "agreed" for key in held} | {MADE_FROM: held}
    kept = marks_kept(values, {MADE_FROM: sent}, now)
    assert set(kept) == {*held, *sent}
    for key, mark in kept.items():
        seen = {marks[key] for marks in (held, sent) if key in marks}
        assert mark in seen
        if any(one != now.get(key) for one in seen):
            assert mark != now.get(key), "whoever saw an older plan is asked"


@given(st.dictionaries(st.text(max_size=12) | st.sampled_from([part_key("item-7", part) for part in PARTS]),
                       st.none() | st.text(max_size=8) | st.integers() | st.lists(st.integers(), max_size=2) | st.sampled_from(tuple(STEPS))))  # fmt: skip
def test_any_document_can_be_read(values):
    answers = answers_of(values)
    assert all(one.decision in STEPS for one in answers)
    assert {one.key for one in answers} <= set(named_in(values))
    plan_form([item()], [], values)
    problems_of({"item-7": item()}, {}, values, day=DAY)


def test_what_was_written_before_the_decision_was_changed_does_not_count():
    one = item("done", owner="점장")
    answer = answer_about("item-7", said(one, check="verified", seen="봄", why="그만두려던 이유", owner="다른 사람"))
    assert answer is not None
    assert (answer.seen, answer.why, answer.owner) == ("봄", "", "")
    assert answer.says() == Text("했고 현장에서 확인함 · 봄", "Done, and verified here · 봄")
