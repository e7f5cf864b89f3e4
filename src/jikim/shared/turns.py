"""One at a time: what is first asked and then done must not be done by two people between each other's question and deed.

SQLite lets one transaction write at a time (IMMEDIATE), so there a transaction is a turn. PostgreSQL lets two look at the same
moment, each without seeing what the other is about to write: there whoever takes the turn waits for the one who has it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction


@contextmanager
def turn(*what: str | int, using: str = "default") -> Iterator[None]:
    """A transaction in which nobody else has the turn of the same name; kept until the outermost transaction ends.

    what     names what is decided: `turn("cards", workplace_id)`. Two turns in one transaction: always in the same order
    Ask again inside what you asked outside: only what is read within the turn is still true when it is written.
    """
    with transaction.atomic(using=using):
        connection = connections[using]
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_number(what)])
        yield


def _number(what: tuple[str | int, ...]) -> int:
    digest = hashlib.sha256("\0".join(map(str, what)).encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
