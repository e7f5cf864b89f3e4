"""The office's recovery key: every device's data key is wrapped for it, so that a forgotten passphrase costs a call, not a visit.

The public half lies with the server; the private half is the operator's and may be taken off the machine. Pure bytes apart from the two files.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_public_key,
    load_pem_private_key,
)
from django.conf import settings

from jikim.shared.requests import ALPHABET

#: WebCrypto's RSA-OAEP with SHA-256; 3,072 bits are good beyond 2030 (NIST SP 800-57 part 1, table 2)
BITS = 3072
KEY_BYTES, NONCE_BYTES, SALT_BYTES = 32, 12, 16
#: OWASP's figure for PBKDF2-HMAC-SHA256; the device uses the same
ITERATIONS = 650_000
CODE_LETTERS = 16
EXPORT_FORMAT = "jikim-offline-export"


class CannotOpen(Exception):
    """The wrong key, or bytes that were changed. Which of them is not told."""


@dataclass(frozen=True, slots=True)
class Public:
    """What a browser wraps with: SPKI in base64, and the fingerprint that names it."""

    spki: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Opened:
    """One thing out of an export: a record's document, or an attachment's bytes."""

    kind: str
    uuid: str
    content: bytes


def private_path() -> Path:
    """JIKIM_OFFLINE_RECOVERY_KEY_FILE, else keys/offline-recovery.key of the data folder."""
    return Path(os.environ.get("JIKIM_OFFLINE_RECOVERY_KEY_FILE") or settings.HOME.keys / "offline-recovery.key")


def public_path() -> Path:
    """Stays with the server even when the private half was taken away."""
    return Path(settings.HOME.keys / "offline-recovery.pub")


def make_pair(*, anew: bool = False) -> bool:
    """Create both files if the public one is missing, or `anew` beside the old private one. True if a pair was made."""
    private, public = private_path(), public_path()
    if public.exists() and not anew:
        return False
    private.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if private.exists():
        private.rename(private.with_name(f"{private.stem}-{fingerprint_of(private.read_bytes())[:8]}{private.suffix}"))
    pair = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    _write(private, pair.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    public.unlink(missing_ok=True)
    _write(public, _spki(pair.public_key()))
    return True


def public_key() -> Public | None:
    """None where the operator has made no pair yet: then no device can be registered."""
    try:
        data = public_path().read_bytes()
    except OSError:
        return None
    return Public(base64.b64encode(data).decode(), hashlib.sha256(data).hexdigest())


def fingerprint_of(private: bytes) -> str:
    """Names a private key file's pair."""
    return hashlib.sha256(_spki(_private(private).public_key())).hexdigest()


def wrap(data_key: bytes, spki: str) -> str:
    """As a browser does it: for tests and for the model season."""
    public = load_der_public_key(base64.b64decode(spki))
    assert isinstance(public, rsa.RSAPublicKey)
    return base64.b64encode(public.encrypt(data_key, _OAEP)).decode()


def unwrap(wrapped: str, private: bytes) -> bytes:
    """The data key. Raises CannotOpen."""
    try:
        return _private(private).decrypt(base64.b64decode(wrapped), _OAEP)
    except (ValueError, TypeError, binascii.Error):
        raise CannotOpen from None


def under_a_code(data_key: bytes) -> tuple[str, dict[str, Any]]:
    """A code to be told by telephone, and the data key under it as the device reads it."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LETTERS))
    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    key = PBKDF2HMAC(SHA256(), KEY_BYTES, salt, ITERATIONS).derive(letters.encode())
    sealed = AESGCM(key).encrypt(nonce, data_key, None)
    text = {name: base64.b64encode(value).decode() for name, value in (("salt", salt), ("nonce", nonce), ("sealed", sealed))}
    return "-".join(letters[at : at + 4] for at in range(0, CODE_LETTERS, 4)), {**text, "iterations": ITERATIONS}


def open_export(text: bytes, private: bytes) -> Iterator[Opened]:
    """Everything in an export of a device, one after another. Raises CannotOpen for a wrong key or a changed file."""
    try:
        document = json.loads(text)
        parts: list[dict[str, str]] = document["parts"]
        if document["format"] != EXPORT_FORMAT:
            raise CannotOpen
        key = AESGCM(unwrap(document["recovery"]["wrapped"], private))
    except (ValueError, KeyError, TypeError):
        raise CannotOpen from None
    for part in parts:
        try:
            bound = f"{part['kind']}:{part['uuid']}"
            yield Opened(part["kind"], part["uuid"],
                         key.decrypt(base64.b64decode(part["nonce"]), base64.b64decode(part["sealed"]), bound.encode()))  # fmt: skip
        except (InvalidTag, KeyError, TypeError, ValueError):
            raise CannotOpen from None


_OAEP = padding.OAEP(padding.MGF1(SHA256()), SHA256(), None)


def _private(pem: bytes) -> rsa.RSAPrivateKey:
    try:
        key = load_pem_private_key(pem, None)
    except (ValueError, TypeError):
        raise CannotOpen from None
    if not isinstance(key, rsa.RSAPrivateKey):
        raise CannotOpen
    return key


def _spki(public: rsa.RSAPublicKey) -> bytes:
    return public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _write(path: Path, data: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
