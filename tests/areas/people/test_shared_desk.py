"""Desks are shared: what a signed-in person saw is kept by no browser."""

from __future__ import annotations

import pytest
from django.test import Client

from jikim.rules.access import Role
from tests.areas.people.making import person, signed_in

pytestmark = pytest.mark.django_db


def test_pages_of_a_signed_in_person_are_not_stored() -> None:
    client = signed_in(Client(), person(Role.OFFICE))
    assert "no-store" in client.get("/home/").headers["Cache-Control"]


def test_public_pages_may_be_stored() -> None:
    assert "no-store" not in Client().get("/").headers.get("Cache-Control", "")
