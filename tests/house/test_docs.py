"""The documents are true: the map names every folder, generated pages match the rules, records stay short."""

from __future__ import annotations

import pytest

from tests.house.source import PACKAGE, ROOT
from tools import rulebook


def test_the_map_names_every_folder() -> None:
    text = (ROOT / "docs" / "map.md").read_text(encoding="utf-8")
    folders = [
        path.relative_to(PACKAGE).as_posix() for path in [*PACKAGE.glob("*"), *PACKAGE.glob("*/*")]
        if path.is_dir() and path.name not in {"__pycache__", "migrations", "pages", "static", "locale", "documents"}
        and "locale" not in path.parts and "fonts" not in path.parts and "templates" not in path.parts
    ]  # fmt: skip
    unnamed = [folder for folder in folders if f"`{folder}/`" not in text]
    assert not unnamed, f"docs/map.md does not name {unnamed}"


@pytest.mark.parametrize(
    "page, text", [("access.md", rulebook.access_page()), ("workflow.md", rulebook.workflow_page())]
)
def test_generated_pages_are_true(page: str, text: str) -> None:
    assert (ROOT / "docs" / page).read_text(encoding="utf-8") == text, "run python tools/rulebook.py"


def test_decision_records_stay_short() -> None:
    long = [p.name for p in (ROOT / "docs" / "decisions").glob("*.md") if len(p.read_text().splitlines()) > 60]
    assert not long
