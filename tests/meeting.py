"""Two people at once, in every order that matters: one of them is let in after each statement of the other.

A test of two threads meets a fault once in a thousand runs. This meets it in the first: an action is run again and again, and each
time somebody else's whole action comes between its n-th statement and the next, for every n. Where the first holds a lock the
second waits until the first has ended, as in life.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import connection, connections

from jikim.shared.access import Conflict

T = TypeVar("T")

#: a thread that neither ends nor waits for a lock within this time is left to itself; then only this one meeting is weaker. SQLite does
#: not say who waits
PATIENCE_SECONDS = {"postgresql": 10.0, "sqlite": 2.0}
#: no action asks more than this; one that does is asking in a loop
MOST_STATEMENTS = 400


@dataclass
class Met:
    """What came of one meeting: what was made for it, after which statement, and what each of the two got back or raised."""

    thing: Any
    after: int
    statement: str = ""
    first: Any = None
    second: Any = None
    results: list[Any] = field(default_factory=list)


def meetings(
    make: Callable[[], T], first: Callable[[T], Any], second: Callable[[T], Any] | None = None, *, patience: float | None = None
) -> Iterator[Met]:
    """One meeting for each statement of `first`, to whichever database; each with a thing of its own from `make`.

    first     called in this thread; `second` (by default the same call) in another, with a connection of its own
    patience  seconds the second is waited for; short where it waits for a lock of a file, which no database tells of
    """
    patience = PATIENCE_SECONDS[connection.vendor] if patience is None else patience
    for after in range(1, MOST_STATEMENTS):
        met = _meeting(make(), after, first, second or first, patience)
        if not met.statement:
            return
        yield met
    raise AssertionError(f"more than {MOST_STATEMENTS} statements")


def refused(met: Met) -> int:
    """How many of the two were told in words that it cannot be. Anything else that was raised is a fault."""
    faults = [one for one in met.results if isinstance(one, Exception) and not isinstance(one, Conflict)]
    assert not faults, (met.after, met.statement, faults)
    return sum(isinstance(one, Conflict) for one in met.results)


def _meeting(thing: Any, after: int, first: Callable[[Any], Any], second: Callable[[Any], Any], patience: float) -> Met:
    met, seen, others = Met(thing, after), 0, []  # type: Met, int, list[threading.Thread]
    ended: list[Any] = []

    def let_in(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal seen
        result = execute(sql, params, many, context)
        if connection.vendor == "sqlite" and (any(one.in_atomic_block for one in connections.all()) or sql.startswith("BEGIN")):
            return result  # a transaction there keeps everybody else out from its first word: nobody can come between
        seen += 1
        if seen == after:
            met.statement = sql
            other = threading.Thread(target=run)
            others.append(other)
            other.start()
            _wait(other, patience)
        return result

    def run() -> None:
        try:
            ended.append(_outcome(second, thing))
        finally:
            connections.close_all()

    with ExitStack() as watched:
        for one in connections.all():
            watched.enter_context(one.execute_wrapper(let_in))
        met.first = _outcome(first, thing)
    for other in others:
        other.join()
    met.second = ended[0] if ended else None
    met.results = [met.first, met.second]
    return met


def _outcome(call: Callable[[Any], Any], thing: Any) -> Any:
    try:
        return call(thing)
    except Exception as raised:
        return raised


def _wait(other: threading.Thread, patience: float) -> None:
    """Until the other has ended or waits for a lock that we hold."""
    watcher = connection.copy()
    try:
        for _ in range(int(patience / 0.02)):
            other.join(0.02)
            if not other.is_alive() or (connection.vendor == "postgresql" and _somebody_waits(watcher)):
                return
    finally:
        watcher.close()


def _somebody_waits(watcher: Any) -> bool:
    with watcher.cursor() as cursor:
        names = [one.settings_dict["NAME"] for one in connections.all()]
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = ANY(%s) AND wait_event_type = 'Lock' AND backend_type = 'client backend'", [names])
        return bool(cursor.fetchone()[0])
