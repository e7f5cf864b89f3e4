"""A thief of both databases, without the key files, links no card, no time and no person to answers.

FIGURES, fault 10. At full size: JIKIM_LINKING=100x1000 pytest tests/attack/test_linking.py
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import sqlite3
from collections import defaultdict
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from django.db import connections

from jikim.shared.packs import find_pack
from jikim.vault import by_code, keystore, rows
from jikim.vault.by_code import CodeSheet
from jikim.vault.keys import make_keys, vault_keys
from jikim.vault.purge import destroy_rounds
from tests.attack.thief import Stolen, ranks, steal, tie, visible

pytestmark = [pytest.mark.sqlite_only, pytest.mark.django_db(databases=["default", "vault"], transaction=True)]
TRIALS, PEOPLE = map(int, os.environ.get("JIKIM_LINKING", "8x60").split("x"))
MONDAY = dt.date(2017, 6, 5)
PACKS = [find_pack("kels-24"), find_pack("customer-abuse")]
#: a standard normal beyond this, among the few dozen looked at here, is no accident
NO_ACCIDENT = 4.5


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VAULT_KEYSTORE_FILE", str(tmp_path / "store.sqlite3"))
    make_keys()


def names(trial: int, person: int) -> tuple[bytes, ...]:
    return by_code.lookup_names(f"w{trial}", f"card-{person}")


def sheet(rng: np.random.Generator, **about: str) -> CodeSheet:
    return CodeSheet(tuple(int(v) for v in rng.integers(1, 5, 24)) + (0,) * 7, health=True, **about)  # type: ignore[arg-type]


def answer(trial: int, person: int, made: CodeSheet, on: dt.date, *, keep_sex: bool = True) -> None:
    """Two pages and the end, as a browser sends them."""
    for _page in (1, 2):
        by_code.save_sheet(str(trial), names(trial, person), made, on=on)
    by_code.finish_sheet(str(trial), names(trial, person), made, on=on, packs=PACKS, keep_sex=keep_sex)


def row_of(trial: int, person: int) -> int:
    """The truth, which takes the keys."""
    found = rows.find(rows.ANSWERS, names(trial, person), vault_keys().round_tag(str(trial)))
    assert found is not None
    return found.id


def test_knowing_when_everybody_answered_finds_nobody(tmp_path: Path) -> None:
    """The thief knows the order in which people answered, and tries every order the files show."""
    hits: dict[str, int] = defaultdict(int)
    ties: dict[str, list[float]] = defaultdict(list)
    rng = np.random.default_rng(7)
    for trial in range(TRIALS):
        for person in range(PEOPLE):
            answer(trial, person, sheet(rng), MONDAY + dt.timedelta(days=person * 20 // PEOPLE))
            if person == PEOPLE // 3:
                by_code.move_spool()
        by_code.move_spool([str(trial)])
        ids, seen = visible(steal(tmp_path / str(trial)), rows.ANSWERS, vault_keys().round_tag(str(trial)))
        when = {row_of(trial, person): person for person in range(PEOPLE)}
        truth = np.array([when[row_id] for row_id in ids])
        for name, values in seen.items():
            hits[name] += int((ranks(values) == truth).sum()) if len(set(values.tolist())) > 1 else 0
            ties[name].append(tie(values, truth))
        destroy_rounds([str(trial)])  # or the files would grow from trial to trial
    assert set(map(len, ties.values())) == {TRIALS}
    most = TRIALS + 4.5 * TRIALS**0.5
    assert {name: n for name, n in hits.items() if n > most} == {}
    together = {name: sum(found) / len(found) ** 0.5 for name, found in ties.items()}
    assert {name: z for name, z in together.items() if abs(z) > NO_ACCIDENT} == {}


def test_the_test_would_see_an_order(tmp_path: Path) -> None:
    """The spool before the job runs: its log does show the order of saves, and the same measure finds it."""
    rng = np.random.default_rng(8)
    with connections["vault"].cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for person in range(40):
        by_code.save_sheet("900", names(900, person), sheet(rng), on=MONDAY)
    tag = vault_keys().round_tag("900")
    ids, seen = visible(steal(tmp_path / "spool"), rows.PENDING, tag)
    when = {rows.find(rows.PENDING, names(900, person), tag).id: person for person in range(40)}  # type: ignore[union-attr]
    truth = np.array([when[row_id] for row_id in ids])
    assert tie(seen["first place in the log"], truth) > NO_ACCIDENT
    # the job rewrites the files although too few have finished to leave the spool
    assert by_code.move_spool() == 0
    ids, seen = visible(steal(tmp_path / "rewritten"), rows.PENDING, tag)
    truth = np.array([when[row_id] for row_id in ids])
    assert {name: z for name, values in seen.items() if abs(z := tie(values, truth)) > NO_ACCIDENT} == {}


def test_two_thefts_tie_no_spool_row_to_kept_answers(tmp_path: Path) -> None:
    """Whoever took a copy while sheets were coming in, and another later, finds no number that is in both."""
    rng = np.random.default_rng(9)
    for person in range(40):
        answer(901, person, sheet(rng), MONDAY)
    before = steal(tmp_path / "before")
    early = before.rows(rows.PENDING)
    wrapped = wrapped_keys()
    by_code.move_spool(["901"])
    after = steal(tmp_path / "after")
    late = after.rows(rows.ANSWERS)
    assert len(early) == 40
    for column in (0, 2, 3):
        assert not {row[column] for row in early} & {row[column] for row in late}
    content = after.everything()
    for row in early:
        assert row[3] not in content, "the spool's seal is still somewhere in the files"
        assert row[2] not in content, "the spool's name is still somewhere in the files"
        assert row[0].to_bytes(8, "big") not in content, "the spool's row id is still somewhere in the files"
    assert after.free_pages() == 0
    assert not (after.folder / "vault.sqlite3-wal").exists() or (after.folder / "vault.sqlite3-wal").stat().st_size == 0
    # and the keys they had are gone from the key store's file
    store = b"".join(path.read_bytes() for path in keystore.store_file().parent.glob("store.sqlite3*"))
    assert not [key for key in wrapped if key in store]


def wrapped_keys() -> list[bytes]:
    with closing(sqlite3.connect(keystore.store_file())) as store:
        return [row[0] for row in store.execute("SELECT wrapped FROM data_keys")]


@pytest.mark.parametrize("size", [10, 15, 30])
def test_knowing_everything_about_everybody_finds_nobody(size: int, tmp_path: Path) -> None:
    """The thief knows sex, age, tenure, job and days at work of each person in a small workplace."""
    rng = np.random.default_rng(size)
    ties: dict[tuple[str, str], list[float]] = defaultdict(list)
    for trial in range(1000 * size, 1000 * size + max(6, TRIALS)):
        known, made = known_people(rng, size)
        for person in np.argsort(known["day at work"], kind="stable").tolist():
            answer(trial, person, made[person], MONDAY + dt.timedelta(days=int(known["day at work"][person])), keep_sex=False)
        by_code.move_spool([str(trial)])
        ids, seen = visible(steal(tmp_path / str(trial)), rows.ANSWERS, vault_keys().round_tag(str(trial)))
        assert len(set(seen["size"])) == 1
        assert len(set(seen["generation"])) == 1
        who = {row_of(trial, person): person for person in range(size)}
        truth = np.array([who[row_id] for row_id in ids])
        for about, values in known.items():
            for name, shown in seen.items():
                ties[about, name].append(tie(shown, values[truth]))
    together = {pair: sum(found) / len(found) ** 0.5 for pair, found in ties.items()}
    assert {pair: z for pair, z in together.items() if abs(z) > NO_ACCIDENT} == {}


def known_people(rng: np.random.Generator, size: int) -> tuple[dict[str, np.ndarray], list[CodeSheet]]:
    known = {
        "sex": rng.integers(0, 2, size), "age": rng.integers(0, 4, size), "tenure": rng.integers(0, 4, size),
        "job": rng.integers(0, 3, size), "day at work": rng.integers(0, 19, size),
    }  # fmt: skip
    made = [
        sheet(rng, sex="MF"[known["sex"][i]], age=f"a{known['age'][i]}", tenure=f"t{known['tenure'][i]}", job="상담" * int(1 + known["job"][i]))
        for i in range(size)
    ]
    known["strain"] = np.array([sum(one.answers) for one in made])
    return known, made


def test_nothing_a_worker_does_writes_into_the_main_database(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)

    def main_files() -> dict[str, str]:
        stolen = steal(tmp_path / str(rng.integers(1 << 60)))
        return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in stolen.folder.glob("main*")}

    before = main_files()
    for person in range(12):
        answer(902, person, sheet(rng), MONDAY)
    by_code.set_secret(names(902, 0), "482915")
    by_code.try_secret(names(902, 0), "482915")
    by_code.move_spool()
    by_code.own_sheet("902", names(902, 0))
    by_code.withdraw("902", names(902, 0), on=MONDAY)
    assert main_files() == before


def test_withdrawn_answers_are_in_no_page_of_any_file(tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    for person in range(12):
        answer(903, person, sheet(rng), MONDAY)
    by_code.move_spool()
    stolen: Stolen = steal(tmp_path / "one")
    gone = row_of(903, 5)
    sealed = next(row[3] for row in stolen.rows(rows.ANSWERS) if row[0] == gone)
    by_code.withdraw("903", names(903, 5), on=MONDAY)
    with connections["vault"].cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert sealed not in steal(tmp_path / "two").everything()
