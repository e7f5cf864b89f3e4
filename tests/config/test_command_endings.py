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


@pytest.mark.parametrize(
    ("call", "korean", "english"),
    [
        (["nonsense"], "없는 명령입니다: nonsense", "No such command 'nonsense'"),
        (["packs", "chck"], "없는 명령입니다: chck (비슷한 것: 'check')", "Did you mean 'check'?"),
        (["demo", "--workplacse", "3"], "없는 옵션입니다: --workplacse (비슷한 것: --workplaces)", "No such option: --workplacse"),
        (["demo", "--workplaces", "3"], "'--workplaces'의 값이 맞지 않습니다: 10 이상이어야 합니다", "greater than or equal to 10"),
        (["demo", "--workplaces", "x"], "정수를 적어 주십시오", "valid integer"),
        (["score"], "꼭 적어야 할 인자가 빠졌습니다: 'IN.csv'", "Missing argument 'IN.csv'"),
        (["protect", "a.csv"], "꼭 적어야 할 옵션이 빠졌습니다: '--out'", "Missing option '--out'"),
        (["score", "--json", "a.csv", "--pack", "kels-24", "--out"], "옵션 --out에 값이 없습니다", "'--out' requires an argument"),
        (["init", "now"], "받지 않는 값이 더 있습니다: now", "unexpected extra argument"),
        (["dispatch", "a", "b", "c", "--start", "2017-4", "--end", "2017-11-30", "--out", "d"], "날짜를 2017-04-03처럼", "%Y-%m-%d"),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else "",
)
def test_the_parsers_own_words_are_korean_too(jikim, call, korean, english):
    done = jikim(*call, *([] if "--json" in call else ["--json"]))
    assert done.returncode == 2
    said = json.loads(done.stdout)
    assert korean in said["reason"]
    assert english in said["reason_en"]
    assert done.stderr == f"{said['reason']}\n{said['reason_en']}\n", "nothing else, and nothing in one language only"


@pytest.mark.parametrize("call", [("--help",), ("packs",), ("packs", "check", "--help"), ("protect", "--help")], ids=" ".join)
def test_help_is_in_both_languages(jikim, call):
    shown = " ".join(jikim(*call).stdout.split())
    assert "쓰는 법을 보여 줍니다" in shown
    assert "옵션 · Options" in shown
    assert "and exit" not in shown


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
