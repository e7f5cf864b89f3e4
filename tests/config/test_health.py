"""What the machine that watches asks."""

from __future__ import annotations

import pytest
from django.db import connections
from django.test import Client, RequestFactory

from jikim.config.health import live, ready


def test_live_asks_no_database() -> None:
    response = live(RequestFactory().get("/health/live"))
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"


def test_the_watching_machine_may_ask_by_number(client: Client) -> None:
    assert client.get("/health/live", headers={"host": "10.0.0.7:8000"}).status_code == 200
    assert client.get("/", headers={"host": "10.0.0.7:8000"}).status_code == 400


@pytest.mark.django_db(databases=["default", "vault"])
def test_ready_asks_both() -> None:
    assert ready(RequestFactory().get("/health/ready")).status_code == 200


@pytest.mark.django_db(transaction=True, databases=["default", "vault"])
def test_ready_says_which_one_is_away() -> None:
    kept = connections["vault"].settings_dict
    connections["vault"].close()
    connections["vault"].settings_dict = dict(kept, NAME="/nowhere/at/all", HOST="127.0.0.1", PORT="9")
    try:
        response = ready(RequestFactory().get("/health/ready"))
        assert response.status_code == 503
        assert b'"vault": "unavailable"' in response.content
        assert b'"default": "ok"' in response.content
    finally:
        connections["vault"].close()
        connections["vault"].settings_dict = kept
