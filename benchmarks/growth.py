"""Does a list stay as quick when the programme is ten times as large? CPU and statements a page, 1,000 and 10,000 workplaces.

Run: python benchmarks/growth.py [--sizes 1000 10000] [--repeats 7]. Limit: 1.5 times at ten times the size. Applications come in
through the command; agencies, consultants and three appointments each are written in bulk. The office looks, second factor passed;
the page is the product's, middleware and all, without a socket. CPU time, so that a busy machine says nothing.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

JIKIM = [sys.executable, "-c", "from jikim.config.cli import main; main()"]
PAGES = (
    "/", "/applications/", "/applications/?q=병원", "/applications/?page=15", "/agreements/", "/seasons/{season}/",
    "/consultants/", "/plan/", "/visit-records/", "/visit-records/headcounts/",
)  # fmt: skip


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000])
    asked.add_argument("--repeats", type=int, default=7)
    asked.add_argument("--inside", type=int, help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.inside:
        print(json.dumps(measured(options.inside, options.repeats)))
        return
    found = [in_a_process_of_its_own(size, options.repeats) for size in options.sizes]
    print(f"{'page':34}" + "".join(f"{size:>10,} ms  SQL" for size in options.sizes) + "   times")
    for page in found[0]:
        times = found[-1][page][0] / found[0][page][0]
        print(f"{page:34}" + "".join(f"{one[page][0]:13.0f} {one[page][1]:4}" for one in found) + f"   {times:.2f}" + (" *" if times > 1.5 else ""))


def in_a_process_of_its_own(size: int, repeats: int) -> dict[str, tuple[float, int]]:
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "JIKIM_DEMO": "1", "JIKIM_HOME": str(Path(folder) / "home"), "DJANGO_SETTINGS_MODULE": "jikim.config.settings"}
        call = [sys.executable, __file__, "--inside", str(size), "--repeats", str(repeats)]
        done = subprocess.run(call, env=environment, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(done.stderr[-3000:])
        found: dict[str, tuple[float, int]] = json.loads(done.stdout.splitlines()[-1])
        return found


def measured(size: int, repeats: int) -> dict[str, tuple[float, int]]:
    fill(size)
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from jikim.areas.enrolment import public as enrolment

    client, season = signed_in(Client(SERVER_NAME="localhost")), enrolment.the_season().pk
    found = {}
    for page in PAGES:
        address, took, asked = page.format(season=season), [], 0
        for turn in range(repeats + 1):
            began = time.process_time()
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(address, follow=True)
            if answer.status_code != 200:
                raise SystemExit(f"void: {address} answered {answer.status_code}")
            if turn:  # the first fills caches
                took.append(1000 * (time.process_time() - began))
                asked = len(queries)
        found[page] = (statistics.median(took), asked)
    return found


def fill(size: int) -> None:
    subprocess.run([*JIKIM, "init"], check=True, capture_output=True)
    import django
    import numpy as np

    django.setup()
    from jikim.config.demo import dates
    from jikim.config.demo.agencies import made_agencies
    from jikim.config.demo.workplaces import HEADER, made_sites

    home = Path(os.environ["JIKIM_HOME"])
    listed = home.with_name("applicants.csv")
    sites = made_sites(size, np.random.default_rng(2017), dates.CALL_OPENS, 30)
    listed.write_text("\n".join(",".join(map(str, row)) for row in (HEADER, *(site.row for site in sites))), encoding="utf-8-sig")
    subprocess.run([*JIKIM, "applicants", "import", str(listed)], check=True, capture_output=True)

    from jikim.areas.dispatch import public as dispatch
    from jikim.areas.enrolment import public as enrolment
    from jikim.config.demo.build import _region_names
    from jikim.rules.access import Actor
    from jikim.shared import codes

    by, season = Actor.console("benchmark"), enrolment.the_season()
    keys = {name: known.key for name in _region_names() if (known := codes.find_region(name))}
    dispatch.record_agencies(season_id=season.pk, agencies=made_agencies(size, np.random.default_rng(1), keys), by=by)
    appoint(season.pk)
    from jikim.shared.jobs.house_duties import weigh_tables

    weigh_tables()  # as the job worker does every ten minutes


def appoint(season_id: int) -> None:
    """Three appointments for every workplace and the record of the first, straight into the tables."""
    from jikim.areas.dispatch.models import Appointment, Consultant
    from jikim.areas.enrolment.models import Workplace
    from jikim.areas.visits.actions.opening import record_uuid
    from jikim.areas.visits.models import Visit
    from jikim.areas.visits.queries.forms import current_form
    from jikim.shared.clock import now

    people = list(Consultant.objects.values_list("pk", flat=True))
    first, pack, at = dt.date(2017, 4, 3), current_form(), now()
    rows = [
        Appointment(
            season_id=season_id, workplace_id=place, number=number, consultant_id=people[n % len(people)], on=first + dt.timedelta(n % 60 + 60 * number),
            start=dt.time(10), minutes=60, status="held" if number == 1 else "planned", status_since=at,
        )
        for n, place in enumerate(Workplace.objects.values_list("pk", flat=True)) for number in (1, 2, 3)
    ]  # fmt: skip
    Appointment.objects.bulk_create(rows, batch_size=500)
    Visit.objects.bulk_create([
        Visit(
            uuid=record_uuid(row.pk), appointment_id=row.pk, form_id=pack.id, form_version=pack.version, form_hash=pack.content_hash,
            author_key="console", author_name="benchmark", opened_at=at, status="open", status_since=at,
        )
        for row in rows if row.number == 1
    ], batch_size=500)  # fmt: skip


def signed_in(client):  # type: ignore[no-untyped-def]
    """Somebody of the programme office, both factors passed."""
    from jikim.areas.people import public as people
    from jikim.areas.people.models import Person
    from jikim.config.home import here
    from jikim.rules.access import Actor

    here().demo_marker.write_text("2017-06-26\n")
    people.make_demo_people(by=Actor.console("benchmark"), password="never-typed-anywhere", regions=["seoul"], agency=None, workplace_key="1", workplace_region="seoul")
    office = Person.objects.get(email=f"office@{people.DEMO_DOMAIN}")
    client.force_login(office, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}, {"method": "mfa", "type": "totp", "at": time.time()}]
    session["account_authentication_methods_user"] = str(office.pk)
    session.save()
    return client


if __name__ == "__main__":
    print(f"python {sys.version.split()[0]}, {os.cpu_count()} CPUs, load {os.getloadavg()[0]:.1f}", file=sys.stderr)
    main()
