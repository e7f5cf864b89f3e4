"""Numbers committed rows and chains them, in batches. Two sealers at once are safe; actions never wait for a seal."""

from __future__ import annotations

from django.db import connections, transaction

from jikim.shared.audit.chain import GENESIS, seal_of, spelled
from jikim.shared.audit.models import AuditRow

BATCH = 500
#: names the sealer's lock on PostgreSQL; on SQLite the IMMEDIATE transaction is the lock
LOCK = 7_105_201_706
FIELDS = ("at", "actor_key", "actor_name", "verb", "thing_kind", "thing_key", "facts", "reason")


def seal_all() -> int:
    """Seal until nothing is left; returns how many rows were sealed."""
    total = 0
    while sealed := seal_batch():
        total += sealed
    return total


def seal_batch() -> int:
    """Seal up to one batch of committed rows, oldest first; returns how many."""
    if not AuditRow.objects.filter(sequence__isnull=True).exists():
        return 0  # asked without a lock, so that an idle worker never writes
    with transaction.atomic():
        connection = connections["default"]
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            rows = _chained()
            # a row sealed meanwhile keeps its seal: the condition can only fail if the lock did not hold
            cursor.executemany(
                "UPDATE jikim_auditrow SET sequence = %s, seal = %s WHERE id = %s AND sequence IS NULL", rows
            )
    return len(rows)


def head() -> tuple[int, str]:
    """Number and seal of the last sealed row; (0, GENESIS) before the first."""
    last = AuditRow.objects.filter(sequence__isnull=False).order_by("-sequence").values_list("sequence", "seal").first()
    return (last[0] or 0, last[1]) if last else (0, GENESIS)


def _chained() -> list[tuple[int, str, int]]:
    sequence, seal = head()
    rows: list[tuple[int, str, int]] = []
    for row in AuditRow.objects.filter(sequence__isnull=True).order_by("id").values("id", *FIELDS)[:BATCH]:
        key = row.pop("id")
        sequence += 1
        seal = seal_of(spelled(sequence=sequence, **row), seal)
        rows.append((sequence, seal, key))
    return rows
