"""When a call can come, when the deputy takes over, which counts are shown, and the steps of an emergency."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikim.rules.counselling import (
    DEPUTY_AFTER,
    PROGRAMME_HOURS,
    Offered,
    WorkingTime,
    destroyed_on,
    fault_in_hours,
    goes_to_deputy,
    in_order,
    is_urgent,
    next_call,
    shown_counts,
    working_time,
)
from jikim.rules.danger import CLOSED_WITHIN, STEP_KEYS, STEPS, believed, is_overdue, wants_reminder

SEOUL = ZoneInfo("Asia/Seoul")
HOURS = {"mon": ("09:00", "18:00"), "wed": ("13:00", "17:00")}
CHUSEOK = {dt.date(2026, 9, 24), dt.date(2026, 9, 25), dt.date(2026, 9, 26)}


def at(day: int, hour: int, minute: int = 0, month: int = 4) -> dt.datetime:
    """April 2026: the 6th is a Monday."""
    return dt.datetime(2026, month, day, hour, minute, tzinfo=SEOUL)


# --- when a call can come --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "now, expected",
    [
        (at(6, 10), at(6, 10)),  # within the hours: now
        (at(6, 7), at(6, 9)),  # before they begin
        (at(6, 17, 30), at(6, 17, 30)),  # the last call may begin half an hour before the end
        (at(6, 17, 31), at(8, 13)),  # too late today: Wednesday
        (at(7, 10), at(8, 13)),
        (at(9, 10), at(13, 9)),  # over the weekend
    ],
)
def test_the_next_call(now: dt.datetime, expected: dt.datetime) -> None:
    assert next_call(now, WorkingTime(HOURS)) == expected


def test_holidays_and_absence_are_left_out() -> None:
    holiday = WorkingTime(HOURS, {dt.date(2026, 4, 6), dt.date(2026, 4, 8)})
    assert next_call(at(6, 10), holiday) == at(13, 9)
    away = WorkingTime(HOURS, (), dt.date(2026, 4, 6), dt.date(2026, 4, 14))
    assert next_call(at(6, 10), away) == at(15, 13)


def test_who_never_works_can_promise_nothing() -> None:
    assert next_call(at(6, 10), WorkingTime({})) is None
    assert next_call(at(6, 10), WorkingTime(HOURS, (), dt.date(2026, 4, 1), dt.date(2027, 4, 1))) is None


@given(st.integers(0, 60 * 24 * 30))
def test_a_call_is_never_promised_outside_the_hours(minutes: int) -> None:
    now = at(1, 0) + dt.timedelta(minutes=minutes)
    time = WorkingTime(HOURS, {dt.date(2026, 4, 13)})
    call = next_call(now, time)
    assert call is not None
    span = time.on(call.date(), SEOUL)
    assert span is not None
    assert span.starts <= call <= span.ends
    assert call >= now


def test_hours_are_checked() -> None:
    assert fault_in_hours({})
    assert fault_in_hours({"mon": ()})
    assert fault_in_hours({"mon": ("09:00", "")})
    assert fault_in_hours({"mon": ("18:00", "09:00")})
    assert not fault_in_hours(HOURS)


# --- the deputy ------------------------------------------------------------------------------------------------------


def test_working_time_counts_only_working_hours() -> None:
    programme = WorkingTime(PROGRAMME_HOURS, CHUSEOK)
    assert working_time(at(6, 10), at(6, 12), programme) == dt.timedelta(hours=2)
    assert working_time(at(10, 17), at(13, 10), programme) == dt.timedelta(hours=2)  # Friday evening to Monday morning
    assert working_time(at(23, 17, month=9), at(28, 10, month=9), programme) == dt.timedelta(hours=2)
    assert working_time(at(6, 12), at(6, 10), programme) == dt.timedelta()


def test_an_urgent_request_goes_on_after_four_hours_and_at_once_in_absence() -> None:
    programme, own = WorkingTime(PROGRAMME_HOURS), WorkingTime(HOURS)
    assert not goes_to_deputy(at(6, 9), at(6, 12, 59), own=own, programme=programme)
    assert goes_to_deputy(at(6, 9), at(6, 9) + DEPUTY_AFTER, own=own, programme=programme)
    # Friday 16:00: the counsellor's own next hours are Monday, the programme's clock runs on Friday
    assert goes_to_deputy(at(10, 14), at(10, 18), own=own, programme=programme)
    away = WorkingTime(HOURS, (), dt.date(2026, 4, 6), None)
    assert goes_to_deputy(at(6, 9), at(6, 9, 1), own=away, programme=programme)


def test_what_makes_a_request_urgent() -> None:
    assert is_urgent(own_tick=True, level_handed_over="")
    assert is_urgent(own_tick=False, level_handed_over="seek_help_now")
    assert not is_urgent(own_tick=False, level_handed_over="act")


def test_the_level_that_makes_urgent_is_one_of_the_rule() -> None:
    from jikim.rules.counselling import URGENT_LEVEL
    from jikim.shared.packs import find_pack

    rule = find_pack("personal-level").rule  # type: ignore[attr-defined]
    assert rule.levels[-1].key == URGENT_LEVEL


def test_thirty_days() -> None:
    assert destroyed_on(dt.date(2026, 4, 1)) == dt.date(2026, 5, 1)


# --- counts ----------------------------------------------------------------------------------------------------------


def test_small_regions_are_pooled() -> None:
    shown = shown_counts({"seoul": 12, "busan": 3, "jeju": 2})
    assert (shown.regions, shown.together, shown.total) == ((("seoul", 12),), 5, 17)


def test_a_pool_too_small_takes_the_smallest_region_along() -> None:
    shown = shown_counts({"seoul": 12, "busan": 6, "jeju": 1})
    assert (shown.regions, shown.together, shown.total) == ((("seoul", 12),), 7, 19)


def test_too_few_are_not_shown_at_all() -> None:
    assert shown_counts({"jeju": 3}).total is None
    assert shown_counts({}).total == 0


@given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 12)))
def test_no_count_below_five_comes_out_by_subtraction(counts: dict[str, int]) -> None:
    shown = shown_counts(counts)
    if shown.total is None:
        assert not shown.regions
        return
    assert all(n >= 5 for _, n in shown.regions)
    hidden = shown.total - sum(n for _, n in shown.regions)
    assert hidden == (shown.together or 0)
    assert hidden == 0 or hidden >= 5


# --- whom a worker reads first ---------------------------------------------------------------------------------------


def test_language_then_region_then_sooner() -> None:
    soon, late = at(6, 9), at(8, 9)
    far = Offered(1, ("busan",), ("ko",), soon)
    near_late = Offered(2, ("seoul",), ("ko",), late)
    near_soon = Offered(3, ("seoul",), ("ko",), soon)
    nation = Offered(4, (), ("ko",), soon)
    english = Offered(5, ("busan",), ("ko", "en"), late)
    assert [one.key for one in in_order([far, near_late, near_soon, nation], region="seoul", language="ko")] == [3, 2, 4, 1]
    assert next(iter(in_order([far, near_soon, english], region="seoul", language="en"))).key == 5


# --- danger ----------------------------------------------------------------------------------------------------------


def test_the_steps_come_in_order_and_in_both_languages() -> None:
    assert [step.key for step in STEPS][:3] == ["stay", "call_119", "call_112"]
    assert "mistake" in STEP_KEYS
    for step in STEPS:
        assert step.title.ko
        assert step.title.en
        assert step.says.ko != step.says.en


def test_a_devices_time_is_believed_within_reason() -> None:
    now = at(6, 12)
    assert believed(at(6, 11), now) == at(6, 11)
    assert believed(at(6, 13), now) == now
    assert believed(now - dt.timedelta(days=9), now) == now


def test_overdue_and_reminders() -> None:
    raised = at(6, 10)
    day = CLOSED_WITHIN
    assert not is_overdue(raised, raised + day)
    assert is_overdue(raised, raised + day + dt.timedelta(minutes=1))
    hour = dt.timedelta(hours=1)
    assert not wants_reminder(raised=raised, seen=False, reminded=None, now=raised + hour / 2)
    assert wants_reminder(raised=raised, seen=False, reminded=None, now=raised + hour)
    assert not wants_reminder(raised=raised, seen=True, reminded=None, now=raised + hour)
    late = raised + day + hour
    assert wants_reminder(raised=raised, seen=True, reminded=None, now=late)
    assert wants_reminder(raised=raised, seen=False, reminded=raised + hour, now=late)
    assert not wants_reminder(raised=raised, seen=True, reminded=late, now=late + hour)
    assert wants_reminder(raised=raised, seen=True, reminded=late, now=late + day)
