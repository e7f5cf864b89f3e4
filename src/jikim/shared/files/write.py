"""Writes a file whole or not at all: a reader or a power cut never meets half of one."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write_whole(path: Path, data: bytes, *, mode: int = 0o600) -> None:
    """Write beside, flush to disk, then rename. The folder is created, readable by the owner only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    flush_folder(path.parent)


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Where to write what somebody asked for: beside its place, moved there once the block ends well. The folder is created.

    A link is followed, never replaced; what is no file (a pipe, /dev/null) is written straight to. IsADirectoryError names the folder.
    """
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if path.exists() and not path.is_file():
        yield path
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    meant = path.resolve()
    part = meant.with_name(f".{meant.name}.{os.getpid()}.part")
    try:
        yield part
        os.replace(part, meant)
    finally:
        part.unlink(missing_ok=True)


def write_out(path: Path, data: bytes) -> None:
    """Bytes somebody asked for, whole or not at all, where `written_whole` says."""
    with written_whole(path) as part:
        part.write_bytes(data)


def flush_folder(folder: Path) -> None:
    """Make a rename last through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
