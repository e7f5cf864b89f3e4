"""The operator's commands for people: the way back when no office seat is left."""

from __future__ import annotations

import json
import re

import pytest
from allauth.mfa.models import Authenticator
from typer.testing import CliRunner

from jikim.areas.people.actions.invitations import accept_invitation
from jikim.areas.people.models import Invitation
from jikim.config.cli import app
from jikim.rules.access import Role
from jikim.shared.audit.models import AuditRow
from tests.areas.people.making import person

pytestmark = pytest.mark.django_db


def run(*arguments: str):
    return CliRunner().invoke(app, ["people", *arguments])


def test_an_office_is_invited_and_the_link_shown() -> None:
    done = run("invite-office", "boss@example.org", "--json")
    assert done.exit_code == 0, done.output
    found = re.search(r"/invitation/([\w-]+)/", done.output)
    assert found
    boss = accept_invitation(token=found[1], name="김본부", password="lighthouse under seven pigeons")
    assert boss.seats.get().role == Role.OFFICE
    assert AuditRow.objects.filter(verb="invitation.sent", actor_key="console").exists()


def test_wrong_calls_exit_2_and_refusals_1() -> None:
    assert run("invite-office", "nonsense").exit_code == 2
    assert run("invite-office", "a@example.org", "--language", "fr").exit_code == 2
    person(Role.OFFICE, email="boss@example.org")
    assert run("invite-office", "boss@example.org").exit_code == 1
    assert run("reset-second-step", "nobody@example.org", "--reason", "x").exit_code == 1
    assert not Invitation.objects.exists()


def test_a_lost_second_step_is_taken_away() -> None:
    boss = person(Role.OFFICE, email="boss@example.org")
    done = run("reset-second-step", "boss@example.org", "--reason", "lost telephone", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout) == {"person": boss.pk, "reset": True}
    assert not Authenticator.objects.filter(user=boss).exists()
    assert run("reset-second-step", "boss@example.org").exit_code == 2, "a reason is asked"
