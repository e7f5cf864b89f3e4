"""The one current copy of the vault's key store, beside the backups: each backup replaces it, none keeps an older one.

A key destroyed at a worker's wish must not come back with a backup; so the store is never inside one.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

from jikim.config.home import Home
from jikim.shared.files.write import flush_folder

COPY = "keystore-current.sqlite3"


def copy_beside(place: Path, home: Home) -> Path | None:
    """Replace the copy in the backup's folder by the store as it is now; None when there is no store yet."""
    if not home.keystore.exists():
        return None
    return _copied(home.keystore, place.parent / COPY)


def bring_back(place: Path, home: Home) -> bool:
    """Lay the copy beside the backup into the data folder, unless the operator has put one there."""
    copy = place.parent / COPY
    if home.keystore.exists() or not copy.exists():
        return False
    home.keystore.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _copied(copy, home.keystore)
    return True


def _copied(source: Path, target: Path) -> Path:
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with closing(sqlite3.connect(source, timeout=30)) as store, closing(sqlite3.connect(beside)) as copy:
            store.backup(copy)
        with beside.open("rb") as file:
            os.fsync(file.fileno())
        _blank(target)
        os.replace(beside, target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    flush_folder(target.parent)
    return target


def _blank(path: Path) -> None:
    """Overwrite the copy that is replaced: the keys destroyed since must not stay readable in freed blocks."""
    if path.exists():
        size = path.stat().st_size
        with path.open("r+b") as file:
            file.write(b"\0" * size)
            file.flush()
            os.fsync(file.fileno())
