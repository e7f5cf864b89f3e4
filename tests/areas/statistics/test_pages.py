"""The pages of rounds and reports: who reaches which, in both languages, and what never shows."""

from __future__ import annotations

import pytest
from django.test import Client

from jikim.areas.people.models import Person, Seat
from jikim.areas.statistics import public as statistics
from jikim.areas.statistics.models import Release
from jikim.areas.surveys import public as surveys
from jikim.areas.surveys.models import Round
from jikim.rules.access import Role
from jikim.shared.audit.models import AuditRow
from jikim.shared.clock import now
from jikim.shared.documents import fonts_present
from jikim.vault.keys import make_keys
from tests.areas.dispatch.planned import account_of, appointment
from tests.areas.surveys.making import CONSOLE, imported, rows, season, small_season, workplace

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def released(settings: object) -> dict[str, Release]:
    settings.JIKIM_DEMO = True  # type: ignore[attr-defined]
    make_keys()
    small_season()
    surveys.close_rounds(season_id=season().pk, by=CONSOLE)
    statistics.release_rounds(season_id=season().pk, by=CONSOLE)
    return {one.workplace.number: one for one in Release.objects.select_related("workplace")}


def seated(role: Role, *keys: object, language: str = "ko") -> Client:
    """Somebody in that seat, signed in."""
    person = Person.objects.create(email=f"{role}{Person.objects.count()}@example.com", name="김하늘", is_demo=True)
    Seat.objects.create(person=person, role=role, reach_keys=[str(key) for key in keys], since=now())
    client = Client(headers={"accept-language": language})
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["jikim_language"] = language
    return client


def test_the_office_lists_every_report(released: dict[str, Release]) -> None:
    page = seated(Role.OFFICE).get("/reports/").content.decode()
    assert all(number in page for number in released)
    assert "5명 미만" in page


def test_a_region_lists_its_own(released: dict[str, Release]) -> None:
    assert "W0001" in seated(Role.REGION, "seoul").get("/reports/").content.decode()
    assert "W0001" not in seated(Role.REGION, "busan").get("/reports/").content.decode()


def test_a_manager_reaches_the_own_report_only(released: dict[str, Release]) -> None:
    own, other = released["W0001"], released["W0002"]
    client = seated(Role.MANAGER, own.workplace_id)
    listed = client.get("/reports/").content.decode()
    assert "W0001" in listed
    assert "W0002" not in listed
    assert client.get(f"/reports/{own.pk}/").status_code == 200
    assert client.get(f"/reports/{other.pk}/").status_code == 403
    assert client.get(f"/reports/{other.pk}/report-ko.pdf").status_code == 403
    assert client.post("/reports/release/").status_code == 403
    assert client.get("/rounds/").status_code == 403


@pytest.mark.parametrize("role", [Role.AGENCY, Role.CONSULTANT])
def test_who_has_no_workplace_yet_sees_none(released: dict[str, Release], role: Role) -> None:
    client = seated(role, "7")
    assert "W0001" not in client.get("/reports/").content.decode()
    assert client.get(f"/reports/{released['W0001'].pk}/").status_code == 403


def test_whoever_visits_a_workplace_reads_its_report_and_no_other(released: dict[str, Release]) -> None:
    own, other = released["W0001"], released["W0002"]
    visit = appointment(place=own.workplace)
    person, _ = account_of(visit.consultant)
    organisation = visit.consultant.agency.organisation_id
    for client in (seated(Role.CONSULTANT, person.key), seated(Role.AGENCY, organisation)):
        listed = client.get("/reports/").content.decode()
        assert "W0001" in listed
        assert "W0002" not in listed
        assert client.get(f"/reports/{own.pk}/").status_code == 200
        assert client.get(f"/reports/{other.pk}/").status_code == 403
    visit.status = "cancelled"
    visit.save()
    gone = seated(Role.CONSULTANT, person.key)
    assert "W0001" not in gone.get("/reports/").content.decode()
    assert gone.get(f"/reports/{own.pk}/").status_code == 403


@pytest.mark.parametrize("role", [Role.EXPERT, Role.COUNSELLOR, Role.KEYING, Role.JUROR, Role.EDITOR, Role.AUDITOR])
def test_other_seats_have_no_reports(released: dict[str, Release], role: Role) -> None:
    client = seated(role, "1")
    assert client.get("/reports/").status_code == 403
    assert client.get(f"/reports/{released['W0001'].pk}/report-ko.pdf").status_code == 403


@pytest.mark.parametrize(
    ("language", "says"), [("ko", ["부서별 결과", "먼저 할 일 세 가지", "시험용"]), ("en", ["Results by unit", "Three things to do first"])]
)
def test_the_page_shows_the_released_figures(released: dict[str, Release], language: str, says: list[str]) -> None:
    one = released["W0001"]
    page = seated(Role.MANAGER, one.workplace_id, language=language).get(f"/reports/{one.pk}/").content.decode()
    assert not [words for words in says if words not in page]
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in page
    assert 'aria-label="' in page
    assert AuditRow.objects.filter(verb="report.read", thing_key=str(one.pk)).exists()


@pytest.mark.parametrize("number", ["W0010", "W0004X"])
def test_the_other_forms_have_a_page_too(released: dict[str, Release], number: str) -> None:
    one = released[number]
    response = seated(Role.OFFICE).get(f"/reports/{one.pk}/")
    assert response.status_code == 200
    assert "먼저 할 일" in response.content.decode()


@pytest.mark.skipif(not fonts_present(), reason="the document fonts are not built")
def test_the_pdf_is_a_download_no_cache_keeps(released: dict[str, Release]) -> None:
    one = released["W0001"]
    response = seated(Role.MANAGER, one.workplace_id).get(f"/reports/{one.pk}/report-en.pdf")
    assert response.content.startswith(b"%PDF")
    assert response["Cache-Control"] == "private, no-store"
    assert 'filename="W0001-en.pdf"' in response["Content-Disposition"]
    assert AuditRow.objects.filter(verb="report.download").count() == 1


@pytest.mark.parametrize("places", [1, 3])
def test_the_lists_ask_the_same_whatever_their_length(
    places: int, settings: object, django_assert_max_num_queries: object
) -> None:
    settings.JIKIM_DEMO = True  # type: ignore[attr-defined]
    make_keys()
    for i in range(places):
        workplace(f"W{i:04d}")
        imported(rows(f"W{i:04d}", (6,), seed=i))
    surveys.close_rounds(season_id=season().pk, by=CONSOLE)
    statistics.release_rounds(season_id=season().pk, by=CONSOLE)
    client = seated(Role.OFFICE)
    client.get("/reports/"), client.get("/rounds/")
    for address in ("/reports/", "/rounds/"):
        with django_assert_max_num_queries(16):  # type: ignore[operator]
            assert client.get(address).status_code == 200


def test_the_office_closes_and_releases_by_hand(settings: object) -> None:
    settings.JIKIM_DEMO = True  # type: ignore[attr-defined]
    make_keys()
    workplace("W0001"), workplace("W0002")
    imported([*rows("W0001", (12,)), *rows("W0002", (3,))])
    client, first = seated(Role.OFFICE), Round.objects.order_by("pk")[0]
    page = client.get("/rounds/").content.decode()
    assert "5명 미만" in page, "a count under five is shown"
    assert client.get(f"/rounds/{first.pk}/close/").status_code == 405
    assert client.post(f"/rounds/{first.pk}/close/", follow=True).status_code == 200
    assert "마감" in client.get(f"/rounds/{first.pk}/").content.decode()
    client.post("/reports/release/")
    assert [one.round_id for one in Release.objects.all()] == [first.pk]
    client.post("/rounds/close/"), client.post("/reports/release/")
    assert Release.objects.count() == 2


def test_the_list_comes_out_as_a_sheet(released: dict[str, Release]) -> None:
    response = seated(Role.OFFICE).get("/reports/?export=csv")
    text = b"".join(response.streaming_content if response.streaming else [response.content]).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert len(text.strip().splitlines()) == 1 + len(released) + 1  # heading, rows, and the count at the end
    assert "5명 미만" in text
