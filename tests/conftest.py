"""Shared by all tests: which of them run again on PostgreSQL, and in which order."""

from __future__ import annotations

import pytest
from hypothesis import settings

# how long an example takes says how busy the machine is, not whether the rule holds
settings.register_profile("house", deadline=None)
settings.load_profile("house")

#: fixtures that open the database
TOUCHES_DATABASE = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever touches the database runs again on PostgreSQL, unless it says `sqlite_only`. Journeys come last."""
    for item in items:
        touches = item.get_closest_marker("django_db") or TOUCHES_DATABASE & set(getattr(item, "fixturenames", ()))
        if touches and not item.get_closest_marker("sqlite_only") and not item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.postgres)
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
