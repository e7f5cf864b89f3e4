"""The product's own source, as syntax trees, for the house tests."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "jikim"
AREAS = PACKAGE / "areas"


def modules(under: Path = PACKAGE) -> Iterator[tuple[str, ast.Module]]:
    """(path inside the package, tree) of every module, migrations aside."""
    for path in sorted(under.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if "migrations/" not in name:
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Every imported module name with its line, names of `from x import y` as x and x.y."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)
