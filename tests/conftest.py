"""Shared by all tests: which of them run again on PostgreSQL, in which order, and where their tables come from."""

from __future__ import annotations

import pytest
from hypothesis import settings
from pytest_django import DjangoDbBlocker

from tests.emptied import empties_what_has_rows
from tests.migrated import Kept, note_all_as_applied, one_at_a_time

# how long an example takes says how busy the machine is, not whether the rule holds
settings.register_profile("house", deadline=None)
settings.load_profile("house")

#: fixtures that open the database
TOUCHES_DATABASE = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}


#: where few tests take long: begun first, or one worker would be left with them at the end while the other sits idle
LONG = (
    "tests/config/", "tests/attack/", "tests/rules/dispatching/", "tests/areas/manuals/", "tests/areas/surveys/",
    "tests/journeys/test_model_season.py", "tests/journeys/test_offline", "tests/journeys/test_guides.py",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever touches the database runs again on PostgreSQL, unless it says `sqlite_only`. Journeys come last, long files first."""
    for item in items:
        touches = item.get_closest_marker("django_db") or TOUCHES_DATABASE & set(getattr(item, "fixturenames", ()))
        if touches and not item.get_closest_marker("sqlite_only") and not item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.postgres)
    items.sort(key=lambda item: (item.get_closest_marker("browser") is not None, not item.nodeid.startswith(LONG)))


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool) -> bool:
    """SQLite's files lie in a folder that goes with the run; only so may they be there before Django makes them."""
    from django.db import connection

    return django_db_keepdb or connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The databases as a new installation makes them, on SQLite from files kept of another run or worker."""
    from django.db import connection

    empties_what_has_rows()
    kept_there = getattr(request.config, "cache", None)  # none with -p no:cacheprovider
    if connection.vendor != "sqlite" or kept_there is None:
        request.getfixturevalue("django_db_setup")
        with django_db_blocker.unblock():
            note_all_as_applied()
        return
    folder = kept_there.mkdir("migrated")
    with one_at_a_time(folder):
        kept = Kept(folder)
        kept.lay_out()
        request.getfixturevalue("django_db_setup")
        with django_db_blocker.unblock():
            note_all_as_applied()
        kept.save()
