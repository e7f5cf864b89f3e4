"""A consistent view of one database while others go on writing, and its rows in one spelling for every engine."""

from __future__ import annotations

import base64
import datetime as dt
import decimal
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

#: never part of a backup: what can be made again, and sessions: whoever holds one is signed in
LEFT_OUT = frozenset({"jikim_cache", "django_session", "usersessions_usersession"})
BATCH = 1000


@dataclass(frozen=True, slots=True)
class Column:
    """A column and what it holds: instant, day, time, bytes, truth or plain."""

    name: str
    holds: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table of one database."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]


@contextmanager
def frozen(alias: str) -> Iterator[BaseDatabaseWrapper]:
    """A connection of its own that sees the database as it was at one moment, and holds up nobody."""
    connection = connections[alias].copy()
    postgres = connection.vendor == "postgresql"
    if postgres:
        connection.settings_dict["OPTIONS"].pop("pool", None)
    try:
        with connection.cursor() as cursor:
            # our own BEGIN: the settings' IMMEDIATE would stop every writer until the backup ends
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if postgres else "BEGIN DEFERRED")
            # only the first reading fixes the moment
            cursor.execute("SELECT 1 FROM pg_class LIMIT 1" if postgres else "SELECT COUNT(*) FROM sqlite_master")
        yield connection
    finally:
        connection.close()


def tables(connection: BaseDatabaseWrapper) -> list[Table]:
    """Every table of ours, by name."""
    with connection.cursor() as cursor:
        names = sorted(
            info.name for info in connection.introspection.get_table_list(cursor)
            if info.type == "t" and info.name not in LEFT_OUT
        )  # fmt: skip
    return [_table(connection, name) for name in names]


def _table(connection: BaseDatabaseWrapper, name: str) -> Table:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA table_info({connection.ops.quote_name(name)})")
            found = [(row[1], row[2].lower(), row[5]) for row in cursor.fetchall()]
            key = [column for column, _, place in sorted(found, key=lambda column: column[2]) if place]
        else:
            cursor.execute(
                "SELECT column_name, data_type FROM information_schema.columns "
                "WHERE table_schema = current_schema() AND table_name = %s ORDER BY ordinal_position",
                [name],
            )
            found = [(column, kind, 0) for column, kind in cursor.fetchall()]
            key = connection.introspection.get_primary_key_columns(cursor, name) or []
    return Table(name, tuple(Column(column, _holds(kind)) for column, kind, _ in found), tuple(key))


def _holds(kind: str) -> str:
    match kind.split("(")[0]:
        case "datetime" | "timestamp with time zone":
            return "instant"
        case "bool" | "boolean":
            return "truth"
        case "blob" | "bytea":
            return "bytes"
        case "jsonb" | "json":
            return "json"
    return "plain"


def rows(connection: BaseDatabaseWrapper, table: Table) -> Iterator[list[Any]]:
    """The table's rows as JSON values, in the order of its key."""
    quote = connection.ops.quote_name
    chosen = ", ".join(quote(column.name) for column in table.columns)
    order = ", ".join(quote(column) for column in table.key) or "1"
    with connection.chunked_cursor() as cursor:
        # names come from the database's own catalogue, quoted
        cursor.execute(f"SELECT {chosen} FROM {quote(table.name)} ORDER BY {order}")  # noqa: S608
        while batch := cursor.fetchmany(BATCH):
            for row in batch:
                yield [_plain(value, column.holds) for value, column in zip(row, table.columns, strict=True)]


def _plain(value: Any, holds: str) -> Any:
    if value is None:
        return None
    if holds == "instant":
        return _instant(value)
    if holds == "truth":
        return bool(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, uuid.UUID):
        return value.hex
    if isinstance(value, decimal.Decimal | dt.date | dt.time | dt.timedelta):
        return str(value)
    return value


def _instant(value: Any) -> str:
    moment = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return str(moment.astimezone(dt.UTC).isoformat(timespec="microseconds"))


def engine_value(value: Any, holds: str, vendor: str) -> Any:
    """A backed-up value as that engine wants it in an INSERT."""
    if value is None:
        return None
    if holds == "bytes":
        return base64.b64decode(value)
    if holds == "instant":
        moment = dt.datetime.fromisoformat(value)
        if vendor == "sqlite":
            return moment.astimezone(dt.UTC).replace(tzinfo=None).isoformat(sep=" ")
        return moment
    if holds == "truth":
        return bool(value) if vendor == "postgresql" else int(value)
    return value


