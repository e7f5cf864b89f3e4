"""No view, export or document reaches a figure of a group except through a release."""

from __future__ import annotations

import ast
import re

from tests.house.source import PACKAGE, imported, modules

#: whoever may hold statistics that are not protected yet
BEFORE_PROTECTION = {
    f"areas/statistics/actions/{name}.py" for name in ("release", "reference", "content", "extract", "protecting", "change")
}
#: what only they may import: sums from the vault, and the machinery that protects them
UNPROTECTED = re.compile(r"jikim\.vault(\.|$)|jikim\.rules\.disclosure\.(primary|families|figures|statistics)(\.|$)")
PROTECTING = {"protect_workplace", "GroupStatistics", "MeasureStatistics", "CountStatistics", "pool"}


def breaches(name: str, tree: ast.Module) -> list[str]:
    if not name.startswith("areas/statistics/") or name in BEFORE_PROTECTION:
        return []
    found = [f"{name}:{line} imports {target}" for target, line in imported(tree) if UNPROTECTED.match(target)]
    return found + [
        f"{name}:{line} imports {target}" for target, line in imported(tree) if target.rpartition(".")[2] in PROTECTING
    ]


def test_statistics_shows_releases_and_nothing_behind_them() -> None:
    found = [breach for name, tree in modules(PACKAGE / "areas" / "statistics") for breach in breaches(name, tree)]
    assert not found, "\n".join(found)


def test_it_sees_a_planted_leak() -> None:
    planted = ast.parse("from jikim.vault.aggregate import season_statistics\nfrom jikim.rules.disclosure import GroupStatistics")
    assert len(breaches("areas/statistics/views.py", planted)) == 3
    assert breaches("areas/statistics/actions/release.py", planted) == []


def test_the_report_reads_frozen_values_only() -> None:
    """The report's words and charts touch no table: they get a Source."""
    reads = [
        f"{name}:{line} imports {target}"
        for name, tree in modules(PACKAGE / "areas" / "statistics" / "report")
        for target, line in imported(tree)
        if target.startswith(("django", "jikim.areas.surveys", "jikim.areas.enrolment")) or target.endswith(".models")
    ]
    assert not reads, "\n".join(reads)


def test_only_the_vault_touches_its_tables() -> None:
    """Outside tests, nobody but the vault imports the vault's tables."""
    users = [
        f"{name}:{line}" for name, tree in modules() for target, line in imported(tree)
        if target.startswith("jikim.vault.models") and not name.startswith("vault/")
    ]  # fmt: skip
    assert not users, ", ".join(users)
