"""A whole questionnaire over HTTP against `jikim serve`: reads every log line, every header, both databases and every file."""

from __future__ import annotations

import http.client
import json
import re
import sqlite3
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.config.test_server import Served, environment, eventually

MAKE_ROUND = """
import os, sys, json
sys.path[:0] = ["src", "."]
os.environ["DJANGO_SETTINGS_MODULE"] = "jikim.config.settings"
import django
django.setup()
from tests.areas.surveys.answering import open_round
print("CODES", json.dumps(open_round(cards=3)[1]))
"""
#: what says nothing about a visit
ORDINARY = {
    "cache-control", "referrer-policy", "x-content-type-options", "x-frame-options", "x-robots-tag",
    "cross-origin-opener-policy", "cross-origin-resource-policy", "content-security-policy", "vary", "content-language",
    "content-length", "content-type", "location", "set-cookie", "clear-site-data", "date", "server", "content-encoding",
    "connection",
}  # fmt: skip
TRACES = {
    "jikim_auditrow", "jikim_statuschange", "jikim_mailmessage", "jikim_storedfile", "django_session", "usersessions_usersession",
    "axes_accessattempt",
}
#: the server's own clockwork, which goes round with or without anybody; and the count of wrong codes, which names nobody;
#: and SQLite's notes on how large each index is, which hold counts of the rows that are there and nothing else
CLOCKWORK = {"jikim_cache", "jikim_workerbeat", "jikim_regularduty", "django_tasks_database_dbtaskresult", "sqlite_stat1"}


@dataclass
class Visit:
    """A browser with cookies over one connection; keeps every header it was sent."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    headers: list[tuple[str, str]] = field(default_factory=list)
    text: str = ""
    path: str = ""
    status: int = 0

    def goes(self, path: str, **fields: str) -> Visit:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        body = urllib.parse.urlencode(fields) if fields else None
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "Sec-Fetch-Site": "same-origin"}
        if body:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        line.request("POST" if body else "GET", path, body, sent)
        answer = line.getresponse()
        self.text, self.path, self.status = answer.read().decode(), path, answer.status
        self.headers += answer.getheaders()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        line.close()
        to = answer.getheader("Location", "")
        return self.goes(to) if answer.status == 303 and to.startswith("/q/") and to != "/q/done/" else self

    def answers_all(self) -> Visit:
        while 'id="answers"' in self.text:
            names = dict.fromkeys(re.findall(r'name="(a\d+|sex|unit)"', self.text))
            ticked = {name: re.findall(rf'name="{name}" value="([^"]*)"', self.text)[-1] for name in names}
            self.goes(self.path, go="on", **ticked)
        return self


@dataclass
class Run:
    home: Path
    server: Served
    codes: list[str]
    wrong: str
    visit: Visit
    before: dict[str, int]
    files: set[str]

    @property
    def log(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in (self.home / "serve.log").read_text().splitlines() if line.strip()]


def rows(home: Path) -> dict[str, int]:
    """How many rows each table of the main database has."""
    (file,) = [path for path in home.rglob("*.sqlite3") if "vault" not in path.name and "key" not in path.name]
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as base:
        names = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: base.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}


def files(home: Path) -> set[str]:
    return {str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """A worker mistypes the code, answers everything, hands in, leaves; then the vault's key is taken away."""
    home = tmp_path_factory.mktemp("answered")
    subprocess.run([sys.executable, "-m", "jikim", "init"], env=environment(home, 1), check=True, capture_output=True)
    made = subprocess.run(
        [sys.executable, "-c", MAKE_ROUND], env=environment(home, 1), check=True, capture_output=True, text=True
    )
    codes = json.loads(made.stdout.partition("CODES ")[2])
    server = Served(home)
    try:
        eventually("the server answers", server.answers)
        eventually("the worker runs", server.worker)
        before, there = rows(home), files(home)
        from jikim.rules.cards import new_code

        wrong = new_code(lambda bits: 4711 << 20)
        visit = Visit(server.port)
        visit.goes("/q/").goes("/q/", code=wrong)
        visit.goes("/q/", code=codes[0]).goes("/q/start/", health="yes").answers_all()
        assert visit.path == "/q/11/", (visit.path, visit.status, (home / "serve.log").read_text())
        visit.goes("/q/11/", go="on").goes("/q/leave/").goes("/q/nothing/")
        half = Visit(server.port, headers=visit.headers)
        half.goes("/q/").goes("/q/", code=codes[1]).goes("/q/start/", health="no")
        (home / "keys" / "vault.key").rename(home / "keys" / "away.key")
        half.goes("/q/1/")
        assert half.status == 503
        (home / "keys" / "away.key").rename(home / "keys" / "vault.key")
        yield Run(home, server, codes, wrong, visit, before, there)
    finally:
        server.close()


def test_the_log_has_no_line_for_an_answered_page(run: Run) -> None:
    told = [line for line in run.log if str(line.get("route", "")).startswith("q")]
    assert [line["status"] for line in told] == [503], told


def test_what_fails_is_told_with_the_day_only(run: Run) -> None:
    (line,) = [line for line in run.log if line.get("status") == 503]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", str(line["at"]))
    assert set(line) <= {"at", "level", "from", "says", "route", "status", "exception", "where"}


def test_the_log_knows_no_code_no_address_no_ticket(run: Run) -> None:
    text = (run.home / "serve.log").read_text()
    for secret in (*run.codes, run.wrong, "127.0.0.1", *(value for value in run.visit.cookies.values() if len(value) > 8)):
        assert secret not in text


def test_headers_tell_nothing(run: Run) -> None:
    for name, value in run.visit.headers:
        assert name.lower() in ORDINARY, f"{name}: {value}"
        for secret in (*run.codes, run.wrong):
            assert secret not in value
    places = {value for name, value in run.visit.headers if name.lower() == "location"}
    assert all(re.fullmatch(r"/q/(start/|done/|\d+/)?|https://[^?#]*", place) for place in places), places


def test_the_main_database_gained_no_row(run: Run) -> None:
    """Not a session, an audit row, a status, a letter, a file; no task but the server's regular duties."""
    after = rows(run.home)
    assert set(after) >= TRACES
    gained = {name for name, count in after.items() if count != run.before.get(name)}
    assert gained <= CLOCKWORK, gained
    assert all(name.startswith("jikim.shared.jobs.") for name in tasks(run.home)), tasks(run.home)


def tasks(home: Path) -> list[str]:
    (file,) = [path for path in home.rglob("*.sqlite3") if "vault" not in path.name and "key" not in path.name]
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as base:
        return [str(name) for (name,) in base.execute("SELECT task_path FROM django_tasks_database_dbtaskresult")]


def test_no_file_was_made_and_none_holds_a_code(run: Run) -> None:
    new = {name for name in files(run.home) - run.files if not name.endswith(("-wal", "-shm", "-journal"))}
    assert new <= {"audit/heads.log", "keys/answer-keys.lock", "keys/answer-keys.spool-lock"}, new  # the sealer of the audit chain comes round by itself
    for path in run.home.rglob("*"):
        if path.is_file():
            held = path.read_bytes()
            for code in run.codes:
                assert code.encode() not in held, path
