"""The server as a process: answers, stops on Ctrl-C with everything it started, keeps its job worker alive."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from jikim.config.commands import serving
from jikim.config.server import port_is_taken
from jikim.config.supervise import WorkerWatch

SOON = 60


def eventually(what: str, true: object, seconds: float = SOON) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if true():  # type: ignore[operator]
            return
        threading.Event().wait(0.05)
    raise AssertionError(f"not within {seconds} s: {what}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(home: Path, port: int) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "VAULT_DATABASE_URL"}}
    return {
        **clean, "JIKIM_HOME": str(home), "JIKIM_PORT": str(port), "PYTHONPATH": "src",
        "DJANGO_SETTINGS_MODULE": "jikim.config.settings",
    }  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared data folder."""
    home = tmp_path_factory.mktemp("served")
    subprocess.run([sys.executable, "-m", "jikim", "init"], env=environment(home, 1), check=True, capture_output=True)
    return home


def _words(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:  # just ended
        return []


class Served:
    """`jikim serve` running, as from a terminal: in a process group of its own."""

    def __init__(self, home: Path, **more: str) -> None:
        self.port = free_port()
        self.log = (home / "serve.log").open("wb")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jikim", "serve"], env=environment(home, self.port) | more, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=self.log,
        )  # fmt: skip

    def answers(self, path: str = "/health/ready") -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=SOON) as response:
                return bool(response.status == 200)
        except OSError:
            return False

    def family(self) -> list[psutil.Process]:
        return [psutil.Process(self.process.pid), *psutil.Process(self.process.pid).children(recursive=True)]

    def worker(self) -> psutil.Process | None:
        return next((process for process in self.family() if "work" in _words(process)), None)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(SOON)
        self.log.close()


@pytest.fixture
def served(home: Path) -> Iterator[Served]:
    server = Served(home)
    try:
        eventually("the server answers", server.answers)
        yield server
    finally:
        server.close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_cleanly_with_everything_it_started(served: Served, number: signal.Signals) -> None:
    eventually("the worker runs", served.worker)
    family = served.family()
    assert len(family) >= 4
    os.killpg(served.process.pid, number)  # as a terminal does: to the whole group
    assert served.process.wait(SOON) == 0
    _, left = psutil.wait_procs(family, timeout=SOON)
    assert not left
    assert not port_is_taken("127.0.0.1", served.port)


def test_a_killed_worker_is_started_again(served: Served) -> None:
    eventually("the worker runs", served.worker)
    first = served.worker()
    assert first is not None
    first.kill()

    def another() -> bool:
        now = served.worker()
        return now is not None and now.pid != first.pid

    eventually("another worker runs", another)
    assert served.answers()


def test_the_log_is_json_and_holds_no_address(served: Served, home: Path) -> None:
    served.answers("/?name=hong@example.com")
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(f"http://127.0.0.1:{served.port}/nothing/hong@example.com/", timeout=SOON)
    text = (home / "serve.log").read_text()
    assert '"route": ""' in text
    assert "hong" not in text
    assert "127.0.0.1" not in text


def test_with_a_log_file_the_terminal_stays_quiet(home: Path, tmp_path: Path) -> None:
    log = tmp_path / "jikim.log"
    server = Served(home, JIKIM_LOG_FILE=str(log))
    try:
        eventually("the server answers", lambda: server.answers("/"))
        eventually("both say so in the file", lambda: {"worker started", "answered"} <= {line["says"] for line in lines(log)})
    finally:
        server.close()
    assert "worker stopped" in [line["says"] for line in lines(log)]
    assert not [line for line in (home / "serve.log").read_text().splitlines() if line.startswith("{")]
    assert log.stat().st_mode & 0o077 == 0


def lines(log: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.read_text().splitlines()]


def test_a_log_file_that_cannot_be_written_is_said_before_anything_starts(home: Path, tmp_path: Path) -> None:
    more = {"JIKIM_LOG_FILE": str(tmp_path / "nowhere" / "jikim.log")}
    done = subprocess.run(
        [sys.executable, "-m", "jikim", "serve"], env=environment(home, free_port()) | more, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "JIKIM_LOG_FILE" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_long_log_is_set_aside_at_the_next_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "jikim.log"
    log.write_text("x" * 11)
    monkeypatch.setenv("JIKIM_LOG_FILE", str(log))
    monkeypatch.setattr(serving, "LONGEST_LOG", 10)
    serving.open_the_log()
    assert log.read_text() == ""
    assert (tmp_path / "jikim.log.1").read_text() == "x" * 11


def test_a_taken_port_is_said_plainly(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "jikim", "serve"], env=environment(home, port), capture_output=True, text=True, check=False
        )
    assert done.returncode == 1
    assert f"Port {port} is already in use" in done.stderr
    assert "포트" in done.stderr


def test_a_folder_that_was_never_prepared_is_refused(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "jikim", "serve"], env=environment(tmp_path, free_port()), capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "jikim init" in done.stderr


def test_pending_migrations_are_named(home: Path, tmp_path: Path) -> None:
    import shutil
    import sqlite3
    from contextlib import closing

    older = tmp_path / "older"
    shutil.copytree(home, older, ignore=shutil.ignore_patterns("*.log"))
    with closing(sqlite3.connect(older / "jikim.sqlite3")) as database, database:
        database.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    done = subprocess.run(
        [sys.executable, "-m", "jikim", "serve"], env=environment(older, free_port()), capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "default: sessions.0001_initial" in done.stderr
    assert "jikim upgrade" in done.stderr


def test_a_worker_that_dies_at_once_is_not_started_in_a_frenzy() -> None:
    watch = WorkerWatch([sys.executable, "-c", "raise SystemExit(3)"])
    watch.start()
    try:
        eventually("two starts", lambda: watch.starts >= 2)
        threading.Event().wait(1.0)
        assert watch.starts <= 3
    finally:
        watch.stop()
