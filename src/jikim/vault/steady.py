"""Backup, spool and change of roots exclude one another: a backup's rows must have their keys in the copy beside it.

And the spool is carried on by one at a time: what another is just carrying would look like what a crash has left.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from jikim.vault.keystore import store_file


@contextmanager
def moving(*, wait: bool = True) -> Iterator[bool]:
    """Nobody copies the store meanwhile. False, without waiting, if somebody does."""
    with _locked(fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB) as mine:
        yield mine


@contextmanager
def held_still() -> Iterator[None]:
    """No key is carried on and destroyed meanwhile; what a worker destroys still goes at once."""
    with _locked(fcntl.LOCK_SH):
        yield


@contextmanager
def carrying_on() -> Iterator[None]:
    """Nobody else carries sheets out of the spool meanwhile; who comes second waits."""
    with _locked(fcntl.LOCK_EX, ".spool-lock"):
        yield


@contextmanager
def _locked(how: int, suffix: str = ".lock") -> Iterator[bool]:
    path = store_file().with_suffix(suffix)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, how)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)
