"""The `jikim` command. Every group registers itself; nothing heavy is imported before a command runs."""

from __future__ import annotations

import sys
from importlib import import_module

import typer

app = typer.Typer(
    name="jikim",
    help="지킴 (Jikim): 고객응대근로자 건강보호 방문사업 · runs a visiting programme for people who serve customers.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

GROUPS = (
    "operations", "serving", "backups", "checks", "audit", "demo", "people",
    "agencies", "applicants", "letters", "answers", "reports", "vault", "packs", "score", "protect", "dispatch", "plan",
    "offline", "manuals",
)  # fmt: skip

for _group in GROUPS:
    try:
        _module = import_module(f"jikim.config.commands.{_group}")
    except ModuleNotFoundError as missing:  # a room still empty
        if missing.name != f"jikim.config.commands.{_group}":
            raise
        continue
    _module.register(app)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"jikim {version('jikim')}")
        raise typer.Exit


@app.callback()
def jikim(
    _: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="판 번호 · the version"),
) -> None:
    """지킴 (Jikim): 고객응대근로자 건강보호 방문사업 · runs a visiting programme for people who serve customers."""


def main() -> None:
    """Entry point: 0 done, 1 could not be done, 2 wrong call."""
    from jikim.config.commands.ending import run

    run(app, sys.argv[1:])
