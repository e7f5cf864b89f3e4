"""`jikim score` and `jikim packs`, as an office calls them: in a process of their own, from any folder."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rules.scoring.slow import score_sheet

SRC = Path(__file__).parents[2] / "src"
ITEMS = [f"q{i:02d}" for i in range(1, 25)]


@pytest.fixture
def jikim(tmp_path):
    """Run the command in an empty folder with an empty environment; the data folder does not exist."""

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(SRC), "PYTHONIOENCODING": "utf-8",
                       "JIKIM_HOME": str(tmp_path / "home"), "NO_COLOR": "1"}  # fmt: skip
        command = [
            sys.executable,
            "-W",
            "error",
            "-c",
            "from jikim.config.cli import main; main()",
            *map(str, arguments),
        ]
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", timeout=60
        )

    return run


def write(path: Path, heading: list[str], rows: list[list[object]], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([heading, *rows])
    return path


def read(path: Path) -> list[dict[str, str]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_scores_agree_with_the_slow_scorer_and_everything_else_comes_along(jikim, tmp_path):
    import random

    draw = random.Random(24)
    rows = []
    for i in range(300):
        answers = [draw.choice(["1", "2", "3", "4", "4", ""]) for _ in ITEMS]
        rows.append([draw.choice(["M", "F", ""]), f"메모, {i}\n둘째 줄", *answers, "01"])
    source = write(tmp_path / "in.csv", ["sex", "memo", *ITEMS, "code"], rows, "utf-8-sig")
    out = tmp_path / "new" / "folder" / "out.csv"
    done = jikim("score", "--pack", "kels-24", source, "--out", out, "--json")
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)
    assert (summary["rows"], summary["scored"] + summary["not_scored"], summary["errors"]) == (300, 300, [])
    assert summary["trial"] is True
    scored = read(out)
    assert [[row["sex"], row["memo"], *[row[i] for i in ITEMS], row["code"]] for row in scored] == rows
    for row in scored:
        sheet = [int(row[item] or -1) for item in ITEMS]
        for key, (value, kind, answered, provisional) in score_sheet(sheet, row["sex"]).items():
            assert row[key] == ("" if value is None else repr(float(value)))
            assert row[f"{key}_class"] == kind
            assert row[f"{key}_answered"] == str(answered)
            assert row[f"{key}_note"] == ("provisional" if provisional else "")
    assert not (tmp_path / "home").exists()
    assert [p.name for p in out.parent.iterdir()] == ["out.csv"]


def test_a_wrong_answer_is_named_by_row_and_column_and_counts_as_missing(jikim, tmp_path):
    good = ["M", *["2"] * 24]
    bad = ["남", "5", "0", "x", " 3", "３", *["2.0"] * 19]
    odd = ["?", *["2"] * 24]
    source = write(
        tmp_path / "in.csv", ["sex", *ITEMS], [good, bad, odd, ["F", *[""] * 24], [*good, "extra"], good[:3]]
    )
    done = jikim("score", "--pack", "kels-24", source, "--out", tmp_path / "out.csv", "--json")
    summary = json.loads(done.stdout)
    assert done.returncode == 0
    assert [(e["row"], e["column"], e["value"]) for e in summary["errors"]] == [
        (3, "q01", "5"), (3, "q02", "0"), (3, "q03", "x"), (4, "sex", "?"), (6, "", ""), (7, "", ""),
    ]  # fmt: skip
    assert all(error["reason"] and error["reason_en"] for error in summary["errors"])
    assert (summary["rows"], summary["scored"], summary["not_scored"]) == (6, 3, 3)
    assert sum(reason["rows"] for reason in summary["reasons"]) == 3
    rows = read(tmp_path / "out.csv")
    assert (rows[1]["regulation"], rows[1]["regulation_answered"]) == ("", "2")
    assert rows[1]["dissonance"] == "33.333333333333336"
    assert rows[2]["overload_class"] == "normal"
    assert rows[4]["regulation_class"] == "not_scored"
    assert "row 3, column q01" in done.stderr
    assert "3행 q01 열" in done.stderr


def test_row_numbers_are_the_lines_of_the_file(jikim, tmp_path):
    source = tmp_path / "in.csv"
    body = ",".join(["1"] * 23)
    source.write_text(f'memo,sex,{",".join(ITEMS)}\n"a\nb",M,1,{body}\n\nc,M,9,{body}\n', "utf-8")
    done = jikim("score", "--pack", "kels-24", source, "--out", tmp_path / "out.csv", "--json")
    assert [(e["row"], e["column"]) for e in json.loads(done.stdout)["errors"]] == [(5, "q01")]


def test_columns_are_found_by_name_in_any_order(jikim, tmp_path):
    heading = ["Q24", *reversed(ITEMS[:23]), " SEX "]
    source = write(tmp_path / "in.csv", heading, [["1"] * 7 + ["4"] * 17 + ["f"]])
    jikim("score", "--pack", "kels-24", source, "--out", tmp_path / "out.csv")
    row = read(tmp_path / "out.csv")[0]
    assert [row[key] for key in ("regulation", "protection")] == ["100.0", "100.0"]
    assert row["regulation_class"] == "risk"


def test_a_file_saved_as_plain_csv_by_a_korean_office_is_read_and_said(jikim, tmp_path):
    source = write(tmp_path / "in.csv", ["부서", "sex", *ITEMS], [["고객센터", "여", *["4"] * 24]], "cp949")
    done = jikim("score", "--pack", "kels-24", source, "--out", tmp_path / "out.csv", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["encoding"] == "cp949"
    assert read(tmp_path / "out.csv")[0]["부서"] == "고객센터"
    assert "CP949" in done.stderr


def test_a_result_goes_through_a_link_and_into_a_device(jikim, tmp_path):
    source = write(tmp_path / "in.csv", ["sex", *ITEMS], [["M", *["2"] * 24]])
    kept, link = tmp_path / "kept.csv", tmp_path / "link.csv"
    kept.write_text("old")
    link.symlink_to(kept)
    assert jikim("score", "--pack", "kels-24", source, "--out", link).returncode == 0
    assert link.is_symlink()
    assert read(kept)[0]["regulation_class"] == "normal"


def test_without_json_stdout_is_silent(jikim, tmp_path):
    source = write(tmp_path / "in.csv", ["sex", *ITEMS], [["M", *["2"] * 24]])
    done = jikim("score", "--pack", "kels-24", source, "--out", tmp_path / "out.csv")
    assert done.stdout == ""
    assert "1행을 읽어" in done.stderr
    assert "read 1 rows" in done.stderr
    assert "작업용 문구" in done.stderr


@pytest.mark.parametrize(
    "content, said",
    [
        (b"", "empty"),
        (b"sex,q01\nM,1\n", "q02, q03"),
        (",".join(ITEMS).encode() + b"\n", "sex"),
        (("sex,q01," + ",".join(ITEMS)).encode() + b"\n", "twice"),
        (("sex,overload," + ",".join(ITEMS)).encode() + b"\n", "overload"),
        (b"sex,\xff\xff" + ",".join(ITEMS).encode(), "not UTF-8"),
        (b"\xef\xbb\xbf" + ("sex,부서," + ",".join(ITEMS)).encode("utf-8") + b"\n\xb0\xed", "not UTF-8"),
        (b"PK\x03\x04" + bytes(200) + b"\xb0\xed", "not UTF-8"),
        (("sex," + ",".join(ITEMS)).encode() + b'\nM,"1\n', "quotation"),
    ],
)
def test_a_file_that_cannot_be_scored_is_refused_and_leaves_nothing(jikim, tmp_path, content, said):
    source = tmp_path / "in.csv"
    source.write_bytes(content)
    done = jikim("score", "--pack", "kels-24", source, "--out", tmp_path / "out.csv", "--json")
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert (told["ok"], told["exit"]) == (False, 1)
    assert said in done.stderr
    assert said in told["reason_en"]
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_wrong_calls(jikim, tmp_path):
    source = write(tmp_path / "in.csv", ["sex", *ITEMS], [])
    out = tmp_path / "out.csv"
    assert jikim("score", "--pack", "kels-24", tmp_path / "no.csv", "--out", out).returncode == 1
    unknown = jikim("score", "--pack", "nope", source, "--out", out)
    assert unknown.returncode == 2
    assert "kels-24" in unknown.stderr
    assert jikim("score", "--pack", "personal-level", source, "--out", out).returncode == 2
    assert jikim("score", "--pack", "kels-24", source).returncode == 2
    assert jikim("score", "--pack", "kels-24", source, "--out", source).returncode == 2
    assert not out.exists()


def test_a_heading_alone_is_no_rows(jikim, tmp_path):
    source = write(tmp_path / "in.csv", ["sex", *ITEMS], [])
    done = jikim("score", "--pack", "kels-24", source, "--out", tmp_path / "out.csv", "--json")
    assert (done.returncode, json.loads(done.stdout)["rows"]) == (0, 0)


def test_no_django_on_the_way(jikim, tmp_path):
    source = write(tmp_path / "in.csv", ["sex", *ITEMS], [["M", *["2"] * 24]])
    code = (
        "import sys\nfrom typer.testing import CliRunner\nfrom jikim.config.cli import app\n"
        f"done = CliRunner().invoke(app, ['score', '--pack', 'kels-24', {str(source)!r}, '--out', {str(tmp_path / 'o.csv')!r}])\n"
        "assert done.exit_code == 0, done.output\n"
        "assert not [name for name in sys.modules if name.split('.')[0] in ('django', 'scipy', 'duckdb')]\n"
    )
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(SRC)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_packs_list_check_and_add(jikim, tmp_path):
    listed = json.loads(jikim("packs", "list", "--json").stdout)["packs"]
    assert {"kels-24", "mood-8", "personal-level"} <= {pack["id"] for pack in listed}
    shipped = (SRC / "jikim/packs/instruments/kels-24.yaml").read_text("utf-8")
    changed, newer, broken = tmp_path / "changed.yaml", tmp_path / "newer.yaml", tmp_path / "broken.yaml"
    changed.write_text(shipped.replace("애쓴다", "힘쓴다"), "utf-8")
    newer.write_text(shipped.replace("애쓴다", "힘쓴다").replace("version: 1.0.0", "version: 1.1.0"), "utf-8")
    broken.write_text(shipped.replace("scale: agreement", "scale: agreeent", 1), "utf-8")
    assert jikim("packs", "check", newer).returncode == 0
    assert not (tmp_path / "home").exists()
    for file, path in ((changed, "version"), (broken, "items[0].scale")):
        for verb in ("check", "add"):
            done = jikim("packs", verb, file, "--json")
            assert done.returncode == 1
            assert [fault["path"] for fault in json.loads(done.stdout)["faults"]] == [path]
    assert json.loads(jikim("packs", "add", newer, "--json").stdout)["added"] is True
    assert json.loads(jikim("packs", "add", newer, "--json").stdout)["added"] is False
    assert "1.1.0" in jikim("packs", "list").stdout
    (tmp_path / "home" / "packs" / "broken-1.0.0.yaml").write_bytes(broken.read_bytes())
    done = jikim("packs", "list", "--json")
    assert done.returncode == 0
    assert {"kels-24", "mood-8"} <= {pack["id"] for pack in json.loads(done.stdout)["packs"]}, "one broken file hides no other"
    assert [Path(one["file"]).name for one in json.loads(done.stdout)["broken"]] == ["broken-1.0.0.yaml"]
    assert "broken-1.0.0.yaml" in done.stderr
    assert jikim("packs", "check", tmp_path / "none.yaml").returncode == 1


def test_a_pack_that_names_what_is_not_there_is_refused(jikim, tmp_path):
    text = (SRC / "jikim/packs/checklists/protection-1.yaml").read_text("utf-8")
    shipped = re.sub(r"^version: .*$", "version: 9.0.0", text, count=1, flags=re.MULTILINE)
    sound, astray = tmp_path / "sound.yaml", tmp_path / "astray.yaml"
    sound.write_text(shipped, "utf-8")
    astray.write_text(shipped.replace("measures: [budget-line]", "measures: [no-such-measure]"), "utf-8")
    assert jikim("packs", "check", sound).returncode == 0
    for verb in ("check", "add"):
        done = jikim("packs", verb, astray, "--json")
        assert done.returncode == 1
        [fault] = json.loads(done.stdout)["faults"]
        assert fault["path"] == "checklist budget"
        assert "no-such-measure" in fault["problem"]
    assert not (tmp_path / "home").exists()
