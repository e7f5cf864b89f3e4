"""Keys that turn a code into a stored name, in files of their own. Never logged, never in a database, never in a backup unless asked for.

A file `keys/<name>.key` holds one 32-byte secret per line, oldest first. Names nest: with a second key every stored name
becomes HMAC(k2, old name), so that keys can be changed without knowing a single code. A row remembers the generation its
name has; whoever looks one up asks for the names of every generation.
"""

from __future__ import annotations

import base64
import hmac
import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from jikim.rules.words import Text

#: every key file of this kind: the register of cards, answers by code, counselling by code, turns booked for one day
REGISTER, LOOKUP, COUNSEL, TALK = "register", "lookup", "counsel", "talk"
NAMES = (REGISTER, LOOKUP, COUNSEL, TALK)
#: by name: which state of the file was read, and its keys. Asked at every page of every worker
_seen: dict[str, tuple[tuple[str, int, int, int], KeyRing]] = {}


class NoKey(Exception):
    """A key file is missing or damaged."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


@dataclass(frozen=True, slots=True, repr=False)
class KeyRing:
    """Oldest first. No repr, so that no traceback prints a key."""

    keys: tuple[bytes, ...]

    @property
    def generation(self) -> int:
        """The generation new names are written with: 1 with one key."""
        return len(self.keys)

    def name(self, message: bytes) -> bytes:
        """The newest name (32 bytes)."""
        return self.names(message)[0]

    def names(self, message: bytes) -> tuple[bytes, ...]:
        """The names of every generation, newest first: what a lookup has to ask for while a rotation runs."""
        out: list[bytes] = []
        name = message
        for key in self.keys:
            name = hmac.digest(key, name, "sha256")
            out.append(name)
        return tuple(reversed(out))

    def renamed(self, name: bytes, generation: int) -> bytes:
        """A stored name of an older generation, carried to the newest."""
        for key in self.keys[generation:]:
            name = hmac.digest(key, name, "sha256")
        return name


def key_path(name: str) -> Path:
    """JIKIM_<NAME>_KEY_FILE, else keys/<name>.key of the data folder."""
    return _place(name, os.environ.get(f"JIKIM_{name.upper()}_KEY_FILE"), settings.HOME)


@lru_cache(maxsize=16)
def _place(name: str, named: str | None, home: Any) -> Path:
    return Path(named or home.keys / f"{name}.key")


def make_ring(name: str) -> bool:
    """Create the key file if it is missing; never over an existing one. True if a key was made."""
    path = key_path(name)
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    # whole before it has its name: two who need it first at the same moment read one key, and neither reads half of it
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(_fresh())
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(beside, path)
    except FileExistsError:
        return False
    finally:
        beside.unlink()
    return True


def add_key(name: str) -> int:
    """Append a new key, durably, and return the new generation. Whoever calls carries the stored names on afterwards."""
    path = key_path(name)
    # a file put back by hand may lack its last line's end: the new key would run into the old one
    ended = path.read_text()[-1:] == "\n"
    with open(path, "a") as file:
        file.write(_fresh() if ended else "\n" + _fresh())
        file.flush()
        os.fsync(file.fileno())
    return ring(name).generation


def ring(name: str) -> KeyRing:
    """The keys of this installation, read again whenever the file changed. Raises NoKey, naming the file."""
    path = key_path(name)
    try:
        state = path.stat()
        mark = (str(path), state.st_ino, state.st_mtime_ns, state.st_size)
        seen = _seen.get(name)
        if seen is None or seen[0] != mark:
            seen = _seen[name] = (mark, _ring(path.read_text()))
        return seen[1]
    except (OSError, ValueError) as wrong:
        raise NoKey(Text(
            f"열쇠 파일을 읽을 수 없습니다: {path}. ‘jikim init’이 처음 한 번 만듭니다.",
            f"This key file cannot be read: {path}. `jikim init` makes it once.",
        )) from wrong  # fmt: skip


@lru_cache(maxsize=16)
def _ring(text: str) -> KeyRing:
    keys = tuple(base64.urlsafe_b64decode(line) for line in text.split())
    if not keys or any(len(key) != 32 for key in keys):
        raise ValueError("no usable key")
    return KeyRing(keys)


def _fresh() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode() + "\n"
