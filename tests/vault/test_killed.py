"""kill -9 while sheets come in and the spool moves: what a worker was told is there, once, and every key has its row."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.sqlite_only]
KILLS = int(os.environ.get("JIKIM_KILLS", "6"))
START = """
import datetime as dt, sys
import django; django.setup()
from jikim.shared.packs import find_pack
from jikim.vault import by_code, keystore
from jikim.vault.by_code import CodeSheet
DAY, PACKS = dt.date(2017, 6, 7), [find_pack("kels-24")]
names = lambda n: by_code.lookup_names("7", f"C{n}")
"""
WORK = START + """
n = int(sys.argv[1])
while True:
    by_code.save_sheet("1", names(n), CodeSheet((1 + n % 4,) * 24), on=DAY)
    by_code.finish_sheet("1", names(n), CodeSheet((1 + n % 4,) * 24), on=DAY, packs=PACKS, keep_sex=True)
    print(n, flush=True)
    n += 1
    if n % 12 == 0:
        by_code.move_spool()
"""
MAKE = START + """
from django.core.management import call_command
call_command("migrate", database="vault", run_syncdb=True, verbosity=0)
from jikim.vault.keys import make_keys
make_keys()
"""
CHECK = START + """
from jikim.vault.models import AnswerSet, Pending
told = [int(n) for n in sys.stdin.read().split()]
by_code.move_spool(["1"])
by_code.move_spool(["1"])
wrong = [n for n in told if (s := by_code.own_sheet("1", names(n))) is None or s.answers != (1 + n % 4,) * 24]
weeks = by_code.finished_by_week(["1"])["1"]
print(len(wrong), AnswerSet.objects.count(), Pending.objects.count(), sum(w.finished for w in weeks.values()),
      keystore.count(), len(keystore.in_motion()))
"""


def run(code: str, home: Path, *arguments: str, **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [sys.executable, "-c", code, *arguments], env=environment(home), check=True, capture_output=True, text=True, **more
    )


def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if "DATABASE" not in name and not name.startswith(("JIKIM", "VAULT"))}
    return {**kept, "JIKIM_HOME": str(home), "DJANGO_SETTINGS_MODULE": "jikim.config.settings", "PYTHONPATH": os.pathsep.join(sys.path)}


def test_what_was_acknowledged_is_there_once(tmp_path: Path) -> None:
    from jikim.config.home import Home

    Home(tmp_path).make()
    run(MAKE, tmp_path)
    told: list[int] = []
    chance = random.Random(3)
    for kill in range(KILLS):
        begin = max(told, default=-1) + 2  # the one after the last told may be half there
        process = subprocess.Popen([sys.executable, "-c", WORK, str(begin)], env=environment(tmp_path), stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        # every second time just before the spool moves, else anywhere
        wanted = chance.randrange(1, 50) if kill % 2 else 11 - begin % 12 + 12 * chance.randrange(1, 4) + 1
        told += [int(process.stdout.readline()) for _ in range(wanted)]
        process.send_signal(signal.SIGKILL)
        told += [int(line) for line in process.stdout.read().split()]
        process.wait()
        process.stdout.close()
    wrong, answers, pending, counted, keys, moving = map(int, run(CHECK, tmp_path, input="\n".join(map(str, told))).stdout.split())
    assert len(set(told)) == len(told) > KILLS
    assert (wrong, pending, moving) == (0, 0, 0)
    assert len(told) <= answers <= len(told) + KILLS  # a sheet finished an instant before the kill was not told
    assert counted == answers
    assert answers <= keys <= answers + 1 + 2 * KILLS  # the round's book, and keys made an instant before their row
