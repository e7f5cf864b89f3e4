"""Throttles count together over all processes, per key and window, and keep no address."""

from __future__ import annotations

import datetime as dt
import threading
import time

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from jikim.shared.throttle import Limit, sender, throttled

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def a_cache_table() -> None:
    call_command("createcachetable", verbosity=0)
    cache.clear()


LIMIT = Limit("code", tries=3, seconds=60)


def test_it_lets_so_many_through_and_then_says_how_long() -> None:
    assert [LIMIT.wait_seconds("a", at=600.0) for _ in range(3)] == [0, 0, 0]
    assert LIMIT.wait_seconds("a", at=610.0) == 51
    assert LIMIT.wait_seconds("b", at=610.0) == 0
    assert LIMIT.wait_seconds("a", at=661.0) == 0


def test_no_key_is_stored_readable() -> None:
    LIMIT.wait_seconds("203.0.113.77")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM jikim_cache")
        assert "203.0.113.77" not in str(cursor.fetchall())


def test_no_row_tells_the_second_of_a_try() -> None:
    """A worker who mistypes the code leaves a count until the window ends, whenever within it that was."""
    window = 24 * 3600
    limit, start = Limit("worker_code", tries=3, seconds=window), time.time() // window * window
    limit.wait_seconds("a")
    with connection.cursor() as cursor:
        cursor.execute("SELECT expires FROM jikim_cache")
        (found,) = [row[0] for row in cursor.fetchall()]
    ends = dt.datetime.fromisoformat(str(found)).replace(tzinfo=dt.UTC).timestamp()
    assert start + window <= ends <= start + window + 10


def test_a_view_answers_429_with_retry_after() -> None:
    @throttled(Limit("view", tries=1, seconds=60))
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("ok")

    make = RequestFactory()
    assert view(make.post("/")).status_code == 200
    assert view(make.get("/")).status_code == 200, "only posts count"
    refused = view(make.post("/"))
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 61
    assert view(make.post("/", REMOTE_ADDR="198.51.100.9")).status_code == 200


def test_many_at_once_are_all_counted() -> None:
    limit, waits = Limit("crowd", tries=5, seconds=3600), []

    def go() -> None:
        try:
            waits.append(limit.wait_seconds("a", at=7200.0))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert waits.count(0) == 5


def test_asking_how_long_to_wait_counts_nothing() -> None:
    """For doors where only failures count: right codes may come as often as they like."""
    limit = Limit("waiting", 2, 60)
    for _ in range(5):
        assert limit.waiting("a", at=1000.0) == 0
    assert limit.wait_seconds("a", at=1000.0) == 0
    assert limit.waiting("a", at=1000.0) == 0
    assert limit.wait_seconds("a", at=1000.0) == 0
    assert 0 < limit.waiting("a", at=1000.0) <= 61
    assert limit.waiting("b", at=1000.0) == 0
    assert limit.waiting("a", at=1080.0) == 0


@pytest.mark.parametrize(
    ("sent", "counted"),
    [
        ("203.0.113.77", "203.0.113.77"), ("203.0.113.77:50123", "203.0.113.77"), ("::ffff:203.0.113.77", "203.0.113.77"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"), ("[2001:db8:1:2:ffff::9]:443", "2001:db8:1:2::/64"), ("unknown", "unknown"),
    ],
)  # fmt: skip
def test_an_ipv6_household_and_a_proxys_ports_count_as_one_sender(sent: str, counted: str) -> None:
    assert sender(RequestFactory().get("/", REMOTE_ADDR=sent)) == counted
    proxied = RequestFactory().get("/", secure=True, headers={"X-Forwarded-For": f"1.2.3.4, {sent}"})
    assert sender(proxied) == counted
