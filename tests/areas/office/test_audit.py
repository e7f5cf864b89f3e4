"""The auditor's page: finds, exports with a record of it, and opens for no other seat."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client

from jikim.rules.access import Actor, Role
from jikim.shared import audit
from jikim.shared.audit.models import AuditRow
from jikim.shared.audit.sealer import seal_all
from tests.areas.people import making

pytestmark = pytest.mark.django_db


def page_of(role: Role) -> Client:
    return making.signed_in(Client(), making.person(role, ["11"]))


@pytest.fixture
def some_acts(settings):
    settings.JIKIM_DEMO = True
    audit.record(Actor("person:7", "김하늘"), "season.open", "season", 1, reason="일정 확정")
    audit.record(Actor("person:8", "박바다"), "application.withdrawn", "application", "1/W0001", reason="폐업")
    seal_all()


def test_the_auditor_finds_an_act(some_acts):
    html = page_of(Role.AUDITOR).get("/audit/?q=폐업").content.decode()
    assert "박바다" in html
    assert "1/W0001" in html
    assert "일정 확정" not in html


def test_the_filters_narrow(some_acts):
    html = page_of(Role.AUDITOR).get("/audit/?kind=season&verb=season.open").content.decode()
    assert "일정 확정" in html
    assert "폐업" not in html


def test_an_export_holds_all_rows_and_is_itself_recorded(some_acts):
    response = page_of(Role.AUDITOR).get("/audit/?export=csv&q=폐업")
    body = b"".join(response.streaming_content) if response.streaming else response.content
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert any("박바다" in cell for row in rows for cell in row)
    last = AuditRow.objects.order_by("-id")[0]
    assert (last.verb, last.thing_kind, last.facts["search"]) == ("export", "audit", "폐업")


@pytest.mark.parametrize("role", [Role.OFFICE, Role.REGION, Role.AGENCY, Role.MANAGER, Role.EDITOR])
def test_no_other_seat_reads_it(some_acts, role):
    response = page_of(role).get("/audit/")
    assert response.status_code == 403
    assert "박바다" not in response.content.decode()


def test_the_page_speaks_english(some_acts):
    client = page_of(Role.AUDITOR)
    client.cookies["jikim_language"] = "en"
    assert "Record of acts" in client.get("/audit/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_number_of_questions_however_long(some_acts, count, django_assert_max_num_queries):
    for number in range(count):
        audit.record(Actor.console(), "thing.changed", "thing", number)
    client = page_of(Role.AUDITOR)
    client.get("/audit/")
    with django_assert_max_num_queries(16):
        client.get("/audit/")
