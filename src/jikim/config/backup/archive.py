"""The backup file: a gzipped tar whose last member lists the hash of every other. Without that list it is no backup."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

FORMAT = 1
HEADER, MANIFEST = "header.json", "manifest.json"
CHUNK = 1 << 20


class DamagedBackup(Exception):
    """The file is cut, changed or not a backup. Says where."""


class Writer:
    """Writes members one after another; nothing is held in memory but one table's text at a time, spooled to disk."""

    def __init__(self, target: BinaryIO) -> None:
        self._tar = tarfile.open(fileobj=target, mode="w|gz", format=tarfile.PAX_FORMAT, compresslevel=6)  # noqa: SIM115
        self._hashes: dict[str, dict[str, Any]] = {}

    def add_json(self, name: str, value: Any) -> None:
        self.add_bytes(name, json.dumps(value, ensure_ascii=False).encode())

    def add_bytes(self, name: str, data: bytes) -> None:
        self.add_stream(name, io.BytesIO(data), len(data))

    def add_stream(self, name: str, source: BinaryIO, size: int) -> None:
        """Add `size` bytes; their hash is taken as they pass."""
        if name in self._hashes:
            raise ValueError(f"twice in one backup: {name}")
        hashing = _Hashing(source)
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        self._tar.addfile(info, hashing)  # type: ignore[arg-type]
        self._hashes[name] = {"size": size, "sha256": hashing.digest.hexdigest()}

    def close(self) -> None:
        """Write the list of hashes and end the file. A file without it will be refused."""
        self.add_json(MANIFEST, {"format": FORMAT, "members": dict(self._hashes)})
        self._tar.close()


class _Hashing:
    def __init__(self, source: BinaryIO) -> None:
        self.source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.source.read(size)
        self.digest.update(data)
        return data


def members(path: Path) -> Iterator[tuple[str, BinaryIO]]:
    """Each member in turn, as a stream to be read before the next. Raises DamagedBackup."""
    try:
        with tarfile.open(path, mode="r|gz") as tar:
            for info in tar:
                if not info.isfile() or info.name.startswith("/") or ".." in Path(info.name).parts:
                    raise DamagedBackup(f"unexpected member {info.name}")
                source = tar.extractfile(info)
                assert source is not None
                yield info.name, source  # type: ignore[misc]
    except (tarfile.TarError, EOFError, OSError, zlib.error) as problem:
        if isinstance(problem, FileNotFoundError):
            raise
        raise DamagedBackup(f"{type(problem).__name__}: {problem}") from problem


def check(path: Path, progress: Callable[[str], None] | None = None) -> dict[str, Any]:
    """Read the whole file and compare every hash. Returns the header; raises DamagedBackup."""
    found: dict[str, dict[str, Any]] = {}
    header: dict[str, Any] = {}
    manifest: dict[str, Any] | None = None
    for name, source in members(path):
        if manifest is not None:
            raise DamagedBackup(f"{name} comes after the list of hashes")
        digest, size, kept = hashlib.sha256(), 0, b""
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            if name in (HEADER, MANIFEST):
                kept += chunk
        if name == MANIFEST:
            manifest = _json(kept)
            continue
        if name == HEADER:
            header = _json(kept)
        found[name] = {"size": size, "sha256": digest.hexdigest()}
        if progress:
            progress(name)
    if manifest is None:
        raise DamagedBackup("the list of hashes at the end is missing: the file was cut")
    if manifest.get("members") != found:
        wanted = manifest.get("members") or {}
        wrong = sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
        raise DamagedBackup("hashes differ: " + ", ".join(wrong[:5]))
    if header.get("format") != FORMAT:
        raise DamagedBackup("not a backup this version can read")
    return header


def _json(data: bytes) -> dict[str, Any]:
    try:
        value = json.loads(data)
    except ValueError as problem:
        raise DamagedBackup("a list in the file cannot be read") from problem
    if not isinstance(value, dict):
        raise DamagedBackup("a list in the file cannot be read")
    return value
