"""How commands speak: people read stderr, programs read one JSON object on stdout."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import typer

from jikim.rules.access import Actor
from jikim.rules.words import Text

#: what was said and whether the one object is out; for the JSON object of a command that fails
_said: list[Text | str] = []
_object_printed = False
_REMEMBERED = 100


def say(text: Text | str) -> None:
    """A line for people, on stderr; both languages where given."""
    remember(text)
    print(_both(text), file=sys.stderr)


def remember(text: Text | str) -> None:
    """Keep a line as part of the reason, should the command fail."""
    if len(_said) < _REMEMBERED:
        _said.append(text)


def fail(text: Text | str, code: int = 1) -> NoReturn:
    """Say why and stop: 1 = could not be done, 2 = wrong call."""
    say(text)
    raise typer.Exit(code)


def print_json(value: dict[str, Any]) -> None:
    """The one object on stdout."""
    global _object_printed
    _object_printed = True
    print(json.dumps(value, ensure_ascii=False, default=str))


def print_failure(code: int) -> None:
    """The one object of a command that failed before it had another: everything it said, as the reason."""
    if _object_printed:
        return
    ko = "\n".join(one if isinstance(one, str) else one.ko for one in _said)
    en = "\n".join(one if isinstance(one, str) else one.en or one.ko for one in _said)
    print_json({"ok": False, "exit": code, "reason": ko, "reason_en": en})


def start_django(*, need_home: bool = True) -> None:
    """Set Django up for a command that needs the data folder; say so plainly when there is none."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jikim.config.settings")
    _check_environment()
    from jikim.config.home import here

    if need_home and not here().exists() and here().database.exists():
        fail(Text(
            f"비밀 열쇠가 없습니다: {here().secret_key_file}. 보관해 둔 열쇠를 넣어 주십시오.",
            f"The secret key is missing, {here().secret_key_file}. Put the key you kept there.",
        ))  # fmt: skip
    if need_home and not here().exists():
        fail(Text(
            f"자료 폴더가 없습니다({here().root}). 먼저 ‘jikim init’을 실행하거나 JIKIM_HOME을 확인해 주십시오.",
            f"There is no data folder at {here().root}. Run `jikim init` first, or check JIKIM_HOME.",
        ))  # fmt: skip
    import django
    from django.apps import apps

    if not apps.ready:  # a second set-up would bind the log to whatever stderr is just now
        django.setup()


@contextmanager
def solver_on_stderr() -> Iterator[None]:
    """HiGHS now and then prints a line of its own: stdout belongs to the one JSON object."""
    sys.stdout.flush()
    kept = os.dup(1)
    try:
        os.dup2(2, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)


def wanted_port() -> int:
    """JIKIM_PORT, else 8000; what is no port is a wrong call."""
    said = os.environ.get("JIKIM_PORT") or "8000"
    if not said.isdecimal() or not 0 < int(said) < 65536:
        fail(Text(f"환경 변수 JIKIM_PORT가 포트 번호가 아닙니다: {said}", f"The environment variable JIKIM_PORT is no port: {said}"), 2)
    return int(said)


def _check_environment() -> None:
    """Say plainly which variable is wrong, before the settings stumble over it. Never shows a whole address: it may hold a password."""
    wanted_port()
    for name in ("DATABASE_URL", "VAULT_DATABASE_URL"):
        scheme = os.environ.get(name, "").partition("://")[0]
        if scheme not in ("", "sqlite", "postgres", "postgresql", "pgsql"):
            fail(Text(
                f"환경 변수 {name}을(를) 읽을 수 없습니다. postgres://사용자:비밀번호@서버/이름 또는 sqlite:///경로로 적어 주십시오.",
                f"The environment variable {name} cannot be read. Write it as postgres://user:password@server/name or sqlite:///path.",
            ), 2)  # fmt: skip


def read_as(encoding: str) -> Text:
    """For a text file that is not UTF-8: how its characters were read."""
    name = encoding.upper()
    return Text(f"UTF-8이 아니어서 {name} 문자로 읽었습니다. 한글이 깨져 보이면 ‘CSV UTF-8’로 다시 저장해 주십시오.",
                f"Not UTF-8: read as {name}. If Korean looks wrong, save the file again as “CSV UTF-8”.")  # fmt: skip


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
