"""The vault's keys: files of their own, apart from both databases. Never logged, never in a backup unless asked for.

keys/vault.key holds one 32-byte secret per line, newest first: the first seals, all open. Purposes get keys of their
own by HKDF, so that what finds a round can open no answer.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class NoVaultKey(Exception):
    """The vault's key file is not here, so answers can be neither written nor read."""


@dataclass(frozen=True, slots=True)
class VaultKeys:
    """Keys by purpose. `wrapping` opens data keys (newest first); `rounds` makes round tags."""

    wrapping: tuple[bytes, ...]
    rounds: bytes

    def round_tag(self, round_key: str) -> str:
        """The name a round has inside the vault; says nothing without this key."""
        return hmac.new(self.rounds, round_key.encode(), hashlib.sha256).hexdigest()[:32]

    def digest(self, content: bytes) -> str:
        """Recognises the same content again, and nothing else."""
        return hmac.new(self.rounds, b"batch:" + content, hashlib.sha256).hexdigest()


def key_file() -> Path:
    """VAULT_KEY_FILE, else keys/vault.key of the data folder."""
    return Path(os.environ.get("VAULT_KEY_FILE") or settings.HOME.keys / "vault.key")


def make_keys() -> bool:
    """Create the key file if there is none. True if it was made now."""
    from jikim.vault import keystore

    path, made = key_file(), False
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode() + "\n")
        made = True
    keystore.make()
    return made


def keys() -> VaultKeys:
    """The keys of this installation. Errors: NoVaultKey."""
    path = key_file()
    if not path.exists():
        raise NoVaultKey(f"{path.name} is missing")
    secrets_ = [base64.urlsafe_b64decode(line) for line in path.read_text().split()]
    if not secrets_ or any(len(secret) != 32 for secret in secrets_):
        raise NoVaultKey(f"{path.name} holds no usable key")
    oldest = secrets_[-1]  # tags must stay the same when a newer wrapping key is put in front
    return VaultKeys(tuple(_derive(s, b"jikim vault wrapping") for s in secrets_), _derive(oldest, b"jikim vault rounds"))


def _derive(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret)
