"""The vault's keys: files of their own, apart from both databases. Never logged, never in a backup unless asked for.

keys/vault.key holds one 32-byte root per line, newest first: the first seals, all open. Each purpose gets a key of its
own by HKDF, so that what finds a round can open no answer. What names things must outlive the root it came from: lines
`rounds:…`, `imports:…`, `places:…` hold those keys once the first root has been dropped (vault/rotation.py).
"""

from __future__ import annotations

import base64
import hmac
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from jikim.rules.words import Text
from jikim.shared import keyfiles

NAMING = ("rounds", "imports", "places")
PLACES = ("pending", "answers", "locks", "paper")
#: the last file read: reading and deriving at every save would cost more than the save
_seen: dict[str, tuple[tuple[str, int, int, int], VaultKeys]] = {}


class NoVaultKey(keyfiles.NoKey):
    """The vault's key file is missing or damaged, so answers can be neither written nor read."""


@dataclass(frozen=True, slots=True, repr=False)
class VaultKeys:
    """Keys by purpose, newest first where there are several; without a repr, so that no traceback prints them."""

    wrapping: tuple[bytes, ...]
    rounds: bytes
    imports: bytes
    #: by kind of row: what a card's name is turned into before it is stored, so that two tables never show the same one
    places: Mapping[str, bytes]

    def round_tag(self, round_key: str) -> bytes:
        """The name a round has inside the vault; says nothing without this key."""
        return hmac.digest(self.rounds, round_key.encode(), "sha256")[:16]

    def file_tag(self, data: bytes) -> str:
        """A keyed name of a file of answers: a plain hash would let anybody try out guesses of what it held."""
        return hmac.digest(self.imports, data, "sha256").hex()


def key_file() -> Path:
    """VAULT_KEY_FILE, else keys/vault.key of the data folder."""
    return _place(os.environ.get("VAULT_KEY_FILE"), settings.HOME)


@lru_cache(maxsize=8)
def _place(named: str | None, home: Any) -> Path:
    return Path(named or home.keys / "vault.key")


def make_keys() -> bool:
    """Create the key file and the key store if they are missing; never over an existing one. True if a key was made."""
    from jikim.shared import signing
    from jikim.vault import keystore

    keystore.make()
    signing.make_key()
    for name in keyfiles.NAMES:
        keyfiles.make_ring(name)
    path = key_file()
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode() + "\n")
    return True


def vault_keys() -> VaultKeys:
    """The keys of this installation, read again whenever the file changed. Raises NoVaultKey, naming the file."""
    path = key_file()
    try:
        state = path.stat()
        mark = (str(path), state.st_ino, state.st_mtime_ns, state.st_size)
        seen = _seen.get("vault")
        if seen is None or seen[0] != mark:
            seen = _seen["vault"] = (mark, _derived(path.read_text()))
        return seen[1]
    except (OSError, ValueError) as wrong:
        raise NoVaultKey(Text(
            f"금고 열쇠 파일을 읽을 수 없습니다: {path}. ‘jikim init’이 처음 한 번 만들며, 없으면 응답을 넣거나 집계할 수 없습니다.",
            f"The vault's key file cannot be read: {path}. `jikim init` makes it once; without it no answer can go in or be counted.",
        )) from wrong  # fmt: skip


@lru_cache(maxsize=4)
def _derived(text: str) -> VaultKeys:
    roots, named = parse(text)
    return VaultKeys(
        tuple(_derive(root, b"jikim vault wrapping") for root in roots),
        named["rounds"],
        named["imports"],
        {kind: _derive(named["places"], kind.encode()) for kind in PLACES},
    )


def parse(text: str) -> tuple[list[bytes], dict[str, bytes]]:
    """Roots, newest first, and the keys that name things: kept in the file, else those of the oldest root."""
    roots = [base64.urlsafe_b64decode(line) for line in text.split() if ":" not in line]
    kept = {name: base64.urlsafe_b64decode(value) for name, _, value in (line.partition(":") for line in text.split() if ":" in line)}
    if not roots or any(len(key) != 32 for key in [*roots, *kept.values()]):
        raise ValueError("no usable key")
    return roots, {name: kept.get(name) or _derive(roots[-1], f"jikim vault {name}".encode()) for name in NAMING}


def _derive(root: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(root)
