"""The state of both databases' tables against this version's migrations."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

ALIASES = ("default", "vault")


def pending() -> list[str]:
    """Migrations of this version that a database does not have yet, as `default: jikim.0002_x`."""
    waiting: list[str] = []
    for alias in ALIASES:
        executor = MigrationExecutor(connections[alias])
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        waiting += [f"{alias}: {migration.app_label}.{migration.name}" for migration, _ in plan]
    return waiting


def never_filled() -> bool:
    """Whether no migration was ever applied: the place is empty, not old."""
    return not MigrationExecutor(connections["default"]).loader.applied_migrations


def unknown() -> list[str]:
    """Migrations a database has that this version does not know: the data is from a newer version."""
    found: list[str] = []
    for alias in ALIASES:
        loader = MigrationExecutor(connections[alias]).loader
        ours = {app for app, _ in loader.disk_migrations}
        found += [
            f"{alias}: {app}.{name}"
            for app, name in loader.applied_migrations
            if app in ours and (app, name) not in loader.disk_migrations and (app, name) not in loader.replacements
        ]
    return sorted(found)


def bring_up_to_date() -> None:
    """Apply what is pending to both databases and make the cache's table. Safe to repeat."""
    for alias in ALIASES:
        call_command("migrate", database=alias, run_syncdb=True, interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
