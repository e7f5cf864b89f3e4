"""jikim plan: makes a draft, accepts it, says each step and why it cannot."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from typer.testing import CliRunner, Result

from jikim.areas.dispatch.models import Appointment, Plan
from jikim.config.cli import app
from tests.areas.dispatch.planned import ready
from tests.areas.enrolment.made import season

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_march(settings: object) -> None:
    settings.JIKIM_TODAY = dt.date(2017, 3, 29)  # type: ignore[attr-defined]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["plan", *arguments])


def test_a_draft_is_made_and_accepted() -> None:
    ready(4)
    made = run("make", "--seed", "3", "--json")
    said = json.loads(made.stdout)
    assert made.exit_code == 0
    assert (said["status"], said["seed"], said["served"], said["visits"]) == ("draft", 3, 5, 15)
    assert "Working out who goes where and when" in made.stderr
    assert not Appointment.objects.exists()
    done = json.loads(run("accept", "--json").stdout)
    assert (done["plan"], done["status"]) == (said["plan"], "accepted")
    assert Appointment.objects.count() == 15


def test_it_says_why_there_is_nothing_to_accept() -> None:
    season()
    refused = run("accept")
    assert refused.exit_code == 1
    assert "jikim plan make" in refused.stderr


def test_it_says_that_nobody_is_enrolled() -> None:
    season()
    refused = run("make")
    assert refused.exit_code == 1
    assert "No workplace is enrolled yet" in refused.stderr
    assert not Plan.objects.exists()


def test_a_season_that_is_not_there_is_named() -> None:
    season()
    assert "There is no season 77" in run("make", "--season", "77").stderr
