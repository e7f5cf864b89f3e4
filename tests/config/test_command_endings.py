"""How every command ends, called as a process from a folder of its own: 0, 1 or 2, one object with --json, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src"


@pytest.fixture
def jikim(tmp_path):
    def run(*arguments: object, home: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(SRC), "NO_COLOR": "1",
                       "JIKIM_HOME": str(home or tmp_path / "없는 폴더"), **more}  # fmt: skip
        return subprocess.run(
            [sys.executable, "-m", "jikim", *map(str, arguments)],
            cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", timeout=300,
        )  # fmt: skip

    return run


NEED_A_FOLDER = [
    ("applicants", "import", "a.xlsx"), ("answers", "import", "a.csv"), ("audit", "verify"), ("backup",), ("check",), ("upgrade",),
]  # fmt: skip


@pytest.mark.parametrize("call", NEED_A_FOLDER, ids=" ".join)
def test_a_command_without_its_data_folder_says_what_to_do(jikim, tmp_path, call):
    done = jikim(*call, "--json")
    assert done.returncode == 1
    said = json.loads(done.stdout)
    assert said["ok"] is False
    assert said["exit"] == 1
    assert "jikim init" in said["reason"]
    assert "jikim init" in said["reason_en"]
    assert said["reason"] in done.stderr
    assert not (tmp_path / "없는 폴더").exists()


def test_a_wrong_call_is_2_and_is_explained_in_both_languages_and_in_the_object(jikim):
    done = jikim("applicants", "import", "--jsn", "--json")
    assert done.returncode == 2
    assert "--jsn" in json.loads(done.stdout)["reason_en"]
    assert "명령을 잘못 불렀습니다" in done.stderr
    assert jikim("nonsense", "--json").returncode == 2


def test_a_folder_that_cannot_be_made_is_a_sentence_not_a_traceback(jikim, tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("x")
    done = jikim("init", "--json", home=in_the_way)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert str(in_the_way) in json.loads(done.stdout)["reason_en"]


@pytest.mark.parametrize("year", ["0", "-3", "99999", "abc"])
def test_a_year_no_season_can_have_is_a_wrong_call_and_prepares_nothing(jikim, tmp_path, year):
    home = tmp_path / "home"
    done = jikim("init", f"--year={year}", "--json", home=home)
    assert done.returncode == 2
    assert json.loads(done.stdout)["ok"] is False
    assert not home.exists()


def test_preparing_again_without_a_year_adds_no_second_season(jikim, tmp_path):
    home = tmp_path / "자료 폴더"
    first = json.loads(jikim("init", "--year", "2018", "--json", home=home).stdout)
    again = jikim("init", "--json", home=home)
    assert again.returncode == 0
    assert json.loads(again.stdout) == first | {"year": 2018}


@pytest.mark.parametrize(
    ("variable", "value"),
    [("JIKIM_PORT", "abc"), ("JIKIM_PORT", "70000"), ("DATABASE_URL", "garbage"), ("VAULT_DATABASE_URL", "mysql://u:geheim@h/d")],
)
def test_a_wrong_environment_variable_is_named_and_its_value_kept_quiet(jikim, variable, value):
    done = jikim("init", "--json", **{variable: value})
    assert done.returncode == 2
    assert variable in json.loads(done.stdout)["reason_en"]
    assert "geheim" not in done.stderr + done.stdout


def test_an_address_nobody_can_listen_on_is_a_wrong_call(jikim):
    assert jikim("serve", "--host", "nonsense.invalid").returncode == 2
    assert jikim("serve", "--port", "99999").returncode == 2


@pytest.mark.slow
def test_a_model_season_is_built_once_in_a_folder(jikim, tmp_path):
    home = tmp_path / "home"
    assert jikim("demo", "--workplaces", "20", home=home).returncode == 0
    again = jikim("demo", "--workplaces", "20", "--json", home=home)
    assert again.returncode == 1
    assert "already holds a model season" in json.loads(again.stdout)["reason_en"]


def test_a_result_nobody_can_read_is_no_success_and_no_traceback(tmp_path):
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "jikim", "packs", "list", "--json"], env={"PATH": os.environ["PATH"], "PYTHONPATH": str(SRC)},
            cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", timeout=60,
        )  # fmt: skip
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_the_version_is_told(jikim):
    done = jikim("--version")
    assert done.returncode == 0
    assert done.stdout.startswith("jikim ")


def test_a_second_init_says_that_nothing_was_changed(jikim, tmp_path):
    assert "Prepared" in jikim("init", home=tmp_path / "new").stderr
    again = jikim("init", home=tmp_path / "new")
    assert again.returncode == 0
    assert "nothing was changed" in again.stderr
    assert "Prepared" not in again.stderr


def test_a_missing_input_could_not_be_done_whatever_the_command(jikim, tmp_path):
    gone = tmp_path / "없는.xlsx"
    for call in (("score", "--pack", "kels-24", gone, "--out", tmp_path / "o.csv"), ("protect", gone, "--out", tmp_path / "o"),
                 ("dispatch", gone, gone, gone, "--target", "10", "--start", "2017-04-03", "--end", "2017-11-30", "--out", tmp_path / "o")):  # fmt: skip
        assert jikim(*call).returncode == 1, call
