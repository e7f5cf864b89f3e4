"""`jikim dispatch` as a stranger calls it: three sheets in, two files out, exit codes, one JSON object."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from jikim.config.commands import dispatch
from jikim.rules.intake_cells import check_digit
from tests.config.plan_reader import breaches

app = typer.Typer()
dispatch.register(app)


@app.callback()
def _group() -> None:
    """Keeps `dispatch` a sub-command, as in the real program."""


HEADING = "관리번호,사업장명,사업자등록번호,시도,시군구,위도,경도,상시근로자수,고객응대근로자수"
AGENCIES = "기관명,관할시도,월최대방문수\n한빛,\"서울특별시, 경기도\",90회\n누리,부산,40\n"
CONSULTANTS = (
    "이름,소속기관,자격,거점시도,거점시군구,위도,경도,월가용일수,언어\n"
    "김하나,한빛,심리,서울특별시,중구,37.56,126.99,10일,ko\n"
    "김하나,한빛,산업위생,경기도,수원시,37.26,127.03,12,\"ko,en\"\n"
    "박두리,누리,심리,부산광역시,중구,35.10,129.03,8,ko\n"
)


def number(at: int) -> str:
    nine = f"10181{at:04}"
    return f"{nine}{check_digit(nine)}"


def row(at: int, region: str = "서울특별시", serving: object = 20, place: str = "37.55,126.98") -> str:
    return f"W{at:04},사업장{at},{number(at)},{region},중구,{place},300,{serving}"


def run(folder: Path, lines: list[str], *more: object, heading: str = HEADING, agencies: str = AGENCIES, consultants: str = CONSULTANTS) -> Any:
    texts = {"a.csv": "\n".join([heading, *lines]) + "\n", "g.csv": agencies, "c.csv": consultants}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8-sig")
    files = [str(folder / name) for name in texts]
    arguments = ["--start", "2017-04-03", "--end", "2017-11-30", "--out", str(folder / "new" / "out"), *map(str, more)]
    return CliRunner().invoke(app, ["dispatch", *files, *arguments])


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    raw = (folder / "new" / "out" / name).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))


def test_a_small_season(tmp_path: Path) -> None:
    done = run(tmp_path, [row(1), row(2), row(3, "부산", place="35.11,129.04")], "--json")
    assert done.exit_code == 0, done.output
    report = json.loads(done.stdout)
    assert (report["served"], report["most_possible"], report["visits"], report["unassigned"]) == (3, 3, 9, 0)
    assert report["lower_bound_km"] <= report["total_travel_km"] + 0.1
    plan = rows(tmp_path, "plan.csv")
    assert list(plan[0]) == ["workplace", "visit", "date", "start", "agency", "consultant", "travel_km", "reason"]
    assert [(line["workplace"], line["visit"]) for line in plan[:3]] == [("W0001", "1"), ("W0001", "2"), ("W0001", "3")]
    assert plan[0]["date"] == "2017-04-03"
    assert all(" / " in line["reason"] for line in plan)
    assert rows(tmp_path, "unassigned.csv") == []
    assert (tmp_path / "new/out/unassigned.csv").read_text(encoding="utf-8-sig").strip() == "workplace,visit,rule,explanation,nearest_change"


def test_everybody_left_out_is_listed_with_rule_and_change(tmp_path: Path) -> None:
    lines = [row(1, serving="9"), row(2, "제주", place="33.5,126.5"), row(3, serving="약 20"), row(4), row(5), row(6)]
    done = run(tmp_path, lines, "--target", 2, "--json")
    assert done.exit_code == 0, done.output
    left = rows(tmp_path, "unassigned.csv")
    assert [(line["workplace"], line["visit"], line["rule"]) for line in left] == [
        ("W0001", "", "not_eligible"), ("W0002", "", "region_not_covered"), ("W0003", "", "row_error"), ("W0006", "", "target_reached"),
    ]  # fmt: skip
    assert all(line["explanation"] and line["nearest_change"] for line in left)
    assert {line["workplace"] for line in rows(tmp_path, "plan.csv")} == {"W0004", "W0005"}
    assert json.loads(done.stdout)["row_errors"][0]["row"] == 4


def test_the_second_of_one_name_is_numbered_and_reported(tmp_path: Path) -> None:
    lines = [row(1), row(2, "경기", place="37.27,127.02")]
    done = run(tmp_path, lines, "--json")
    assert {line["consultant"] for line in rows(tmp_path, "plan.csv")} == {"김하나", "김하나 (2)"}
    told = [one for one in json.loads(done.stdout)["questions"] if "김하나 (2)" in one["reason"]]
    assert [(one["file"], one["row"]) for one in told] == [("consultants", 3)]


def test_a_need_exists_where_its_column_does(tmp_path: Path) -> None:
    done = run(tmp_path, [row(1) + ",영어", row(2) + ",", row(3) + ",베트남어"], "--json", heading=HEADING + ",필요언어")
    assert done.exit_code == 0, done.output
    assert {line["consultant"] for line in rows(tmp_path, "plan.csv") if line["workplace"] == "W0001"} == {"김하나 (2)"}
    assert [(line["workplace"], line["rule"]) for line in rows(tmp_path, "unassigned.csv")] == [("W0003", "language")]


def test_hours_for_visits_in_their_own_column(tmp_path: Path) -> None:
    """The column may be absent; where it stands the plan keeps it, and what cannot be read names it."""
    done = run(tmp_path, [row(1) + ",18:00-02:00", row(2) + ","], "--json", heading=HEADING + ",방문가능시간")
    assert json.loads(done.stdout)["breaches"] == 0
    assert {line["start"] for line in rows(tmp_path, "plan.csv") if line["workplace"] == "W0001"} == {"18:00"}
    wrong = run(tmp_path, [row(1) + ",저녁에", row(2) + ","], "--json", heading=HEADING + ",방문가능시간")
    assert [(one["row"], one["field"]) for one in json.loads(wrong.stdout)["row_errors"]] == [(2, "방문가능시간")]


def test_nobody_is_visited_on_labour_day(tmp_path: Path) -> None:
    """1 May was a paid holiday of workers before it became a public holiday: 2 May is the first day of this season."""
    run(tmp_path, [row(1)], "--start", "2017-05-01", "--json")
    assert rows(tmp_path, "plan.csv")[0]["date"] == "2017-05-02"


def test_a_closed_day_that_cannot_be_read_names_its_own_column(tmp_path: Path) -> None:
    done = run(tmp_path, [row(1) + ",언제나", row(2) + ",2017-04-03"], "--json", heading=HEADING + ",휴무일")
    assert [(one["row"], one["field"]) for one in json.loads(done.stdout)["row_errors"]] == [(2, "휴무일")]
    assert next(line["date"] for line in rows(tmp_path, "plan.csv")) == "2017-04-04"


def test_bad_rows_of_agencies_and_consultants_are_told(tmp_path: Path) -> None:
    done = run(
        tmp_path, [row(1)], "--json", agencies=AGENCIES + "다온,달나라,30\n한빛,서울,30\n합계,,160\n",
        consultants=CONSULTANTS + "이셋,없는기관,심리,서울,중구,37.5,127.0,10,ko\n최넷,한빛,심리,서울,중구,37.5,127.0,많이,ko\n",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    told = {(one["file"], one["row"], one["field"]) for one in json.loads(done.stdout)["row_errors"]}
    assert told == {("agencies", 4, "관할시도"), ("agencies", 5, "기관명"), ("consultants", 5, "소속기관"), ("consultants", 6, "월가용일수")}


def test_without_coordinates_a_district_stands_in_and_is_reported(tmp_path: Path) -> None:
    done = run(tmp_path, [row(1), row(2, place=",")], "--json")
    assert json.loads(done.stdout)["served"] == 2
    assert [(one["file"], one["row"]) for one in json.loads(done.stdout)["questions"] if one["field"] == "위도"] == [("applicants", 3)]


@pytest.mark.parametrize("wrong", [("--start", "2018-01-01"), ("--target", "0"), ("--end", "30.11.2017"), ("--first-visits-by", "soon")])
def test_a_wrong_call_exits_2(tmp_path: Path, wrong: tuple[str, str]) -> None:
    assert run(tmp_path, [row(1)], *wrong).exit_code == 2
    assert not (tmp_path / "new").exists()


def test_a_file_that_is_no_such_sheet_exits_1_and_names_it(tmp_path: Path) -> None:
    done = run(tmp_path, [row(1)], agencies="가,나\n1,2\n")
    assert done.exit_code == 1
    assert "g.csv" in done.stderr


SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"


@pytest.mark.slow
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample sheets are not here")
def test_the_sample_season(tmp_path: Path) -> None:
    files = [str(SAMPLES / f"{name}.xlsx") for name in ("applicants", "agencies", "consultants")]
    done = CliRunner().invoke(app, [
        "dispatch", *files, "--target", "1000", "--start", "2017-04-03", "--end", "2017-11-30", "--seed", "1", "--out", str(tmp_path), "--json",
    ])  # fmt: skip
    assert done.exit_code == 0, done.output
    report = json.loads(done.stdout)
    assert report["served"] == report["most_possible"] == 930
    assert breaches(SAMPLES, tmp_path) == {}
    assert report["gap"] < 0.03
    assert report["mean_travel_km"] < 13.8  # half of the naive dispatcher's 27.7
    left = Counter(line["rule"] for line in csv.DictReader((tmp_path / "unassigned.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert left == {"fair_share": 119, "not_eligible": 66, "region_not_covered": 35}
