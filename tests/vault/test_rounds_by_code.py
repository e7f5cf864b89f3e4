"""Statistics of rounds by code and from files together, and change between two rounds, against counts made by hand."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from jikim.rules.disclosure import CountStatistics
from jikim.rules.scoring import score
from jikim.shared.packs import find_pack
from jikim.vault import by_code
from jikim.vault.aggregate import season_statistics
from jikim.vault.by_code import CodeSheet
from jikim.vault.keys import make_keys
from jikim.vault.records import Sheets, decode
from jikim.vault.store import read_records
from jikim.vault.waves import wave_pairs
from jikim.vault.write import add_imported

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
DAY = dt.date(2017, 6, 7)
KELS, ABUSE, MOOD = find_pack("kels-24"), find_pack("customer-abuse"), find_pack("mood-8")
INSTRUMENT = KELS.instrument
LABEL = "kels-24@1.0.0"


@pytest.fixture(autouse=True)
def _keys() -> None:
    make_keys()


def names(number: int) -> tuple[bytes, ...]:
    return by_code.lookup_names("7", f"C{number}")


def ticks(seed: int, n: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(1, 5, (n, 24)).astype(np.int8)


def answer(round_key: str, numbers: range, answers: np.ndarray, sexes: str, *, keep_sex: bool, extra: int = 0) -> None:
    packs = [KELS, ABUSE] if extra else [KELS]
    for number, line, sex in zip(numbers, answers, sexes, strict=True):
        sheet = CodeSheet((*line.tolist(), *[extra] * (7 if extra else 0)), sex=sex, unit=f"u{number % 2}")
        by_code.finish_sheet(round_key, names(number), sheet, on=DAY, packs=packs, keep_sex=keep_sex)
    by_code.move_spool([round_key])


def test_dropped_sex_changes_no_class() -> None:
    answers, sexes = ticks(1, 30), "MF" * 15
    answer("1", range(30), answers, sexes, keep_sex=True)
    answer("2", range(30), answers, sexes, keep_sex=False)
    found = season_statistics({"1": 30, "2": 30}, INSTRUMENT).rounds
    assert found["1"].whole.measures == found["2"].whole.measures
    truth = score(INSTRUMENT, answers, np.array([1, 2] * 15, np.int8)).kind
    for column, subscale in enumerate(INSTRUMENT.subscales):
        assert found["2"].whole.measures[subscale.key].at_risk == int((truth[:, column] == 1).sum())
        assert found["2"].whole.measures[subscale.key].classed == 30
    assert not decode(read_records(["2"]).records).sex.any()
    assert [unit.answered for unit in found["2"].units] == [15, 15]


def test_rounds_from_a_file_and_by_code_stand_side_by_side() -> None:
    answers = ticks(2, 12)
    answer("1", range(12), answers, "F" * 12, keep_sex=False, extra=2)
    none = [""] * 12
    add_imported({"2": Sheets(answers, np.full(12, 2, np.int8), none, none, none, none)}, instrument=LABEL)
    found = season_statistics({"1": 12, "2": 12, "3": None}, INSTRUMENT)
    assert found.rounds["1"].whole.measures == found.rounds["2"].whole.measures
    assert found.rounds["3"].whole.answered == 0
    assert found.items[0].answered == 24
    counted = season_statistics({"1": 12, "2": 12}, INSTRUMENT, blocks=[ABUSE.instrument, MOOD.instrument]).rounds
    assert counted["1"].whole.counts["customer-abuse.physical"] == CountStatistics(12, 12)
    assert not counted["2"].whole.counts


def test_change_is_measured_without_a_person() -> None:
    first, second = ticks(3, 20), ticks(4, 18)
    answer("1", range(20), first, "F" * 20, keep_sex=True)
    answer("2", range(5, 23), second, "F" * 18, keep_sex=False)
    found = wave_pairs([("1", "2"), ("2", "1")], INSTRUMENT)
    pair = found["1", "2"]
    assert (pair.first, pair.second, pair.linked) == (20, 18, 15)
    women = np.full(15, 2, np.int8)
    x, y = score(INSTRUMENT, first[5:], women), score(INSTRUMENT, np.ascontiguousarray(second[:15]), women)
    for column, subscale in enumerate(INSTRUMENT.subscales):
        moments = pair.measures[subscale.key]
        a, b = np.asarray(x.score[:, column]), np.asarray(y.score[:, column])
        assert moments.n == 15
        assert moments.cross == pytest.approx(float(a @ b), abs=1e-5)
        assert (moments.first, moments.second) == (pytest.approx(a.sum(), abs=1e-5), pytest.approx(b.sum(), abs=1e-5))
        assert moments.at_risk_first == int((x.kind[:, column] == 1).sum())
        assert moments.at_risk_both == int(((x.kind[:, column] == 1) & (y.kind[:, column] == 1)).sum())
    assert found["2", "1"].measures["variety" if "variety" in pair.measures else next(iter(pair.measures))].n == 15


def test_paper_and_files_are_linked_to_nobody() -> None:
    for round_key in ("1", "2"):
        for _ in range(3):
            by_code.add_paper(round_key, CodeSheet((2,) * 24, sex="M"), on=DAY, packs=[KELS], keep_sex=True)
        by_code.move_spool([round_key])
    assert wave_pairs([("1", "2")], INSTRUMENT)["1", "2"].linked == 0
    assert wave_pairs([("1", "9")], INSTRUMENT)["1", "9"].second == 0
