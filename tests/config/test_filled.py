"""Whether a database holds a season is asked of the database itself, on SQLite and on PostgreSQL, before Django knows of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import typer
from django.db import connection

from jikim.config.filled import holds_data, refuse_without_keys
from jikim.config.home import Home
from tests.areas.enrolment.made import season

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def address(database: str, scheme: str = "postgresql") -> str:
    """Of the database the tests run on, as an operator writes it into DATABASE_URL."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{database}"
    known = connection.settings_dict
    account = quote(known["USER"]) + (f":{quote(known['PASSWORD'])}" if known["PASSWORD"] else "")
    host = known["HOST"] or known["OPTIONS"].get("host", "localhost")
    port = f"&port={known['PORT']}" if known["PORT"] else ""
    return f"{scheme}://{account}@/{database}?host={quote(host, safe='')}{port}"


@pytest.fixture
def ours() -> str:
    return str(connection.settings_dict["NAME"])


@pytest.fixture
def untouched(tmp_path: Path) -> Iterator[str]:
    """A database without a single table, as an operator hands it over on the first day."""
    if connection.vendor == "sqlite":
        (tmp_path / "untouched.sqlite3").touch()
        yield str(tmp_path / "untouched.sqlite3")
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE IF EXISTS jikim_untouched")
        cursor.execute("CREATE DATABASE jikim_untouched")
    yield "jikim_untouched"
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE jikim_untouched")


def test_a_database_holds_data_from_its_first_season_on(
    ours: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", address(ours))
    assert not holds_data(Home(tmp_path)), (
        "tables without a season are what an interrupted preparation leaves"
    )
    season()
    assert holds_data(Home(tmp_path))


def test_a_database_without_tables_holds_none(
    untouched: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", address(untouched))
    assert not holds_data(Home(tmp_path))


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "pgsql"])
def test_every_spelling_of_the_address_is_understood(
    ours: str, scheme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", address(ours, scheme))
    season()
    assert holds_data(Home(tmp_path))


def test_a_new_folder_over_a_filled_database_gets_no_new_keys(
    ours: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The commonest accident of a move to another machine: DATABASE_URL was copied, the keys were not."""
    monkeypatch.setenv("DATABASE_URL", address(ours))
    refuse_without_keys(Home(tmp_path))
    season()
    with pytest.raises(typer.Exit) as ended:
        refuse_without_keys(Home(tmp_path))
    assert ended.value.exit_code == 1
    assert "secret.key" in capsys.readouterr().err
    assert not list(tmp_path.rglob("*.key"))
