"""The two commands as a stranger meets them: plain words when something is missing, nothing when nothing is."""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import ROOT


@pytest.mark.parametrize("name", ["run", "test", ".ci/run"])
def test_it_can_be_run(name: str) -> None:
    path = ROOT / name
    assert path.stat().st_mode & stat.S_IXUSR
    assert subprocess.run(["bash", "-n", str(path)], check=False).returncode == 0


def test_the_set_up_script_is_sound() -> None:
    assert subprocess.run(["bash", "-n", str(ROOT / "tools" / "set-up.sh")], check=False).returncode == 0


def sourced(script: str, path: str, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": path, "HOME": str(tmp_path), "JIKIM_VENV": str(tmp_path / "venv"), "PYENV_ROOT": str(tmp_path)}
    return subprocess.run(
        ["/bin/bash", "-c", f". {ROOT}/tools/set-up.sh; {script}"], env=environment, capture_output=True, text=True, check=False
    )


def shim(folder: Path, name: str, body: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


def test_a_python_that_is_only_a_name_is_passed_over(tmp_path: Path) -> None:
    """A version manager's shim exists for every version and fails for those not chosen."""
    import sys

    shim(tmp_path, "python3.11", "echo 'version not installed' >&2; exit 127")
    shim(tmp_path, "python3.12", f'exec "{sys.executable}" "$@"')
    done = sourced("find_python", f"{tmp_path}:/usr/bin:/bin", tmp_path)
    assert done.returncode == 0
    assert "version not installed" not in done.stderr
    assert os.access(done.stdout.strip(), os.X_OK)


def test_a_missing_python_is_said_in_both_languages(tmp_path: Path) -> None:
    for name in ("python3.11", "python3.12", "python3", "python"):
        shim(tmp_path, name, "exit 1")
    # no other place is looked into: the machine running this test may have one there
    done = sourced("works() { return 1; }; make_environment", f"{tmp_path}:/usr/bin:/bin", tmp_path)
    assert done.returncode == 1
    assert "Python 3.11 또는 3.12를 찾지 못했습니다" in done.stderr
    assert "No working Python 3.11 or 3.12" in done.stderr


def test_a_failed_installation_says_where_to_look(tmp_path: Path) -> None:
    (tmp_path / "venv").mkdir()
    (tmp_path / "venv" / "set-up.log").write_text("Connection refused\n")
    done = sourced("no_network", "/usr/bin:/bin", tmp_path)
    assert done.returncode == 1
    assert "Connection refused" in done.stderr
    assert "인터넷 연결" in done.stderr
    assert "Check the network" in done.stderr


def test_a_folder_that_is_no_environment_is_never_removed(tmp_path: Path) -> None:
    (tmp_path / "venv").mkdir()
    (tmp_path / "venv" / "thesis.docx").write_text("x")
    done = sourced("find_python() { echo python3; }; make_environment", "/usr/bin:/bin", tmp_path)
    assert done.returncode == 1
    assert (tmp_path / "venv" / "thesis.docx").exists()
    assert "was not removed" in done.stderr


#: these never end by themselves, so there is no result to print
RUN_ON = {"serve", "work", "start"}


def every_command() -> dict[str, set[str]]:
    """Each command's full name and the options it knows."""
    import click
    import typer

    from jikim.config.cli import app

    def walk(one: click.Command, name: str) -> Iterator[tuple[str, set[str]]]:
        inside = getattr(one, "commands", {})
        if not inside or getattr(one, "invoke_without_command", False):
            yield name, {option for parameter in one.params for option in parameter.opts}
        for key, inner in inside.items():
            yield from walk(inner, f"{name} {key}".strip())

    return dict(walk(typer.main.get_command(app), ""))


def test_every_command_can_answer_with_one_object() -> None:
    found = every_command()
    assert {"score", "letter", "audit seal", "people reset-second-step", "purge"} <= set(found)
    assert {name for name, options in found.items() if "--json" not in options} - RUN_ON == set()
