"""A primary key drawn at random that is the row's place on disk, for rows whose order must say nothing."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import models


class RowKey(models.BigIntegerField):
    """A random key that is the row's place on disk. Django's `bigint` is not: SQLite then counts a hidden row id up."""

    def db_type(self, connection: Any) -> str | None:
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)


def new_row_key() -> int:
    """63 random bits."""
    return secrets.randbits(63)
