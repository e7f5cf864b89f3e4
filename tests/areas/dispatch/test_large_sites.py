"""A large site's visit over several days, from the season's numbers to every page, letter and calendar that names its date."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from jikim.areas.dispatch import public
from jikim.areas.dispatch.actions import moving, planning, proposing, revising
from jikim.areas.dispatch.models import Appointment, AppointmentMove, Consultant, PlanLine, Proposal
from jikim.areas.dispatch.queries.calendar_pages import Span, weeks
from jikim.areas.dispatch.queries.plans import loads, plans, rows_between
from jikim.areas.enrolment.models import Season
from jikim.areas.visits.queries.due import due
from jikim.rules.access import Role
from jikim.rules.words import NOTHING, Text
from jikim.shared.access import Conflict
from jikim.shared.audit.models import AuditRow
from jikim.shared.mail.models import MailMessage
from jikim.shared.ui.formats import short_day
from tests.areas.dispatch.planned import OFFICE, account_of, ready
from tests.areas.enrolment.made import applied, enrolled
from tests.areas.people.making import person, signed_in

pytestmark = pytest.mark.django_db
TWO = [2, 2, 1]


@pytest.fixture(autouse=True)
def in_march(settings):
    settings.JIKIM_TODAY = dt.date(2017, 3, 29)


@pytest.fixture
def visit() -> Appointment:
    """The first visit of a site of 400 in an accepted plan."""
    season = ready(3)
    applied(region="서울", district="", latitude=37.58, longitude=126.99, workers=500, service_workers=400)
    enrolled(region="서울", latitude=37.55, longitude=126.97)
    Season.objects.update(large_site_from=300, large_site_days=TWO)
    plan = planning.make_plan(season_id=season.pk, by=OFFICE)
    planning.accept_plan(plan_id=plan.pk, by=OFFICE)
    return Appointment.objects.get(workplace__service_workers=400, number=1)


def office() -> Client:
    return signed_in(Client(), person(Role.OFFICE))


def test_the_plan_keeps_all_days_of_a_visit(visit: Appointment) -> None:
    own = list(Appointment.objects.filter(workplace=visit.workplace).order_by("number"))
    assert [len(one.days) for one in own] == TWO
    assert visit.last_on == visit.days[1] == visit.on + dt.timedelta(1)
    assert own[2].last_on is None
    assert PlanLine.objects.get(workplace=visit.workplace, number=1).further_days == visit.further_days
    assert visit.travel_km == pytest.approx(2 * own[2].travel_km, abs=0.01)
    assert "2일" in visit.reason_ko
    others = Appointment.objects.filter(consultant=visit.consultant).exclude(workplace=visit.workplace)
    assert {day for one in own for day in one.days}.isdisjoint(day for one in others for day in one.days)


def test_it_is_there_on_each_of_its_days(visit: Appointment) -> None:
    first, second = visit.days
    found = public.appointments(season_id=visit.season_id, workplace_id=visit.workplace_id, since=second, until=second)
    assert [(one.id, one.days, one.last) for one in found] == [(visit.pk, visit.days, second)]
    card = plans(season_id=visit.season_id)["accepted"]
    rows = rows_between(card, second, second, OFFICE, {})
    assert [row.days for row in rows if row.number == 1 and row.workplace == visit.workplace.number] == [visit.days]
    shown = {day.on for week in weeks(Span.month(first), rows, ()) for day in week if any(row.days == visit.days for row in day.rows)}
    assert shown == set(visit.days)
    load = next(row for row in loads(card, OFFICE) if row.consultant == visit.consultant.name)
    own = Appointment.objects.filter(consultant=visit.consultant)
    assert load.days == len({day for one in own for day in one.days})


def test_pages_name_both_days_in_both_languages(visit: Appointment) -> None:
    client = office()
    assert "2일간: 2017년" in client.get(reverse("appointment", args=[visit.pk])).content.decode()
    second = short_day(visit.days[1])
    assert second in client.get(reverse("appointments")).content.decode()
    listed = client.get(reverse("plan_list", args=["current"])).content.decode()
    assert "다음 날짜" not in listed, "a column of its own would push the reasons out of sight"
    assert second in listed
    assert "<td data-label=\"방문 차수\">1차</td>" in listed.replace(' class=""', "")
    in_file = b"".join(client.get(reverse("plan_list", args=["current"]) + "?export=csv").streaming_content).decode()
    assert "다음 날짜" in in_file
    assert visit.further_days[0] in in_file
    assert "1차 현황조사·설문" in in_file
    client.cookies["jikim_language"] = "en"
    assert "Two days: " in client.get(reverse("appointment", args=[visit.pk])).content.decode()


def test_a_season_without_large_sites_has_no_column_for_them(visit: Appointment) -> None:
    Season.objects.update(large_site_from=None)
    listed = office().get(reverse("plan_list", args=["current"]) + "?export=csv")
    assert "다음 날짜" not in b"".join(listed.streaming_content).decode()


def test_the_manager_is_asked_about_both_days_and_accepts_them(client: Client, visit: Appointment) -> None:
    proposing.propose_date(appointment_id=visit.pk, version=visit.version, by=OFFICE)
    assert Proposal.objects.get().further_days == visit.further_days
    letter = MailMessage.objects.get(to=visit.workplace.contact_email).body
    for day in visit.days:
        assert f"{day.month}월 {day.day}일" in letter
    assert "매일" in letter
    token = re.search(r"/visit-dates/([^/\s]+)/", letter)[1]
    page = client.get(reverse("visit_dates", args=[token])).content.decode()
    assert "2일간: " in page
    proposal = Proposal.objects.get()
    assert "2일" in client.get(reverse("visit_date_offer", args=[token, proposal.pk])).content.decode()
    client.post(reverse("visit_date_accept", args=[token, proposal.pk]))
    visit.refresh_from_db()
    assert (visit.status, len(visit.days)) == ("confirmed", 2)
    again = planning.make_plan(season_id=visit.season_id, by=OFFICE, seed=5)
    assert again.lines.get(workplace=visit.workplace, number=1).further_days == visit.further_days


def test_a_calendar_has_an_event_for_each_day(client: Client, visit: Appointment) -> None:
    somebody, _ = account_of(visit.consultant)
    page = signed_in(Client(), somebody).get(reverse("my_visits")).content.decode()
    text = client.get(re.search(r"/visit-calendar/\S+?\.ics", page)[0]).content.decode().replace("\r\n ", "")
    days = sum(len(one.days) for one in Appointment.objects.filter(consultant=visit.consultant))
    assert text.count("BEGIN:VEVENT") == days
    assert len(set(re.findall(r"UID:(\S+)", text))) == days
    assert "(1일째/2일)" in text
    assert f"DTSTART;TZID=Asia/Seoul:{visit.days[1]:%Y%m%d}T" in text


def test_somebody_gives_the_first_day_and_the_others_follow(visit: Appointment) -> None:
    third = Appointment.objects.get(workplace=visit.workplace, number=3)
    second = Appointment.objects.get(workplace=visit.workplace, number=2)
    friday = third.on + dt.timedelta(4 - third.on.weekday() + 14)
    Season.objects.update(large_site_days=[2, 2, 2])
    moved = moving.move_appointment(
        appointment_id=third.pk, version=third.version, consultant_id=third.consultant_id, on=friday, start=dt.time(10), reason=NOTHING, by=OFFICE
    )
    assert moved.days == (friday, friday + dt.timedelta(3))
    moved.refresh_from_db()
    assert moved.travel_km == pytest.approx(second.travel_km, abs=0.01)
    kept = AppointmentMove.objects.get(appointment=third)
    assert (kept.further_days_before, kept.further_days) == ([], [(friday + dt.timedelta(3)).isoformat()])


def test_a_move_onto_somebody_elses_day_needs_a_reason(visit: Appointment) -> None:
    other = Appointment.objects.filter(consultant=visit.consultant, number=1).exclude(workplace=visit.workplace).first()
    with pytest.raises(Conflict, match="하루를 따로"):
        moving.move_appointment(
            appointment_id=other.pk, version=other.version, consultant_id=visit.consultant_id, on=visit.days[1], start=dt.time(14),
            reason=NOTHING, by=OFFICE,
        )  # fmt: skip


def test_illness_on_its_second_day_moves_it_whole(visit: Appointment) -> None:
    moving.confirm_appointment(appointment_id=visit.pk, version=visit.version, by=OFFICE)
    on = visit.days[1].isoformat()
    revision = revising.revise_now(
        season_id=visit.season_id, cause="absence", said=Text("병가", "Ill"), facts={"consultant": visit.consultant_id, "from": on, "to": on}, by=OFFICE
    )
    change = revision.changes.get(workplace=visit.workplace, number=1)
    assert (change.further_days_before, len(change.further_days)) == (visit.further_days, 1)
    assert "2일간" in office().get(reverse("revision", args=[revision.pk])).content.decode()
    revising.approve_revision(revision_id=revision.pk, by=OFFICE)
    days = {day for one in Appointment.objects.filter(consultant=visit.consultant) for day in one.days}
    assert visit.days[1] not in days
    visit.refresh_from_db()
    assert visit.last_on == visit.days[1]


def test_on_the_second_day_it_is_still_todays_and_not_late(settings, visit: Appointment) -> None:
    somebody, by = account_of(Consultant.objects.get(pk=visit.consultant_id))
    settings.JIKIM_TODAY = visit.days[1]
    own = {one.appointment_id: one for one in due(season_id=visit.season_id, by=by)}
    assert (own[visit.pk].is_today, own[visit.pk].is_late) == (True, False)
    mine = signed_in(Client(), somebody)
    assert "2일간: " in mine.get(reverse("my_visits")).content.decode().split("지난 방문")[0]
    assert "2일간: " in mine.get(reverse("visits_due")).content.decode()
    settings.JIKIM_TODAY = visit.days[1] + dt.timedelta(1)
    assert next(one for one in due(season_id=visit.season_id, by=by) if one.appointment_id == visit.pk).is_late


def test_the_office_excepts_one_site_with_a_reason_and_takes_it_back(visit: Appointment) -> None:
    place = visit.workplace
    address, application = reverse("large_site", args=[place.pk]), reverse("application", args=[place.application.pk])
    clerk = office()
    assert address in clerk.get(application).content.decode()
    assert "300명" in clerk.get(address).content.decode()
    assert clerk.post(address, {"excepted": "on", "reason": ""}).status_code == 200
    place.refresh_from_db()
    assert "one_day_visits" not in place.particulars
    page = clerk.post(address, {"excepted": "on", "reason": "이틀을 비울 수 없다고 합니다."}, follow=True).content.decode()
    assert "이틀을 비울 수 없다고 합니다." in page
    plan = planning.make_plan(season_id=place.season_id, by=OFFICE)
    assert all(not one.further_days for one in PlanLine.objects.filter(plan=plan, workplace=place))
    seen = re.findall(r'name="seen" value="(\w+)"', clerk.get(address).content.decode())[0]
    assert clerk.post(address, {"seen": seen, "reason": "이틀도 된다고 합니다."}).status_code == 302
    stale = clerk.post(address, {"seen": seen, "excepted": "on", "reason": "늦게 온 판단"}).content.decode()
    assert "그사이 다른 사람이" in stale
    plan = planning.make_plan(season_id=place.season_id, by=OFFICE)
    assert [len(one.further_days) for one in PlanLine.objects.filter(plan=plan, workplace=place).order_by("number")] == [1, 1, 0]
    assert AuditRow.objects.filter(verb="workplace.large_site_exception").count() == 2


def test_only_the_office_excepts_a_site(visit: Appointment) -> None:
    for role in (Role.REGION, Role.MANAGER):
        reach = [visit.workplace.region] if role is Role.REGION else [str(visit.workplace_id)]
        client = signed_in(Client(), person(role, reach, region=visit.workplace.region))
        assert client.get(reverse("large_site", args=[visit.workplace_id])).status_code == 403
