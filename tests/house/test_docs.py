"""The documents are true: the map names every folder, generated pages match the rules, records stay short, links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

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


GUIDES = ROOT / "docs" / "guides"
PAGES = [ROOT / "README.md", ROOT / "README.ko.md", *sorted((ROOT / "docs").rglob("*.md")), *sorted(ROOT.glob("[CS]*.md"))]
#: a link or a picture of Markdown; addresses elsewhere are not ours to prove
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)[^)]*\)")


def test_every_guide_is_there_in_both_languages() -> None:
    names = {path.name for path in GUIDES.glob("*.md")}
    english = {name for name in names if not name.endswith(".ko.md")}
    alone = english ^ {name.removesuffix(".ko.md") + ".md" for name in names if name.endswith(".ko.md")}
    assert not alone, f"a guide is missing in one language: {sorted(alone)}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_whatever_a_page_links_to_is_there(page: Path) -> None:
    """Pictures, other pages, folders: relative links lead to something."""
    links = [link for link in _LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link and not link.startswith("mailto:")]
    missing = [link for link in links if not (page.parent / link).exists()]
    assert not missing, f"{page.name} names {missing}"


def test_both_languages_of_a_guide_show_as_many_pictures_and_chapters() -> None:
    for path in GUIDES.glob("*.ko.md"):
        other = path.with_name(path.name.replace(".ko.md", ".md"))
        korean, english = path.read_text(encoding="utf-8"), other.read_text(encoding="utf-8")
        assert korean.count("](pictures/") == english.count("](pictures/"), path.name
        assert len(re.findall("^## ", korean, re.M)) == len(re.findall("^## ", english, re.M)), path.name
