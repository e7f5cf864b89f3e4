"""Sealing to a counsellor: X25519, HKDF, AES-GCM; the private key under the counsellor's own passphrase by scrypt.

Pure bytes in, bytes out. Knows no table, keeps no key, and offers no way round a forgotten passphrase.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

KEY_BYTES, NONCE_BYTES, SALT_BYTES = 32, 12, 16
#: 64 MiB and about a fifth of a second for each guess
SCRYPT_N, SCRYPT_R, SCRYPT_P = 2**16, 8, 1
#: sealed texts are filled up to whole blocks, so that their length says little
BLOCK = 512
_LOCK, _WRAP = b"jikim counselling private key 1", b"jikim counselling wrap 1"


class CannotOpen(Exception):
    """The wrong passphrase, the wrong key, or bytes that were changed. Which of them is not told."""


#: what a database hands out for a binary column; None where there is no key yet
Stored = bytes | memoryview | None


@dataclass(frozen=True, slots=True, repr=False)
class KeyPair:
    """Raw halves, 32 bytes each. No repr, so that no traceback prints a key."""

    private: bytes
    public: bytes


def new_pair() -> KeyPair:
    return pair_of(X25519PrivateKey.generate().private_bytes_raw())


def pair_of(private: bytes) -> KeyPair:
    """A private half with its public one."""
    return KeyPair(private, X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw())


def lock(pair: KeyPair, passphrase: str) -> bytes:
    """The private half under a passphrase: version, salt, nonce, ciphertext."""
    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(_stretched(passphrase, salt)).encrypt(nonce, pair.private, _LOCK + pair.public)
    return b"\x01" + salt + nonce + sealed


def unlock(stored: Stored, public: Stored, passphrase: str) -> bytes:
    """The private half. Raises CannotOpen."""
    locked = bytes(stored or b"")
    salt, nonce = locked[1 : 1 + SALT_BYTES], locked[1 + SALT_BYTES : 1 + SALT_BYTES + NONCE_BYTES]
    return _opened(_stretched(passphrase, salt), nonce, locked[1 + SALT_BYTES + NONCE_BYTES :], _LOCK + bytes(public or b""))


def fingerprint(public: Stored) -> str:
    """Names a public key: a wrap remembers for which key it was made."""
    return hashlib.sha256(bytes(public or b"")).hexdigest()[:16]


def new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def wrap(key: bytes, stored: Stored, bound_to: str) -> str:
    """A content key for one seat: an own throw-away pair, so that two wraps of one key have nothing in common."""
    public = bytes(stored or b"")
    once = X25519PrivateKey.generate()
    once_public = once.public_key().public_bytes_raw()
    shared = once.exchange(X25519PublicKey.from_public_bytes(public))
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(_agreed(shared, once_public, public)).encrypt(nonce, key, bound_to.encode())
    return base64.b64encode(once_public + nonce + sealed).decode()


def unwrap(wrapped: str, private: bytes, bound_to: str) -> bytes:
    """The content key. Raises CannotOpen."""
    try:
        raw = base64.b64decode(wrapped)
        once_public, nonce, sealed = raw[:KEY_BYTES], raw[KEY_BYTES : KEY_BYTES + NONCE_BYTES], raw[KEY_BYTES + NONCE_BYTES :]
        own = X25519PrivateKey.from_private_bytes(private)
        shared = own.exchange(X25519PublicKey.from_public_bytes(once_public))
    except ValueError:
        raise CannotOpen from None
    return _opened(_agreed(shared, once_public, own.public_key().public_bytes_raw()), nonce, sealed, bound_to.encode())


def seal(key: bytes, text: str, bound_to: str) -> bytes:
    """A text under a content key, filled up to whole blocks."""
    raw = text.encode()
    filled = len(raw).to_bytes(4, "big") + raw
    filled += bytes(-len(filled) % BLOCK)
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, filled, bound_to.encode())


def open_sealed(key: bytes, stored: Stored, bound_to: str) -> str:
    """The text. Raises CannotOpen."""
    sealed = bytes(stored or b"")
    filled = _opened(key, sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to.encode())
    return filled[4 : 4 + int.from_bytes(filled[:4], "big")].decode()


def _opened(key: bytes, nonce: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(nonce, sealed, bound_to)
    except (InvalidTag, ValueError):
        raise CannotOpen from None


def _agreed(shared: bytes, once_public: bytes, public: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=once_public + public, info=_WRAP).derive(shared)


def _stretched(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=KEY_BYTES, n=SCRYPT_N, r=SCRYPT_R, p=SCRYPT_P).derive(passphrase.encode())
