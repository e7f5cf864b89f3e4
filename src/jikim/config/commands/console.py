"""How commands speak: people read stderr, programs read one JSON object on stdout."""

from __future__ import annotations

import json
import os
import sys
from typing import Any, NoReturn

import typer

from jikim.rules.access import Actor
from jikim.rules.words import Text


def say(text: Text | str) -> None:
    """A line for people, on stderr; both languages where given."""
    print(_both(text), file=sys.stderr)


def fail(text: Text | str, code: int = 1) -> NoReturn:
    """Say why and stop: 1 = could not be done, 2 = wrong call."""
    say(text)
    raise typer.Exit(code)


def print_json(value: dict[str, Any]) -> None:
    """The one object on stdout."""
    print(json.dumps(value, ensure_ascii=False, default=str))


def start_django(*, need_home: bool = True) -> None:
    """Set Django up for a command that needs the data folder; say so plainly when there is none."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jikim.config.settings")
    from jikim.config.home import here

    if need_home and not here().exists():
        fail(Text(
            f"자료 폴더가 없습니다({here().root}). 먼저 ‘jikim init’을 실행하거나 JIKIM_HOME을 확인해 주십시오.",
            f"There is no data folder at {here().root}. Run `jikim init` first, or check JIKIM_HOME.",
        ))  # fmt: skip
    import django

    django.setup()


def operator() -> Actor:
    """The console as an actor, under the system user's name."""
    import getpass

    try:
        return Actor.console(getpass.getuser())
    except (KeyError, OSError):
        return Actor.console()


def _both(text: Text | str) -> str:
    if isinstance(text, str):
        return text
    return f"{text.ko}\n{text.en}" if text.en and text.en != text.ko else text.ko
