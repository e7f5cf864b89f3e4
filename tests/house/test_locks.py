"""The locks: hashed to the last package, complete, and free of any registry's address."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.house.source import ROOT

LOCKS = ("requirements.lock", "requirements-test.lock", "tools/installer.lock")


def packages(lock: str) -> dict[str, str]:
    """Name → the whole entry with its hashes."""
    text = re.sub(r"^[ \t]*#.*\n", "", (ROOT / lock).read_text(encoding="utf-8"), flags=re.M)
    entries = re.findall(r"^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?(==[^\n]*(?:\n[ \t]+[^\n]+)*)", text, flags=re.M)
    return {name.lower().replace("_", "-"): rest for name, rest in entries}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_and_hashed(lock: str) -> None:
    found = packages(lock)
    assert found
    assert not [name for name, rest in found.items() if "--hash=sha256:" not in rest]


@pytest.mark.parametrize("lock", LOCKS)
def test_no_registry_and_no_place_on_somebodys_machine_is_named(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert not re.search(r"https?://|file:|--index-url|--extra-index|--find-links|/home/|/opt/|^-e ", text, flags=re.M)


def wanted(names: list[str]) -> set[str]:
    return {re.match(r"[\w.-]+", name)[0].lower().replace("_", "-") for name in names}  # type: ignore[index]


def test_what_the_project_asks_for_is_in_the_locks() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert wanted(project["dependencies"]) <= packages("requirements.lock").keys()
    assert wanted(project["optional-dependencies"]["test"]) <= packages("requirements-test.lock").keys()


def test_the_test_lock_holds_the_other_one_at_the_same_versions() -> None:
    def versions(lock: str) -> dict[str, str]:
        return {name: rest.split()[0] for name, rest in packages(lock).items()}

    assert versions("requirements.lock").items() <= versions("requirements-test.lock").items()


def test_the_npm_lock_names_no_registry() -> None:
    text = (ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in text
    assert "http" not in re.sub(r'"(?:funding|url|homepage)":\s*"[^"]*"', "", text)
