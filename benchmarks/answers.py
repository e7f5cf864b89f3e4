"""Finished questionnaires through the real HTTP path, durable, beside Wagtail's forms in the same run, request for request.

Goal: at least 4 times the requests per second of Wagtail's form; at 100 requests/s a p95 of at most a quarter of its.
Run: python benchmarks/answers.py --peer PYTHON [--questionnaires 300] [--repeats 5] [--postgres]
PYTHON is an interpreter with wagtail and granian (pip install wagtail granian psycopg[binary] dj-database-url): no dependency of ours.

Ours is the whole product: `jikim serve` with throttle, sealed ticket, encryption, a key of its own per answer set and
synchronous=FULL, every page of the questionnaire (code, consent, about, 45 questions, handing in) with the GET a browser
makes after each POST. Wagtail's is one GET and one POST of 30 answers. Order A B B A. A run with an error, or whose rows
differ from what was acknowledged, is void. `--postgres` runs both on servers of the pgserver wheel.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from load import Connection, Result, closed_loop, open_loop

HERE = Path(__file__).resolve().parent
CLIENTS = 8
SETUP = """
import json, sys
import django; django.setup()
from jikim.areas.enrolment import public as enrolment
from jikim.areas.surveys.public import Plan, open_round, prepare_round, print_cards
from jikim.rules.access import Actor
from jikim.shared.clock import today
wanted, by, codes = int(sys.argv[1]), Actor.console("benchmark"), []
season = enrolment.the_season()
ready = enrolment.workplaces_in_force(season_id=season.pk)
for place in enrolment.workplaces(season_id=season.pk, statuses=("enrolled",)):
    if place.id in ready and len(codes) < wanted:
        one = prepare_round(workplace_id=place.id, plan=Plan(today(), season.ends_on, 900), by=by)
        codes += print_cards(workplace_id=place.id, by=by, compose=False).codes
        open_round(round_id=one.pk, by=by)
print(json.dumps(codes[:wanted]))
"""
COUNT = """
import django; django.setup()
from jikim.areas.surveys.models import Round
from jikim.vault import by_code
keys = [str(pk) for pk in Round.objects.filter(kind="first").values_list("pk", flat=True)]
print(sum(week.finished for weeks in by_code.finished_by_week(keys).values() for week in weeks.values()))
"""


@contextmanager
def running(command: list[str], port: int, path: str, environment: dict[str, str], cwd: Path | None = None) -> Iterator[None]:
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(command, env=environment, cwd=cwd, stdout=log, stderr=log, start_new_session=True)
        try:
            for _ in range(300):
                try:
                    with urllib.request.urlopen(f"http://localhost:{port}{path}", timeout=5) as answer:
                        if answer.status == 200:
                            break
                except OSError:
                    if server.poll() is not None:
                        log.seek(0)
                        raise SystemExit(f"the server ended: {log.read()[-2000:].decode()}") from None
                import time

                time.sleep(0.1)
            yield
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(30)


class Ours:
    """The product in a data folder of its own."""

    name = "jikim"

    def __init__(self, stack: ExitStack, questionnaires: int, port: int, urls: dict[str, str]) -> None:
        self.port, self.home = port, Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="jikim-bench-")))
        self.env = {k: v for k, v in os.environ.items() if not k.startswith(("JIKIM_", "DATABASE_URL", "VAULT_"))} | {
            "JIKIM_HOME": str(self.home), "DJANGO_SETTINGS_MODULE": "jikim.config.settings", "JIKIM_DEMO_PASSWORD": "bench-Mark-2017!",
            "JIKIM_PORT": str(port), "JIKIM_LOG_LEVEL": "ERROR", **urls,
        }  # fmt: skip
        subprocess.run([sys.executable, "-m", "jikim", "demo", "--workplaces", "30"], env=self.env, check=True, capture_output=True)
        # every client comes from one address: its wrong codes would be counted, its right ones are not
        made = subprocess.run([sys.executable, "-c", SETUP, str(questionnaires)], env=self.env, check=False, capture_output=True, text=True)
        if made.returncode:
            raise SystemExit(f"the cards could not be made: {made.stderr[-2000:]}")
        self.codes: list[str] = json.loads(made.stdout.splitlines()[-1])
        stack.enter_context(running([sys.executable, "-m", "jikim", "serve", "--port", str(port), "--workers", "2"], port, "/q/", self.env))
        self.used = 0
        self.entry = self._entry()

    def _entry(self) -> dict[str, str]:
        return asyncio.run(Connection(self.port).send("GET", "/q/")).cookies

    def take(self, count: int) -> list[str]:
        self.used += count
        if self.used > len(self.codes):
            raise SystemExit("more questionnaires asked for than there are cards")
        return self.codes[self.used - count : self.used]

    def journey(self, codes: list[str]):
        own = {"Sec-Fetch-Site": "same-origin"}

        async def answer(connection: Connection, number: int) -> int:
            cookies, sent = dict(self.entry), 0

            async def ask(method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
                nonlocal sent
                body = urllib.parse.urlencode(form).encode() if form else b""
                got = await connection.send(method, path, body=body, cookies=cookies, headers=own)
                cookies.update(got.cookies)
                sent += 1
                return got.status, got.headers.get("location", ""), got.body.decode()

            status, where, _ = await ask("POST", "/q/", {"code": codes[number]})
            for _ in range(40):
                if status != 303 or where.endswith("/done/"):
                    break
                _, _, page = await ask("GET", where)
                status, where, _ = await ask("POST", where, _filled(where, page))
            if not where.endswith("/done/"):
                raise RuntimeError(f"ended at {status} {where}")
            return sent

        return answer

    def stored(self) -> int:
        made = subprocess.run([sys.executable, "-c", COUNT], env=self.env, check=False, capture_output=True, text=True)
        return int(made.stdout.split()[-1])


def _filled(where: str, page: str) -> dict[str, str]:
    """What a worker sends: consent, then a choice for every question of the page."""
    if where.endswith("/start/"):
        return {"health": "yes"}
    names = dict.fromkeys(re.findall(r'<input type="radio"[^>]* name="([^"]+)"', page))
    form = {name: re.findall(rf'name="{name}" value="([^"]+)"', page)[1] for name in names}
    return form | {"go": "on"}


class Wagtail:
    """A bare Wagtail site with one form page of 30 questions."""

    name = "wagtail"

    def __init__(self, stack: ExitStack, python: str, port: int, urls: dict[str, str]) -> None:
        self.port, home = port, stack.enter_context(tempfile.TemporaryDirectory(prefix="peer-"))
        folder = HERE / "peers" / "wagtail_forms"
        self.env = os.environ | {"PEER_HOME": home, "DJANGO_SETTINGS_MODULE": "settings", "PYTHONDONTWRITEBYTECODE": "1", **urls}
        self.python, self.folder = python, folder
        subprocess.run([python, "prepare.py"], cwd=folder, env=self.env, check=True, capture_output=True)
        granian = str(Path(python).parent / "granian")
        command = [granian, "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "2", "--no-ws", "--log-level", "error", "wsgi:application"]
        stack.enter_context(running(command, port, "/form/", self.env, cwd=folder))

    def journey(self, _codes: list[str]):
        form = {f"q{i + 1:02d}": str(i % 4 + 1) for i in range(30)}

        async def answer(connection: Connection, _number: int) -> int:
            page = await connection.send("GET", "/form/")
            token = re.search(rb'csrfmiddlewaretoken" value="([^"]+)"', page.body)
            assert token, "no form"
            body = urllib.parse.urlencode(form | {"csrfmiddlewaretoken": token[1].decode()}).encode()
            got = await connection.send("POST", "/form/", body=body, cookies=page.cookies)
            if got.status != 200 or b"Thank you" not in got.body:
                raise RuntimeError(f"answered {got.status}")
            return 2

        return answer

    def take(self, count: int) -> list[str]:
        return [""] * count

    def stored(self) -> int:
        ask = "import django; django.setup(); from wagtail.contrib.forms.models import FormSubmission as F; print(F.objects.count())"
        made = subprocess.run([self.python, "-c", ask], cwd=self.folder, env=self.env, check=False, capture_output=True, text=True)
        return int(made.stdout.split()[-1])


def measured(site: Ours | Wagtail, count: int) -> Result:
    before = site.stored()
    result = asyncio.run(closed_loop(site.port, site.journey(site.take(count)), clients=CLIENTS, total=count))
    return _checked(site, result, before)


def by_schedule(site: Ours | Wagtail, rate: float, seconds: float, requests_each: float) -> Result:
    """`rate` requests a second, as journeys of so many requests."""
    before, journeys = site.stored(), rate / requests_each
    taken = site.take(int(journeys * seconds) + 1)
    result = asyncio.run(open_loop(site.port, site.journey(taken), rate=journeys, seconds=seconds))
    return _checked(site, result, before)


def _checked(site: Ours | Wagtail, result: Result, before: int) -> Result:
    stored = site.stored() - before
    if result.errors or stored != result.acknowledged:
        raise SystemExit(f"{site.name}: void run, {len(result.errors)} errors {result.errors[:2]}, {stored} stored, {result.acknowledged} acknowledged")
    return result


def _span(values: list[float]) -> str:
    return f"{statistics.median(values):8.0f}  ({min(values):.0f}-{max(values):.0f})"


@contextmanager
def databases(postgres: bool) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    if not postgres:
        yield {}, {}
        return
    import pgserver

    folder = tempfile.mkdtemp(prefix="pg-bench-")
    server = pgserver.get_server(folder)
    for name in ("ours", "ours_vault", "peer"):
        server.psql(f"CREATE DATABASE {name}")

    def url(name: str) -> str:
        return server.get_uri(name).replace("postgresql://", "postgres://")

    try:
        yield {"DATABASE_URL": url("ours"), "VAULT_DATABASE_URL": url("ours_vault")}, {"DATABASE_URL": url("peer")}
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--peer", help="a Python with wagtail and granian")
    arguments.add_argument("--questionnaires", type=int, default=300)
    arguments.add_argument("--repeats", type=int, default=4)
    arguments.add_argument("--postgres", action="store_true")
    asked = arguments.parse_args()
    with ExitStack() as stack:
        ours_urls, peer_urls = stack.enter_context(databases(asked.postgres))
        cards = asked.questionnaires * asked.repeats + 600
        ours = Ours(stack, cards, 8531, ours_urls)
        sites: list[Ours | Wagtail] = [ours]
        if asked.peer:
            sites.append(Wagtail(stack, asked.peer, 8532, peer_urls))
        print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {'PostgreSQL' if asked.postgres else 'SQLite, synchronous=FULL'}, {CLIENTS} clients")
        for site in sites:  # warm
            measured(site, 16)
        seen: dict[str, list[Result]] = {site.name: [] for site in sites}
        for turn in range(asked.repeats):
            for site in sites if turn % 2 == 0 else reversed(sites):
                seen[site.name].append(measured(site, asked.questionnaires))
        for name, results in seen.items():
            each = results[0].requests / results[0].acknowledged
            print(f"{name:8} finished/s {_span([r.rate for r in results])}   requests/s {_span([r.request_rate for r in results])}   {each:.0f} requests each")
        if asked.peer:
            ratio = statistics.median(r.request_rate for r in seen["jikim"]) / statistics.median(r.request_rate for r in seen["wagtail"])
            print(f"request for request: {ratio:.2f} x Wagtail (goal 4)")
        for site in sites:
            each = seen[site.name][0].requests / seen[site.name][0].acknowledged
            result = by_schedule(site, 100, 10, each)
            print(f"{site.name:8} at 100 requests/s: p50 {result.percentile(0.5) / each:.1f} ms, p95 {result.percentile(0.95) / each:.1f} ms a request (journey / its requests)")


if __name__ == "__main__":
    main()
