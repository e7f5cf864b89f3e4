"""The build of styles, scripts and fonts: nothing to do and no network when nothing changed; no registry named."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
spec = importlib.util.spec_from_file_location("frontend_build", ROOT / "frontend/build.py")
build = importlib.util.module_from_spec(spec)
spec.loader.exec_module(build)


@pytest.fixture
def checkout(tmp_path):
    """A copy of the sources with outputs that carry their fingerprint."""
    frontend = tmp_path / "frontend"
    for pattern in build.SOURCES:
        for path in (ROOT / "frontend").glob(pattern):
            target = frontend / path.relative_to(ROOT / "frontend")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    for folder in (build.OUTPUT, build.DOCUMENT_FONTS):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / build.FINGERPRINT).write_text(build.fingerprint(frontend))
    return tmp_path


def no_node() -> list[str]:
    raise AssertionError("Node was looked for")


def test_a_second_build_does_nothing(checkout, monkeypatch):
    monkeypatch.setattr(build, "find_node", no_node)
    assert build.build(checkout) is False


@pytest.mark.parametrize("source", ["styles/app.scss", "src/app.ts", "package-lock.json", "build.mjs"])
def test_a_changed_source_is_built_again(checkout, monkeypatch, source):
    monkeypatch.setattr(build, "find_node", no_node)
    path = checkout / "frontend" / source
    path.write_text(path.read_text() + "\n")
    with pytest.raises(AssertionError, match="Node was looked for"):
        build.build(checkout)


def test_missing_fonts_are_built_again(checkout, monkeypatch):
    monkeypatch.setattr(build, "find_node", no_node)
    shutil.rmtree(checkout / build.DOCUMENT_FONTS)
    with pytest.raises(AssertionError, match="Node was looked for"):
        build.build(checkout)


def test_the_lock_names_no_registry_and_every_package_has_its_hash():
    import json

    lock = json.loads((ROOT / "frontend/package-lock.json").read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert not [name for name, entry in packages.items() if "resolved" in entry]
    assert not [name for name, entry in packages.items() if not entry.get("integrity", "").startswith("sha512-")]


def test_compressed_files_are_the_same_at_every_build(tmp_path):
    path = tmp_path / "a.css"
    path.write_text("a{}" * 1000)
    build.compress(path)
    first = (tmp_path / "a.css.gz").read_bytes()
    build.compress(path)
    assert (tmp_path / "a.css.gz").read_bytes() == first
