"""Tables by what was asked about the person, and the blocks beside the instrument: as a naive count over the sheets gives."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from jikim.rules.disclosure import CountStatistics, pool
from jikim.rules.scoring import score
from jikim.shared.packs import find_pack
from jikim.vault import aggregate, by_code
from jikim.vault.by_code import CodeSheet
from jikim.vault.keys import make_keys

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
PACKS = [find_pack(key) for key in ("kels-24", "customer-abuse", "mood-8", "exhaustion-6", "personal-level")]
BLOCKS = [pack.instrument for pack in PACKS[1:4]]
KELS = PACKS[0].instrument
DAY = dt.date(2017, 6, 7)
VARIABLES = ("unit", "sex", "age", "job")


@pytest.fixture(autouse=True)
def _keys() -> None:
    make_keys()


def sheets(many: int, seed: int = 1) -> list[CodeSheet]:
    chance = random.Random(seed)
    out = []
    for _ in range(many):
        agreed = chance.random() < 0.8
        answers = [chance.choice([-1, 1, 2, 3, 4, 4]) for _ in range(24)]
        answers += [chance.choice([-1, 0, 0, 1, 3]) for _ in range(5)] + [-1, -1]
        answers += [chance.choice([0, 1, 3]) if agreed else -1 for _ in range(8)]
        answers += [chance.choice([item.scale.lowest, item.scale.highest]) if agreed else -1 for item in BLOCKS[2].items]
        out.append(CodeSheet(
            tuple(answers), sex=chance.choice(["F", "F", "M", ""]), unit=chance.choice(["u1", "u2", ""]),
            age=chance.choice(["30s", "40s"]), job=chance.choice(["counter", "rest"]), health=agreed,
        ))  # fmt: skip
    return out


def season(*, keep_sex: bool = True, found: list[CodeSheet]) -> aggregate.SeasonStatistics:
    for number, one in enumerate(found):
        names = by_code.lookup_names("7", f"CODE{number:09d}")
        by_code.finish_sheet("1", names, one, on=DAY, packs=PACKS, keep_sex=keep_sex)
    by_code.move_spool(["1"])
    return aggregate.season_statistics({"1": 60, "2": 12}, KELS, asked={"1": VARIABLES, "2": VARIABLES}, blocks=BLOCKS)


def test_each_table_is_a_partition_and_says_what_was_answered() -> None:
    found = sheets(45)
    one = season(found=found).rounds["1"]
    assert set(one.tables.by) == set(VARIABLES)
    for variable, groups in one.tables.by.items():
        sums = pool("1", groups)
        assert sums.answered == one.whole.answered == 45
        assert sums.counts == one.whole.counts
        assert {g.key: g.answered for g in groups} == Counter(getattr(s, variable) or "not given" for s in found)
        for key, whole in one.whole.measures.items():
            assert (sums.measures[key].scored, sums.measures[key].at_risk) == (whole.scored, whole.at_risk)
            assert sums.measures[key].total == pytest.approx(whole.total)
    assert one.tables.together["unit", "age"] == Counter((s.unit or "not given", s.age) for s in found)
    assert one.jobs == one.units == () or all(g.key == "" for g in one.jobs)


def test_blocks_are_counted() -> None:
    found = sheets(45)
    counts = season(found=found).rounds["1"].whole.counts
    threats = [s.answers[25] for s in found if s.answers[25] >= 0]
    assert counts["customer-abuse.threat"] == CountStatistics(len(threats), sum(a >= 1 for a in threats))
    moods = [sum(s.answers[31:39]) for s in found if s.health]
    assert counts["mood-8.mood"] == CountStatistics(len(moods), sum(m >= 10 for m in moods))
    assert "exhaustion-6.exhaustion" in counts
    assert not any("reported" in key or "helped" in key for key in counts), "asked only of some, which tells about them"


def test_classes_outlive_the_sex_they_were_made_with() -> None:
    found = sheets(45)
    kept = season(found=found).rounds["1"]
    answers = np.array([s.answers[:24] for s in found], np.int8)
    scores = score(KELS, answers, np.array([{"": 0, "M": 1, "F": 2}[s.sex] for s in found], np.int8))
    assert kept.whole.measures["regulation"].at_risk == int((scores.kind[:, scores.column("regulation")] == 1).sum())


def test_without_sex_kept_the_classes_are_the_same() -> None:
    found = sheets(45)
    one = season(keep_sex=False, found=found).rounds["1"]
    answers = np.array([s.answers[:24] for s in found], np.int8)
    scores = score(KELS, answers, np.array([{"": 0, "M": 1, "F": 2}[s.sex] for s in found], np.int8))
    for key, measure in one.whole.measures.items():
        kinds = scores.kind[:, scores.column(key)]
        assert (measure.classed, measure.at_risk) == (int((kinds >= 0).sum()), int((kinds == 1).sum()))
    assert [g.key for g in one.tables.by["sex"]] == ["not given"]


def test_work_asked_by_code_is_no_occupation_of_the_season() -> None:
    found = [replace(one, job="counter") for one in sheets(45)]
    statistics = season(found=found)
    assert statistics.main_job.get("1", "") == ""
    assert {entry.job for entry in statistics.items} == {""}
