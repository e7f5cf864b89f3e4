"""Writes a backup while the server runs: the main database first, then the vault, then files, packs and heads."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import os
import secrets
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from django.db.migrations.recorder import MigrationRecorder

import jikim
from jikim.config.backup.archive import FORMAT, HEADER, Writer
from jikim.config.backup.keystore import copy_beside
from jikim.config.backup.snapshot import Table, frozen, rows, tables
from jikim.config.home import Home, here
from jikim.shared.audit.heads import write_head
from jikim.shared.audit.sealer import seal_all
from jikim.shared.files.write import flush_folder
from jikim.vault.steady import held_still


@dataclass(slots=True)
class Backup:
    """What was written."""

    place: Path
    rows: int = 0
    files: int = 0
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    with_keys: bool = False
    keystore: Path | None = None


def default_place() -> Path:
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%d-%H%M%S")
    return here().backups / f"jikim-{stamp}.tar.gz"


def write_backup(place: Path, *, with_keys: bool = False, why: str = "backup") -> Backup:
    """Write to a name beside, flush, rename: a file under the final name is always whole."""
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    # the spool stands still meanwhile, and the store is copied after the rows: every answer has its key in the copy
    with held_still():
        _write_whole(beside, place, backup := Backup(place, with_keys=with_keys), why)
        backup.keystore = copy_beside(place, here())
    return backup


def _write_whole(beside: Path, place: Path, backup: Backup, why: str) -> None:
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as target:
            _write(target, backup, why=why)
            target.flush()
            os.fsync(target.fileno())
        os.replace(beside, place)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    flush_folder(place.parent)


def _write(target: BinaryIO, backup: Backup, *, why: str) -> None:
    home, with_keys = here(), backup.with_keys
    seal_all()
    head = write_head(why)
    # the main database is frozen before the vault: an action writes the vault first, so it may know more, never less
    with Writer(target) as writer, frozen("default") as main, frozen("vault") as vault:
        databases = {"default": main, "vault": vault}
        writer.add_json(HEADER, {
            "format": FORMAT, "version": _version(), "written_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            "head": {"sequence": head.sequence, "seal": head.seal}, "with_keys": with_keys,
            "keys": fingerprints(home), "demo": home.rehearsed_day(),
            "migrations": {alias: _migrations(connection) for alias, connection in databases.items()},
        })  # fmt: skip
        for alias, connection in databases.items():
            for table in tables(connection):
                _write_table(writer, backup, alias, connection, table)
        _write_files(writer, backup, home, with_keys=with_keys)
        writer.add_json("counts.json", {"rows": backup.counts, "files": backup.files})


def _write_table(writer: Writer, backup: Backup, alias: str, connection: Any, table: Table) -> None:
    with tempfile.TemporaryFile(prefix="jikim-backup-") as spool:
        count = 0
        spool.write(json.dumps([[column.name, column.holds] for column in table.columns]).encode() + b"\n")
        for row in rows(connection, table):
            spool.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
            count += 1
        size = spool.tell()
        spool.seek(0)
        writer.add_stream(f"rows/{alias}/{table.name}.jsonl", spool, size)
    backup.counts.setdefault(alias, {})[table.name] = count
    backup.rows += count


def _write_files(writer: Writer, backup: Backup, home: Home, *, with_keys: bool) -> None:
    folders = [("files", home.files), ("packs", home.packs), ("audit", home.audit_heads.parent)]
    if with_keys:
        for name, path in home.key_files.items():
            if path.exists():
                writer.add_bytes(f"keys/{name}", path.read_bytes())
    for name, folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")):
            # read whole: heads.log may grow while we read, and the size stands before the bytes
            writer.add_bytes(f"{name}/{path.relative_to(folder).as_posix()}", path.read_bytes())
            backup.files += name == "files"


def fingerprints(home: Home) -> dict[str, str]:
    """Tells later whether a key belongs to this backup, without telling the key."""
    return {
        name: hmac.new(b"jikim key fingerprint", path.read_bytes(), hashlib.sha256).hexdigest()[:16]
        for name, path in home.key_files.items()
        if path.exists()
    }


def _migrations(connection: Any) -> list[list[str]]:
    recorder = MigrationRecorder(connection)
    return sorted([app, name] for app, name in recorder.applied_migrations())


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("jikim")
    except PackageNotFoundError:
        return getattr(jikim, "__version__", "")
