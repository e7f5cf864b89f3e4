"""1,000 reports by the whole path: import of answers, statistics in the vault, protection, release, PDF/UA-1 in two processes.

Run: python benchmarks/reports.py [--workplaces 1000] [--repeats 3]. Goals: 66,000 answers statistics-ready in under 10 s,
1,000 reports in under 20 s on two cores. Beside it in the same run: Typst alone on the same pages (no release, no database,
no whole-file rename), and WeasyPrint on a page of the same words if it is installed.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

JIKIM = [sys.executable, "-c", "from jikim.config.cli import main; main()"]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--workplaces", type=int, default=1000)
    asked.add_argument("--repeats", type=int, default=3)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["JIKIM_HOME"] = str(Path(folder) / "home")
        season(Path(folder), options.workplaces)
        whole, alone = [], []
        for turn in range(options.repeats):  # A B B A
            order = (build, bare) if turn % 2 == 0 else (bare, build)
            for measure in order:
                (whole if measure is build else alone).append(measure(Path(folder), turn))
        report("reports, whole path", options.workplaces, whole)
        report("Typst alone, same pages", options.workplaces, alone)
        weasyprint()


def season(folder: Path, workplaces: int) -> None:
    """A season from made-up applications and answers, through the commands a user would call."""
    import numpy as np

    from jikim.config.demo import dates
    from jikim.config.demo.answers import made_answers
    from jikim.config.demo.workplaces import HEADER, made_sites

    rng = np.random.default_rng(2017)
    sites = made_sites(workplaces, rng, dates.CALL_OPENS, 30)
    lines = [",".join(map(str, row)) for row in (HEADER, *(site.row for site in sites))]
    (folder / "applicants.csv").write_text("\n".join(lines), encoding="utf-8-sig")
    (folder / "answers.csv").write_text(made_answers(sites, rng), encoding="utf-8-sig")
    call("init")
    call("applicants", "import", str(folder / "applicants.csv"))
    took, out = call("answers", "import", str(folder / "answers.csv"), "--json")
    done = json.loads(out)
    print(f"answers import: {done['imported']:,} rows of {done['workplaces']:,} workplaces in {took:.1f} s "
          f"({done['rows_in_error']:,} rows of workplaces that do not take part)")  # fmt: skip
    ready()


def ready() -> None:
    """From sealed answers to statistics, and on to protected releases."""
    django()
    from jikim.areas.enrolment import public as enrolment
    from jikim.areas.statistics import public as released
    from jikim.areas.surveys import public as surveys
    from jikim.rules.access import Actor
    from jikim.shared.packs import find_pack
    from jikim.vault.aggregate import season_statistics

    by, season_id = Actor.console("benchmark"), enrolment.the_season().pk
    surveys.close_rounds(season_id=season_id, by=by)
    rounds = {str(one.id): one.offered for one in surveys.finished_rounds(season_id=season_id)}
    began = time.perf_counter()
    found = season_statistics(rounds, find_pack("kels-24").instrument)
    took = time.perf_counter() - began
    answers = sum(one.whole.answered for one in found.rounds.values())
    print(f"statistics ready: {answers:,} sealed answers in {took:.2f} s ({1e6 * took / max(1, answers):.0f} µs each)")
    began = time.perf_counter()
    done = released.release(season_id=season_id, by=by)
    print(f"release (statistics again, protection, reference, audit): {done.rounds:,} rounds in {time.perf_counter() - began:.2f} s")


def build(folder: Path, turn: int) -> float:
    """The product: `jikim reports build` into an empty folder, start-up included."""
    out = folder / f"reports{turn}"
    took, said = call("reports", "build", "--out", str(out), "--json")
    done = json.loads(said)
    sizes = [path.stat().st_size for path in out.glob("*.pdf")]
    if len(sizes) != done["made"] or done["made"] != sum(done["forms"].values()):
        raise SystemExit(f"void: {len(sizes)} files, {done}")
    if turn == 0:
        print(f"forms: {done['forms']}, {sum(sizes) / len(sizes) / 1000:.0f} kB a report")
    return took


def bare(folder: Path, turn: int) -> float:
    """The peer: Typst on the same data, two processes."""
    django()
    from jikim.areas.enrolment import public as enrolment
    from jikim.areas.statistics.actions.reports import data_of
    from jikim.areas.statistics.queries.releases import releases_of

    releases = releases_of(season_id=enrolment.the_season().pk)
    inputs = [
        {"data": json.dumps(data_of(one, "ko"), ensure_ascii=False), "language": "ko", "date": one.data_date.isoformat()}
        for one in releases
    ]
    began = time.perf_counter()
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        count = sum(pool.map(typst_alone, (inputs[i::2] for i in range(2))))
    if count != len(inputs):
        raise SystemExit("void: not every page was made")
    return time.perf_counter() - began


def typst_alone(inputs: list[dict[str, str]]) -> int:
    import typst

    from jikim.shared.documents.compile import FONTS, PACKAGE

    os.environ.setdefault("RAYON_NUM_THREADS", "1")  # as in the product
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    compiler = typst.Compiler(root=str(PACKAGE), font_paths=fonts, ignore_system_fonts=True)
    page = '#import "/areas/statistics/documents/report.typ": report\n#report(json(bytes(sys.inputs.data)))'
    return sum(bool(compiler.compile(page.encode(), format="pdf", sys_inputs=one, timestamp=0)) for one in inputs)


def weasyprint() -> None:
    if importlib.util.find_spec("weasyprint") is None:
        print("WeasyPrint is not installed: no line for it")
        return
    from weasyprint import HTML  # type: ignore[import-not-found]

    page = "<h1>보고서</h1>" + "<p>고객응대근로자의 감정노동 수준을 알아본 결과입니다.</p>" * 90
    began = time.perf_counter()
    for _ in range(10):
        HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")
    print(f"WeasyPrint, four pages of text: {(time.perf_counter() - began) / 10:.2f} s each, one process")


def call(*arguments: str) -> tuple[float, str]:
    """Seconds and output of a command, whole process."""
    began = time.perf_counter()
    done = subprocess.run([*JIKIM, *arguments], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    return time.perf_counter() - began, done.stdout


def django() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "jikim.config.settings"
    import django as framework

    framework.setup()


def report(what: str, number: int, seconds: list[float]) -> None:
    middle: Any = statistics.median(seconds)
    print(f"{what}: {middle:.1f} s (range {min(seconds):.1f}–{max(seconds):.1f}), {1000 * middle / number:.0f} ms each, load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    print(f"python {sys.version.split()[0]}, {os.cpu_count()} CPUs, load before {os.getloadavg()[0]:.1f}")
    main()
