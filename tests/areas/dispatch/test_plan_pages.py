"""The plan's pages: what each seat sees, the views of a plan, moving, proposing and answering through the browser's own requests."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re

import pytest
from django.test import Client
from django.urls import reverse

from jikim.areas.dispatch.actions import planning, proposing, revising
from jikim.areas.dispatch.models import Appointment, Consultant, Plan, Proposal, Revision, WhatIf
from jikim.areas.dispatch.queries import calendar_pages
from jikim.areas.enrolment.models import Workplace
from jikim.rules.access import Role
from jikim.rules.words import Text
from jikim.shared.audit.models import AuditRow
from jikim.shared.mail.models import MailMessage
from tests.areas.dispatch.planned import OFFICE, account_of, ready
from tests.areas.enrolment.made import enrolled
from tests.areas.people.making import person, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_march(settings):
    settings.JIKIM_TODAY = dt.date(2017, 3, 29)


@pytest.fixture
def office() -> Client:
    return signed_in(Client(), person(Role.OFFICE))


@pytest.fixture
def accepted() -> Plan:
    plan = planning.make_plan(season_id=ready().pk, by=OFFICE)
    return planning.accept_plan(plan_id=plan.pk, by=OFFICE)


def agency_client() -> Client:
    who = Consultant.objects.select_related("agency__organisation").get(name="강하늘")
    return signed_in(Client(), person(Role.AGENCY, [str(who.agency.organisation_id)], organisation=who.agency.organisation))


def test_the_office_makes_looks_at_and_accepts_a_plan(office: Client) -> None:
    ready()
    enrolled(region="제주", latitude=33.5, longitude=126.5)
    assert "아직 방문 계획이 없습니다" in office.get(reverse("plan")).content.decode()
    office.post(reverse("plan_make"), {"seed": 3})
    plan = Plan.objects.get()
    assert "계획안을 만들고 있습니다" in office.get(reverse("plan")).content.decode()
    assert office.post(reverse("plan_make"), {"seed": 4}).status_code == 409
    assert "HX-Refresh" not in office.get(reverse("plan_progress", args=[plan.pk]))
    planning.work_out_plan.func(plan.pk)
    assert office.get(reverse("plan_progress", args=[plan.pk]))["HX-Refresh"] == "true"
    for name in ("plan_list", "plan_calendar", "plan_map", "plan_load", "plan_left"):
        answer = office.get(reverse(name, args=["draft"]))
        assert answer.status_code == 200, name
    left = office.get(reverse("plan_left", args=["draft"])).content.decode()
    assert "관할하는 수행기관이 없습니다" in left
    assert office.get(reverse("plan_list", args=["current"])).status_code == 404
    assert office.get(reverse("plan_accept", args=[plan.pk])).status_code == 200
    assert office.post(reverse("plan_accept", args=[plan.pk])).status_code == 302
    assert Appointment.objects.count() == 18
    assert office.post(reverse("plan_accept", args=[plan.pk])).status_code == 409
    assert "확정된 계획" in office.get(reverse("plan")).content.decode()


def test_the_load_is_spread_in_a_picture_and_sorted_in_its_table(office: Client, accepted: Plan) -> None:
    address = reverse("plan_load", args=["current"])

    def lines(**asked: str) -> list[list[str]]:
        text = office.get(address, {"export": "csv"} | asked).getvalue().decode("utf-8-sig")
        return [line for line in csv.reader(io.StringIO(text)) if len(line) == 8][1:]

    loads = [float(line[7]) for line in lines()]
    assert loads
    assert loads == sorted(loads, reverse=True)
    by_name = lines(sort="consultant")
    assert [line[0] for line in by_name] == sorted(line[0] for line in by_name)
    agency = by_name[0][1]
    assert {line[1] for line in lines(agency=agency)} == {agency}
    assert lines(q=by_name[0][0] + " 없음") == []
    picture = office.get(address).content.decode().split('class="plan-picture"')[1].split("</svg>")[0]
    assert "0.0–0.1" in picture


def test_views_narrow_sort_and_export(office: Client, accepted: Plan) -> None:
    address = reverse("plan_list", args=["current"])
    assert "행 18개" in (page := office.get(address).content.decode()) or "18" in page
    some = office.get(address, {"region": "busan", "number": "1", "month": "2017-04"}).content.decode()
    assert "문바다" not in some.split("<tbody>")[-1]
    assert "서산들" in some
    csv = b"".join(office.get(address, {"export": "csv"}).streaming_content).decode("utf-8-sig")
    assert csv.count("\n") >= 19
    day = Appointment.objects.order_by("on").first().on
    week = office.get(reverse("plan_calendar", args=["current"]), {"view": "week", "on": day.isoformat()})
    assert Appointment.objects.order_by("on").first().workplace.name in week.content.decode()


def test_lists_take_as_many_statements_for_many_rows_as_for_few(office: Client, accepted: Plan, django_assert_max_num_queries) -> None:
    for name, args in (("plan_list", ["current"]), ("appointments", []), ("plan_map", ["current"]), ("plan_calendar", ["current"])):
        with django_assert_max_num_queries(30):
            assert office.get(reverse(name, args=args)).status_code == 200


def test_an_agency_sees_its_own_part_of_the_plan(accepted: Plan) -> None:
    client = agency_client()
    page = client.get(reverse("plan_list", args=["current"])).content.decode()
    assert "강하늘" in page
    assert "서산들" not in page
    other = Appointment.objects.filter(consultant__name="서산들").first()
    assert client.get(reverse("appointment", args=[other.pk])).status_code == 403
    assert client.post(reverse("plan_make")).status_code == 403


def test_a_what_if_is_shown_beside_the_draft(office: Client) -> None:
    plan = planning.make_plan(season_id=ready().pk, by=OFFICE)
    address = reverse("plan_what_if", args=[plan.pk])
    assert "한 번에 한 가지만" in office.post(address, {"target": 3, "fair_share_times": 3}).content.decode()
    assert "한 번에 한 가지만" in office.post(address, {}).content.decode()
    assert office.post(address, {"target": 3}).status_code == 302
    planning.work_out_what_if.func(WhatIf.objects.get().pk)
    page = office.get(address).content.decode()
    assert "목표가 3곳이라면" in page
    assert "나빠짐" in page


def proposed(one: Appointment) -> Proposal:
    Workplace.objects.filter(pk=one.workplace_id).update(contact_email="safety@example.com")
    return proposing.propose_date(appointment_id=one.pk, version=one.version, by=OFFICE)


def link_in_mail() -> str:
    body = MailMessage.objects.filter(kind="visits").latest("pk").body
    return re.search(r"https?://[^/]+(/visit-dates/\S+)", body)[1]


def test_a_workplace_accepts_by_its_link_without_an_account(client: Client, accepted: Plan) -> None:
    one = Appointment.objects.order_by("on").first()
    proposal = proposed(one)
    address = link_in_mail()
    page = client.get(address)
    assert one.workplace.name in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    accept = reverse("visit_date_accept", args=[address.split("/")[2], proposal.pk])
    assert client.post(accept).status_code == 302
    assert client.post(accept).status_code == 302, "twice is once"
    one.refresh_from_db()
    assert (one.status, one.pinned) == ("confirmed", True)
    stranger = Appointment.objects.exclude(workplace_id=one.workplace_id).first()
    other = proposed(stranger)
    assert client.post(reverse("visit_date_accept", args=[address.split("/")[2], other.pk])).status_code == 403
    assert client.get("/visit-dates/forged/").status_code == 403


def test_a_day_that_is_here_or_over_is_neither_proposed_nor_accepted(settings, client: Client, office: Client, accepted: Plan) -> None:
    one, other = Appointment.objects.order_by("on")[:2]
    proposal = proposed(one)
    accept = reverse("visit_date_accept", args=[link_in_mail().split("/")[2], proposal.pk])
    settings.JIKIM_TODAY = max(one.on, other.on) + dt.timedelta(1)
    page = client.post(accept, follow=True).content.decode()
    assert "이 날짜는 지났습니다" in page
    assert accept not in page, "nothing is offered that is refused"
    one.refresh_from_db()
    assert one.status == "proposed"
    settings.JIKIM_TODAY = other.on
    assert "지나서 제안할 수 없습니다" in office.get(reverse("appointment", args=[other.pk])).content.decode()
    assert office.post(reverse("appointment_propose", args=[other.pk]), {"version": other.version}).status_code == 409
    other.refresh_from_db()
    assert (other.status, other.proposals.count()) == ("planned", 0)


def test_a_workplace_offers_other_dates_and_the_agency_picks_one(client: Client, accepted: Plan) -> None:
    one = Appointment.objects.filter(consultant__name="강하늘", number=1).order_by("on").first()
    proposal = proposed(one)
    token = link_in_mail().split("/")[2]
    offer = reverse("visit_date_offer", args=[token, proposal.pk])
    sunday = client.post(offer, {"on_1": "2017-04-09"}).content.decode()
    assert "주말이나 공휴일" in sunday
    assert "2017-04-09" in sunday, "nothing typed is lost"
    assert "2017년 4월 9일은" in sunday, "a day as people write it"
    assert client.post(offer, {"on_1": "2017-04-12", "start_1": "14:00", "on_2": "2017-04-13", "note": "오후가 좋습니다."}).status_code == 302
    one.refresh_from_db()
    assert one.status == "planned"
    agency = agency_client()
    page = agency.get(reverse("appointment", args=[one.pk])).content.decode()
    assert "오후가 좋습니다." in page
    assert "다른 날짜를 제안한 사업장" in agency.get(reverse("home")).content.decode()
    pick = reverse("appointment_pick", args=[one.pk, proposal.pk])
    answer = agency.post(pick, {"number": "0"})
    if answer.status_code == 409:  # the day is too near to another visit: a reason is asked for
        answer = agency.post(pick, {"number": "0", "reason": "사업장이 이 날만 가능합니다."})
    assert answer.status_code == 302
    one.refresh_from_db()
    assert (one.on, one.start, one.status, one.pinned) == (dt.date(2017, 4, 12), dt.time(14), "confirmed", True)
    assert one.moves.get().by_name
    assert agency.post(pick, {"number": "0"}).status_code == 409


def test_moving_by_hand_needs_a_reason_where_a_rule_breaks(accepted: Plan) -> None:
    one = Appointment.objects.filter(consultant__name="강하늘", number=2).first()
    agency = agency_client()
    address = reverse("appointment_move", args=[one.pk])
    assert "옮길 수 있는 일정" in agency.get(address).content.decode()
    form = {"version": one.version, "consultant": one.consultant_id, "on": "2017-11-12", "start": "10:00", "reason": ""}
    refused = agency.post(address, form)
    assert refused.status_code == 409
    assert "(2017년 11월 12일): 주말 또는 공휴일" in refused.content.decode(), "a day as people write it"
    assert agency.post(address, form | {"reason": "사업장 요청"}).status_code == 302
    one.refresh_from_db()
    assert one.on == dt.date(2017, 11, 12)
    kept = one.moves.get()
    assert kept.reason_ko == "사업장 요청"
    assert any("주말" in rule["ko"] for rule in kept.broken)
    assert agency.post(address, form | {"reason": "다시"}).status_code == 409, "an old page overwrites nothing"
    stranger = Consultant.objects.get(name="서산들")
    assert "올바르" in (page := agency.post(address, form | {"version": one.version, "consultant": stranger.pk, "reason": "x"})).content.decode() or page.status_code == 409


def test_an_alternative_is_taken_with_one_click(office: Client, accepted: Plan) -> None:
    one = Appointment.objects.filter(number=3).first()
    page = office.get(reverse("appointment_move", args=[one.pk])).content.decode()
    first = re.search(r'name="consultant" value="(\d+)"><input type="hidden" name="on" value="([\d-]+)"><input type="hidden" name="start" value="([\d:]+)"', page)
    answer = office.post(reverse("appointment_move", args=[one.pk]), {
        "version": one.version, "consultant": first[1], "on": first[2], "start": first[3],
    })  # fmt: skip
    assert answer.status_code == 302
    one.refresh_from_db()
    assert one.on.isoformat() == first[2]
    assert one.moves.get().broken == [], "the best alternative keeps every rule"


def test_illness_changes_little_and_waits_for_approval(office: Client, accepted: Plan) -> None:
    ill = Consultant.objects.get(name="서산들")
    account_of(ill)
    own = Appointment.objects.filter(consultant=ill).order_by("on").first()
    own.refresh_from_db()
    answer = office.post(reverse("revision_new"), {
        "cause": "absence", "consultant": ill.pk, "first": own.on.isoformat(), "last": own.on.isoformat(), "said": "병가",
    })  # fmt: skip
    assert answer.status_code == 302
    revision = Revision.objects.get()
    revising.work_out_revision.func(revision.pk)
    page = office.get(reverse("revision", args=[revision.pk])).content.decode()
    assert "변경 승인" in page
    assert own.workplace.name in page
    before = {a.pk: (a.on, a.consultant_id) for a in Appointment.objects.all()}
    assert Appointment.objects.get(pk=own.pk).on == own.on, "nothing moves before approval"
    assert office.post(reverse("revision_decide", args=[revision.pk]), {"do": "approve"}).status_code == 302
    after = {a.pk: (a.on, a.consultant_id) for a in Appointment.objects.all()}
    changed = {pk for pk in before if before[pk] != after[pk]}
    assert own.pk in changed
    assert len(changed) == revision.changes.filter(kind="moved").count() <= 3
    ill.refresh_from_db()
    assert own.on.isoformat() in ill.days_off
    assert MailMessage.objects.filter(subject__contains="내 방문 일정이 바뀌었습니다").exists()
    assert office.post(reverse("revision_decide", args=[revision.pk]), {"do": "approve"}).status_code == 409


def test_withdrawing_ends_the_visits_and_the_newcomer_is_planned_for(office: Client, accepted: Plan) -> None:
    from jikim.areas.enrolment.public import application_of, withdraw_application

    gone = Appointment.objects.filter(workplace__region="seoul").first().workplace
    withdraw_application(application_id=application_of(gone.pk), reason=Text("이전합니다.", "Moving."), by=OFFICE)
    assert set(Appointment.objects.filter(workplace=gone).values_list("status", flat=True)) == {"cancelled"}
    newcomer = enrolled(region="서울", latitude=37.55, longitude=126.99).workplace
    assert "방문 일정이 없는 선정 사업장" in office.get(reverse("home")).content.decode()
    revision = revising.revise_now(season_id=accepted.season_id, cause="newcomer", said=Text("교체", "Replaced"), by=OFFICE)
    assert {c.workplace_id for c in revision.changes.all()} == {newcomer.pk}
    revising.approve_revision(revision_id=revision.pk, by=OFFICE)
    assert Appointment.objects.filter(workplace=newcomer, status="planned").count() == 3


def test_a_stale_re_plan_is_not_approved(office: Client, accepted: Plan) -> None:
    ill = Consultant.objects.get(name="서산들")
    on = Appointment.objects.filter(consultant=ill).first().on.isoformat()
    revision = revising.revise_now(
        season_id=accepted.season_id, cause="absence", said=Text("병가", "Ill"), facts={"consultant": ill.pk, "from": on, "to": on}, by=OFFICE
    )
    Consultant.objects.filter(name="문바다").update(days_per_month=2)
    assert office.post(reverse("revision_decide", args=[revision.pk]), {"do": "approve"}).status_code == 409
    assert office.post(reverse("revision_decide", args=[revision.pk]), {"do": "discard"}).status_code == 302


def test_each_sees_the_own_visits_and_a_private_calendar_that_can_be_renewed(client: Client, accepted: Plan) -> None:
    who = Consultant.objects.get(name="강하늘")
    somebody, _ = account_of(who)
    mine = signed_in(Client(), somebody)
    page = mine.get(reverse("my_visits")).content.decode()
    assert page.count("visit-card") == Appointment.objects.filter(consultant=who).count()
    address = re.search(r"/visit-calendar/\S+?\.ics", page)[0]
    calendar = client.get(address)
    text = calendar.content.decode()
    assert calendar["Content-Type"].startswith("text/calendar")
    assert text.count("BEGIN:VEVENT") == Appointment.objects.filter(consultant=who).count()
    for private in ("강하늘", "김서연", "02-300-4000", Appointment.objects.filter(consultant=who).first().workplace.name):
        assert private not in text.replace("\r\n ", "")
    mine.post(reverse("my_feed_renew"))
    assert client.get(address).status_code == 403


def test_a_calendar_speaks_its_readers_language(client: Client, accepted: Plan) -> None:
    somebody, _ = account_of(Consultant.objects.get(name="강하늘"))
    somebody.language = "en"
    somebody.save()
    page = signed_in(Client(), somebody).get(reverse("my_visits")).content.decode()
    text = client.get(re.search(r"/visit-calendar/\S+?\.ics", page)[0]).content.decode()
    assert "X-WR-CALNAME:Jikim visits" in text
    assert "Visit 1: status survey" in text
    assert "현황조사" not in text


def test_an_absence_already_over_is_reported_in_the_record_instead(office: Client, accepted: Plan) -> None:
    ill = Consultant.objects.get(name="강하늘")
    said = {"cause": "absence", "consultant": ill.pk, "first": "2017-03-29", "last": "2017-04-05", "said": "병가"}
    assert "‘방문하지 못함’으로 알려" in office.post(reverse("revision_new"), said).content.decode()
    assert not Revision.objects.exists()


def test_a_manager_says_which_days_do_not_suit(accepted: Plan) -> None:
    place = Appointment.objects.first().workplace
    manager = signed_in(Client(), person(Role.MANAGER, [str(place.pk)], region=place.region))
    assert "방문하기 좋은 때" in manager.get(reverse("my_visits")).content.decode()
    address = reverse("my_closed_days", args=[place.pk])
    assert manager.post(address, {"closed_days": ["mon"], "busy_1_from": "2017-06-01", "busy_1_to": "2017-05-01"}).status_code == 200
    assert manager.post(address, {"closed_days": ["mon", "holidays"], "busy_1_from": "2017-05-01", "busy_1_to": "2017-06-01"}).status_code == 302
    place.refresh_from_db()
    assert place.particulars["closed_days"] == ["mon", "holidays"]
    assert place.particulars["busy_periods"] == [{"from": "2017-05-01", "to": "2017-06-01"}]
    other = Workplace.objects.exclude(pk=place.pk).first()
    assert manager.post(reverse("my_closed_days", args=[other.pk]), {}).status_code == 403


def test_a_manager_says_which_hours_suit(accepted: Plan) -> None:
    place = Appointment.objects.first().workplace
    manager = signed_in(Client(), person(Role.MANAGER, [str(place.pk)], region=place.region))
    address = reverse("my_closed_days", args=[place.pk])
    half = manager.post(address, {"hours_1_from": "18:00"})
    assert "모두 적거나" in half.content.decode()
    short = manager.post(address, {"hours_1_from": "09:00", "hours_1_to": "10:00"})
    assert "분이 걸립니다" in short.content.decode()
    assert manager.post(address, {"hours_1_from": "18:00", "hours_1_to": "02:00", "closed_days": ["mon"]}).status_code == 302
    place.refresh_from_db()
    assert place.particulars["visit_hours"] == [{"from": "18:00", "to": "02:00"}]
    assert 'value="18:00"' in manager.get(address).content.decode()
    assert manager.post(address, {"closed_days": ["mon"]}).status_code == 302
    place.refresh_from_db()
    assert "visit_hours" not in place.particulars


def test_proposing_many_says_who_has_no_address(office: Client, accepted: Plan) -> None:
    first = Appointment.objects.order_by("on").first()
    Workplace.objects.exclude(pk=first.workplace_id).update(contact_email="")
    page = office.post(reverse("appointments_propose"), {"until": "2017-04-30"}, follow=True).content.decode()
    many = Appointment.objects.filter(on__lte=dt.date(2017, 4, 30))
    assert set(many.values_list("status", flat=True)) == {"proposed"}
    assert "전자우편 주소가 없습니다" in page
    assert Proposal.objects.filter(was_mailed=True).count() == many.filter(workplace_id=first.workplace_id).count()


def test_the_calendar_says_how_many_visits_fall_in_each_month() -> None:
    day = dt.date
    months, rows = calendar_pages.months_of({(day(2017, 4, 1), 1): 86, (day(2017, 6, 1), 1): 8, (day(2017, 7, 1), 3): 5})
    assert months == [day(2017, 4, 1), day(2017, 5, 1), day(2017, 6, 1), day(2017, 7, 1)]
    assert rows == [(1, [86, 0, 8, 0]), (2, [0, 0, 0, 0]), (3, [0, 0, 0, 5])]
    assert calendar_pages.months_of({}) == ([], [])


def test_the_office_enters_when_visits_suit_a_workplace_and_an_agency_may_not(office: Client, accepted: Plan) -> None:
    one = Appointment.objects.filter(number=3).first()
    address = reverse("workplace_closed_days", args=[one.workplace_id])
    assert address in office.get(reverse("appointment", args=[one.pk])).content.decode()
    answer = office.post(address, {"closed_days": ["mon"], "shifts": "night", "hours_1_from": "18:00", "hours_1_to": "23:00", "busy_1_from": "2017-08-07", "busy_1_to": "2017-08-11"}, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[0][0].startswith("/applications/")
    assert address in page
    assert "월요일" in page
    assert "2017-08-07" in page
    said = Workplace.objects.get(pk=one.workplace_id).particulars
    assert (said["closed_days"], said["shifts"]) == (["mon"], "night")
    assert AuditRow.objects.filter(verb="workplace.visit_wishes").count() == 1
    agency = agency_client()
    assert agency.get(address).status_code == 403
    assert address not in agency.get(reverse("appointment", args=[one.pk])).content.decode()


def test_of_two_who_say_when_visits_suit_the_second_is_asked_and_loses_nothing(office: Client, accepted: Plan) -> None:
    place = Appointment.objects.first().workplace
    manager = signed_in(Client(), person(Role.MANAGER, [str(place.pk)], region=place.region))
    own, clerks = reverse("my_closed_days", args=[place.pk]), reverse("workplace_closed_days", args=[place.pk])
    seen = [re.findall(r'name="seen" value="(\w+)"', client.get(address).content.decode())[0] for client, address in ((manager, own), (office, clerks))]
    assert manager.post(own, {"seen": seen[0], "closed_days": ["mon"]}).status_code == 302
    second = office.post(clerks, {"seen": seen[1], "closed_days": ["fri"]}).content.decode()
    assert "그사이 다른 사람이" in second
    place.refresh_from_db()
    assert place.particulars["closed_days"] == ["mon"]
    again = re.findall(r'name="seen" value="(\w+)"', second)[0]
    assert office.post(clerks, {"seen": again, "closed_days": ["mon", "fri"]}).status_code == 302
    place.refresh_from_db()
    assert place.particulars["closed_days"] == ["mon", "fri"]
