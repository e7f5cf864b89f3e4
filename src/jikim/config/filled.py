"""Whether a database already holds a season, asked before Django starts: settings read the secret key once.

Whoever prepares a data folder asks here first, so that no key is made anew, and nothing cleared, where data lies.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing

from jikim.config.commands.console import fail
from jikim.config.home import Home
from jikim.rules.words import Text

_ANY = "SELECT 1 FROM jikim_season LIMIT 1"


def holds_data(home: Home) -> bool:
    """Is there a season? What an interrupted preparation left has none."""
    url = os.environ.get("DATABASE_URL", "")
    if url.startswith(("postgres://", "postgresql://", "pgsql://")):
        return _postgres_holds(url)
    path = url.partition(":///")[2] if url else str(home.database)
    if not os.path.exists(path):  # nothing there, or no such address: Django's start says what is wrong with it
        return False
    with closing(sqlite3.connect(path, timeout=30)) as connection:
        try:
            return connection.execute(_ANY).fetchone() is not None
        except sqlite3.OperationalError as problem:
            if "no such table" in str(problem):
                return False
            raise


def refuse_without_keys(home: Home) -> None:
    """Data without its keys: a key made anew would open nothing, and hide that one is missing."""
    missing = [path for path in home.key_files.values() if not path.exists()]
    if not missing or not holds_data(home):
        return
    listed = ", ".join(str(path) for path in missing)
    fail(Text(
        f"자료는 있으나 열쇠가 없습니다: {listed}. 새 열쇠로는 그 자료를 열 수 없어 아무것도 바꾸지 않았습니다. 보관해 둔 열쇠를 넣어 주십시오.",
        f"The data is here but keys are missing: {listed}. New keys would not open it, so nothing was changed. Put the keys you kept there.",
    ))  # fmt: skip


def _postgres_holds(url: str) -> bool:
    import psycopg

    scheme, _, rest = url.partition("://")
    with psycopg.connect(f"{'postgresql' if scheme == 'pgsql' else scheme}://{rest}", connect_timeout=10) as connection:
        try:
            return connection.execute(_ANY).fetchone() is not None
        except psycopg.errors.UndefinedTable:
            return False
