"""A session from the plan to the log: who may, what is refused and why, two at once, lists of names."""

from __future__ import annotations

import datetime as dt

import pytest

from jikim.areas.training.actions.planning import cancel_session, change_session, plan_session
from jikim.areas.training.actions.running import (
    close_session,
    keep_names,
    keep_sheet,
    mark_held,
    open_session,
)
from jikim.areas.training.models import AttendanceName, TrainingSession
from jikim.areas.training.queries.log import year_log
from jikim.areas.training.queries.sessions import session_of
from jikim.rules.access import Role
from jikim.rules.words import Text
from jikim.shared.access import Conflict, Invalid, Refused
from jikim.shared.audit.models import AuditRow
from jikim.shared.clock import rehearsing
from jikim.shared.files.models import StoredFile
from jikim.shared.library.holders import who_still_has
from tests.areas.dispatch.planned import manager_of
from tests.areas.training.made import DAY, EDITOR, announced, answered, closed, held, opened, planned, values
from tests.areas.visits.made import appointment, consultant, office, picture, region, stranger

pytestmark = pytest.mark.django_db


def test_from_the_plan_to_the_log():
    one, by = opened()
    assert len(one.join_code) == 6
    assert one.course_version
    answered(one, "before", times=3)
    with rehearsing(DAY):
        mark_held(session_id=one.pk, by=by)
        close_session(session_id=one.pk, attended=14, note="두 조로 나누었습니다.", by=by)
        log = year_log(workplace_id=one.workplace_id, year=DAY.year, by=by)
    one.refresh_from_db()
    assert (one.status, one.join_code, one.attended) == ("closed", "", 14)
    (line,) = log.lines
    assert (line.trainer, line.qualification, line.attended, line.list_kept, line.counted_minutes) == ("강하늘", "산업전문간호사", 14, "none", 0)


def test_opening_remembers_who_was_shown_which_version():
    one, _ = opened()
    (shown,) = who_still_has(kind="course", key="self-protection", before=1_000)
    assert shown.holder_key == str(one.workplace_id)
    assert who_still_has(kind="course", key="self-protection", before=shown.number) == []


@pytest.mark.parametrize("wrong, field", [
    ({"minutes": 10}, "minutes"), ({"minutes": 500}, "minutes"), ({"occupation": ""}, "occupation"), ({"occupation": "astronaut"}, "occupation"),
    ({"course": "x"}, "course"), ({"place": ""}, "place"),
])  # fmt: skip
def test_what_cannot_be_is_said_at_its_field(wrong, field):
    made = appointment(2)
    with pytest.raises(Invalid) as refused:
        plan_session(workplace_id=made.workplace_id, values=values(**wrong), by=consultant(made))
    assert set(refused.value.errors) == {field}
    assert not TrainingSession.objects.exists()


def test_a_visit_has_one_session_and_a_cancelled_one_makes_room():
    made = appointment(2)
    by = consultant(made)
    first = plan_session(workplace_id=made.workplace_id, appointment_id=made.pk, values=values(), by=by)
    with pytest.raises(Conflict):
        plan_session(workplace_id=made.workplace_id, appointment_id=made.pk, values=values(), by=by)
    cancel_session(session_id=first.pk, reason=Text("사업장 사정", ""), by=by)
    assert plan_session(workplace_id=made.workplace_id, appointment_id=made.pk, values=values(), by=by).pk != first.pk


def test_an_old_page_overwrites_nothing():
    one, by = planned()
    change_session(session_id=one.pk, version=1, values=values(place="강당"), by=by)
    with pytest.raises(Conflict):
        change_session(session_id=one.pk, version=1, values=values(place="창고"), by=by)
    one.refresh_from_db()
    assert one.place == "강당"


def test_it_opens_on_its_day_not_before_and_cancelling_needs_a_reason():
    one, by = planned()
    with rehearsing(DAY - dt.timedelta(days=1)), pytest.raises(Conflict):
        open_session(session_id=one.pk, by=by)
    with pytest.raises(Conflict):
        cancel_session(session_id=one.pk, reason=Text("", ""), by=by)


def test_who_may_run_and_who_may_see():
    one, by = planned()
    manager = manager_of(one.workplace)
    for actor in (by, manager, office(), region("seoul")):
        assert session_of(one.pk, by=actor).pk == one.pk
    for actor in (stranger(Role.CONSULTANT), stranger(Role.MANAGER), stranger(Role.AGENCY), region("jeju"), EDITOR):
        with pytest.raises(Refused):
            session_of(one.pk, by=actor)
    for actor in (manager, office(), region("seoul"), stranger(Role.CONSULTANT), EDITOR):
        with pytest.raises(Refused):
            open_session(session_id=one.pk, by=actor)
    public = announced()
    assert session_of(public.pk, by=EDITOR).pk == session_of(public.pk, by=office()).pk
    with pytest.raises(Refused):
        session_of(public.pk, by=by)


def test_a_list_is_seen_by_manager_and_consultant_alone_and_forgotten_later():
    one, by = held(with_names=True)
    with rehearsing(DAY):
        with pytest.raises(Conflict):
            close_session(session_id=one.pk, attended=2, note="", by=by)
        for actor in (office(), region("seoul"), stranger(Role.MANAGER)):
            with pytest.raises(Refused):
                keep_names(session_id=one.pk, names=["나"], by=actor)
        assert keep_names(session_id=one.pk, names=["한가람", " ", "윤슬  기"], by=by) == 2
        assert keep_names(session_id=one.pk, names=["한가람", "윤슬 기", "표아름"], by=manager_of(one.workplace)) == 3
        with pytest.raises(Invalid):
            close_session(session_id=one.pk, attended=2, note="", by=by)
        close_session(session_id=one.pk, attended=3, note="", by=by)
        assert year_log(workplace_id=one.workplace_id, year=DAY.year, by=by).counted_minutes == 40
    told = " ".join(str(row.__dict__) for row in AuditRow.objects.all())
    assert "한가람" not in told
    assert set(AttendanceName.objects.values_list("keep_until", flat=True)) == {DAY.replace(year=DAY.year + 3)}


def test_a_signed_sheet_is_private_and_counts_as_a_list():
    one, by = held(with_names=True)
    with rehearsing(DAY):
        with pytest.raises(Invalid):
            keep_sheet(session_id=one.pk, content=b"MZ", name="a.exe", by=by)
        content = picture("PNG")
        keep_sheet(session_id=one.pk, content=content, name="서명부.png", by=by)
        keep_sheet(session_id=one.pk, content=content, name="서명부.png", by=by)
        close_session(session_id=one.pk, attended=9, note="", by=by)
    stored = StoredFile.objects.get()
    assert (stored.action, stored.where["workplace"]) == ("training_names", str(one.workplace_id))
    assert year_log(workplace_id=one.workplace_id, year=DAY.year, by=by).lines[0].list_kept == "sheet"


def test_a_session_that_counts_heads_keeps_no_list():
    one, by = held()
    with pytest.raises(Conflict):
        keep_names(session_id=one.pk, names=["한가람"], by=by)
    assert not AttendanceName.objects.exists()


def test_a_log_reaches_no_other_workplace():
    one, _ = closed()
    with pytest.raises(Refused):
        year_log(workplace_id=one.workplace_id, year=DAY.year, by=stranger(Role.MANAGER))
