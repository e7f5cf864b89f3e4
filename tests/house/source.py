"""The product's own source, as syntax trees, for the house tests."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "jikim"
AREAS = PACKAGE / "areas"


def modules(under: Path = PACKAGE) -> list[tuple[str, ast.Module]]:
    """(path inside the package, tree) of every module, migrations aside. The trees are shared: look, never change."""
    prefix = "" if under == PACKAGE else f"{under.relative_to(PACKAGE).as_posix()}/"
    return [(name, tree) for name, tree in _parsed() if name.startswith(prefix)]


@cache
def _parsed() -> list[tuple[str, ast.Module]]:
    """Every module once a run: parsing all of them takes seconds, and a dozen tests ask."""
    paths = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}
    return [(name, ast.parse(path.read_text("utf-8"))) for name, path in paths.items() if "migrations/" not in name]


@cache
def calls(tree: ast.Module) -> list[tuple[ast.Call, str]]:
    """Every call with what it calls, `a.b.c` as written; "" where that is not a plain dotted name."""
    return [(node, _dotted(node.func)) for node in ast.walk(tree) if isinstance(node, ast.Call)]


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (before := _dotted(node.value)):
        return f"{before}.{node.attr}"
    return ""


@cache
def imported(tree: ast.Module) -> list[tuple[str, int]]:
    """Every imported module name with its line, names of `from x import y` as x and x.y."""
    found: list[tuple[str, int]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.append((node.module, node.lineno))
            found += [(f"{node.module}.{alias.name}", node.lineno) for alias in node.names]
    return found
