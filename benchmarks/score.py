"""Score 10 million × 24 answers, from an int8 array in memory to arrays in memory, beside DuckDB, numpy, pandas and memory itself.

    python benchmarks/score.py [--rows 10000000] [--repeats 5] [--csv-rows 1000000]

Ours and each peer run in the order A B B A; a peer whose results differ from ours makes the run void. DuckDB is given what suits it
best: contiguous columns prepared beforehand, or its own table loaded beforehand; neither is timed.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

import numpy as np
from score_peers import plain_numpy, sql, sql_scores_only, with_pandas

from jikim.rules.scoring import Scores, score
from jikim.rules.scoring.scores import processors
from jikim.shared.packs import shipped


def made_up(rows: int) -> tuple[np.ndarray, np.ndarray]:
    """Answers (rows, 24) int8 with 1 % blank, and sex (rows,) int8 with a tenth not given; made without spare memory."""
    draw = np.random.default_rng(2017)
    answers, sex = np.empty((rows, 24), np.int8), np.empty(rows, np.int8)
    for start in range(0, rows, 100_000):
        part = answers[start : start + 100_000]
        part[...] = draw.integers(1, 5, part.shape, np.int8)
        part[draw.integers(0, 100, part.shape, np.int8) == 0] = -1
        sex[start : start + 100_000] = draw.choice(
            np.array([0, 1, 2], np.int8), len(part), p=[0.1, 0.35, 0.55]
        )
    return answers, sex


# --- measuring ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Took:
    """Seconds on the clock, and seconds of processor time over all threads (steadier where others use the machine)."""

    wall: float
    processor: float


def timed(work: Callable[[], Any]) -> Took:
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return Took(time.perf_counter() - wall, time.process_time() - processor)


def line(name: str, runs: list[Took], rows: int, note: str = "") -> float:
    walls = [run.wall for run in runs]
    middle, processor = statistics.median(walls), statistics.median(run.processor for run in runs)
    spread = f"[{min(walls):.3f} – {max(walls):.3f}]"
    print(
        f"  {name:36} {middle:8.4f} s {spread:18} processor {processor:7.3f} s  {rows / middle / 1e6:7.1f} M rows/s  {note}",
        flush=True,
    )
    return middle


def same(ours: Scores, theirs: dict[str, Any]) -> None:
    """Void the run where a peer did other work than we did."""
    for column, key in enumerate(ours.keys):
        answered = np.ma.filled(theirs[f"{key}_answered"], 0)
        value = np.ma.filled(np.ma.asarray(theirs[key], float), np.nan)
        assert np.array_equal(answered, ours.answered[:, column]), f"void: {key}_answered differs"
        assert np.array_equal(np.asarray(theirs[f"{key}_class"]), ours.kind[:, column]), (
            f"void: {key}_class differs"
        )
        assert np.array_equal(np.asarray(theirs[f"{key}_provisional"], bool), ours.provisional[:, column]), (
            f"void: {key}_provisional"
        )
        assert np.allclose(value, ours.score[:, column], rtol=1e-15, atol=0, equal_nan=True), (
            f"void: {key} differs"
        )


def duckdb_peers(answers: np.ndarray, sex: np.ndarray, threads: int) -> dict[str, Callable[[], Any]]:
    import duckdb

    columns = {f"q{i + 1:02d}": np.ascontiguousarray(answers[:, i]) for i in range(24)} | {"sex": sex}
    base = duckdb.connect(config={"threads": threads, "autoinstall_known_extensions": False})
    base.register("columns_given", columns)
    base.execute("create table loaded as select * from columns_given")
    base.execute("set preserve_insertion_order = true")
    return {
        "DuckDB, numpy to numpy": lambda: base.execute(sql("columns_given")).fetchnumpy(),
        "DuckDB, own table to numpy": lambda: base.execute(sql("loaded")).fetchnumpy(),
        "DuckDB, five means only, no classes": lambda: base.execute(sql_scores_only("loaded")).fetchnumpy(),
        "DuckDB, own table to own table": lambda: base.execute(
            f"create or replace table done as {sql('loaded')}"
        ),
    }


def in_memory(rows: int, repeats: int) -> None:
    instrument, threads = shipped("kels-24").instrument, processors()
    answers, sex = made_up(rows)
    peers = duckdb_peers(answers, sex, threads)
    peers["numpy, written plainly"] = lambda: plain_numpy(answers, sex)
    try:
        import pandas as pd
    except ImportError:
        print("  (pandas is not installed here: its line is left out)")
    else:
        frame = pd.DataFrame({f"q{i + 1:02d}": answers[:, i] for i in range(24)} | {"sex": sex})
        peers["pandas"] = lambda: with_pandas(frame)
    ours = score(instrument, answers, sex)
    for name in peers:
        if "to own table" not in name and "only" not in name:
            same(ours, peers[name]())
    del ours
    own: list[Took] = []
    medians = {}
    for name, peer in peers.items():
        theirs: list[Took] = []
        for _ in range(repeats):
            own.append(timed(lambda: score(instrument, answers, sex)))
            theirs += [timed(peer), timed(peer)]
            own.append(timed(lambda: score(instrument, answers, sex)))
        medians[name] = line(name, theirs, rows)
    mine = line(f"Jikim, {threads} threads, float64", own, rows)
    line(
        "Jikim, 1 thread",
        [timed(lambda: score(instrument, answers, sex, threads=1)) for _ in range(repeats)],
        rows,
    )
    line("memory: read the answers", [timed(answers.view(np.uint64).max) for _ in range(repeats)], rows)
    line("memory: copy the answers", [timed(answers.copy) for _ in range(repeats)], rows)
    best = min((value, name) for name, value in medians.items() if name.startswith("DuckDB"))
    print(f"  → {best[0] / mine:.1f} × as fast as the fastest DuckDB line ({best[1]})")


def growth() -> None:
    instrument = shipped("kels-24").instrument
    for rows in (1_000, 10_000, 100_000, 1_000_000):
        answers, sex = made_up(rows)
        score(instrument, answers, sex)
        line(
            f"Jikim, {rows:,} sheets",
            [timed(lambda a=answers, s=sex: score(instrument, a, s)) for _ in range(9)],
            rows,
        )


# --- peak memory, each in a process of its own ------------------------------------------------------------------------


def peak_mb() -> float:
    """Highest resident memory of this process (VmHWM: ru_maxrss would count the parent's)."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def peak_of_arrays(rows: int) -> None:
    answers, sex = made_up(rows)
    before = peak_mb()
    score(shipped("kels-24").instrument, answers, sex)
    print(
        f"  peak memory of scoring {rows:,} sheets: {peak_mb():,.0f} MB (of it {before:,.0f} MB before: input and libraries)"
    )


def csv_path(rows: int, folder: str) -> None:
    from jikim.shared.score_file import score_file

    answers, sex = made_up(rows)
    source, target = Path(folder) / "in.csv", Path(folder) / "out.csv"
    cells = np.where(answers > 0, answers.astype("U1"), "")
    with source.open("w", encoding="utf-8-sig") as file:
        file.write("workplace,sex," + ",".join(f"q{i:02d}" for i in range(1, 25)) + "\n")
        file.writelines(
            f"W{i % 1000:04d},{'_MF'[s].strip('_')},{','.join(row)}\n"
            for i, (s, row) in enumerate(zip(sex, cells, strict=True))
        )
    print(f"  wrote {source.stat().st_size / 1e6:,.0f} MB of CSV", flush=True)
    run = "from pathlib import Path; import sys; sys.path.insert(0, sys.argv[1])\n"
    run += "import time; from jikim.shared.score_file import score_file; from jikim.shared.packs import shipped\n"
    run += "t = time.perf_counter(); score_file(shipped('kels-24').instrument, Path(sys.argv[2]), Path(sys.argv[3]))\n"
    run += "print(time.perf_counter() - t, time.process_time(), open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"
    del score_file, answers, cells
    runs, peak = [], 0.0
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-c", run, str(sys.path[0]), str(source), str(target)],
            capture_output=True,
            text=True,
            check=True,
        )
        wall, processor, memory = done.stdout.split()
        runs.append(Took(float(wall), float(processor)))
        peak = max(peak, int(memory) / 1024)
    line(f"Jikim, CSV file to CSV file, {rows:,}", runs, rows, f"peak {peak:,.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--csv-rows", type=int, default=1_000_000)
    parser.add_argument(
        "--peak", action="store_true", help="only the peak memory, for the process started for it"
    )
    given = parser.parse_args()
    if given.peak:
        peak_of_arrays(given.rows)
        return
    import duckdb

    print(
        f"Python {platform.python_version()}, numpy {np.__version__}, duckdb {duckdb.__version__}, {processors()} processors, {platform.machine()}"
    )
    print(
        f"{given.rows:,} sheets × 24 answers, median [range] of {given.repeats} × A B B A; results of every peer checked equal"
    )
    in_memory(given.rows, given.repeats)
    growth()
    subprocess.run([sys.executable, __file__, "--peak", "--rows", str(given.rows)], check=True)
    with tempfile.TemporaryDirectory() as folder:
        csv_path(given.csv_rows, folder)


if __name__ == "__main__":
    main()
