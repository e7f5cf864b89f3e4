"""What a thief of both databases reads out of the files without any key: every visible number of every row."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from django.db import connections
from scipy.stats import rankdata


@dataclass(frozen=True)
class Stolen:
    """A full copy of the data files (databases and their logs) at one moment."""

    folder: Path

    @property
    def vault(self) -> Path:
        return self.folder / "vault.sqlite3"

    def everything(self) -> bytes:
        return b"".join(path.read_bytes() for path in sorted(self.folder.iterdir()))

    def log(self) -> bytes:
        path = self.folder / "vault.sqlite3-wal"
        return path.read_bytes() if path.exists() else b""

    def rows(self, table: str) -> list[tuple[int, bytes, bytes, bytes, int]]:
        """(id, round tag, lookup, sealed, generation) in the file's own order."""
        return self._asked(f"SELECT rowid, round_tag, lookup, sealed, generation FROM {table}")

    def free_pages(self) -> int:
        return int(self._asked("PRAGMA freelist_count")[0][0])

    def _asked(self, question: str) -> list[tuple[Any, ...]]:
        """Asked of a copy: opening the files empties their log."""
        with tempfile.TemporaryDirectory() as folder:
            for path in self.folder.glob("vault*"):
                shutil.copy(path, folder)
            with closing(sqlite3.connect(Path(folder) / "vault.sqlite3")) as database:
                return list(database.execute(question))


def steal(folder: Path) -> Stolen:
    """Copy files and logs as they lie on disk, while the server has them open."""
    folder.mkdir(parents=True)
    for alias, name in (("default", "main"), ("vault", "vault")):
        path = Path(str(connections[alias].settings_dict["NAME"]))
        for suffix in ("", "-wal"):
            source = path.with_name(path.name + suffix)
            if source.exists():
                shutil.copy(source, folder / f"{name}.sqlite3{suffix}")
    return Stolen(folder)


def visible(stolen: Stolen, table: str, tag: bytes) -> tuple[list[int], dict[str, np.ndarray]]:
    """Of one round's rows: their ids, and each number a thief could order them by."""
    rows = [row for row in stolen.rows(table) if row[1] == tag]
    content = stolen.everything()
    file, log = stolen.vault.read_bytes(), stolen.log()
    found = {
        "id": [row[0] for row in rows],
        "place in the file": [file.find(row[3]) for row in rows],
        "last place in file or log": [content.rfind(row[3]) for row in rows],
        "first place in the log": [log.find(row[3]) for row in rows],
        "place of the lookup": [file.find(row[2]) for row in rows],
        "last place of the lookup": [content.rfind(row[2]) for row in rows],
        "lookup": [int.from_bytes(row[2][:6], "big") for row in rows],
        "nonce": [int.from_bytes(row[3][:6], "big") for row in rows],
        "seal": [int.from_bytes(row[3][-6:], "big") for row in rows],
        "size": [len(row[3]) for row in rows],
        "generation": [row[4] for row in rows],
    }
    return found["id"], {name: np.array(values, np.float64) for name, values in found.items()}


def ranks(values: np.ndarray) -> np.ndarray:
    return np.argsort(np.argsort(values, kind="stable"), kind="stable")


def tie(seen: np.ndarray, known: np.ndarray) -> float:
    """How far two orders agree, as a standard normal under "not at all"."""
    if len(set(seen.tolist())) < 2 or len(set(known.tolist())) < 2:
        return 0.0
    return float(np.corrcoef(rankdata(seen), rankdata(known))[0, 1] * np.sqrt(len(seen) - 1))
