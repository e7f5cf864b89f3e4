"""SQLite files with all tables, kept between test runs: making them anew costs each run and each worker seconds."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import django
from django.apps import apps
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def state_of_tables() -> str:
    """A name that changes with any table as the models tell it, any migration of any installed app, Django and SQLite."""
    seen = hashlib.sha256(f"{django.VERSION} {sqlite3.sqlite_version}".encode())
    for config in sorted(apps.get_app_configs(), key=lambda config: config.label):
        for path in sorted(Path(config.path, "migrations").glob("*.py")):
            seen.update(f"{config.label}/{path.name}\0".encode() + path.read_bytes())
    for model in apps.get_models(include_auto_created=True):
        told, columns = model._meta, model._meta.local_concrete_fields
        fields = [(field.column, field.db_type(connection), field.null, field.unique, field.db_index) for field in columns]
        seen.update(f"{told.db_table} {fields} {told.constraints} {told.indexes} {told.unique_together}".encode())
    return seen.hexdigest()[:16]


def note_all_as_applied() -> None:
    """Tables from the models are those of every migration there is, and the database says so."""
    for alias in connections:
        recorder = MigrationRecorder(connections[alias])
        recorder.ensure_schema()
        for name in MigrationLoader(connections[alias]).disk_migrations.keys() - recorder.applied_migrations().keys():
            recorder.record_applied(*name)


class Kept:
    """The kept files of one state of the tables; files of other states are cleared away when this one is saved."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.state = state_of_tables()

    def file(self, alias: str) -> Path:
        return self.folder / f"{self.state}-{alias}.sqlite3"

    def lay_out(self) -> None:
        """Put what is kept where the test databases will lie."""
        for alias in connections:
            if self.file(alias).exists():
                shutil.copyfile(self.file(alias), connections[alias].settings_dict["TEST"]["NAME"])

    def save(self) -> None:
        """Keep the databases that were made in this run and are not kept yet. They hold no rows of a test so far."""
        for alias in connections:
            made = Path(connections[alias].settings_dict["TEST"]["NAME"])
            if self.file(alias).exists() or not made.exists():
                continue
            for old in self.folder.glob(f"*-{alias}.sqlite3"):
                old.unlink()
            unfinished = self.file(alias).with_suffix(".unfinished")
            with closing(sqlite3.connect(made)) as source, closing(sqlite3.connect(unfinished)) as target:
                source.backup(target)
            unfinished.rename(self.file(alias))


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Of several workers that start together, the first makes them; the others wait and copy."""
    with (folder / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
