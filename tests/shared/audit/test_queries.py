"""The auditor's search: finds by who, what, when and why, and opens for nobody else."""

from __future__ import annotations

import datetime as dt

import pytest

from jikim.rules.access import Actor, Grant, Role
from jikim.shared.access import Refused
from jikim.shared.audit.models import AuditRow
from jikim.shared.audit.queries import Search, audit_entries, audit_verbs
from jikim.shared.audit.record import row

pytestmark = pytest.mark.django_db

AUDITOR = Actor("person:9", "감사", (Grant(Role.AUDITOR),))
OFFICE = Actor("person:1", "본부", (Grant(Role.OFFICE),))


@pytest.fixture(autouse=True)
def some_rows() -> None:
    rows = [
        row(Actor("person:1", "김하늘"), "season.open", "season", 1, reason="일정 확정"),
        row(Actor("person:2", "Park Bada"), "application.enrolled", "application", "1/W0001"),
        row(Actor("person:2", "Park Bada"), "application.waiting", "application", "1/W0002", reason="quota reached"),
    ]
    for number, entry in enumerate(rows):
        entry.at = dt.datetime(2017, 4, 3 + number, 23, 30, tzinfo=dt.timezone(dt.timedelta(hours=9)))
    AuditRow.objects.bulk_create(rows)


@pytest.mark.parametrize(
    "search, keys",
    [
        (Search(), ["1/W0002", "1/W0001", "1"]),
        (Search(words="quota"), ["1/W0002"]),
        (Search(words="park enrolled"), ["1/W0001"]),
        (Search(who="김하늘"), ["1"]),
        (Search(who="person:2"), ["1/W0002", "1/W0001"]),
        (Search(verb="season.open"), ["1"]),
        (Search(thing_kind="application", thing_key="1/W0001"), ["1/W0001"]),
        (Search(since=dt.date(2017, 4, 5)), ["1/W0002"]),
        (Search(until=dt.date(2017, 4, 3)), ["1"]),
        (Search(words="%"), []),
    ],
)
def test_it_finds(search: Search, keys: list[str]) -> None:
    found = audit_entries(search, by=AUDITOR)
    assert [entry.thing_key for entry in found.entries] == keys
    assert found.total == len(keys)


def test_pages_hold_their_size_and_know_the_total() -> None:
    found = audit_entries(Search(), by=AUDITOR, first=1, size=1)
    assert ([entry.thing_key for entry in found.entries], found.total) == (["1/W0001"], 3)


def test_nobody_else_reads_it() -> None:
    with pytest.raises(Refused):
        audit_entries(Search(), by=OFFICE)
    with pytest.raises(Refused):
        audit_verbs(by=OFFICE)
    assert audit_verbs(by=AUDITOR) == ["application.enrolled", "application.waiting", "season.open"]
