"""The data folder: where databases, keys, files and mail of one installation lie. No Django here."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """Paths under JIKIM_HOME. Reading one creates nothing."""

    root: Path

    @property
    def database(self) -> Path:
        return self.root / "jikim.sqlite3"

    @property
    def vault_database(self) -> Path:
        return self.root / "vault" / "vault.sqlite3"

    @property
    def keys(self) -> Path:
        return self.root / "keys"

    @property
    def keystore(self) -> Path:
        """One data key per answer set. Kept as one current copy, never in generations."""
        return Path(os.environ.get("VAULT_KEYSTORE_FILE") or self.keys / "answer-keys.sqlite3")

    @property
    def vault_key_file(self) -> Path:
        return Path(os.environ.get("VAULT_KEY_FILE") or self.keys / "vault.key")

    @property
    def key_files(self) -> dict[str, Path]:
        """The keys somebody must keep, under the names they have in a backup."""
        named = {
            f"{name}.key": Path(os.environ.get(f"JIKIM_{name.upper()}_KEY_FILE") or self.keys / f"{name}.key")
            for name in ("register", "lookup", "counsel", "signing")
        }
        return {"secret.key": self.secret_key_file, "vault.key": self.vault_key_file, **named}

    @property
    def files(self) -> Path:
        return self.root / "files"

    @property
    def outbox(self) -> Path:
        return self.root / "outbox"

    @property
    def audit_heads(self) -> Path:
        return self.root / "audit" / "heads.log"

    @property
    def log_file(self) -> Path:
        """Where `jikim start` keeps the log lines; `jikim serve` writes them to stderr unless told a file."""
        return self.root / "jikim.log"

    @property
    def packs(self) -> Path:
        return self.root / "packs"

    @property
    def backups(self) -> Path:
        return self.root / "backups"

    @property
    def secret_key_file(self) -> Path:
        return Path(os.environ.get("SECRET_KEY_FILE") or self.keys / "secret.key")

    @property
    def demo_marker(self) -> Path:
        """Exists where the folder holds a model season; its text is the day it rehearses."""
        return self.root / "demo"

    @property
    def demo_codes(self) -> Path:
        """Codes a visitor of the demo may try; no other code is ever written down."""
        return self.keys / "demo-codes"

    def rehearsed_day(self) -> str:
        return self.demo_marker.read_text().strip() if self.demo_marker.exists() else ""

    def exists(self) -> bool:
        return self.secret_key_file.exists()

    def make(self) -> None:
        """Create the folders and the secret key, readable by the owner only."""
        for folder in (self.root, self.keys, self.files, self.outbox, self.packs, self.vault_database.parent,
                       self.audit_heads.parent):  # fmt: skip
            folder.mkdir(parents=True, exist_ok=True)
        # mail with links, sessions, applications: nobody else on the machine may look in
        self.root.chmod(0o700)
        self.keys.chmod(0o700)
        self.vault_database.parent.chmod(0o700)
        if not self.secret_key_file.exists():
            write_key(self.secret_key_file, secrets.token_urlsafe(64))


def write_key(path: Path, text: str) -> None:
    """Write a new key file, 0600 from its first moment; never over an existing one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text + "\n")


def here() -> Home:
    """The data folder of this process: JIKIM_HOME, else ./var."""
    return Home(Path(os.environ.get("JIKIM_HOME") or "var").expanduser().resolve())
