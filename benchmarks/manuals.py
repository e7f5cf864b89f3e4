"""Every manual in both languages: numbered, composed, PDF/UA-1, in two processes.

Run: python benchmarks/manuals.py [--repeats 3]. Goal: all in under 30 s on two cores. Beside it in the same run: Typst alone
on the same pages in one process (no library, no database, no files).
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

JIKIM = [sys.executable, "-c", "from jikim.config.cli import main; main()"]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--repeats", type=int, default=3)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["JIKIM_HOME"] = str(Path(folder) / "home")
        subprocess.run([*JIKIM, "init"], check=True, capture_output=True)
        whole, alone, made = [], [], 0
        for turn in range(options.repeats):
            began = time.perf_counter()
            out = subprocess.run(
                [*JIKIM, "manual", "build", "--out", f"{folder}/{turn}", "--json"], check=True, capture_output=True, text=True
            ).stdout
            whole.append(time.perf_counter() - began)
            made = int(json.loads(out)["made"])
            alone.append(bare())
    print(f"{made} manuals, whole path, two processes: {told(whole)}   (goal: under 30 s)")
    print(f"Typst alone on the same pages, one process: {told(alone)}")


def bare() -> float:
    """The compiler on pages composed beforehand."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jikim.config.settings")
    import django

    django.setup()
    from jikim.areas.manuals.actions.making import TEMPLATE, document_of
    from jikim.areas.manuals.public import number_all
    from jikim.rules.access import Actor
    from jikim.shared.documents import compile_pdf

    pages = [(document_of(one, language), language, one.row.made_on) for one in number_all(by=Actor.console("benchmark")) for language in ("ko", "en")]
    began = time.perf_counter()
    for data, language, day in pages:
        compile_pdf(TEMPLATE, data, language, data_date=day)
    return time.perf_counter() - began


def told(seconds: list[float]) -> str:
    return f"median {statistics.median(seconds):.1f} s, {min(seconds):.1f}–{max(seconds):.1f} s over {len(seconds)}"


if __name__ == "__main__":
    main()
