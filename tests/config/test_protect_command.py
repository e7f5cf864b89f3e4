"""`jikim protect` as a stranger calls it: files in, files out, exit codes, one JSON object."""

from __future__ import annotations

import itertools
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from jikim.config.commands import protect
from tests.rules.disclosure.tables import REGION_BY_SEX, made, made_hierarchy, with_margins

app = typer.Typer()
protect.register(app)


@app.callback()
def _group() -> None:
    """Keeps `protect` a sub-command, as in the real program."""


def write(path: Path, table: Any, *, bom: bool = True) -> Path:
    lines = [",".join([*table.columns, "n"])]
    lines += [",".join([*label, str(n)]) for label, n in zip(table.labels, table.n, strict=True)]
    path.write_bytes(("\n".join(lines) + "\n").encode("utf-8-sig" if bom else "utf-8"))
    return path


def run(*arguments: object) -> Any:
    return CliRunner().invoke(app, ["protect", *map(str, arguments)])


def rows(path: Path) -> list[list[str]]:
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    return [line.split(",") for line in raw.decode("utf-8-sig").splitlines()]


@pytest.mark.parametrize("bom", [True, False])
def test_the_worked_case(tmp_path: Path, bom: bool) -> None:
    table = with_margins(("region", "sex"), REGION_BY_SEX)
    source, out = write(tmp_path / "in.csv", table, bom=bom), tmp_path / "new" / "folder" / "out.csv"
    done = run(source, "--minimum", 3, "--out", out, "--json")
    assert done.exit_code == 0
    report = json.loads(done.stdout)
    assert (report["primary"], report["complementary"], report["published"]) == (1, 3, 11)
    assert (report["weight"], report["complementary_weight"], report["optimum_proven"]) == (42, 40, True)
    assert report["narrowest"] == {"cell": {"region": "A", "sex": "F"}, "low": 0, "high": 12, "width": 12}
    header, *body = rows(out)
    assert header == ["region", "sex", "n", "status"]
    assert [tuple(row[:2]) for row in body] == list(table.labels)
    blank = {(row[0], row[1]): row[3] for row in body if not row[2]}
    assert blank == {
        ("A", "F"): "primary",
        ("A", "M"): "complementary",
        ("C", "F"): "complementary",
        ("C", "M"): "complementary",
    }
    assert all(row[2] == str(n) for row, n in zip(body, table.n, strict=True) if row[3] == "published")


def test_a_zero_is_hidden_unless_it_is_declared_safe(tmp_path: Path) -> None:
    cells = {("A", "F"): 0, ("A", "M"): 20, ("B", "F"): 30, ("B", "M"): 40}
    source = write(tmp_path / "in.csv", with_margins(("unit", "sex"), cells))
    out = tmp_path / "out.csv"
    strict = json.loads(run(source, "--minimum", 5, "--out", out, "--json").stdout)
    assert rows(out)[1] == ["A", "F", "", "primary"]
    safe = json.loads(run(source, "--minimum", 5, "--zeros-are-safe", "--out", out, "--json").stdout)
    assert rows(out)[1] == ["A", "F", "0", "published"]
    assert (strict["primary"], safe["primary"], safe["weight"]) == (1, 0, 0)


def test_more_protection_widens_every_interval(tmp_path: Path) -> None:
    source = write(tmp_path / "in.csv", made((5, 4), 3))
    found = json.loads(run(source, "--protect", 18, "--out", tmp_path / "o.csv", "--json").stdout)
    assert found["protection"] == 18
    assert found["narrowest"]["width"] >= 18


@pytest.mark.parametrize("table", [made((3, 2, 2), 5), made_hierarchy(3, 2, 2, 5), made((12,), 5)])
def test_other_shapes_work_and_keep_their_rows(tmp_path: Path, table: Any) -> None:
    source, out = write(tmp_path / "in.csv", table), tmp_path / "out.csv"
    done = run(source, "--minimum", 5, "--out", out, "--json")
    assert done.exit_code == 0
    report = json.loads(done.stdout)
    assert report["optimum_proven"]
    assert [tuple(row[:-2]) for row in rows(out)[1:]] == list(table.labels)


def test_an_inconsistent_margin_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    source, out = (
        write(tmp_path / "in.csv", with_margins(("region", "sex"), REGION_BY_SEX)),
        tmp_path / "o.csv",
    )
    source.write_text(source.read_text("utf-8-sig").replace("A,Total,20", "A,Total,21"), "utf-8")
    done = run(source, "--out", out, "--json")
    assert done.exit_code == 1
    assert "region=A, sex=Total is 21, but its cells add up to 20" in done.stderr
    assert not done.stdout
    assert not out.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("unit,n\nA,3\n", "this margin is missing: unit=Total"),
        ("unit,n\nA,x\nTotal,3\n", "row 2: n is not a whole number"),
        ("unit,n\nA,-3\nTotal,-3\n", "row 2: n is not a whole number"),
        ("unit,count\nA,3\n", "the last column must be n"),
        ("unit,n\n", "holds no rows"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, content: str, said: str) -> None:
    source = tmp_path / "in.csv"
    source.write_text(content, "utf-8")
    done = run(source, "--out", tmp_path / "out.csv")
    assert done.exit_code == 1
    assert said in done.stderr


def test_a_table_saved_by_a_korean_office_is_read(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes("지역, Ｎ \n서울,12\n부산,9\nTotal,21\n".encode("cp949"))
    done = run(source, "--out", tmp_path / "out.csv")
    assert done.exit_code == 0, done.stderr
    assert "CP949" in done.stderr
    assert rows(tmp_path / "out.csv")[1] == ["서울", "12", "published"]
    source.write_bytes(b"\x80\x81,n\n\xff,3\n")
    done = run(source, "--out", tmp_path / "no.csv")
    assert done.exit_code == 1
    assert "not UTF-8" in done.stderr


def test_the_row_named_is_the_files_own_whatever_blank_lines_stand_above(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("unit,n\n\n\nA,x\nTotal,3\n", "utf-8")
    assert "row 4: n is not a whole number" in run(source, "--out", tmp_path / "out.csv").stderr


def test_the_only_copy_of_a_table_is_not_written_over(tmp_path: Path) -> None:
    source = write(tmp_path / "in.csv", made((3, 2), 1))
    before = source.read_bytes()
    assert run(source, "--out", source, "--json").exit_code == 2
    assert source.read_bytes() == before


def test_a_hard_plain_table_is_answered_while_somebody_waits(tmp_path: Path) -> None:
    """200 cells, 49 × 3: the optimum takes minutes to prove; a protected table is there at once, and says it is not proven."""
    draw = random.Random(1)
    counts = {(f"r{i}", f"c{j}"): int(draw.lognormvariate(2.5, 1.2)) for i in range(49) for j in range(3)}
    source = write(tmp_path / "in.csv", with_margins(("r", "c"), counts))
    report = json.loads(run(source, "--minimum", 10, "--protect", 20, "--out", tmp_path / "o.csv", "--json").stdout)
    assert report["rows"] == 200
    assert report["seconds"] < 5
    assert report["narrowest"]["width"] >= 20


def test_a_busy_machine_changes_nothing_in_a_small_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten seconds pass between two looks at the clock, as where eight programs share two processors."""
    source = write(tmp_path / "in.csv", made((6, 5), 4))
    quiet = json.loads(run(source, "--minimum", 5, "--out", tmp_path / "quiet.csv", "--json").stdout)
    passing = itertools.count(0, 10)
    monkeypatch.setattr(protect.time, "monotonic", lambda: float(next(passing)))
    busy = json.loads(run(source, "--minimum", 5, "--out", tmp_path / "busy.csv", "--json").stdout)
    assert quiet["complementary"] > 0
    assert (busy["optimum_proven"], busy["weight"]) == (True, quiet["weight"])
    assert (tmp_path / "busy.csv").read_bytes() == (tmp_path / "quiet.csv").read_bytes()


@pytest.mark.parametrize("wrong", [["--minimum", "1", "--out", "o.csv"], []])
def test_a_wrong_call_is_2(tmp_path: Path, wrong: list[str]) -> None:
    assert run(write(tmp_path / "in.csv", made((3, 2), 1)), *wrong).exit_code == 2


def test_stdout_is_one_object_in_a_real_process_without_django(tmp_path: Path) -> None:
    """HiGHS prints lines of its own on hard tables; the program must not pass them on."""
    source = write(tmp_path / "in.csv", made((4, 3, 2), 7))
    program = (
        "import sys, typer; from jikim.config.commands import protect; app = typer.Typer();"
        "protect.register(app); app(standalone_mode=False); assert 'django' not in sys.modules"
    )
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            program,
            str(source),
            "--minimum",
            "5",
            "--out",
            str(tmp_path / "o.csv"),
            "--json",
        ],
        capture_output=True,
        check=True,
        timeout=120,
    )
    assert json.loads(done.stdout)["rows"] == 60
