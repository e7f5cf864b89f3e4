"""Sums computed inside the vault are those a naive count over the same rows gives, and nothing finer leaves."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from jikim.areas.surveys.models import Round
from jikim.rules.disclosure import coalition_size, pool
from jikim.rules.scoring import score
from jikim.shared.packs import find_pack
from jikim.vault import aggregate
from jikim.vault.keys import make_keys
from tests.areas.surveys.making import imported, rows, workplace

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
INSTRUMENT = find_pack("kels-24").instrument


@pytest.fixture(autouse=True)
def _keys() -> None:
    make_keys()


def season(*lines: list[list[object]]) -> aggregate.SeasonStatistics:
    imported([line for part in lines for line in part])
    return aggregate.season_statistics({str(one.pk): one.offered for one in Round.objects.all()}, INSTRUMENT)


def naive(lines: list[list[object]]) -> tuple[np.ndarray, np.ndarray]:
    answers = np.array([[-1 if v == "" else int(v) for v in line[6:]] for line in lines], np.int8)  # type: ignore[call-overload]
    sex = np.array([{"": 0, "M": 1, "F": 2}[str(line[2])] for line in lines], np.int8)
    found = score(INSTRUMENT, answers, sex)
    return np.asarray(found.score), np.asarray(found.kind)


def test_counts_and_sums_are_the_naive_ones() -> None:
    workplace("W0001")
    lines = rows("W0001", (9, 14))
    lines[0][6:] = [""] * 22 + [1, 2]  # hardly answered: not scored
    lines[1][2] = ""  # sex not given
    found = season(lines)
    (whole,) = [one.whole for one in found.rounds.values()]
    scores, kinds = naive(lines)
    assert whole.answered == 23
    for column, subscale in enumerate(INSTRUMENT.subscales):
        stats = whole.measures[subscale.key]
        known = scores[~np.isnan(scores[:, column]), column]
        assert stats.scored == len(known)
        assert stats.total == pytest.approx(known.sum(), abs=1e-5)
        assert stats.squares == pytest.approx((known**2).sum(), abs=1e-4)
        assert stats.classed == int((kinds[:, column] >= 0).sum())
        assert stats.at_risk == int((kinds[:, column] == 1).sum())
        c = coalition_size(len(known))
        assert stats.lowest == pytest.approx(np.sort(known)[:c].sum(), abs=1e-5)
        assert stats.highest == pytest.approx(np.sort(known)[-c:].sum(), abs=1e-5)


def test_units_are_a_partition_of_the_whole() -> None:
    workplace("W0001")
    lines = rows("W0001", (12, 11, 3))
    lines[-1][1] = ""
    found = season(lines)
    (one,) = found.rounds.values()
    assert [unit.key for unit in one.units] == ["U1", "U2", "U3", aggregate.UNIT_NOT_GIVEN]
    together = pool("whole", one.units)
    for key, stats in one.whole.measures.items():
        assert together.measures[key].scored == stats.scored
        assert together.measures[key].total == pytest.approx(stats.total, abs=1e-5)
    assert one.whole.offered == 40


def test_a_unit_may_not_take_a_name_that_disclosure_control_uses() -> None:
    workplace("W0001")
    lines = rows("W0001", (12, 11))
    for line in lines[:12]:
        line[1] = "other"
    (one,) = season(lines).rounds.values()
    assert "other" not in [unit.key for unit in one.units]


def test_only_counts_and_sums_leave() -> None:
    """No sequence as long as the people: every number that comes out belongs to a group."""
    workplace("W0001", 90)
    found = season(rows("W0001", (70,)))
    longest = max((len(v) for v in walk(dataclasses.asdict(found)) if isinstance(v, list | tuple)), default=0)
    assert longest <= 24


def walk(value: object) -> list[object]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return [value, *(found for one in inner for found in walk(one))]


def test_an_occupation_of_few_is_not_told_apart() -> None:
    for i in range(1, 7):
        workplace(f"W{i:04d}", 60)
    many = [line for i in range(1, 7) for line in rows(f"W{i:04d}", (20,), seed=i, job="상담")]
    few = rows("W0001", (20,), seed=9, job="특별한 일")
    found = season([*many, *few])
    assert [entry.job for entry in found.items] == ["", "상담"]
    assert "특별한 일" not in found.main_job.values()


def test_a_round_answered_on_another_instrument_is_refused() -> None:
    workplace("W0001")
    imported(rows("W0001", (6,)))
    other = dataclasses.replace(INSTRUMENT, version="9.9.9")
    with pytest.raises(ValueError, match="not answered on"):
        aggregate.season_statistics({str(Round.objects.get().pk): 40}, other)
