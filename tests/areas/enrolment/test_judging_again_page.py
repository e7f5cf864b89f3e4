"""The page that says verdicts are out of date, and the button that gives them again."""

import pytest
from django.test import Client
from django.urls import reverse

from jikim.areas.enrolment.actions import intake
from jikim.areas.enrolment.models import Application
from jikim.rules.access import Role
from tests.areas.enrolment import offices
from tests.areas.enrolment.offices import OFFICE, row, xlsx
from tests.areas.people.making import person, signed_in

pytestmark = pytest.mark.django_db


def test_the_office_judges_again_and_then_decides(client: Client) -> None:
    season = offices.season()
    staged = intake.stage_import(data=xlsx([row(1), row(2, 고객응대근로자수=50)]), file_name="a.xlsx", season_id=season.pk, by=OFFICE)
    intake.apply_import(draft_id=staged.draft_id, by=OFFICE)
    season.minimum_service_workers = 45
    season.save()
    signed_in(client, person(Role.OFFICE))
    page = reverse("enrolment", args=[season.pk])
    shown = client.get(page).content.decode()
    assert "먼저 다시 판정해야 합니다" in shown
    assert client.post(page).status_code == 409
    assert client.post(page, {"do": "judge_again"}, follow=True).status_code == 200
    assert "먼저 다시 판정해야 합니다" not in client.get(page).content.decode()
    client.post(page)
    assert list(Application.objects.order_by("pk").values_list("status", flat=True)) == ["not_eligible", "enrolled"]
