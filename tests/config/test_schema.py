"""A new data folder gets its tables from the models; an old one walked through the migrations. Both must be the same."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.sqlite_only, pytest.mark.slow]

_HISTORY = """
import django
django.setup()
from django.core.management import call_command
for alias in ("default", "vault"):
    call_command("migrate", database=alias, run_syncdb=True, interactive=False, verbosity=0)
call_command("createcachetable", verbosity=0)
"""
_MODELS = """
import django
django.setup()
from jikim.config.schema import bring_up_to_date, pending
bring_up_to_date()
assert not pending()
"""


def _made_by(program: str, home: Path) -> Path:
    (home / "vault").mkdir(parents=True)
    environment = {**os.environ, "JIKIM_HOME": str(home), "DJANGO_SETTINGS_MODULE": "jikim.config.settings"}
    prepare = "from jikim.config.home import here\nhere().make()\n"
    done = subprocess.run([sys.executable, "-c", prepare + program], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return home


def _tables(path: Path) -> dict[str, dict[str, object]]:
    """Every table by what it promises, whatever the order of its columns and the names SQLite gives by itself."""
    database = sqlite3.connect(path)
    try:
        names = [row[0] for row in database.execute("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")]
        return {name: _table(database, name) for name in names}
    finally:
        database.close()


def _table(database: sqlite3.Connection, name: str) -> dict[str, object]:
    text = database.execute("select sql from sqlite_master where name = ?", [name]).fetchone()[0]
    indexes = database.execute(f'pragma index_list("{name}")').fetchall()
    return {
        "columns": sorted(row[1:] for row in database.execute(f'pragma table_info("{name}")')),
        "points at": sorted(row[2:] for row in database.execute(f'pragma foreign_key_list("{name}")')),
        "named rules": sorted(re.findall(r'CONSTRAINT "(\w+)" (?:CHECK|UNIQUE)', text)),
        "checks": sorted(re.sub(r"\s", "", found) for found in re.findall(r"CHECK (\(.*?\))[,)]", text)),
        "indexes": sorted(_index(database, row) for row in indexes),
        "counts on": "AUTOINCREMENT" in text,
    }


def _index(database: sqlite3.Connection, row: tuple[object, ...]) -> tuple[object, ...]:
    _, name, unique, _, partial = row
    columns = [str(one[2]) for one in database.execute(f'pragma index_info("{name}")')]
    text = database.execute("select sql from sqlite_master where name = ?", [name]).fetchone()[0]
    return ("" if str(name).startswith("sqlite_") else str(name), unique, partial, tuple(columns), text or "")


def _rows(path: Path, table: str) -> list[tuple[object, ...]]:
    database = sqlite3.connect(path)
    try:
        return sorted(row[1:3] for row in database.execute(f'select * from "{table}"'))
    finally:
        database.close()


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("schema")
    return _made_by(_HISTORY, folder / "history"), _made_by(_MODELS, folder / "models")


@pytest.mark.parametrize("database", ["jikim.sqlite3", "vault/vault.sqlite3"])
def test_tables_from_the_models_are_the_tables_of_the_migrations(both: tuple[Path, Path], database: str) -> None:
    walked, made = (_tables(home / database) for home in both)
    assert set(walked) == set(made)
    for name in sorted(walked):
        assert made[name] == walked[name], name


@pytest.mark.parametrize("database", ["jikim.sqlite3", "vault/vault.sqlite3"])
def test_the_same_migrations_are_noted_as_applied(both: tuple[Path, Path], database: str) -> None:
    walked, made = (_rows(home / database, "django_migrations") for home in both)
    assert made
    assert made == walked


def test_what_the_framework_writes_into_new_tables_is_there(both: tuple[Path, Path]) -> None:
    for table in ("django_content_type", "auth_permission"):
        walked, made = (_rows(home / "jikim.sqlite3", table) for home in both)
        assert len(made) == len(walked) > 0, table
