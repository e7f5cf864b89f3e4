"""The vault at a season's size: 1,000 rounds × 66 workers. Goal: statistics-ready in under 10 s; saves well above 560/s in one process.

Run: python benchmarks/vault.py [--rounds 1000] [--workers 66] [--saves 1000]. Beside each save the same run measures the limit: a bare
durable commit of a row of the same size on the same disk (SQLite, WAL, synchronous=FULL).
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import resource
import sqlite3
import tempfile
import time
from pathlib import Path
from typing import Any

DAY = dt.date(2017, 6, 7)
PACKS = ("kels-24", "customer-abuse", "mood-8", "exhaustion-6")


def started(home: str) -> None:
    os.environ |= {"JIKIM_HOME": home, "DJANGO_SETTINGS_MODULE": "jikim.config.settings"}
    from jikim.config.home import here

    here().make()
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", database="vault", verbosity=0)
    from jikim.vault.keys import make_keys

    make_keys()


def bare_commits(folder: str, count: int) -> float:
    """Durable commits a second of one row of 1,024 bytes: the limit of any save."""
    database = sqlite3.connect(Path(folder) / "bare.sqlite3")
    database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t (id INTEGER PRIMARY KEY, b BLOB)")
    begun = time.perf_counter()
    for i in range(count):
        database.execute("INSERT INTO t VALUES (?, ?)", (i, os.urandom(1024)))
        database.commit()
    return count / (time.perf_counter() - begun)


def saves(count: int, folder: str) -> None:
    from jikim.shared.packs import find_pack
    from jikim.vault import by_code

    packs = [find_pack(name) for name in PACKS]
    names = [by_code.lookup_names("7", f"C{i}") for i in range(count)]
    sheet = by_code.CodeSheet((2,) * 45, sex="F", unit="u1", health=True)
    steps: list[tuple[str, Any]] = [
        ("first save (two commits)", lambda one: by_code.save_sheet("s", one, sheet, on=DAY)),
        ("later save", lambda one: by_code.save_sheet("s", one, by_code.CodeSheet((3,) * 45, sex="F", health=True), on=DAY)),
        ("finish", lambda one: by_code.finish_sheet("s", one, sheet, on=DAY, packs=packs, keep_sex=False)),
    ]
    for name, step in steps:
        limit = bare_commits(tempfile.mkdtemp(dir=folder), count)
        begun = time.perf_counter()
        for one in names:
            step(one)
        rate = count / (time.perf_counter() - begun)
        print(f"{name:26} {rate:7.0f}/s   bare durable commit {limit:7.0f}/s   {rate / limit:.2f} of it")
    by_code.move_spool(["s"])


def fill(rounds: int, workers: int) -> None:
    """A full spool, written in one go: what lies there when every round of a season ends at once."""
    import numpy as np
    from django.db import transaction

    from jikim.shared.packs import find_pack
    from jikim.vault import by_code, keystore, names, rows
    from jikim.vault.keys import vault_keys
    from jikim.vault.models import Pending
    from jikim.vault.sheets import finished, pack

    packs, chance = [find_pack(name) for name in PACKS], np.random.default_rng(1)
    ids, keys = keystore.new_keys(rounds * workers)
    out = []
    for k in range(rounds * workers):
        r, i = divmod(k, workers)
        sheet = by_code.CodeSheet(
            tuple(chance.integers(1, 4, 45).tolist()), sex="MF"[i % 2], unit=f"u{i % 4}", age=f"a{i % 3}", health=True
        )
        draft = finished(sheet, on=DAY, packs=packs, keep_sex=bool(r % 2))
        tag, name = vault_keys().round_tag(str(r)), by_code.lookup_names(str(r // 2), f"C{i}")
        sealed = rows.seal_row(keys[k], pack(draft), ids[k], tag)
        out.append(Pending(id=ids[k], round_tag=tag, lookup=names.stored("pending", name[0]), sealed=sealed))
    with transaction.atomic(using="vault"):
        Pending.objects.bulk_create(out, batch_size=150)


def timed(name: str, work: Any) -> Any:
    begun, cpu = time.perf_counter(), time.process_time()
    done = work()
    print(f"{name:46} {time.perf_counter() - begun:6.2f} s   ({time.process_time() - cpu:.2f} s processor)")
    return done


def season(rounds: int, workers: int) -> None:
    from jikim.shared.packs import find_pack
    from jikim.vault import by_code
    from jikim.vault.aggregate import season_statistics
    from jikim.vault.waves import wave_pairs

    keys, total = [str(r) for r in range(rounds)], rounds * workers
    instrument, *others = (find_pack(name).instrument for name in PACKS)
    fill(rounds, workers)
    moved = timed(f"a full spool of {total:,} carried on at once", lambda: by_code.move_spool(keys))
    found = timed(
        f"{total:,} answers statistics-ready (goal 10 s)",
        lambda: season_statistics(dict.fromkeys(keys, workers), instrument, blocks=others),
    )
    if moved != total or sum(one.whole.answered for one in found.rounds.values()) != total:
        raise SystemExit("void: what was put in did not come out")
    timed("change between 500 pairs of rounds", lambda: wave_pairs(list(zip(keys[::2], keys[1::2], strict=True)), instrument))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=1000)
    arguments.add_argument("--workers", type=int, default=66)
    arguments.add_argument("--saves", type=int, default=1000)
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="jikim-vault-bench-") as home:
        started(home)
        print(f"Python {platform.python_version()}, {os.cpu_count()} cores, SQLite {sqlite3.sqlite_version}, synchronous=FULL")
        saves(asked.saves, home)
        season(asked.rounds, asked.workers)
        print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
