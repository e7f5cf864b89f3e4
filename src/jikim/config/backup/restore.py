"""Restores a backup into an empty place: first the whole file is checked, then tables are made and filled.

Never writes over anything: a place that holds data is refused.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO, Any

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor

from jikim.config.backup.archive import DamagedBackup, check, members
from jikim.config.backup.keystore import bring_back
from jikim.config.backup.snapshot import LEFT_OUT, Table, engine_value, tables
from jikim.config.home import Home
from jikim.config.schema import ALIASES, from_the_models
from jikim.rules.words import Text

BATCH = 500
#: what making the tables itself puts in: a place with nothing more is empty
FROM_MIGRATIONS = frozenset({"django_migrations", "django_content_type", "auth_permission"})


class NotRestored(Exception):
    """Why it was not done, in words for the operator."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


@dataclass(slots=True)
class Restored:
    """What came back."""

    rows: int = 0
    files: int = 0
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    has_keystore: bool = False


def refuse_unless_empty(home: Home) -> None:
    """A restore never mixes with what is there."""
    full = home.files.exists() and any(home.files.rglob("*"))
    for alias in ALIASES:
        connection = connections[alias]
        if connection.vendor == "sqlite" and not Path(str(connection.settings_dict["NAME"])).exists():
            continue
        full = full or any(_has_rows(connection, table) for table in tables(connection) if table.name not in FROM_MIGRATIONS)
    if full:
        raise NotRestored(Text(
            f"{home.root}에 이미 자료가 있습니다. 빈 JIKIM_HOME과 빈 데이터베이스를 지정해 주십시오.",
            f"{home.root} already holds data. Point JIKIM_HOME (and DATABASE_URL) at an empty place.",
        ))  # fmt: skip


def _has_rows(connection: Any, table: Table) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table.name)} LIMIT 1")  # noqa: S608
        return cursor.fetchone() is not None


def restore_backup(place: Path, home: Home) -> Restored:
    """Check, make the tables as they were, fill them, lay out the files, count again."""
    try:
        header = check(place)
    except DamagedBackup as damage:
        raise NotRestored(Text(
            f"백업 파일이 온전하지 않아 되돌리지 않았습니다: {damage}",
            f"The backup file is not whole, so nothing was restored: {damage}",
        )) from damage  # fmt: skip
    _refuse_a_newer_one(header)
    refuse_unless_empty(home)
    return _fill(place, home, header)


def _fill(place: Path, home: Home, header: dict[str, Any]) -> Restored:
    done = Restored()
    brought = False
    try:
        for folder in (home.root, home.files, home.outbox, home.packs, home.keys, home.vault_database.parent):
            folder.mkdir(parents=True, exist_ok=True)
        home.root.chmod(0o700)
        home.keys.chmod(0o700)
        home.vault_database.parent.chmod(0o700)
        if header.get("demo"):
            home.demo_marker.write_text(header["demo"] + "\n")
        make_tables(header)
        brought = bring_back(place, home)
        _load(place, home, done)
    except BaseException:
        _take_back(home)
        if brought:
            home.keystore.unlink(missing_ok=True)
        raise
    done.has_keystore = home.keystore.exists()
    return done


def _load(place: Path, home: Home, done: Restored) -> None:
    wanted: dict[str, Any] = {}
    here = {alias: {table.name: table for table in tables(connections[alias])} for alias in ALIASES}
    # both databases commit only when everything is in
    with transaction.atomic(using="default"), transaction.atomic(using="vault"):
        for alias in ALIASES:
            _empty(alias, here[alias])
        for name, source in members(place):
            kind, _, rest = name.partition("/")
            if kind == "rows":
                alias, _, table = rest.removesuffix(".jsonl").partition("/")
                count = _load_table(alias, here[alias], table, source)
                done.counts.setdefault(alias, {})[table] = count
                done.rows += count
            elif kind in {"files", "packs", "audit", "keys"}:
                _lay_out(home, kind, rest, source.read())
                done.files += kind == "files"
            elif name == "counts.json":
                wanted = json.loads(source.read())
        for alias in ALIASES:
            _set_sequences(alias)
        _compare(done, wanted)


def _refuse_a_newer_one(header: dict[str, Any]) -> None:
    for alias in ALIASES:
        loader = MigrationExecutor(connections[alias]).loader if _reachable(alias) else None
        known = set(loader.disk_migrations) | set(loader.replacements) if loader else set()
        unknown = [
            f"{app}.{name}" for app, name in header["migrations"][alias]
            if loader and app in loader.migrated_apps and (app, name) not in known
        ]  # fmt: skip
        if unknown:
            raise NotRestored(Text(
                f"이 백업은 더 새로운 판에서 만든 것입니다(모르는 마이그레이션: {', '.join(unknown)}). 새 판을 설치해 주십시오.",
                f"This backup is from a newer version (unknown migrations: {', '.join(unknown)}). Install that version first.",
            ))  # fmt: skip


def _reachable(alias: str) -> bool:
    connection = connections[alias]
    folder = Path(str(connection.settings_dict["NAME"])).parent
    if connection.vendor == "sqlite":
        folder.mkdir(parents=True, exist_ok=True)
    return True


def make_tables(header: dict[str, Any]) -> None:
    """The tables exactly as they were when the backup was written; `jikim upgrade` takes them further.

    One written by this very version gets them from the models, as a new installation does, in a tenth of the time.
    """
    for alias in ALIASES:
        executor = MigrationExecutor(connections[alias])
        if "jikim" not in executor.loader.migrated_apps:  # tests without migrations
            call_command("migrate", database=alias, run_syncdb=True, interactive=False, verbosity=0)
            continue
        applied = {(app, name) for app, name in header["migrations"][alias]}
        if applied == set(executor.loader.disk_migrations) and not connections[alias].introspection.table_names():
            from_the_models(alias)
            continue
        nodes = executor.loader.graph.node_map
        # the ends of what was applied: naming one in the middle too would mean going back to it
        ends = [key for key in nodes if key in applied and not any(child.key in applied for child in nodes[key].children)]
        executor.migrate(sorted(ends))
    call_command("createcachetable", verbosity=0)


def _empty(alias: str, here: Iterable[str]) -> None:
    """Rows that migrations themselves put in; the backup brings its own."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for name in here:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(name)}")  # noqa: S608


def _load_table(alias: str, here: Mapping[str, Table], name: str, source: IO[bytes]) -> int:
    lines = iter(source)
    columns = json.loads(next(lines))
    if name not in here or {column for column, _ in columns} - {column.name for column in here[name].columns}:
        raise NotRestored(Text(
            f"백업의 표 {name}이(가) 이 판의 표와 맞지 않습니다.",
            f"The backup's table {name} does not fit this version's tables.",
        ))  # fmt: skip
    return _insert(connections[alias], here[name], columns, lines)


def _insert(connection: Any, table: Table, columns: list[list[str]], lines: Iterator[bytes]) -> int:
    quote, vendor = connection.ops.quote_name, connection.vendor
    names = ", ".join(quote(column) for column, _ in columns)
    marks = ", ".join(["%s"] * len(columns))
    # what a column holds is told by the backup; what the engine wants, by the table that is there
    holds = {column.name: column.holds for column in table.columns}
    kinds = [_kind(kind, holds[column]) for column, kind in columns]
    statement = f"INSERT INTO {quote(table.name)} ({names}) VALUES ({marks})"  # noqa: S608
    count = 0
    with connection.cursor() as cursor:
        while batch := list(islice(lines, BATCH)):
            cursor.executemany(statement, [
                [engine_value(value, kind, vendor) for value, kind in zip(json.loads(line), kinds, strict=True)]
                for line in batch
            ])  # fmt: skip
            count += len(batch)
    return count


def _kind(there: str, here: str) -> str:
    """SQLite's JSON and UUID columns are plain text; everything else is called the same in both engines."""
    return here if there == "plain" and here != "json" else there


def _set_sequences(alias: str) -> None:
    """PostgreSQL counts keys apart from the rows: the next one must be a new one."""
    connection = connections[alias]
    if connection.vendor != "postgresql":
        return
    from django.apps import apps

    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor)) - LEFT_OUT
        models = [model for model in apps.get_models(include_auto_created=True) if model._meta.db_table in present]
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _lay_out(home: Home, kind: str, rest: str, data: bytes) -> None:
    from jikim.shared.files.write import write_whole

    if kind == "keys":
        path = home.key_files[rest]
        if path.exists():
            return  # the operator put it there beforehand; fingerprints tell whether it is the right one
    else:
        folder = {"files": home.files, "packs": home.packs, "audit": home.audit_heads.parent}[kind]
        path = folder / rest
    write_whole(path, data)


def _compare(done: Restored, wanted: dict[str, Any]) -> None:
    if not wanted or wanted["rows"] != done.counts or wanted["files"] != done.files:
        raise NotRestored(Text("되돌린 행의 수가 백업과 다릅니다.", "The restored rows do not add up to the backup's."))


def _take_back(home: Home) -> None:
    """Leave the place as empty as it was. Keys stay: the operator may have put them there."""
    for alias in ALIASES:
        connection = connections[alias]
        connection.close()
        if connection.vendor == "sqlite":
            path = Path(str(connection.settings_dict["NAME"]))
            for suffix in ("", "-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
    for folder in (home.files, home.packs, home.audit_heads.parent):
        shutil.rmtree(folder, ignore_errors=True)
    home.demo_marker.unlink(missing_ok=True)
