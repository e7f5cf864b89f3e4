"""No view, export or document reaches a figure of a group except through a release."""

from __future__ import annotations

import ast
import re

from tests.house.source import PACKAGE, calls, imported, modules

#: whoever may hold statistics that are not protected yet
BEFORE_PROTECTION = {
    f"areas/statistics/actions/{name}.py" for name in ("release", "reference", "dependability", "content", "extract", "protecting", "change")
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


#: what gives sums of answers, by the module it comes from; `answered_counts` is a bare count of rows
SUMS = {"jikim.vault.aggregate": {"answered_counts"}, "jikim.vault.waves": set(), "jikim.vault.tables": {"SCORE_FROM"}, "jikim.vault.groups": set()}
#: rooms that may work on sums inside the vault's walls, in their actions: statistics protects them, selection ranks by them
MAY_SUM = re.compile(r"vault/|areas/selection/actions/")


def reaching_sums(name: str, tree: ast.Module) -> list[str]:
    """Imports of a table of the vault by anybody who does not protect it first."""
    if name in BEFORE_PROTECTION or MAY_SUM.match(name):
        return []
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            targets = [alias.name for alias in node.names if alias.name in SUMS]
        elif isinstance(node, ast.ImportFrom) and node.module:
            named = [(f"{node.module}.{alias.name}", alias.name) for alias in node.names]
            allowed = SUMS.get(node.module, {alias.name for alias in node.names})
            targets = [full for full, plain in named if plain not in allowed or full in SUMS]
        else:
            continue
        found += [f"{name}:{node.lineno} imports {target}" for target in targets]
    return found


def test_nobody_in_the_product_reaches_a_table_that_is_no_release() -> None:
    """Every room, command and shared part: views, exports, documents, duties, jobs."""
    found = [breach for name, tree in modules() for breach in reaching_sums(name, tree)]
    assert not found, "\n".join(found)


def test_it_sees_a_room_that_reaches_sums() -> None:
    planted = ast.parse("from jikim.vault.aggregate import answered_counts, season_statistics\nfrom jikim.vault import waves")
    assert reaching_sums("areas/surveys/actions/monitor.py", planted) == [
        "areas/surveys/actions/monitor.py:1 imports jikim.vault.aggregate.season_statistics",
        "areas/surveys/actions/monitor.py:2 imports jikim.vault.waves",
    ]


def test_other_rooms_get_releases_through_the_public_door() -> None:
    """Nobody else reads the release register, and nobody else holds what disclosure control is told."""
    raw = re.compile(r"jikim\.areas\.statistics\.(?!public(\.|$)|urls|views|models$)")
    told = re.compile(r"jikim\.rules\.disclosure(\.statistics)?\.(GroupStatistics|MeasureStatistics|CountStatistics|pool)$")
    found = []
    for name, tree in modules():
        own = name.startswith(("areas/statistics/", "vault/", "rules/", "areas/selection/actions/"))
        found += [
            f"{name}:{line} imports {target}" for target, line in imported(tree)
            if not own and ((raw.match(target) and name.startswith("areas/")) or told.match(target))
        ]  # fmt: skip
    assert not found, "\n".join(found)


def test_what_a_release_is_made_of_can_be_counted_on_one_hand() -> None:
    """Whoever adds a way to make figures joins this list on purpose."""
    there = {name for name, _ in modules(PACKAGE / "areas" / "statistics") if name in BEFORE_PROTECTION}
    assert there == BEFORE_PROTECTION, "a file of the list is gone: take it off"
    makers = [
        name for name, tree in modules(PACKAGE / "areas")
        for _, called in calls(tree)
        if called in {"Release", "Reference", "Release.objects.create", "Reference.objects.create"}
        and "statistics" in name
    ]  # fmt: skip
    assert set(makers) == {"areas/statistics/actions/release.py"}


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
