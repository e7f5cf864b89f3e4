"""Two people at once: no gap in the waiting line, no correction lost, no deadlock between a clerk and an applicant."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import Any

import pytest

from jikim.areas.enrolment.actions import decisions, intake, lottery, online, prospects, seasons, visit_wishes
from jikim.areas.enrolment.models import Application, Lottery, OnlineDraft, Prospect, Season, Workplace
from jikim.rules.words import Text
from jikim.shared.clock import now
from tests.areas.enrolment.made import CONSOLE, applied, business_number, season
from tests.areas.enrolment.offices import OFFICE
from tests.meeting import meetings, refused

pytestmark = pytest.mark.django_db(transaction=True, databases=["default"])
DAY, DRAW = dt.date(2017, 3, 2), dt.date(2017, 3, 10)
WHY = Text("사유", "reason")
numbers = count(1)


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    settings.JIKIM_TODAY = DAY


def clerk(application_id: int, **values: Any) -> Application:
    return intake.correct_workplace(application_id=application_id, values=values, by=OFFICE)


def test_the_line_has_no_gap() -> None:
    def line() -> list[int]:
        Application.objects.filter(status="waiting").update(status="withdrawn", waiting_place=None)
        made = [applied().pk for _ in range(4)]
        for place, key in enumerate(made, 1):
            Application.objects.filter(pk=key).update(status="waiting", waiting_place=place)
        return made

    for meeting in meetings(
        line, lambda keys: decisions.withdraw_application(application_id=keys[2], reason=WHY, by=OFFICE),
        lambda keys: decisions.judge(application_id=keys[1], eligible=False, reason=WHY, by=OFFICE),
    ):  # fmt: skip
        assert refused(meeting) == 0
        assert sorted(Application.objects.filter(status="waiting").values_list("waiting_place", flat=True)) == [1, 2], meeting.statement


def test_a_verdict_by_hand_stays() -> None:
    def stale() -> int:
        Application.objects.update(status="withdrawn")
        Season.objects.filter(pk=season().pk).update(minimum_service_workers=10)
        made = applied()
        Season.objects.filter(pk=made.season_id).update(minimum_service_workers=35)
        return made.pk

    def by_hand(key: int) -> None:
        decisions.judge(application_id=key, eligible=False, reason=WHY, by=OFFICE)
        decisions.judge(application_id=key, eligible=True, reason=WHY, by=OFFICE)

    for meeting in meetings(stale, lambda _: decisions.judge_again(season_id=season().pk, by=OFFICE), by_hand):
        first_by_rule = refused(meeting)  # then the clerk is told that it is no longer eligible
        assert Application.objects.get(pk=meeting.thing).is_eligible is not bool(first_by_rule), meeting.statement


def test_no_correction_is_lost() -> None:
    for meeting in meetings(
        lambda: applied().pk, lambda key: clerk(key, contact_name="다른 사람"), lambda key: clerk(key, contact_phone="02-999-9999")
    ):
        assert refused(meeting) == 0
        place = Workplace.objects.get(application=meeting.thing)
        assert (place.contact_name, place.contact_phone) == ("다른 사람", "02-999-9999"), meeting.statement


def test_what_is_said_of_visits_stands_beside_a_correction() -> None:
    def say(key: int) -> None:
        place = Workplace.objects.get(application=key).pk
        visit_wishes.say_when_visits_suit(workplace_id=place, said={"closed_days": "sun"}, by=OFFICE)

    for meeting in meetings(lambda: applied().pk, lambda key: clerk(key, contact_name="다른 사람"), say):
        assert refused(meeting) == 0
        place = Workplace.objects.get(application=meeting.thing)
        assert (place.contact_name, place.particulars) == ("다른 사람", {"closed_days": "sun"}), meeting.statement


def handed_in() -> OnlineDraft:
    n = next(numbers)
    Season.objects.filter(pk=season().pk).update(call_opens_on=DAY, call_closes_on=None)
    values = {
        "name": f"온라인 {n}", "business_number": business_number(600_000 + n * 31), "employer_name": "새봄", "region": "서울",
        "district": "마포구", "industry_code": "75991", "workers": "40", "service_workers": "30", "contact_name": "김서연",
        "contact_phone": "02-300-4000", "contact_email": "e@example.com",
    }  # fmt: skip
    draft = OnlineDraft.objects.create(season=season(), email=f"d{n}@example.org", started_at=now(), values=values)
    online.submit_online(draft_id=draft.pk)
    return OnlineDraft.objects.get(pk=draft.pk)


def test_a_clerk_and_the_applicant_correct() -> None:
    def applicant(draft: OnlineDraft) -> Application:
        values = {**draft.values, "contact_name": "박하나"}
        return online.correct_online(draft_id=draft.pk, version=draft.version, values=values, language="ko")

    for meeting in meetings(handed_in, lambda draft: clerk(draft.application_id, employer_name="바른회사"), applicant):
        told = refused(meeting)  # the applicant's form is older than the clerk's correction
        place = Workplace.objects.get(application=meeting.thing.application_id)
        assert place.employer_name == "바른회사", meeting.statement
        assert place.contact_name == ("김서연" if told else "박하나"), meeting.statement


def test_one_prospect_for_an_application() -> None:
    def two() -> tuple[int, int, int]:
        made = [
            Prospect.objects.create(season=season(), name=f"발굴 {next(numbers)}", region="seoul", status="found", status_since=now()).pk
            for _ in range(2)
        ]
        return made[0], made[1], applied().pk

    for meeting in meetings(
        two, lambda one: prospects.link_application(prospect_id=one[0], application_id=one[2], by=OFFICE),
        lambda one: prospects.link_application(prospect_id=one[1], application_id=one[2], by=OFFICE),
    ):  # fmt: skip
        assert refused(meeting) == 1, meeting.statement
        assert Prospect.objects.filter(application=meeting.thing[2]).count() == 1


def test_one_season_and_one_draft() -> None:
    for meeting in meetings(lambda: 2030 + next(numbers), lambda year: seasons.ensure_default_season(year=year, by=CONSOLE)):
        assert Season.objects.filter(year=meeting.thing).count() == 1, meeting.statement
    held = season()
    for meeting in meetings(
        lambda: f"s{next(numbers)}@example.org", lambda address: online.start_online(season_id=held.pk, email=address, language="ko")
    ):
        assert refused(meeting) == 0
        assert OnlineDraft.objects.filter(email=meeting.thing).count() == 1, meeting.statement


def test_nobody_is_drawn_twice(settings: Any) -> None:
    def frozen() -> int:
        settings.JIKIM_TODAY = DAY
        Application.objects.update(status="withdrawn")
        Lottery.objects.all().delete()
        applied()
        key = lottery.freeze_list(season_id=season().pk, draw_source="로또 100회", draw_on=DRAW, by=OFFICE).id
        settings.JIKIM_TODAY = DRAW
        return key

    for meeting in meetings(
        frozen, lambda key: lottery.draw(lottery_id=key, seed="1 2 3 4 5 6", by=OFFICE),
        lambda _: lottery.freeze_list(season_id=season().pk, draw_source="로또 101회", draw_on=dt.date(2017, 4, 1), by=OFFICE),
    ):  # fmt: skip
        assert refused(meeting) == 1, meeting.statement
        assert Lottery.objects.count() == 1
