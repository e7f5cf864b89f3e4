"""Empties the tables after a test that commits: only those that have rows, and none that a new installation has filled.

Django's own way empties every table and then makes the lists of models and permissions anew, in both databases: most of what such a
test cost. What a test sees is the same: no rows but those lists.
"""

from __future__ import annotations

from typing import Any

from django.db import connections
from django.test import TransactionTestCase

#: filled when the database is made, the same for every test
LISTS = frozenset({"django_content_type", "auth_permission"})


def empty(alias: str) -> None:
    connection = connections[alias]
    quoted = [connection.ops.quote_name(table) for table in sorted(connection.introspection.django_table_names()) if table not in LISTS]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"EXISTS (SELECT 1 FROM {table})" for table in quoted))
        filled = [table for table, has_rows in zip(quoted, cursor.fetchone(), strict=True) if has_rows]
    connection.ops.execute_sql_flush([f"DELETE FROM {table}" for table in filled])


def _leave_nothing(self: Any) -> None:
    for alias in self._databases_names(include_mirrors=False):
        empty(alias)


def empties_what_has_rows() -> None:
    """From here on every test that commits ends so."""
    TransactionTestCase._fixture_teardown = _leave_nothing  # type: ignore[attr-defined]
