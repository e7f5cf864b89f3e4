"""answers import: good rows go in, bad rows are named, and doing it again changes nothing."""

from __future__ import annotations

import hashlib

import pytest

from jikim.areas.surveys import public as surveys
from jikim.areas.surveys.models import Round
from jikim.rules.access import Actor, Grant, Role
from jikim.shared.access import Conflict, Refused
from jikim.shared.audit.models import AuditRow
from jikim.shared.sheets import SheetError
from jikim.shared.workflow.models import StatusChange
from jikim.vault.keys import make_keys
from jikim.vault.models import AnswerSet
from tests.areas.surveys.making import (
    CONSOLE,
    HEADING,
    OFFICE,
    file_of,
    imported,
    rows,
    season,
    workplace,
)

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture(autouse=True)
def _keys() -> None:
    make_keys()


def test_a_file_opens_its_rounds_and_goes_in() -> None:
    workplace("W0001"), workplace("W0002"), workplace("W0003")
    done = imported([*rows("W0001", (12, 5)), *rows("W0002", (8,), seed=2)])
    assert (done.rows, done.imported, done.unchanged, done.conflicts, done.rows_in_error) == (25, 25, 0, 0, 0)
    assert (done.workplaces, done.rounds_opened) == (2, 2)
    found = {one.workplace.number: one for one in Round.objects.select_related("workplace")}
    assert {number: (one.kind, one.status, one.offered, one.answered) for number, one in found.items()} == {
        "W0001": ("imported", "open", 40, 17), "W0002": ("imported", "open", 40, 8),
    }  # fmt: skip
    assert found["W0001"].instrument_id == "kels-24"
    assert AnswerSet.objects.count() == 25


def test_a_file_of_another_instrument_is_not_read_as_this_one() -> None:
    """Its first eleven columns would be scored as items they are not."""
    workplace("W0001")
    with pytest.raises(SheetError) as stopped:
        surveys.import_answers(data=file_of(rows("W0001", (12,))), season_id=season().pk, by=CONSOLE, pack="kels-11")
    assert "q12, q13" in stopped.value.reason.en
    assert not Round.objects.exists()


def test_again_changes_nothing() -> None:
    workplace("W0001")
    lines = rows("W0001", (12,))
    imported(lines)
    before = set(AnswerSet.objects.values_list("pk", flat=True))
    done = imported(list(reversed(lines)))
    assert (done.imported, done.unchanged, done.rounds_opened) == (0, 12, 0)
    assert set(AnswerSet.objects.values_list("pk", flat=True)) == before
    assert StatusChange.objects.filter(thing_kind="round").count() == 1


def test_bad_rows_are_named_and_take_nothing_with_them() -> None:
    workplace("W0001"), workplace("W0002", status="not_eligible"), workplace("W0003", status="withdrawn")
    lines = rows("W0001", (8,))
    lines[1][6] = 5
    lines[2][7], lines[2][2] = "x", "Q"
    lines[3][0] = "W9999"
    lines[4][0] = ""
    lines[5][6:] = [""] * 24
    lines[6][3] = "서른쯤"
    done = imported([*lines, *rows("W0002", (1,)), *rows("W0003", (1,))])
    assert (done.rows, done.imported, done.rows_in_error) == (10, 3, 7), "one answer out of range leaves the row in"
    assert [(one.row, one.field) for one in done.errors] == [
        (3, "q01"), (4, "sex"), (4, "q02"), (5, "workplace"), (6, "workplace"), (7, "q01"), (8, "age_band"),
        (10, "workplace"), (11, "workplace"),
    ]  # fmt: skip
    assert all(one.reason.ko and one.reason.en for one in done.errors)
    assert set(done.errors[0].as_json()) == {"row", "field", "reason", "reason_en"}


@pytest.mark.parametrize("value", ["0", "5", "-1", "2.5", "1e2", "²", "③", "네", "nan", "inf"])
def test_a_value_out_of_range_is_an_error_and_counts_as_missing(value: str) -> None:
    """As `jikim score` does: the same sheet must not give two results."""
    workplace("W0001")
    lines = rows("W0001", (2,))
    lines[0][6] = value
    done = imported(lines)
    assert [(one.row, one.field) for one in done.errors] == [(2, "q01")]
    assert (done.imported, done.rows_in_error) == (2, 0)
    lines[0][6] = ""
    assert imported(lines).unchanged == 2, "what went in is a missing answer"


def test_a_row_of_nothing_but_values_out_of_range_stays_out() -> None:
    workplace("W0001")
    lines = rows("W0001", (2,))
    lines[0][6:] = ["9"] * 24
    done = imported(lines)
    assert (done.imported, done.rows_in_error) == (1, 1)


def test_a_number_may_be_written_small() -> None:
    workplace("W0001")
    lines = [["w0001", *line[1:]] for line in rows("W0001", (6,))]
    assert imported(lines).imported == 6
    assert imported(rows("W0001", (6,))).unchanged == 6


@pytest.mark.parametrize("value", ["3", "３", " 3 ", "3.0", 3])
def test_ways_of_writing_a_three(value: object) -> None:
    workplace("W0001")
    lines = rows("W0001", (2,))
    lines[0][6] = value
    assert imported(lines).errors == ()


def test_a_corrected_row_is_added_later() -> None:
    workplace("W0001")
    lines = rows("W0001", (8,))
    sex, lines[1][2] = lines[1][2], "Q"
    assert imported(lines).imported == 7
    lines[1][2] = sex
    done = imported(lines)
    assert (done.imported, done.unchanged, done.rows_in_error) == (1, 7, 0)


def test_a_file_that_differs_is_kept_out_with_a_reason() -> None:
    workplace("W0001"), workplace("W0002")
    lines = rows("W0001", (8,))
    imported(lines)
    lines[0][6] = 1 if lines[0][6] != 1 else 2
    done = imported([*lines, *rows("W0002", (6,))])
    assert (done.rows, done.imported, done.conflicts) == (14, 6, 8)
    assert [(one.row, one.field) for one in done.errors] == [(2, "workplace")]
    assert "W0001" in done.errors[0].reason.ko


def test_a_closed_round_takes_no_more() -> None:
    workplace("W0001")
    lines = rows("W0001", (8,))
    imported(lines)
    assert surveys.close_rounds(season_id=season().pk, by=CONSOLE) == 1
    assert imported(lines).unchanged == 8
    done = imported([*lines, *rows("W0001", (1,), seed=77)])
    assert (done.imported, done.conflicts) == (0, 9)
    assert "마감" in done.errors[0].reason.ko


def test_more_answers_than_workers_is_a_warning() -> None:
    workplace("W0001", 10)
    done = imported(rows("W0001", (13,)))
    assert done.imported == 13
    assert [(one.row, one.field) for one in done.warnings] == [(2, "workplace")]
    assert "13" in done.warnings[0].reason.en


def test_columns_may_stand_in_any_order_and_carry_korean_names() -> None:
    workplace("W0001")
    heading = ["관리번호", "부서", "성별", "연령대", "근속", "직무", *HEADING[6:]]
    lines = rows("W0001", (4,))
    turned = [list(reversed(line)) for line in lines]
    data = file_of(turned, list(reversed(heading)))
    done = surveys.import_answers(data=data, season_id=season().pk, by=CONSOLE)
    assert (done.imported, done.errors) == (4, ())
    assert imported(lines).unchanged == 4


def test_a_missing_column_stops_the_file() -> None:
    workplace("W0001")
    heading = [name if name != "q07" else "weather" for name in HEADING]
    with pytest.raises(SheetError) as stopped:
        surveys.import_answers(data=file_of(rows("W0001", (2,)), heading), season_id=season().pk, by=CONSOLE)
    assert "q07" in stopped.value.reason.en


def test_no_web_seat_may() -> None:
    every_seat = Actor("person:1", "김", tuple(Grant(role, frozenset({"1"})) for role in Role if role is not Role.CONSOLE))
    with pytest.raises(Refused):
        surveys.import_answers(data=b"", season_id=season().pk, by=every_seat)


def test_it_is_recorded_without_a_word_of_the_content() -> None:
    workplace("W0001")
    lines = rows("W0001", (24,))
    imported(lines)
    row = AuditRow.objects.get(verb="answers.import")
    assert (row.facts["rows"], row.facts["imported"]) == (20, 20), "whole tens: an exact total counts whoever is hidden"
    assert set(row.facts) == {"file", "pack", "rows", "imported", "unchanged", "conflicts", "workplaces"}
    assert row.facts["file"] != hashlib.sha256(file_of(lines)).hexdigest(), "a plain hash lets guesses be tried out"


def test_working_wording_needs_a_trial_season() -> None:
    workplace("W0001")
    one = season()
    one.is_trial = False
    one.save()
    with pytest.raises(Conflict, match="working wording"):
        imported(rows("W0001", (4,)))


def test_counts_are_taken_again_from_the_vault() -> None:
    workplace("W0001")
    imported(rows("W0001", (6,)))
    Round.objects.update(answered=99)
    assert surveys.recount() == 1
    assert Round.objects.get().answered == 6
    assert surveys.recount() == 0


def test_closing_needs_the_seat() -> None:
    workplace("W0001")
    imported(rows("W0001", (6,)))
    one = Round.objects.get()
    with pytest.raises(Refused):
        surveys.close_round(round_id=one.pk, by=Actor("p", "q", (Grant(Role.MANAGER, frozenset({str(one.workplace_id)})),)))
    surveys.close_round(round_id=one.pk, by=OFFICE)
    with pytest.raises(Conflict):
        surveys.close_round(round_id=one.pk, by=OFFICE)
