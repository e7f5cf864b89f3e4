"""Writes both locks again from pyproject.toml, keeping every pin that still fits: python tools/relock.py [--upgrade]

uv.lock itself names registries and is thrown away; it lives in a temporary folder only.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"requirements.lock": [], "requirements-test.lock": ["--extra", "test"]}
PIN = re.compile(r"^(?P<name>[\w.-]+)(?:\[.*?\])?==(?P<version>[^ ;\\]+)(?P<marker> *;[^\\]*)?")


def pins() -> list[str]:
    """Every pin of the fuller lock with the condition it is under."""
    lines = (ROOT / "requirements-test.lock").read_text(encoding="utf-8").splitlines()
    found = [PIN.match(line) for line in lines]
    return [f"{one['name']}=={one['version']}{(one['marker'] or '').rstrip()}" for one in found if one]


def main(upgrade: bool) -> int:
    uv = shutil.which("uv", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    if uv is None:
        print("uv is not installed here: run ./test once, it brings it along", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        for name in ("README.md", "LICENSE", "NOTICE"):
            shutil.copy(ROOT / name, folder)
        project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
        if not upgrade:
            kept = ", ".join(f'"{pin}"' for pin in pins())
            project = project.replace("[tool.uv]\n", f"[tool.uv]\nconstraint-dependencies = [{kept}]\n")
        project = project.replace("package = true", "package = false")
        Path(folder, "pyproject.toml").write_text(project, encoding="utf-8")
        for lock, extra in LOCKS.items():
            command = [uv, "export", "--quiet", "--format", "requirements-txt", "--no-header", "--no-emit-project", *extra]
            (ROOT / lock).write_bytes(subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE).stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main("--upgrade" in sys.argv[1:]))
