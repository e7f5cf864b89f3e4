"""Two people release at the same moment: each round once, one reference, and the second is told, not failed."""

from __future__ import annotations

import threading

import pytest
from django.db import connections

from jikim.areas.statistics import public as statistics
from jikim.areas.statistics.models import Reference, Release
from jikim.areas.surveys import public as surveys
from jikim.shared.access import Conflict
from jikim.vault.keys import make_keys
from tests.areas.surveys.making import CONSOLE, season, small_season

pytestmark = [pytest.mark.django_db(databases=["default", "vault"], transaction=True), pytest.mark.sqlite_only]


def test_two_at_once() -> None:
    make_keys()
    small_season()
    key = season().pk
    surveys.close_rounds(season_id=key, by=CONSOLE)
    start, said = threading.Barrier(3), []

    def run() -> None:
        start.wait()
        try:
            said.append(statistics.release_rounds(season_id=key, by=CONSOLE))
        except Conflict:
            said.append("told")
        except Exception as failure:
            said.append(repr(failure))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(one for one in said if isinstance(one, int)) == Release.objects.count() == 11
    assert [one for one in said if isinstance(one, str) and one != "told"] == []
    assert Reference.objects.count() == 1
