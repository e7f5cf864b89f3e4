"""A season's plan from asking for a draft to appointments: what is kept, who may, two people at once, what a second plan leaves alone."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction

from jikim.areas.dispatch.actions import planning
from jikim.areas.dispatch.models import Appointment, Consultant, Plan, PlanLeft, PlanLine
from jikim.areas.dispatch.queries.figures import Figures, compared
from jikim.areas.dispatch.queries.question import question
from jikim.areas.dispatch.queries.terms import terms_of
from jikim.areas.enrolment.models import Workplace
from jikim.rules import dispatching as rules
from jikim.rules.words import NOTHING
from jikim.shared.access import Conflict, Refused
from tests.areas.dispatch.planned import OFFICE, agency_seat, ready
from tests.areas.enrolment.made import applied

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_march(settings):
    settings.JIKIM_TODAY = dt.date(2017, 3, 29)


def made(**values):
    return planning.make_plan(season_id=ready(**values).pk, by=OFFICE)


def test_a_draft_holds_every_visit_with_its_reason_and_keeps_the_rules() -> None:
    plan = made()
    assert (plan.status, plan.work, plan.problem.ko) == ("draft", "done", "")
    lines = list(PlanLine.objects.all())
    assert len(lines) == 18
    assert all(line.reason_ko and line.reason_en for line in lines)
    figures = Figures.read(plan.figures)
    assert figures is not None
    assert (figures.served, figures.left, figures.visits) == (6, 0, 18)
    assert figures.first_visits_done <= "2017-06-30", "the season's calendar sets the day"
    assert not Appointment.objects.exists(), "a draft touches nothing"


def test_the_same_seed_makes_the_same_plan() -> None:
    season = ready()
    values = []
    for _ in range(2):
        plan = planning.make_plan(season_id=season.pk, by=OFFICE, seed=7)
        values.append([(one.workplace_id, one.number, one.consultant_id, one.on, one.start) for one in plan.lines.order_by("workplace_id", "number")])
    assert values[0] == values[1]


def test_whoever_is_left_out_is_told_why() -> None:
    season = ready()
    from tests.areas.enrolment.made import enrolled

    enrolled(region="제주", latitude=33.5, longitude=126.5)
    plan = planning.make_plan(season_id=season.pk, by=OFFICE)
    left = PlanLeft.objects.get(plan=plan)
    assert left.rule == "region_not_covered"
    assert "제주" in left.explanation_ko
    assert left.change_ko
    assert plan.figures["left"] == 1


def test_a_place_nobody_knows_is_left_out_with_its_own_rule() -> None:
    season = ready()
    from tests.areas.enrolment.made import enrolled

    enrolled(region="제주")
    assert PlanLeft.objects.get(plan=planning.make_plan(season_id=season.pk, by=OFFICE)).rule == "no_place"


def test_closed_days_are_never_proposed() -> None:
    season = ready()
    shut = Workplace.objects.order_by("pk").first()
    Workplace.objects.filter(pk=shut.pk).update(particulars={
        "closed_days": ["mon", "tue", "wed"], "busy_periods": [{"from": "2017-04-01", "to": "2017-05-15"}],
    })  # fmt: skip
    plan = planning.make_plan(season_id=season.pk, by=OFFICE)
    days = [line.on for line in plan.lines.filter(workplace=shut)]
    assert len(days) == 3
    assert all(day.weekday() > 2 and day > dt.date(2017, 5, 15) for day in days)


def test_hours_a_workplace_named_are_kept_and_a_move_outside_needs_a_reason() -> None:
    season = ready()
    night = Workplace.objects.order_by("pk").first()
    Workplace.objects.filter(pk=night.pk).update(particulars={"visit_hours": [{"from": "18:00", "to": "02:00"}]})
    plan = planning.make_plan(season_id=season.pk, by=OFFICE)
    assert {line.start for line in plan.lines.filter(workplace=night)} == {dt.time(18)}
    planning.accept_plan(plan_id=plan.pk, by=OFFICE)
    one = Appointment.objects.filter(workplace=night, number=3).get()
    from jikim.areas.dispatch.actions.moving import move_appointment

    with pytest.raises(Conflict, match=r"outside the hours|방문 가능 시간"):
        move_appointment(appointment_id=one.pk, version=1, consultant_id=one.consultant_id, on=one.on, start=dt.time(10), reason=NOTHING, by=OFFICE)
    moved = move_appointment(appointment_id=one.pk, version=1, consultant_id=one.consultant_id, on=one.on, start=dt.time(20), reason=NOTHING, by=OFFICE)
    assert moved.start == dt.time(20)


def test_new_hours_make_a_draft_stale() -> None:
    plan = made()
    Workplace.objects.filter(pk=Workplace.objects.first().pk).update(particulars={"visit_hours": [{"from": "14:00", "to": "17:00"}]})
    with pytest.raises(Conflict):
        planning.accept_plan(plan_id=plan.pk, by=OFFICE)


def test_accepting_makes_appointments_and_a_second_time_is_refused() -> None:
    plan = made()
    planning.accept_plan(plan_id=plan.pk, by=OFFICE)
    assert Appointment.objects.filter(status="planned", plan=plan).count() == 18
    with pytest.raises(Conflict):
        planning.accept_plan(plan_id=plan.pk, by=OFFICE)
    assert Appointment.objects.count() == 18


def test_a_second_plan_leaves_confirmed_dates_alone() -> None:
    plan = made()
    planning.accept_plan(plan_id=plan.pk, by=OFFICE)
    kept = Appointment.objects.order_by("pk").first()
    from jikim.areas.dispatch.actions.moving import confirm_appointment

    confirm_appointment(appointment_id=kept.pk, version=1, by=OFFICE)
    # the others would gladly move: their consultant is away for two months
    other = Consultant.objects.get(pk=kept.consultant_id)
    second = planning.make_plan(season_id=plan.season_id, by=OFFICE, seed=5)
    planning.accept_plan(plan_id=second.pk, by=OFFICE)
    plan.refresh_from_db()
    assert plan.status == "replaced"
    now = Appointment.objects.get(pk=kept.pk)
    assert (now.on, now.start, now.consultant_id, now.status, now.pinned) == (kept.on, kept.start, other.pk, "confirmed", True)
    assert Appointment.objects.exclude(status="cancelled").count() == 18


def test_a_draft_made_from_older_facts_is_not_accepted() -> None:
    plan = made()
    Consultant.objects.update(days_per_month=3)
    with pytest.raises(Conflict, match="make it again"):
        planning.accept_plan(plan_id=plan.pk, by=OFFICE)
    assert not Appointment.objects.exists()


def test_a_second_draft_replaces_the_first_and_empties_it() -> None:
    first = made()
    second = planning.make_plan(season_id=first.season_id, by=OFFICE, seed=2)
    first.refresh_from_db()
    assert first.status == "discarded"
    assert not first.lines.exists()
    assert first.figures, "its figures stay for the record"
    assert Plan.objects.get(status="draft") == second


def test_two_people_at_once_and_the_second_is_told_who_was_faster() -> None:
    season = ready()
    planning.start_plan(season_id=season.pk, by=OFFICE)
    with pytest.raises(Conflict, match="started a draft"):
        planning.start_plan(season_id=season.pk, by=OFFICE)
    assert Plan.objects.count() == 1


def test_a_discarded_draft_gets_nothing_from_its_job() -> None:
    season = ready()
    plan = planning.start_plan(season_id=season.pk, by=OFFICE)
    planning.discard_plan(plan_id=plan.pk, by=OFFICE)
    planning.work_out_plan.func(plan.pk)
    assert not PlanLine.objects.exists()


def test_the_job_run_twice_does_no_harm() -> None:
    plan = made()
    planning.work_out_plan.func(plan.pk)
    assert PlanLine.objects.count() == 18


def test_a_plan_is_asked_for_only_with_somebody_to_send_and_to_visit() -> None:
    one = applied()
    with pytest.raises(Conflict, match="No workplace is enrolled"):
        planning.start_plan(season_id=one.season_id, by=OFFICE)


def test_only_the_office_plans() -> None:
    season = ready()
    who = Consultant.objects.select_related("agency").first()
    with pytest.raises(Refused), transaction.atomic():
        planning.start_plan(season_id=season.pk, by=agency_seat(who))


def test_a_what_if_shows_other_figures_and_touches_nothing() -> None:
    season = ready()
    from tests.areas.enrolment.made import enrolled

    enrolled(region="제주", latitude=33.5, longitude=126.5)
    plan = planning.make_plan(season_id=season.pk, by=OFFICE)
    agency = Consultant.objects.get(name="서산들").agency
    before = question(season_id=season.pk).digest()
    asked = planning.ask_what_if(plan_id=plan.pk, asked={"agency": agency.pk, "region": "jeju"}, by=OFFICE, queue=False)
    with pytest.raises(Conflict):
        planning.ask_what_if(plan_id=plan.pk, asked={"target": 3}, by=OFFICE)
    planning.work_out_what_if.func(asked.pk)
    asked.refresh_from_db()
    rows = {one.name.en: one for one in compared(Figures.read(plan.figures), Figures.read(asked.figures))}
    assert (rows["Workplaces served"].difference, rows["Workplaces served"].better) == (1, 1)
    assert (rows["Left out"].difference, rows["Left out"].better) == (-1, 1)
    assert question(season_id=season.pk).digest() == before
    assert plan.lines.count() == 18


def test_the_seasons_numbers_reach_the_rules() -> None:
    season = ready()
    season.visit_minutes, season.fair_share_times, season.visits_minutes = [[0, 90]], 3, 400
    season.save()
    asked = question(season_id=season.pk)
    assert terms_of(season.pk).first_visits_by == dt.date(2017, 6, 30)
    assert asked.model.season.visit_minutes == ((0, 90),)
    assert (asked.model.season.fair_share_times, asked.model.season.visits_minutes) == (3, 400)
    assert rules.check(asked.model, rules.solve(asked.model).visits) == ()


def test_two_consultants_of_one_name_stay_two() -> None:
    season = ready()
    Consultant.objects.filter(name="서산들").update(name="강하늘")
    assert {"강하늘", "강하늘 (2)"} <= set(question(season_id=season.pk).consultant_ids)
