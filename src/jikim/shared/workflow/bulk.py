"""Writes many rows in one go. Knows nothing of states; the caller holds the transaction and has just read the rows it changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connections, router


def write_fields(things: Sequence[Any], names: Sequence[str]) -> None:
    """What `bulk_update` does, without building an expression for each value: a tenth of its time.

    All things are of one model. Changes columns only: nothing follows a save.
    """
    if not things:
        return
    model = type(things[0])
    connection = connections[router.db_for_write(model)]
    fields = [model._meta.get_field(name) for name in names]
    quoted = connection.ops.quote_name
    columns = ", ".join(f"{quoted(field.column)} = %s" for field in fields)
    statement = f"UPDATE {quoted(model._meta.db_table)} SET {columns} WHERE {quoted(model._meta.pk.column)} = %s"  # noqa: S608 (names of our own)
    rows = [
        [*(field.get_db_prep_save(getattr(thing, field.attname), connection) for field in fields), thing.pk]
        for thing in things
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


def insert_rows(things: Sequence[Any]) -> None:
    """What `bulk_create` does for new rows of one model whose keys nobody asks for."""
    if not things:
        return
    model = type(things[0])
    connection = connections[router.db_for_write(model)]
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    quoted = connection.ops.quote_name
    columns, marks = ", ".join(quoted(field.column) for field in fields), ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608 (names of our own)
    rows = [[field.get_db_prep_save(field.pre_save(thing, True), connection) for field in fields] for thing in things]
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)
