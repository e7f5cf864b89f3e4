"""Preparing never harms what is there: no key made anew over data, no migration without a backup, nothing cleared that holds a season."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src"
KEYS = ("secret", "vault", "register", "lookup", "counsel", "signing")


def python(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(SRC), "NO_COLOR": "1", "JIKIM_HOME": str(home), **more}
    return subprocess.run(
        [sys.executable, *arguments], cwd=home.parent, env=environment, capture_output=True, encoding="utf-8", timeout=120
    )


def jikim(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return python(home, "-m", "jikim", *arguments, **more)


def ask(home: Path, question: str, *values: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(home / "jikim.sqlite3")) as connection:
        found = connection.execute(question, values).fetchall()
        connection.commit()
        return found


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("prepared") / "home"
    assert jikim(home, "init").returncode == 0
    return home


@pytest.fixture
def home(prepared: Path, tmp_path: Path) -> Path:
    """A data folder with a season whose name nobody could make anew."""
    import shutil

    mine = tmp_path / "home"
    shutil.copytree(prepared, mine)
    ask(mine, "UPDATE jikim_season SET name_ko = '우리 사업'")
    return mine


def is_whole(home: Path) -> bool:
    return ask(home, "SELECT name_ko FROM jikim_season") == [("우리 사업",)]


@pytest.mark.parametrize("name", [KEYS[0], *(pytest.param(name, marks=pytest.mark.slow) for name in KEYS[1:])])
def test_a_missing_key_is_named_and_never_made_anew_over_data(home: Path, name: str) -> None:
    key = home / "keys" / f"{name}.key"
    kept = key.read_bytes()
    key.unlink()
    done = jikim(home, "init", "--json")
    assert done.returncode == 1
    assert str(key) in json.loads(done.stdout)["reason_en"]
    assert not key.exists()
    key.write_bytes(kept)
    assert jikim(home, "init").returncode == 0
    assert is_whole(home)


def test_starting_twice_without_the_secret_key_clears_nothing(home: Path) -> None:
    """As after a restore, whose keys somebody still has to bring: the folder is not empty, whatever is missing."""
    (home / "keys" / "secret.key").unlink()
    for words in (["start"], ["start"], ["start", "--empty"], ["demo", "--workplaces", "20"]):
        done = jikim(home, *words, JIKIM_PORT="8766")
        assert done.returncode == 1
        assert "Put the keys you kept there" in done.stderr
    assert is_whole(home)
    assert not (home / "unfinished").exists()
    assert not (home / "demo").exists()


def test_a_mark_left_by_an_interruption_clears_no_season_made_since(home: Path) -> None:
    """Somebody stopped `./run`, went on with `jikim init`, worked for a month, and typed `./run` again."""
    (home / "unfinished").write_text("")
    done = python(home, "-c", "from jikim.config.starting import make_ready; make_ready(empty=False, full=False)")
    assert done.returncode == 0, done.stderr
    assert is_whole(home)
    assert not (home / "unfinished").exists()


def test_what_an_interruption_left_without_a_season_is_prepared_again(home: Path) -> None:
    ask(home, "DELETE FROM jikim_seasonholiday")
    ask(home, "DELETE FROM jikim_milestone")
    ask(home, "DELETE FROM jikim_season")
    (home / "unfinished").write_text("")
    done = python(home, "-c", "from jikim.config.starting import make_ready; make_ready(empty=True, full=False)")
    assert done.returncode == 0, done.stderr
    assert len(ask(home, "SELECT name_ko FROM jikim_season")) == 1
    assert not (home / "unfinished").exists()


def test_a_season_of_an_older_version_is_left_to_upgrade_and_its_backup(home: Path) -> None:
    newest = ask(home, "SELECT name FROM django_migrations WHERE app = 'jikim' ORDER BY name DESC LIMIT 1")[0][0]
    ask(home, "DELETE FROM django_migrations WHERE app = 'jikim' AND name = ?", str(newest))
    done = jikim(home, "init", "--json")
    assert done.returncode == 1
    assert "jikim upgrade" in json.loads(done.stdout)["reason_en"]
    assert not ask(home, "SELECT 1 FROM django_migrations WHERE app = 'jikim' AND name = ?", str(newest))
