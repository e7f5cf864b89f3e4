"""Workplaces, seats and changed entries for the tests of manuals."""

from __future__ import annotations

from typing import Any

from jikim.rules.access import Actor, Grant, Role
from jikim.rules.library.amend import entries_of, version_of
from jikim.shared.clock import now
from jikim.shared.library.models import ContentChange
from jikim.shared.library.overlay import documents
from tests.areas.enrolment.made import applied

OFFICE = Actor("person:1", "본부 김", (Grant(Role.OFFICE),))
EDITOR = Actor("person:2", "편집 이", (Grant(Role.EDITOR),))
SECOND = Actor("person:3", "편집 박", (Grant(Role.EDITOR),))


def manager_of(workplace_id: int) -> Actor:
    return Actor(f"person:{100 + workplace_id}", "담당 최", (Grant(Role.MANAGER, frozenset({str(workplace_id)})),))


def a_workplace(number: str, **values: Any) -> int:
    """`number` tells two of one test apart by name."""
    return int(applied(name=f"새봄고객센터 {number}", **values).workplace_id)


def changed(pack_id: str, key: str, **said: Any) -> ContentChange:
    """An approved change of one entry's title, as if two editors had made it."""
    document = documents()[pack_id]
    entry = dict(entries_of(document))[key]
    number = version_of(document, key) + 1
    return ContentChange.objects.create(
        pack_kind=document["kind"], pack_id=pack_id, entry_key=key, number=number, status="approved", status_since=now(),
        body={**entry, "title": {"ko": "시험으로 고침", "en": "Changed for a test"}, **said},
        edited_by_key="person:2", edited_by_name="편집 이", edited_at=now(),
    )  # fmt: skip
