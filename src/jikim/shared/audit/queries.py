"""What the auditor reads: who did what to which thing, when, why. Asks the caller's right; changes nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from jikim.rules.access import Action, Actor
from jikim.shared.access import require
from jikim.shared.audit.models import AuditRow
from jikim.shared.audit.sealer import head


@dataclass(frozen=True, slots=True)
class Search:
    """What the auditor asks for. Empty fields ask nothing; `words` look into names, verbs, keys and reasons."""

    words: str = ""
    who: str = ""
    verb: str = ""
    thing_kind: str = ""
    thing_key: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One act, as the auditor sees it."""

    sequence: int | None
    at: dt.datetime
    actor_key: str
    actor_name: str
    verb: str
    thing_kind: str
    thing_key: str
    reason: str
    facts: tuple[tuple[str, str], ...]
    seal: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found, and how many there are in all."""

    entries: tuple[Entry, ...]
    total: int
    first: int


@dataclass(frozen=True, slots=True)
class State:
    """How far the chain reaches."""

    sealed: int
    unsealed: int
    head: str


def audit_entries(
    search: Search, *, by: Actor, first: int = 0, size: int | None = 50, oldest_first: bool = False
) -> Found:
    """Newest first unless asked otherwise; `size=None` is all. Raises Refused for all but the auditor and the console."""
    require(by, Action.audit_see)
    rows = _matching(search)
    page = rows.order_by("id" if oldest_first else "-id")[first : None if size is None else first + size]
    return Found(tuple(_entry(row) for row in page), rows.count(), first)


def audit_verbs(*, by: Actor) -> list[str]:
    """Every verb that occurs, for the filter."""
    require(by, Action.audit_see)
    return list(AuditRow.objects.order_by("verb").values_list("verb", flat=True).distinct())


def audit_kinds(*, by: Actor) -> list[str]:
    """Every kind of thing that occurs, for the filter."""
    require(by, Action.audit_see)
    return list(AuditRow.objects.order_by("thing_kind").values_list("thing_kind", flat=True).distinct())


def audit_state(*, by: Actor) -> State:
    """What is sealed, what waits, and the head."""
    require(by, Action.audit_see)
    sequence, seal = head()
    return State(sequence, AuditRow.objects.filter(sequence__isnull=True).count(), seal)


def _matching(search: Search) -> QuerySet[AuditRow]:
    rows = AuditRow.objects.all()
    for word in search.words.split():
        rows = rows.filter(
            Q(actor_name__icontains=word) | Q(verb__icontains=word) | Q(thing_kind__icontains=word)
            | Q(thing_key__icontains=word) | Q(reason__icontains=word)
        )  # fmt: skip
    if search.who:
        rows = rows.filter(Q(actor_name__icontains=search.who) | Q(actor_key=search.who))
    if search.since:
        rows = rows.filter(at__gte=_start_of(search.since))
    if search.until:
        rows = rows.filter(at__lt=_start_of(search.until + dt.timedelta(days=1)))
    exact = {"verb": search.verb, "thing_kind": search.thing_kind, "thing_key": search.thing_key}
    return rows.filter(**{name: value for name, value in exact.items() if value})


def _start_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _entry(row: AuditRow) -> Entry:
    return Entry(
        row.sequence, row.at, row.actor_key, row.actor_name, row.verb, row.thing_kind, row.thing_key, row.reason,
        tuple((name, _shown(value)) for name, value in sorted(row.facts.items())), row.seal,
    )  # fmt: skip


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return "" if value is None else str(value)
