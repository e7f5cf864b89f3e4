"""`jikim reports build` killed in the middle and started again: it goes on, and the files are those of a run nobody stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from jikim.config.demo import dates
from jikim.config.demo.answers import made_answers
from jikim.config.demo.workplaces import HEADER, made_sites
from jikim.shared.documents import fonts_present

pytestmark = [
    pytest.mark.slow,
    pytest.mark.sqlite_only,
    pytest.mark.skipif(not fonts_present(), reason="the document fonts are not built"),
]

#: kills itself after the first hand-over, as a power switch would: no clean-up of any kind
_KILLED = """
import os, signal, sys
from pathlib import Path
if __name__ == "__main__":
    import django
    django.setup()
    from jikim.areas.enrolment import public as enrolment
    from jikim.areas.statistics import public as statistics
    from jikim.rules.access import Actor
    statistics.build_reports(
        season_id=enrolment.the_season().pk, folder=Path(sys.argv[1]), languages=("ko", "en"), by=Actor.console("test"),
        made=lambda count: os.kill(os.getpid(), signal.SIGKILL),
    )
"""


def _run(home: Path, *call: str, expected: int = 0) -> str:
    environment = {**os.environ, "JIKIM_HOME": str(home), "DJANGO_SETTINGS_MODULE": "jikim.config.settings"}
    done = subprocess.run([sys.executable, *call], env=environment, capture_output=True, text=True)
    assert done.returncode == expected, done.stderr
    return done.stdout


def _jikim(home: Path, *arguments: str) -> dict[str, Any]:
    out = _run(home, "-c", "from jikim.config.cli import main; main()", *arguments, "--json")
    found: dict[str, Any] = json.loads(out)
    return found


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A season of some thirty workplaces with answers, through the commands of the office."""
    rng = np.random.default_rng(2017)
    sites = made_sites(36, rng, dates.CALL_OPENS, 30)
    lines = [",".join(map(str, row)) for row in (HEADER, *(site.row for site in sites))]
    (tmp_path / "applicants.csv").write_text("\n".join(lines), encoding="utf-8-sig")
    (tmp_path / "answers.csv").write_text(made_answers(sites, rng), encoding="utf-8-sig")
    home = tmp_path / "home"
    _jikim(home, "init")
    _jikim(home, "applicants", "import", str(tmp_path / "applicants.csv"))
    _jikim(home, "answers", "import", str(tmp_path / "answers.csv"))
    return home


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_killed_build_goes_on_where_it_stopped(home: Path, tmp_path: Path) -> None:
    whole, stopped = tmp_path / "whole", tmp_path / "stopped"
    all_made = _jikim(home, "reports", "build", "--lang", "both", "--out", str(whole))["made"]
    program = tmp_path / "killed.py"
    program.write_text(_KILLED)
    _run(home, str(program), str(stopped), expected=-signal.SIGKILL)
    there = {path: path.stat().st_mtime_ns for path in stopped.glob("*.pdf")}
    assert 8 <= len(there) < all_made, "killed in the middle, or this shows nothing"
    # and what a power cut can leave: a file cut short, and one that was being written
    cut, *rest = sorted(there)
    cut.write_bytes(cut.read_bytes()[:5000])
    (stopped / ".W0001-ko.pdf.999999999.part").write_bytes(b"%PDF-1.7 half")

    again = _jikim(home, "reports", "build", "--lang", "both", "--out", str(stopped))
    assert again["made"] + again["skipped"] == all_made
    assert 1 <= again["made"] <= all_made - len(rest)
    assert all(path.stat().st_mtime_ns == there[path] for path in rest), "what was finished was made again"
    assert _files(stopped) == _files(whole)
