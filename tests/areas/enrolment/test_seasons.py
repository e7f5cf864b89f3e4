"""Seasons: the default one, its edits with their history, and that no edit is lost."""

import datetime as dt

import pytest

from jikim.areas.enrolment.actions import seasons
from jikim.areas.enrolment.actions.errors import Invalid
from jikim.areas.enrolment.actions.seasons import HolidayValue, MilestoneValue, QuotaValue
from jikim.areas.enrolment.models import Season
from jikim.areas.enrolment.queries.seasons import (
    WhichSeason,
    call_state,
    season_changes,
    season_page,
    the_season,
)
from jikim.areas.enrolment.queries.seasons import seasons as season_lines
from jikim.shared.access import Conflict, Refused
from jikim.shared.audit.models import AuditRow
from tests.areas.enrolment import offices
from tests.areas.enrolment.offices import OFFICE

pytestmark = pytest.mark.django_db(databases=["default"])


@pytest.fixture
def season():
    return offices.season()


def test_the_default_season_is_that_of_2017(season):
    page = season_page(by=OFFICE, season_id=season.pk)
    assert (page.line.starts_on, page.line.ends_on) == (dt.date(2017, 4, 3), dt.date(2017, 11, 30))
    assert (page.line.target, page.intensive_target, page.minimum_service_workers) == (1000, 100, 10)
    assert (page.regions_admitted, page.sectors_admitted, page.quotas, page.call_closes_on) == ((), (), (), None)
    assert page.admits_earlier_seasons
    assert page.is_trial
    assert len(page.holidays) == 19
    # a paid holiday of workers by law, though no public holiday then
    assert dt.date(2017, 5, 1) in {h.on for h in page.holidays}
    assert "소속" in page.who_counts.ko
    assert "whoever employs them" in page.who_counts.en
    assert {m.key for m in page.milestones} >= {"season_begins", "safety_week", "season_ends"}
    assert call_state(season, dt.date(2017, 3, 1)).open


def test_it_is_made_once(season):
    assert offices.season().pk == season.pk
    assert Season.objects.count() == 1


def test_an_edit_keeps_what_it_was_who_when_and_why(season):
    seasons.edit_season(season_id=season.pk, version=1, by=OFFICE, reason="예산 변경",
                        values={"target": 900, "intensive_target": 100, "call_closes_on": dt.date(2017, 4, 28)})  # fmt: skip
    changes = season_changes(by=OFFICE, season_id=season.pk)
    assert {(c.field, c.before, c.after, c.reason, c.actor_name) for c in changes} == {
        ("target", "1000", "900", "예산 변경", "본부 김"), ("call_closes_on", "", "2017-04-28", "예산 변경", "본부 김"),
    }  # fmt: skip
    assert Season.objects.get().version == 2
    assert AuditRow.objects.get(verb="season.edited").facts["fields"] == ["call_closes_on", "target"]
    assert not call_state(Season.objects.get(), dt.date(2017, 4, 29)).open


def test_of_two_at_once_the_second_is_told(season):
    seasons.edit_season(season_id=season.pk, version=1, values={"target": 900}, by=OFFICE)
    with pytest.raises(Conflict):
        seasons.edit_season(season_id=season.pk, version=1, values={"intensive_target": 90}, by=OFFICE)
    with pytest.raises(Conflict):
        seasons.set_quotas(season_id=season.pk, version=1, quotas=[], by=OFFICE)
    assert Season.objects.get().intensive_target == 100


def test_nothing_changed_leaves_no_trace(season):
    seasons.edit_season(season_id=season.pk, version=1, values={"target": 1000}, by=OFFICE)
    seasons.set_quotas(season_id=season.pk, version=1, quotas=[], by=OFFICE)
    assert Season.objects.get().version == 1
    assert season_changes(by=OFFICE, season_id=season.pk) == ()


@pytest.mark.parametrize(
    "values, field",
    [
        ({"target": 0}, "target"), ({"ends_on": dt.date(2017, 1, 1)}, "ends_on"), ({"intensive_target": 1001}, "intensive_target"),
        ({"disclosure_minimum": 4}, "disclosure_minimum"), ({"regions_admitted": ["atlantis"]}, "regions_admitted"),
        ({"sectors_admitted": ["piracy"]}, "sectors_admitted"), ({"name_ko": ""}, "name_ko"),
        ({"call_opens_on": dt.date(2017, 5, 1), "call_closes_on": dt.date(2017, 4, 1)}, "call_closes_on"),
        ({"answers_kept_until": dt.date(2017, 11, 30)}, "answers_kept_until"),
    ],
)  # fmt: skip
def test_values_that_cannot_be_are_refused_and_nothing_changes(season, values, field):
    with pytest.raises(Invalid) as wrong:
        seasons.edit_season(season_id=season.pk, version=1, values=values, by=OFFICE)
    assert set(wrong.value.errors) == {field}
    assert Season.objects.get().version == 1


def test_quotas_milestones_and_holidays_are_replaced_with_history(season):
    seasons.set_quotas(season_id=season.pk, version=1, by=OFFICE, quotas=[QuotaValue("region", "jeju", 5, 20), QuotaValue("sector", "retail", 0, None)])
    seasons.set_milestones(season_id=season.pk, version=2, by=OFFICE, milestones=[MilestoneValue("kick_off", "발대식", "Kick-off", dt.date(2017, 4, 3))])
    seasons.set_holidays(season_id=season.pk, version=3, by=OFFICE, reason="근로자의 날 추가", holidays=[HolidayValue(dt.date(2017, 5, 1), "근로자의 날", "Workers' Day")])
    page = season_page(by=OFFICE, season_id=season.pk)
    assert [(q.key, q.minimum, q.maximum, q.name.ko) for q in page.quotas] == [("jeju", 5, 20, "제주특별자치도")]
    assert [m.key for m in page.milestones] == ["kick_off"]
    assert [h.on for h in page.holidays] == [dt.date(2017, 5, 1)]
    assert [c.field for c in season_changes(by=OFFICE, season_id=season.pk)] == ["holidays", "milestones", "quotas"]


@pytest.mark.parametrize("quotas", [[QuotaValue("region", "atlantis", 1)], [QuotaValue("region", "jeju", 5, 4)], [QuotaValue("region", "jeju", 1), QuotaValue("region", "jeju", 2)]])
def test_impossible_quotas_are_refused(season, quotas):
    with pytest.raises(Invalid):
        seasons.set_quotas(season_id=season.pk, version=1, quotas=quotas, by=OFFICE)


def test_the_only_season_is_meant_and_several_are_listed(season):
    assert the_season() == season
    other = offices.season(2018)
    assert the_season(other.pk) == other
    with pytest.raises(WhichSeason) as unclear:
        the_season()
    assert unclear.value.seasons == (season, other)
    with pytest.raises(WhichSeason):
        the_season(999)


def test_who_may_edit_and_who_may_see(season):
    assert [one.id for one in season_lines(by=offices.AUDITOR)] == [season.pk]
    for by in (offices.AUDITOR, offices.region_office("seoul")):
        with pytest.raises(Refused):
            seasons.edit_season(season_id=season.pk, version=1, values={"target": 5}, by=by)
    with pytest.raises(Refused):
        season_page(by=offices.manager(1), season_id=season.pk)
