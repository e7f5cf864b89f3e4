"""The checklist as a form and as points; before and after."""

from __future__ import annotations

import datetime as dt

from jikim.rules.consulting import checklist_form, compare, levels_of, note_key, score, why_key
from jikim.rules.library import Mark
from jikim.rules.visiting import check_values, merge
from jikim.shared.library import laws, library

LIBRARY, LAWS = library(), laws()
CHECKLIST = next(iter(LIBRARY.checklists.values()))
FORM = checklist_form(CHECKLIST)
THEN, NOW = dt.date(2017, 4, 10), dt.date(2026, 11, 29)
ITEM = CHECKLIST.items[0].key


def scored(levels, day=NOW, workers=80):
    return score(CHECKLIST, levels, laws=LAWS, day=day, workers=workers)


def test_every_item_is_asked_with_what_counts_as_evidence():
    field = FORM.field(ITEM)
    assert [option.value for option in field.options] == ["0", "1", "2", "3", "na"]
    assert CHECKLIST.items[0].evidence.ko in field.help.ko
    assert len(list(FORM.fields_at(3))) == 3 * len(CHECKLIST.items)


def test_closing_asks_for_every_level_and_a_reason_for_what_does_not_apply():
    full = {item.key: "2" for item in CHECKLIST.items}
    assert check_values(FORM, full, visit=1, closing=True) == ()
    (missing,) = check_values(FORM, {**full, ITEM: ""}, visit=1, closing=True)
    assert missing.field == ITEM
    (why,) = check_values(FORM, {**full, ITEM: "na"}, visit=1, closing=True)
    assert why.field == why_key(ITEM)
    assert check_values(FORM, {**full, ITEM: "na", why_key(ITEM): "고객 전화가 없음"}, visit=1, closing=True) == ()
    assert check_values(FORM, {**full, ITEM: "4"}, visit=1, closing=False)


def test_two_people_fill_in_different_items_and_both_stay():
    merged = merge({}, {ITEM: "1", note_key(ITEM): "게시 없음"}, {CHECKLIST.items[1].key: "3"})
    assert (merged.conflicts, len(merged.values)) == ((), 3)
    assert merge({}, {ITEM: "1"}, {ITEM: "2"}).conflicts[0].field == ITEM


def test_what_does_not_apply_counts_neither_way():
    levels = levels_of(CHECKLIST, {ITEM: "na", CHECKLIST.items[1].key: "3", CHECKLIST.items[2].key: "nonsense"})
    assert levels == {ITEM: None, CHECKLIST.items[1].key: 3}
    total = scored(levels).total
    assert (total.points, total.most, total.looked_at, total.share) == (3, 3, 2, 100)


def test_nothing_looked_at_has_no_share():
    assert scored({}).total.share is None
    assert compare(None, None) == ()


def test_lines_and_marks_each_add_up_to_the_whole():
    found = scored({item.key: place % 4 for place, item in enumerate(CHECKLIST.items)})
    assert sum(part.points for part in found.parts) == found.total.points == sum(mark.points for mark in found.marks)
    assert sum(part.most for part in found.parts) == found.total.most == sum(mark.most for mark in found.marks)


def test_the_law_of_the_day_decides_what_is_a_duty():
    nothing = {item.key: 0 for item in CHECKLIST.items}
    then, today = scored(nothing, THEN), scored(nothing, NOW)
    assert len(then.unmet_duties) < len(today.unmet_duties)
    marks = [one.standing.mark for one in today.unmet_duties]
    assert marks == sorted(marks, key=list(Mark).index)


def test_before_and_after_by_line_and_mark_with_the_later_days_marks():
    worse, better = {item.key: 1 for item in CHECKLIST.items}, {item.key: 3 for item in CHECKLIST.items}
    found = {one.key: one for one in compare(scored(worse, THEN), scored(better, NOW))}
    assert set(found) == {part.key for part in CHECKLIST.parts} | {mark.value for mark in Mark} | {"total"}
    assert {(one.before, one.after, one.change) for one in found.values()} == {(33, 100, 67)}
