"""jikim letter: writes the letter it names, says why when it cannot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from jikim.config.cli import app
from tests.areas.enrolment.made import applied, enrolled

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> int:
    return CliRunner().invoke(app, ["letter", *arguments]).exit_code


@pytest.mark.parametrize("language", ["ko", "en"])
def test_writes_the_letter(tmp_path: Path, language: str) -> None:
    one = enrolled()
    out = tmp_path / "letters" / "one.pdf"
    assert run(one.workplace.number.lower(), "--lang", language, "--out", str(out)) == 0
    assert out.read_bytes().startswith(b"%PDF")


def test_the_result_is_one_object(tmp_path: Path) -> None:
    one, out = enrolled(), tmp_path / "one.pdf"
    done = CliRunner().invoke(app, ["letter", one.workplace.number, "--out", str(out), "--json"])
    assert json.loads(done.stdout) == {
        "workplace": one.workplace.number, "language": "ko", "file": str(out), "bytes": out.stat().st_size,
    }  # fmt: skip


def test_says_why_not(tmp_path: Path) -> None:
    applied()
    out = str(tmp_path / "x.pdf")
    assert run("W9999", "--out", out) == 1
    assert run("W0001", "--lang", "fr", "--out", out) == 2
    assert run("W0001", "--season", "99", "--out", out) == 2
