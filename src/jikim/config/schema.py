"""The state of both databases' tables against this version's migrations."""

from __future__ import annotations

from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connections, router
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

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
    """Apply what is pending to both databases and make the cache's table. Safe to repeat.

    An empty database gets its tables from the models, not by walking through their history: the same tables (a test
    compares them) in a tenth of the time. What was broken off midway is not empty, and goes through the history.
    """
    waiting = {line.split(":")[0] for line in pending()}
    for alias in ALIASES:
        if not connections[alias].introspection.table_names():
            from_the_models(alias)
        elif alias in waiting:
            call_command("migrate", database=alias, run_syncdb=True, interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def from_the_models(alias: str) -> None:
    """Every table this database holds, and every migration noted as applied: in one transaction, so all or nothing."""
    connection = connections[alias]
    executor = MigrationExecutor(connection)
    recorder = MigrationRecorder(connection)
    with connection.schema_editor() as editor:
        recorder.ensure_schema()
        for app in apps.get_app_configs():
            for model in router.get_migratable_models(app, alias):
                if model._meta.can_migrate(connection):
                    editor.create_model(model)
        for name in executor.loader.disk_migrations:
            recorder.record_applied(*name)
    emit_post_migrate_signal(verbosity=0, interactive=False, db=alias)
