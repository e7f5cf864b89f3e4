"""Who takes part: order, quotas, waiting places, withdrawals and who moves up."""

import datetime as dt

import pytest

from jikim.areas.enrolment.actions import decisions, intake, seasons
from jikim.areas.enrolment.actions.seasons import QuotaValue
from jikim.areas.enrolment.models import Application
from jikim.rules.words import Text
from jikim.shared.access import Conflict, Refused
from jikim.shared.audit.models import AuditRow
from jikim.shared.workflow.models import StatusChange
from tests.areas.enrolment import offices
from tests.areas.enrolment.offices import OFFICE, row, xlsx

pytestmark = pytest.mark.django_db(databases=["default"])
WHY = Text("폐업하였습니다.", "It has closed.")


@pytest.fixture
def season():
    found = offices.season()
    found.target = 3
    found.save()
    return found


def applied(season, *places):
    """One application a day, in the regions given (a region, or region and industry code)."""
    rows = []
    for n, place in enumerate(places, start=1):
        region, industry = place if isinstance(place, tuple) else (place, "64121")
        rows.append(row(n, 시도=region, 업종코드=industry, 신청일=dt.date(2017, 4, n)))
    staged = intake.stage_import(data=xlsx(rows), file_name="a.xlsx", season_id=season.pk, by=OFFICE)
    intake.apply_import(draft_id=staged.draft_id, by=OFFICE)


def statuses(season):
    rows = Application.objects.filter(season=season).order_by("workplace__number")
    return [f"{status}{place or ''}" for status, place in rows.values_list("status", "waiting_place")]


def one(number):
    return Application.objects.select_related("workplace").get(workplace__number=number)


def test_the_first_in_order_are_enrolled_and_the_rest_wait_with_place_and_reason(season):
    applied(season, "서울", "서울", "부산", "서울", "부산")
    plan = decisions.decide_enrolment(season_id=season.pk, by=OFFICE)
    assert statuses(season) == ["enrolled", "enrolled", "enrolled", "waiting1", "waiting2"]
    assert (len(plan.enrolled), len(plan.waiting)) == (3, 2)
    waiting = one("W0005")
    assert "목표 3개소" in waiting.reason_ko
    assert waiting.reason_en
    assert "2017년 4월 1일" in one("W0001").reason_ko
    assert "1 April 2017" in one("W0001").reason_en
    change = StatusChange.objects.filter(thing_key=waiting.workflow_key()).last()
    assert (change.target, change.actor_key) == ("waiting", OFFICE.key)
    assert change.reason_ko == f"{waiting.reason_ko} 대기 2번입니다."
    assert change.reason_en.endswith("Its waiting place is 2.")
    assert AuditRow.objects.get(verb="enrolment.decided").facts["enrolled"] == 3


def test_a_plan_decides_nothing(season):
    applied(season, "서울", "서울")
    plan = decisions.plan_enrolment(season_id=season.pk, by=OFFICE)
    assert [one.number for one in plan.enrolled] == ["W0001", "W0002"]
    assert statuses(season) == ["eligible", "eligible"]


def test_quotas_are_kept_and_their_reason_is_given(season):
    applied(season, "서울", "서울", "서울", "제주", ("부산", "86102"))
    seasons.set_quotas(
        season_id=season.pk, version=season.version, by=OFFICE,
        quotas=[QuotaValue("region", "seoul", 0, 1), QuotaValue("sector", "health", 1, None)],
    )  # fmt: skip
    decisions.decide_enrolment(season_id=season.pk, by=OFFICE)
    assert statuses(season) == ["enrolled", "waiting1", "waiting2", "enrolled", "enrolled"]
    assert "서울특별시에 배분된 1개소" in one("W0002").reason_ko
    assert "Seoul" in one("W0002").reason_en


def test_a_minimum_that_cannot_be_met_is_named_and_nothing_is_decided(season):
    applied(season, "서울", "서울")
    seasons.set_quotas(season_id=season.pk, version=season.version, by=OFFICE, quotas=[QuotaValue("region", "jeju", 2)])
    with pytest.raises(Conflict) as conflict:
        decisions.decide_enrolment(season_id=season.pk, by=OFFICE)
    assert "제주특별자치도" in conflict.value.reason.ko
    assert "2 short" in conflict.value.reason.en
    assert statuses(season) == ["eligible", "eligible"]
    assert decisions.plan_enrolment(season_id=season.pk, by=OFFICE).conflicts


def test_those_on_the_waiting_list_are_not_overtaken_by_a_later_import(season):
    applied(season, "서울", "서울", "서울", "서울")
    decisions.decide_enrolment(season_id=season.pk, by=OFFICE)
    staged = intake.stage_import(data=xlsx([row(9, 신청일="2017-03-01")]), file_name="b.xlsx", season_id=season.pk, by=OFFICE)
    intake.apply_import(draft_id=staged.draft_id, by=OFFICE)
    season.target = 4
    season.save()
    decisions.decide_enrolment(season_id=season.pk, by=OFFICE)
    assert statuses(season) == ["enrolled"] * 4 + ["waiting1"]
    before = statuses(season), StatusChange.objects.count()
    decisions.decide_enrolment(season_id=season.pk, by=OFFICE)
    assert (statuses(season), StatusChange.objects.count()) == before


def test_the_next_in_line_takes_the_place_of_one_that_withdraws(season):
    applied(season, "서울", "서울", "서울", "부산", "서울")
    decisions.decide_enrolment(season_id=season.pk, by=OFFICE)
    left = one("W0002")
    done = decisions.withdraw_application(application_id=left.pk, reason=WHY, by=offices.manager(left.workplace_id))
    assert statuses(season) == ["enrolled", "withdrawn", "enrolled", "enrolled", "waiting1"]
    moved = one("W0004")
    assert (done.replacement_id, moved.replaces_id) == (moved.pk, left.pk)
    assert "W0002" in moved.reason_ko
    assert "대기 1번" in moved.reason_ko
    assert "W0004" in done.why.ko
    assert one("W0002").reason_en == "It has closed."
    assert StatusChange.objects.filter(thing_key=moved.workflow_key()).last().actor_key == "rules"


def test_a_replacement_keeps_the_quotas(season):
    applied(season, "서울", "부산", "부산", "서울", "부산")
    seasons.set_quotas(season_id=season.pk, version=season.version, by=OFFICE, quotas=[QuotaValue("region", "seoul", 0, 1)])
    decisions.decide_enrolment(season_id=season.pk, by=OFFICE)
    assert statuses(season) == ["enrolled", "enrolled", "enrolled", "waiting1", "waiting2"]
    done = decisions.withdraw_application(application_id=one("W0002").pk, reason=WHY, by=OFFICE)
    assert one("W0005").status == "enrolled"
    assert "건너뛰었습니다" in one("W0005").reason_ko
    assert statuses(season)[3] == "waiting1"
    assert done.replacement_name == "바른은행 5지점"


def test_withdrawing_from_the_waiting_list_moves_the_places_up(season):
    applied(season, *["서울"] * 6)
    decisions.decide_enrolment(season_id=season.pk, by=OFFICE)
    done = decisions.withdraw_application(application_id=one("W0004").pk, reason=WHY, by=OFFICE)
    assert done.replacement_id is None
    assert statuses(season)[3:] == ["withdrawn", "waiting1", "waiting2"]


def test_nobody_moves_up_from_an_empty_list(season):
    applied(season, "서울")
    decisions.decide_enrolment(season_id=season.pk, by=OFFICE)
    done = decisions.withdraw_application(application_id=one("W0001").pk, reason=WHY, by=OFFICE)
    assert (done.replacement_id, bool(done.why.ko)) == (None, True)
    with pytest.raises(Conflict):
        decisions.withdraw_application(application_id=one("W0001").pk, reason=WHY, by=OFFICE)


def test_an_enrolled_workplace_does_not_withdraw_without_a_reason(season):
    applied(season, "서울")
    decisions.decide_enrolment(season_id=season.pk, by=OFFICE)
    with pytest.raises(Conflict):
        decisions.withdraw_application(application_id=one("W0001").pk, reason=Text("", ""), by=OFFICE)
    assert one("W0001").status == "enrolled"


def test_a_clerk_may_overrule_the_rules_with_a_reason(season):
    applied(season, "서울", "서울", "서울", "서울")
    decisions.decide_enrolment(season_id=season.pk, by=OFFICE)
    decisions.judge(application_id=one("W0004").pk, eligible=False, reason=WHY, by=OFFICE)
    assert (one("W0004").status, one("W0004").waiting_place, one("W0004").is_eligible) == ("not_eligible", None, False)
    decisions.judge(application_id=one("W0004").pk, eligible=True, reason=WHY, by=OFFICE)
    assert one("W0004").is_eligible
    with pytest.raises(Conflict):
        decisions.judge(application_id=one("W0004").pk, eligible=False, reason=Text("", ""), by=OFFICE)


def test_one_day_with_more_applicants_than_places_needs_a_lottery(season):
    rows = [row(n, 신청일="2017-04-03") for n in range(1, 6)]
    staged = intake.stage_import(data=xlsx(rows), file_name="a.xlsx", season_id=season.pk, by=OFFICE)
    intake.apply_import(draft_id=staged.draft_id, by=OFFICE)
    plan = decisions.plan_enrolment(season_id=season.pk, by=OFFICE)
    assert (plan.lottery_needed, plan.tied) == (True, 5)
    with pytest.raises(Conflict) as conflict:
        decisions.decide_enrolment(season_id=season.pk, by=OFFICE)
    assert "추첨" in conflict.value.reason.ko


@pytest.mark.parametrize("by", [offices.AUDITOR, offices.region_office("seoul"), offices.manager(1)])
def test_only_the_office_decides(season, by):
    applied(season, "서울")
    for decide in (decisions.plan_enrolment, decisions.decide_enrolment):
        with pytest.raises(Refused):
            decide(season_id=season.pk, by=by)
    with pytest.raises(Refused):
        decisions.judge(application_id=one("W0001").pk, eligible=False, reason=WHY, by=by)


def test_a_region_office_and_a_manager_withdraw_only_their_own(season):
    applied(season, "서울", "부산")
    for by in (offices.region_office("busan"), offices.manager(one("W0002").workplace_id)):
        with pytest.raises(Refused):
            decisions.withdraw_application(application_id=one("W0001").pk, reason=WHY, by=by)
    decisions.withdraw_application(application_id=one("W0001").pk, reason=WHY, by=offices.region_office("seoul"))


def test_deciding_takes_no_statement_per_workplace(season, django_assert_max_num_queries):
    applied(season, *["서울"] * 28)
    with django_assert_max_num_queries(30):
        decisions.decide_enrolment(season_id=season.pk, by=OFFICE)


def test_a_decision_cut_off_anywhere_comes_out_the_same_when_run_again(season, monkeypatch):
    from jikim.shared.imports import slices as intake_batches

    applied(season, *["서울", "부산", "제주"] * 3)
    seasons.set_quotas(season_id=season.pk, version=season.version, by=OFFICE, quotas=[QuotaValue("region", "jeju", 1)])
    expected = decisions.plan_enrolment(season_id=season.pk, by=OFFICE)
    monkeypatch.setattr(intake_batches, "_FIRST_ROWS", 2)
    given = decisions._give

    def cut(*args):
        given(*args)
        raise KeyboardInterrupt

    monkeypatch.setattr(decisions, "_give", cut)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            decisions.decide_enrolment(season_id=season.pk, by=OFFICE)
    monkeypatch.setattr(decisions, "_give", given)
    decisions.decide_enrolment(season_id=season.pk, by=OFFICE)
    assert {one("W0001").status, one("W0002").status} == {"enrolled"}
    assert [a.workplace.number for a in Application.objects.filter(status="enrolled").order_by("pk")] == sorted(p.number for p in expected.enrolled)
    assert [a.workplace.number for a in Application.objects.filter(status="waiting").order_by("waiting_place")] == [p.number for p in expected.waiting]
    assert sorted(Application.objects.filter(status="waiting").values_list("waiting_place", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_an_edit_of_the_rules_asks_for_the_verdicts_to_be_given_again(season):
    applied(season, "서울", "서울", "부산", "서울", "제주")
    decisions.decide_enrolment(season_id=season.pk, by=OFFICE)
    decisions.judge(application_id=one("W0005").pk, eligible=False, reason=WHY, by=OFFICE)
    seasons.edit_season(season_id=season.pk, version=season.version, values={"minimum_service_workers": 41, "intensive_target": 1}, by=OFFICE)
    assert decisions.plan_enrolment(season_id=season.pk, by=OFFICE).stale == 1  # W0004 waits; the enrolled keep their places
    with pytest.raises(Conflict):
        decisions.decide_enrolment(season_id=season.pk, by=OFFICE)
    assert decisions.judge_again(season_id=season.pk, by=OFFICE) == 1
    assert statuses(season) == ["enrolled", "enrolled", "enrolled", "not_eligible", "not_eligible"]
    assert "41명" in one("W0004").reason_ko
    seasons.edit_season(season_id=season.pk, version=2, values={"minimum_service_workers": 10}, by=OFFICE)
    assert decisions.judge_again(season_id=season.pk, by=OFFICE) == 1
    assert statuses(season)[3:] == ["eligible", "not_eligible"]  # a clerk's own verdict stays
    assert decisions.judge_again(season_id=season.pk, by=OFFICE) == 0
    with pytest.raises(Refused):
        decisions.judge_again(season_id=season.pk, by=offices.AUDITOR)


def test_the_waiting_list_closes_when_one_on_it_is_judged_not_eligible(season):
    applied(season, *["서울"] * 6)
    decisions.decide_enrolment(season_id=season.pk, by=OFFICE)
    staged = intake.stage_import(data=xlsx([row(4, 고객응대근로자수=2, 신청일="2017-04-04")]), file_name="b.xlsx", season_id=season.pk, by=OFFICE)
    intake.apply_import(draft_id=staged.draft_id, update=True, by=OFFICE)
    assert statuses(season)[3:] == ["not_eligible", "waiting1", "waiting2"]
