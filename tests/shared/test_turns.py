"""A turn: what is asked within it is still true when it is written, whoever comes in between."""

from __future__ import annotations

from itertools import count
from uuid import uuid4

import pytest
from django.db import connection, transaction

from jikim.areas.people.models import Organisation
from jikim.shared.turns import turn
from tests.meeting import meetings

pytestmark = pytest.mark.django_db(transaction=True)
places = count(1)


def next_number(place: str) -> int:
    """One more than there are: wrong as soon as somebody adds one between the question and the deed."""
    number = Organisation.objects.filter(business_number=place).count() + 1
    Organisation.objects.create(kind="employer", name=str(uuid4()), business_number=place)
    return number


def in_turn(place: str) -> int:
    with turn("number", place):
        return next_number(place)


def in_a_transaction(place: str) -> int:
    with transaction.atomic():
        return next_number(place)


def test_nobody_comes_between() -> None:
    for meeting in meetings(lambda: str(next(places)), in_turn):
        assert sorted(meeting.results) == [1, 2], meeting


def test_a_transaction_alone_is_no_turn_on_postgresql() -> None:
    """What a turn is for, seen without one."""
    doubled = [meeting for meeting in meetings(lambda: str(next(places)), in_a_transaction) if meeting.first == meeting.second]
    assert bool(doubled) == (connection.vendor == "postgresql")


def test_another_name_does_not_wait() -> None:
    """On PostgreSQL whoever decides something else ends while the first still holds its turn."""
    ended: list[str] = []

    def first(place: str) -> None:
        in_turn(place)
        ended.append("first")

    def second(place: str) -> None:
        in_turn(f"-{place}")
        ended.append("second")

    for meeting in meetings(lambda: str(next(places)), first, second):
        assert meeting.results == [None, None]
        assert ended == (["second", "first"] if connection.vendor == "postgresql" else ["first", "second"])
        ended.clear()
