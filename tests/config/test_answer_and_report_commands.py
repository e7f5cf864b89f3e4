"""answers import, report, reports build: exit codes, one JSON object on stdout, and what a person reads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from jikim.areas.enrolment.public import create_season
from jikim.areas.statistics.models import Release
from jikim.config.cli import app
from jikim.shared.documents import fonts_present
from jikim.vault.keys import make_keys
from tests.areas.surveys.making import CONSOLE, file_of, rows, workplace

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
needs_fonts = pytest.mark.skipif(not fonts_present(), reason="the document fonts are not built")


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    make_keys()
    workplace("W0001"), workplace("W0002", 12)
    path = tmp_path / "answers.csv"
    bad = rows("W0001", (1,), seed=9)
    bad[0][2] = "Q"
    path.write_bytes(file_of([*rows("W0001", (13, 12)), *bad, *rows("W0002", (3,), seed=2)]))
    return path


def jikim(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(part) for part in arguments], catch_exceptions=False)


def test_import_says_what_went_in_and_what_did_not(answers: Path) -> None:
    done = jikim("answers", "import", answers, "--json")
    assert done.exit_code == 0
    result = json.loads(done.stdout)
    assert (result["rows"], result["imported"], result["rows_in_error"]) == (29, 28, 1)
    assert result["errors"] == [{"row": 27, "field": "sex", "reason": result["errors"][0]["reason"], "reason_en": result["errors"][0]["reason_en"]}]
    again = json.loads(jikim("answers", "import", answers, "--json").stdout)
    assert (again["imported"], again["unchanged"]) == (0, 28)


def test_what_cannot_be_done_is_exit_one(answers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    assert jikim("answers", "import", tmp_path / "other.csv").exit_code == 1
    assert jikim("answers", "import", answers, "--pack", "nothing").exit_code == 2, "a wrong call, as for score"
    monkeypatch.setenv("VAULT_KEY_FILE", str(tmp_path / "none.key"))
    without = jikim("answers", "import", answers)
    assert without.exit_code == 1
    assert "none.key" in without.stderr


def test_with_several_seasons_one_must_be_named(answers: Path) -> None:
    create_season(year=2018, by=CONSOLE)
    asked = jikim("answers", "import", answers)
    assert asked.exit_code == 2
    assert "2018" in asked.stderr
    assert jikim("answers", "import", answers, "--season", 1_000_000).exit_code == 2


@needs_fonts
def test_a_report_straight_after_the_import(answers: Path, tmp_path: Path) -> None:
    jikim("answers", "import", answers)
    out = tmp_path / "deep" / "W0001.pdf"
    done = jikim("report", "w0001", "--lang", "en", "--out", out, "--json")
    assert done.exit_code == 0
    assert (json.loads(done.stdout)["form"], json.loads(done.stdout)["workplace"]) == ("full", "W0001")
    assert out.read_bytes().startswith(b"%PDF")
    assert jikim("report", "W0002", "--out", tmp_path / "two.pdf").exit_code == 0
    assert Release.objects.get(workplace__number="W0002").form == "no_figures"


def test_a_report_that_is_not_there_is_exit_one_and_a_wrong_language_exit_two(answers: Path, tmp_path: Path) -> None:
    assert jikim("report", "W0001", "--lang", "fr", "--out", tmp_path / "x.pdf").exit_code == 2
    assert jikim("report", "W0001", "--out", tmp_path / "x.pdf").exit_code == 1
    assert not (tmp_path / "x.pdf").exists()


@needs_fonts
def test_build_makes_all_and_goes_on(answers: Path, tmp_path: Path) -> None:
    jikim("answers", "import", answers)
    first = json.loads(jikim("reports", "build", "--out", tmp_path / "all", "--lang", "both", "--processes", 1, "--json").stdout)
    assert (first["made"], first["skipped"]) == (4, 0)
    assert first["forms"] == {"full": 1, "whole_only": 0, "no_figures": 1}
    again = json.loads(jikim("reports", "build", "--out", tmp_path / "all", "--lang", "both", "--json").stdout)
    assert (again["made"], again["skipped"]) == (0, 4)
