"""The backup file: a gzipped tar whose last member lists the hash of every other. Without that list it is no backup."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO, Self

FORMAT = 1
HEADER, MANIFEST = "header.json", "manifest.json"
CHUNK = 1 << 20


class DamagedBackup(Exception):
    """The file is cut, changed or not a backup. Says where."""


class Writer:
    """Writes members one after another; nothing is held in memory but one table's text at a time, spooled to disk."""

    def __init__(self, target: BinaryIO) -> None:
        # level 6: tarfile's own streams always take the slowest
        self._gzip = gzip.GzipFile(fileobj=target, mode="wb", compresslevel=6, filename="")
        self._tar = tarfile.open(fileobj=self._gzip, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115
        self._hashes: dict[str, dict[str, Any]] = {}

    def add_json(self, name: str, value: Any) -> None:
        self.add_bytes(name, json.dumps(value, ensure_ascii=False).encode())

    def add_bytes(self, name: str, data: bytes) -> None:
        self.add_stream(name, io.BytesIO(data), len(data))

    def add_stream(self, name: str, source: IO[bytes], size: int) -> None:
        """Add `size` bytes; their hash is taken as they pass."""
        if name in self._hashes:
            raise ValueError(f"twice in one backup: {name}")
        hashing = _Hashing(source)
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        self._tar.addfile(info, hashing)  # type: ignore[arg-type]
        self._hashes[name] = {"size": size, "sha256": hashing.digest.hexdigest()}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        """Write the list of hashes and end the file. After a failure the list is left out: the file will be refused."""
        if kind is None:
            self.add_json(MANIFEST, {"format": FORMAT, "members": dict(self._hashes)})
        self._tar.close()
        self._gzip.close()


class _Hashing:
    def __init__(self, source: IO[bytes]) -> None:
        self.source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.source.read(size)
        self.digest.update(data)
        return data


@contextmanager
def telling_damage() -> Iterator[None]:
    """Whatever reading stumbles over is one thing to the operator: the file is not whole."""
    try:
        yield
    except FileNotFoundError:
        raise
    except (tarfile.TarError, EOFError, OSError, zlib.error) as problem:
        raise DamagedBackup(f"{type(problem).__name__}: {problem}") from problem


def members(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Each member in turn, as a stream to be read before the next."""
    with gzip.open(path) as plain, tarfile.open(fileobj=plain, mode="r|") as tar:
        for info in tar:
            if not info.isfile() or info.name.startswith("/") or ".." in Path(info.name).parts:
                raise DamagedBackup(f"unexpected member {info.name}")
            source = tar.extractfile(info)
            assert source is not None
            yield info.name, source
        while plain.read(CHUNK):  # to the very end, where gzip keeps its own sum
            pass


def check(path: Path) -> dict[str, Any]:
    """Read the whole file and compare every hash. Returns the header; raises DamagedBackup."""
    with telling_damage():
        found, kept = _hashes(path)
    header, manifest = _json(kept.get(HEADER, b"")), _json(kept.get(MANIFEST, b""))
    wanted = manifest.get("members") or {}
    if wanted != found:
        wrong = sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
        raise DamagedBackup("hashes differ: " + ", ".join(wrong[:5]))
    if header.get("format") != FORMAT:
        raise DamagedBackup("not a backup this version can read")
    return header


def _hashes(path: Path) -> tuple[dict[str, dict[str, Any]], dict[str, bytes]]:
    """Size and hash of every member but the list itself, and the text of header and list."""
    found: dict[str, dict[str, Any]] = {}
    kept: dict[str, bytes] = {}
    for name, source in members(path):
        if MANIFEST in kept:
            raise DamagedBackup(f"{name} comes after the list of hashes")
        digest, size = hashlib.sha256(), 0
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            if name in (HEADER, MANIFEST):
                kept[name] = kept.get(name, b"") + chunk
        if name != MANIFEST:
            found[name] = {"size": size, "sha256": digest.hexdigest()}
    if MANIFEST not in kept:
        raise DamagedBackup("the list of hashes at the end is missing: the file was cut")
    return found, kept


def _json(data: bytes) -> dict[str, Any]:
    try:
        value = json.loads(data)
    except ValueError as problem:
        raise DamagedBackup("a list in the file cannot be read") from problem
    if not isinstance(value, dict):
        raise DamagedBackup("a list in the file cannot be read")
    return value
