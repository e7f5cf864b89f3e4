"""This installation's signature under protocols that others must be able to check: Ed25519, the key in a file of its own."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings


def key_path() -> Path:
    """JIKIM_SIGNING_KEY_FILE, else keys/signing.key of the data folder."""
    return Path(os.environ.get("JIKIM_SIGNING_KEY_FILE") or settings.HOME.keys / "signing.key")


def make_key() -> bool:
    """Create the key file if it is missing; never over an existing one. True if a key was made."""
    path = key_path()
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(_text(Ed25519PrivateKey.generate().private_bytes_raw()) + "\n")
    return True


def public_key() -> str:
    """What others check signatures with."""
    return _text(_key().public_key().public_bytes_raw())


def signed(content: Mapping[str, Any]) -> dict[str, Any]:
    """The content with its hash, this installation's public key and the signature."""
    data = _canonical(content)
    return {
        "content": dict(content), "sha256": hashlib.sha256(data).hexdigest(), "public_key": public_key(),
        "signature": _text(_key().sign(data)),
    }  # fmt: skip


def is_good(document: Mapping[str, Any], *, public: str) -> bool:
    """Whether this is signed, unchanged, with the key `public`."""
    try:
        data = _canonical(document["content"])
        if document["sha256"] != hashlib.sha256(data).hexdigest() or document["public_key"] != public:
            return False
        Ed25519PublicKey.from_public_bytes(_bytes(public)).verify(_bytes(document["signature"]), data)
    except (InvalidSignature, KeyError, TypeError, ValueError):
        return False
    return True


def _canonical(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _key() -> Ed25519PrivateKey:
    make_key()
    return Ed25519PrivateKey.from_private_bytes(_bytes(key_path().read_text().strip()))


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode()


def _bytes(value: str) -> bytes:
    return base64.urlsafe_b64decode(value)
