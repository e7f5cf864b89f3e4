"""`jikim applicants import` and `jikim lottery verify`, as called from a shell."""

import io
import json

import openpyxl
import pytest
from typer.testing import CliRunner

from jikim.areas.enrolment.models import Workplace
from jikim.config.cli import app
from tests.areas.enrolment import offices
from tests.areas.enrolment.offices import row, xlsx

pytestmark = pytest.mark.django_db(databases=["default"])


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "명단.xlsx"
    path.write_bytes(xlsx([row(1), row(2, 고객응대근로자수=9), row(3, 시도="달나라"), row(1, 관리번호="")]))
    return path


def jikim(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def test_json_is_the_one_object_on_stdout_and_rows_in_error_are_no_failure(sheet):
    offices.season()
    done = jikim("applicants", "import", sheet, "--json")
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout) == {
        "rows": 4, "imported": 2, "unchanged": 0, "conflicts": 0, "eligible": 1, "not_eligible": 1,
        "errors": [
            {"row": 4, "field": "시도", "reason": "알 수 없는 시도입니다(‘달나라’).", "reason_en": "The region is not known (“달나라”)."},
            {"row": 5, "field": "사업자등록번호", "reason": "2행과 같은 사업장입니다(사업자등록번호와 사업장명이 같음).",
             "reason_en": "The same workplace as row 2 (same business number and name)."},
        ],
    }  # fmt: skip
    assert "4행 시도" in done.stderr
    assert "row 4 Region" in done.stderr


def test_without_json_people_are_told_on_stderr_only(sheet):
    offices.season()
    done = jikim("applicants", "import", sheet)
    assert (done.exit_code, done.stdout) == (0, "")
    assert "4행: 접수 2" in done.stderr


def test_a_dry_run_counts_the_same_and_writes_nothing(sheet):
    offices.season()
    dry = jikim("applicants", "import", sheet, "--json", "--dry-run")
    assert not Workplace.objects.exists()
    assert json.loads(dry.stdout) == json.loads(jikim("applicants", "import", sheet, "--json").stdout)


def test_differences_are_listed_and_applied_when_asked(sheet, tmp_path):
    offices.season()
    jikim("applicants", "import", sheet)
    sheet.write_bytes(xlsx([row(1, 상시근로자수=200)]))
    kept = jikim("applicants", "import", sheet, "--json")
    assert json.loads(kept.stdout)["conflicts"] == 1
    assert "기존 ‘100’, 파일 ‘200’" in kept.stderr
    assert Workplace.objects.get(number="W0001").workers == 100
    jikim("applicants", "import", sheet, "--update")
    assert Workplace.objects.get(number="W0001").workers == 200


def test_every_difference_is_listed_and_a_second_sheet_is_named(tmp_path):
    offices.season()
    path = tmp_path / "명단.xlsx"
    path.write_bytes(xlsx([row(n) for n in range(1, 41)]))
    jikim("applicants", "import", path)
    book = openpyxl.load_workbook(io.BytesIO(xlsx([row(n, 상시근로자수=200, 관리번호=f"X{n}") for n in range(1, 41)])))
    book.copy_worksheet(book.active).title = "2차"
    book.save(path)
    done = jikim("applicants", "import", path, "--update", "--dry-run")
    assert done.stderr.count("기존 ‘100’, 파일 ‘200’") == 40
    assert "2차" in done.stderr
    assert "관리번호는 한번 정해지면 바뀌지 않습니다" in done.stderr
    assert "--update를 붙여" not in done.stderr


def test_bad_rows_are_written_beside_their_reasons(sheet, tmp_path):
    offices.season()
    out = tmp_path / "new" / "오류.xlsx"
    jikim("applicants", "import", sheet, "--rejects", out)
    assert [line[-3] for line in openpyxl.load_workbook(out).active.iter_rows(min_row=2, max_row=3, values_only=True)] == [4, 5]


def test_a_place_for_bad_rows_that_cannot_be_written_is_found_before_anything_goes_in(sheet, tmp_path):
    offices.season()
    assert jikim("applicants", "import", sheet, "--rejects", sheet / "오류.xlsx").exit_code == 1
    assert not Workplace.objects.exists()


def test_with_several_seasons_one_must_be_named(sheet):
    first, other = offices.season(), offices.season(2018)
    done = jikim("applicants", "import", sheet, "--json")
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"{first.pk}:" in done.stderr
    assert f"{other.pk}:" in done.stderr
    assert jikim("applicants", "import", sheet, "--season", other.pk).exit_code == 0
    assert set(Workplace.objects.values_list("season_id", flat=True)) == {other.pk}
    assert jikim("applicants", "import", sheet, "--season", 999).exit_code == 2


def test_what_cannot_be_done_ends_with_1_and_a_wrong_call_with_2(tmp_path):
    offices.season()
    broken = tmp_path / "a.xlsx"
    broken.write_bytes(b"PK\x03\x04")
    assert jikim("applicants", "import", broken).exit_code == 1
    assert jikim("applicants", "import", tmp_path / "none.xlsx").exit_code == 1
    assert jikim("applicants", "import").exit_code == 2


def test_anybody_recomputes_a_lottery(tmp_path):
    listed = tmp_path / "list.txt"
    listed.write_text("W0001\nW0002\nW0003\n")
    hashed = "0813cc045574aff4adc2e1b1afe84bf4c8a6004fe4660ff5e7a2f29abbc5fa2b"
    done = jikim("lottery", "verify", listed, "--seed", "7 11 23 30 38 42", "--hash", hashed)
    assert (done.exit_code, done.stdout.split()) == (0, ["W0003", "W0002", "W0001"])
    assert jikim("lottery", "verify", listed, "--seed", "1", "--hash", "0" * 64).exit_code == 1


def test_a_list_that_makes_no_lottery_says_so_in_both_languages(tmp_path):
    listed = tmp_path / "list.txt"
    listed.write_text("W0001\nW0001\n")
    done = jikim("lottery", "verify", listed, "--seed", "7")
    assert done.exit_code == 1
    assert "두 번" in done.stderr
    assert "twice" in done.stderr


def test_the_list_itself_is_never_written_over_by_its_bad_rows(sheet):
    offices.season()
    before = sheet.read_bytes()
    done = jikim("applicants", "import", sheet, "--rejects", sheet)
    assert done.exit_code == 2
    assert "--rejects" in done.stderr
    assert sheet.read_bytes() == before
    assert not Workplace.objects.exists()


def test_a_column_that_stands_twice_and_says_two_things_is_refused(tmp_path):
    offices.season()
    book = openpyxl.load_workbook(io.BytesIO(xlsx([row(1), row(2)])))
    sheet, twice = book.worksheets[0], tmp_path / "twice.xlsx"
    column = [cell.value for cell in sheet[1]].index("상시근로자수") + 1
    for at in (1, 2, 3):
        sheet.cell(at, 40, sheet.cell(at, column).value)
    book.save(twice)
    assert jikim("applicants", "import", twice, "--dry-run").exit_code == 0, "two that agree leave no doubt"
    sheet.cell(3, 40, 7)
    book.save(twice)
    done = jikim("applicants", "import", twice)
    assert done.exit_code == 1
    assert "‘상시근로자수’ 열이 두 번 있고 3행" in done.stderr
    assert not Workplace.objects.exists()
