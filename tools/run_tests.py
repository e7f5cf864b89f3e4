"""Runs the tests in their three settings and says at the end what ran, and what could not. Called by ./test."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools import browser, postgres  # noqa: E402

CLOSING = re.compile(r"^(=+ )?\d+ \w+(, \d+ \w+)* in [0-9.]+s( \([0-9:]+\))?( =+)?$")
COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped|deselected|xfailed|xpassed|warnings?)")
NOTHING_COLLECTED = 5
#: one worker a core, files kept whole, in the order of tests/conftest.py; more than four would only wait for the disk
SPREAD = ["-n", str(min(4, os.cpu_count() or 1)), "--dist", "loadscope", "--no-loadscope-reorder"]


class Results:
    """Counts of all runs, what failed, and what was not run."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.lines: list[str] = []
        self.failed: list[str] = []
        self.not_run: list[str] = []
        self.started = time.monotonic()

    def run(self, name: str, arguments: list[str], environment: dict[str, str] | None = None) -> None:
        """One pytest run; its output passes through, its closing line is kept."""
        print(f"\n--- {name} ---", flush=True)
        command = [sys.executable, "-m", "pytest", "-o", "faulthandler_timeout=300", *SPREAD, *arguments]
        closing = ""
        with subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **(environment or {})}, stdout=subprocess.PIPE,
            stdin=subprocess.DEVNULL, text=True, errors="replace",
        ) as process:  # fmt: skip
            assert process.stdout is not None
            for line in process.stdout:
                sys.stdout.write(line)
                sys.stdout.flush()
                if CLOSING.match(line.strip()):
                    closing = line.strip()
        if process.returncode == NOTHING_COLLECTED:
            self.not_run.append(f"{name}: there is no such test")
            return
        self.lines.append(f"{name}: {closing.strip('= ') or f'ended with {process.returncode}'}")
        for number, kind in COUNT.findall(closing):
            if kind != "deselected":
                self.counts[kind.rstrip("s") if kind in {"errors", "warnings"} else kind] += int(number)
        if process.returncode:
            self.failed.append(name)

    def close(self) -> int:
        print("\n--- all runs ---")
        for line in self.lines:
            print(line)
        for line in self.not_run:
            print(f"NOT RUN · {line}")
        seconds = time.monotonic() - self.started
        order = ("failed", "passed", "skipped", "xfailed", "xpassed", "warning", "error")
        shown = ", ".join(f"{self.counts[kind]} {kind}" for kind in order if self.counts[kind]) or "no tests ran"
        clock = f"{int(seconds // 3600)}:{int(seconds // 60) % 60:02}:{int(seconds) % 60:02}"
        print(f" {shown} in {seconds:.2f}s ({clock}) ".center(80, "="), flush=True)
        return 1 if self.failed else 0


@contextmanager
def a_postgres(results: Results) -> Iterator[dict[str, str] | None]:
    """Two databases with two roles on a cluster of our own, unless DATABASE_URL names one already."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        yield {}
        return
    with tempfile.TemporaryDirectory(prefix="jikim-pg-", ignore_cleanup_errors=True) as folder:
        try:
            cluster = postgres.start(Path(folder))
        except Exception as problem:
            results.not_run.append(f"PostgreSQL: it could not be started ({type(problem).__name__}: {problem})")
            if os.environ.get("CI"):
                results.failed.append("PostgreSQL")
            yield None
            return
        try:
            yield cluster.environment()
        finally:
            cluster.stop()


def main(arguments: list[str]) -> int:
    quick = "--quick" in arguments
    rest = [argument for argument in arguments if argument != "--quick"]
    results = Results()
    # a developer's own settings must not decide what the tests see
    # nor must a setting that keeps no bytecode: every worker of every run would compile all tests anew, many seconds each
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    for name in ("DATABASE_URL", "VAULT_DATABASE_URL", "JIKIM_TODAY", "JIKIM_DEMO", "JIKIM_DEBUG", "JIKIM_BASE_URL", "JIKIM_HOSTS",
                 "JIKIM_LOG_FILE", "JIKIM_LOG_LEVEL"):  # fmt: skip
        if name not in {"DATABASE_URL", "VAULT_DATABASE_URL"} or "--own-postgres" not in rest:
            os.environ.pop(name, None)
    marked = "not browser and not slow" if quick else "not browser"
    results.run("rules, house, SQLite", ["-q", "-m", marked, *rest])
    if quick:
        return results.close()
    with a_postgres(results) as environment:
        if environment is not None:
            results.run("PostgreSQL", ["-q", "-m", "postgres and not browser", *rest], environment)
    chromium = browser.for_journeys()
    if chromium:
        results.run("browser journeys", ["-q", "-m", "browser", *rest], {"JIKIM_CHROMIUM": chromium})
    else:
        results.not_run.append("browser journeys: no Chromium here and no way to get one (JIKIM_CHROMIUM=/path names one)")
    return results.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
