"""Lists, details and exports: who sees what, and how many statements it takes."""

import pytest

from jikim.areas.enrolment.actions import intake
from jikim.areas.enrolment.models import Application
from jikim.areas.enrolment.queries.applications import (
    SORTS,
    ApplicationFilter,
    application_counts,
    application_slice,
    applications,
)
from jikim.areas.enrolment.queries.detail import application_detail, application_for_letter
from jikim.areas.enrolment.queries.export import export_applications
from jikim.areas.enrolment.queries.places import workplace, workplaces
from jikim.shared.access import Refused
from jikim.shared.audit.models import AuditRow
from jikim.shared.sheets import write_csv
from tests.areas.enrolment import offices
from tests.areas.enrolment.offices import OFFICE, row, xlsx

pytestmark = pytest.mark.django_db(databases=["default"])


@pytest.fixture
def season():
    found = offices.season()
    rows = [row(1), row(2, 시도="부산", 사업장명="나래고객센터", 업종코드="75991"), row(3, 시도="부산", 고객응대근로자수=3), row(4, 업종코드="00000", 업종명="무엇")]
    staged = intake.stage_import(data=xlsx(rows), file_name="a.xlsx", season_id=found.pk, by=OFFICE)
    intake.apply_import(draft_id=staged.draft_id, by=OFFICE)
    return found


def numbers(season, by=OFFICE, sort="number", **narrowed):
    return [one.number for one in applications(by=by, filters=ApplicationFilter(season.pk, **narrowed), sort=sort).rows]


@pytest.mark.parametrize(
    "narrowed, found",
    [
        ({}, ["W0001", "W0002", "W0003", "W0004"]), ({"statuses": frozenset({"not_eligible"})}, ["W0003"]), ({"regions": frozenset({"busan"})}, ["W0002", "W0003"]),
        ({"sectors": frozenset({"callcentre"})}, ["W0002"]), ({"eligible": False}, ["W0003"]), ({"warned": True}, ["W0004"]), ({"text": "나래"}, ["W0002"]),
        ({"text": "부산 3지점"}, ["W0003"]), ({"text": offices.business_number(1)}, ["W0001"]), ({"text": "%"}, []),
    ],
)  # fmt: skip
def test_a_list_is_narrowed(season, narrowed, found):
    assert numbers(season, **narrowed) == found


@pytest.mark.parametrize("sort", [*SORTS, *(f"-{key}" for key in SORTS), "nonsense"])
def test_every_sort_is_total(season, sort):
    assert sorted(numbers(season, sort=sort)) == ["W0001", "W0002", "W0003", "W0004"]


def test_sorts_turn_round(season):
    assert numbers(season, sort="-service_workers")[-1] == "W0003"
    assert numbers(season, sort="-number") == ["W0004", "W0003", "W0002", "W0001"]
    assert numbers(season, sort="status")[-1] == "W0003"


def test_pages_neither_repeat_nor_miss(season):
    pages = [applications(by=OFFICE, filters=ApplicationFilter(season.pk), page=page, per_page=3) for page in (1, 2, 99)]
    assert [len(page.rows) for page in pages] == [3, 1, 1]
    assert {page.total for page in pages} == {4}
    rows, total = application_slice(by=OFFICE, filters=ApplicationFilter(season.pk), window=slice(1, 3))
    assert ([one.number for one in rows], total) == (["W0002", "W0003"], 4)


@pytest.mark.parametrize("by, found", [(offices.region_office("busan"), ["W0002", "W0003"]), (offices.region_office(), []), (offices.AUDITOR, ["W0001", "W0002", "W0003", "W0004"])])
def test_a_seat_sees_what_it_reaches(season, by, found):
    assert numbers(season, by=by) == found
    assert sum(application_counts(by=by, season_id=season.pk).values()) == len(found)


def test_a_manager_sees_the_own_workplace_and_no_other(season):
    own, other = Application.objects.order_by("pk")[:2]
    by = offices.manager(own.workplace_id)
    assert numbers(season, by=by) == ["W0001"]
    assert application_detail(by=by, application_id=own.pk).line.number == "W0001"
    for ask in (application_detail, application_for_letter):
        with pytest.raises(Refused):
            ask(by=by, application_id=other.pk)


@pytest.mark.parametrize("per_page", [1, 4])
def test_a_list_takes_two_statements_however_long(season, django_assert_num_queries, per_page):
    with django_assert_num_queries(2):
        applications(by=OFFICE, filters=ApplicationFilter(season.pk), per_page=per_page)
    with django_assert_num_queries(1):
        application_counts(by=OFFICE, season_id=season.pk)


def test_a_detail_is_whole_and_its_reading_is_recorded(season):
    one = Application.objects.get(workplace__number="W0004")
    detail = application_detail(by=OFFICE, application_id=one.pk)
    assert (detail.contact_phone, detail.contact_email) == ("02-766-5516", "hs4@example.com")
    assert detail.warnings[0].en
    assert [step.target for step in detail.history] == ["eligible"]
    assert detail.address == "서울특별시 중구"
    assert AuditRow.objects.filter(verb="application.read", thing_key=one.workflow_key(), actor_key=OFFICE.key).count() == 1


def test_a_letter_carries_the_decision(season):
    facts = application_for_letter(by=OFFICE, application_id=Application.objects.get(status="not_eligible").pk)
    assert "3명" in facts.reason.ko
    assert facts.who_counts.en
    assert facts.decided_on


@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_export_holds_what_is_shown_counts_and_is_recorded(season, language):
    out = export_applications(by=offices.region_office("busan"), filters=ApplicationFilter(season.pk), language=language)
    rows = list(out.rows)
    assert (out.total, len(rows), len(rows[0])) == (2, 2, len(out.columns))
    facts = AuditRow.objects.get(verb="applicants.export").facts
    assert facts["rows"] == 2
    with pytest.raises(Refused):
        export_applications(by=offices.AUDITOR, filters=ApplicationFilter(season.pk))


@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_export_sent_back_changes_nothing(season, language):
    out = export_applications(by=OFFICE, filters=ApplicationFilter(season.pk), language=language)
    content = b"".join(write_csv(out.columns, out.rows, language=language))
    done = intake.stage_import(data=content, file_name="a.csv", season_id=season.pk, by=OFFICE)
    assert (done.rows, done.unchanged, done.differences) == (4, 4, ())


def test_later_rooms_get_workplaces_without_contacts(season):
    assert [one.number for one in workplaces(season_id=season.pk)] == ["W0001", "W0002", "W0004"]
    assert workplace(season_id=season.pk, number="W0003").is_eligible is False
    assert not hasattr(workplaces(season_id=season.pk)[0], "contact_phone")
