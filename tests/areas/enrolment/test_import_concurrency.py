"""Two clerks send the same sheet at the same moment."""

import threading
from dataclasses import replace

import pytest
from django.db import connections

from jikim.areas.enrolment.actions import decisions, intake
from jikim.areas.enrolment.models import Application, Workplace
from tests.areas.enrolment import offices
from tests.areas.enrolment.offices import OFFICE, row, xlsx

pytestmark = pytest.mark.django_db(transaction=True, databases=["default"])


def together(*calls):
    """Run all at once, each on a connection of its own; what they return or raise."""
    start, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place, call):
        try:
            start.wait()
            results[place] = call()
        except Exception as raised:
            results[place] = raised
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, call)) for place, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_every_row_goes_in_once():
    season = offices.season()
    content = xlsx([row(n, 관리번호="") for n in range(1, 81)])
    drafts = [intake.stage_import(data=content, file_name="a.xlsx", season_id=season.pk, by=OFFICE).draft_id for _ in range(2)]
    done = together(*(lambda pk=pk: intake.apply_import(draft_id=pk, by=OFFICE) for pk in drafts))
    assert [one.rejected for one in done] == [0, 0]
    assert sum(one.imported for one in done) == 80
    assert sum(one.unchanged for one in done) == 80
    assert Workplace.objects.count() == Application.objects.filter(status="eligible").count() == 80
    assert set(Workplace.objects.values_list("number", flat=True)) == {f"W{n:04d}" for n in range(1, 81)}


def test_a_place_is_given_once_when_two_withdraw_and_two_decide():
    season = offices.season()
    season.target = 3
    season.save()
    staged = intake.stage_import(data=xlsx([row(n, 신청일=f"2017-04-{n:02d}") for n in range(1, 8)]), file_name="a.xlsx", season_id=season.pk, by=OFFICE)
    intake.apply_import(draft_id=staged.draft_id, by=OFFICE)
    together(*[lambda: decisions.decide_enrolment(season_id=season.pk, by=OFFICE)] * 2)
    assert Application.objects.filter(status="enrolled").count() == 3
    leaving = list(Application.objects.filter(status="enrolled").values_list("pk", flat=True))[:2]
    why = intake.Text("그만둡니다.", "We stop.")
    together(*(lambda pk=pk: decisions.withdraw_application(application_id=pk, reason=why, by=OFFICE) for pk in leaving))
    assert Application.objects.filter(status="enrolled").count() == 3
    assert sorted(Application.objects.filter(status="waiting").values_list("waiting_place", flat=True)) == [1, 2]
    assert Application.objects.exclude(replaces=None).count() == 2


def test_places_counted_before_somebody_gave_them_give_none_again():
    """The count of taken places and the list of those in line are read one after the other: whoever decides in between is found."""
    season = offices.season()
    season.target = 3
    season.save()
    staged = intake.stage_import(data=xlsx([row(n, 신청일=f"2017-04-{n:02d}") for n in range(1, 8)]), file_name="a.xlsx", season_id=season.pk, by=OFFICE)
    intake.apply_import(draft_id=staged.draft_id, by=OFFICE)
    decisions.decide_enrolment(season_id=season.pk, by=OFFICE)
    as_if_free = [replace(one, place=0) for one in decisions.plan_for(season).waiting[:3]]
    with pytest.raises(decisions.Conflict):
        decisions._give(season, as_if_free, 0, OFFICE)
    assert Application.objects.filter(status="enrolled").count() == 3


def test_a_number_taken_meanwhile_in_small_letters_is_taken():
    season = offices.season()
    one = intake.stage_import(data=xlsx([row(1, 관리번호="W0001")]), file_name="a.xlsx", season_id=season.pk, by=OFFICE).draft_id
    plan = intake._staged(one, OFFICE)[1]
    other = intake.stage_import(data=xlsx([row(2, 관리번호="w0001")]), file_name="b.xlsx", season_id=season.pk, by=OFFICE).draft_id
    intake.apply_import(draft_id=other, by=OFFICE)
    written = intake.write_plan(plan, update=False, file_hash="", by=OFFICE)
    assert [row.outcome for row in written.placed.values()] == ["error"]
