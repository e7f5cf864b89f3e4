"""The walls import-linter cannot see: rooms meet at public, statuses move by move(), the vault stays shut."""

from __future__ import annotations

import ast
import re

from tests.house.source import AREAS, PACKAGE, calls, imported, modules


def test_rooms_meet_only_at_public() -> None:
    breaches = []
    for name, tree in modules(AREAS):
        room = name.split("/")[1]
        for target, line in imported(tree):
            found = re.match(r"jikim\.areas\.(\w+)(?:\.(\w+))?", target)
            if not found or found[1] == room or found[2] == "public":
                continue
            if found[2] is None and f"jikim.areas.{found[1]}.public" in {t for t, _ in imported(tree)}:
                continue  # `from jikim.areas.x import public`
            breaches.append(f"{name}:{line} imports {target}")
    assert not breaches, "\n".join(breaches)


def test_config_enters_rooms_by_public_only() -> None:
    allowed = {"urls", "middleware", "public", "models", "adapter", "passwords"}
    breaches = [
        f"{name}:{line} imports {target}"
        for name, tree in modules(PACKAGE / "config")
        for target, line in imported(tree)
        if (found := re.match(r"jikim\.areas\.\w+\.(\w+)", target)) and found[1] not in allowed
    ]
    assert not breaches, "\n".join(breaches)


def _writes_a_status(node: ast.AST) -> bool:
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return any(isinstance(t, ast.Attribute) and t.attr == "status" for t in targets)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr in {"update", "aupdate"}:
            return any(keyword.arg == "status" for keyword in node.keywords)
        if node.func.attr == "bulk_update":
            return any(isinstance(c, ast.Constant) and c.value == "status" for a in node.args for c in ast.walk(a))
    return False


def test_a_status_is_written_by_move_alone() -> None:
    breaches = [
        f"{name}:{node.lineno}"  # type: ignore[attr-defined]
        for name, tree in modules()
        if not name.startswith(("shared/workflow/", "shared/jobs/"))  # a task's state is the queue's own
        for node in ast.walk(tree)
        if _writes_a_status(node)
    ]
    assert not breaches, "statuses written outside shared.workflow.move(): " + ", ".join(breaches)


def test_the_status_test_sees_a_planted_write() -> None:
    planted = ast.parse("thing.status = 'x'\nThing.objects.update(status='x')\nresponse.status_code = 200")
    assert sum(_writes_a_status(node) for node in ast.walk(planted)) == 2


OPENS_THE_VAULT = {"areas/surveys/actions", "areas/statistics/actions", "areas/selection/actions"}


def test_the_vault_is_opened_by_named_modules_only() -> None:
    breaches = []
    for name, tree in modules():
        if name.startswith(("vault/", "config/")):
            continue
        if any(name == f"{door}.py" or name.startswith(f"{door}/") for door in OPENS_THE_VAULT):
            continue
        breaches += [f"{name}:{line}" for target, line in imported(tree) if target.startswith("jikim.vault")]
    assert not breaches, ", ".join(breaches)


def test_only_the_clock_reads_the_clock() -> None:
    """Areas and rules ask shared.clock, so that a rehearsed day is one day everywhere."""
    clocks = {"dt.date.today", "datetime.now", "dt.datetime.now", "date.today", "timezone.now", "timezone.localdate"}
    breaches = []
    for name, tree in modules():
        if not name.startswith(("areas/", "rules/", "vault/")):
            continue
        breaches += [f"{name}:{node.lineno} {called}" for node, called in calls(tree) if not node.args and called in clocks]
    assert not breaches, "\n".join(breaches)


def test_every_module_says_what_it_is_for() -> None:
    silent = [name for name, tree in modules() if tree.body and not ast.get_docstring(tree)]
    assert not silent, ", ".join(silent)


def test_no_module_outgrows_a_sitting() -> None:
    long = {
        name: lines
        for name, _ in modules()
        if (lines := len((PACKAGE / name).read_text(encoding="utf-8").splitlines())) > 400
    }
    assert not long, f"split these into a folder of the same name: {long}"


def test_no_drawer_names() -> None:
    drawers = {"utils", "helpers", "common", "manager", "managers", "misc"}
    found = [name for name, _ in modules() if set(name.removesuffix(".py").split("/")) & drawers]
    assert not found, ", ".join(found)
