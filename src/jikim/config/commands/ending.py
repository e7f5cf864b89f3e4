"""How a command ends: exit 0, 1 or 2, never a traceback, and with --json one object on stdout even when it failed."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import typer

from jikim.config.commands import console, parser_words
from jikim.rules.words import Text

_NO_FILE = Text("파일이나 폴더를 읽거나 쓸 수 없습니다: {why}. 경로와 권한, 남은 공간을 확인해 주십시오.",
                "A file or folder cannot be read or written: {why}. Check path, permissions and free space.")  # fmt: skip
_NO_DATABASE = Text(
    "데이터베이스를 읽거나 쓸 수 없습니다: {why}. 자료 폴더의 권한을 확인하고, 준비되지 않은 폴더이면 ‘jikim init’, 새 판이면 ‘jikim upgrade’를 실행해 주십시오.",
    "The database cannot be read or written: {why}. Check the data folder's permissions; run `jikim init` if it is not prepared, "
    "`jikim upgrade` after a new version.",
)
_STOPPED = Text("그만두었습니다.", "Stopped.")
_NO_MEMORY = Text("메모리가 모자라 끝내지 못했습니다. 파일을 나누어 주십시오.", "Out of memory: please split the file.")
_FAULT = Text(
    "예상하지 못한 오류로 멈추었습니다({why}). JIKIM_DEBUG=1을 붙여 다시 실행한 출력과 함께 알려 주십시오.",
    "Stopped by an unexpected fault ({why}). Please report it with the output of the same call under JIKIM_DEBUG=1.",
)


def run(app: typer.Typer, arguments: Sequence[str]) -> NoReturn:
    """Call the app and exit as promised."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # Korean and odd file names must not break the output itself
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    code = 0
    try:
        code = _call(app, arguments)
    except SystemExit as stop:
        code = _code(stop)
    except Exception as problem:
        if parser_words.is_wrong_call(problem):
            code = 2
            if wrong := parser_words.wrong_call(problem):
                console.say(wrong)
        else:
            if os.environ.get("JIKIM_DEBUG") in ("1", "true", "yes", "on"):
                raise
            console.say(_STOPPED if isinstance(problem, typer.Abort) else _reason(problem))
            code = 1
    try:
        if code and "--json" in arguments:
            console.print_failure(code)
        sys.stdout.flush()
    except OSError:  # nobody reads on, or the disk is full: a result that did not arrive is not done
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = code or 1
    raise SystemExit(code)


def _call(app: typer.Typer, arguments: Sequence[str]) -> int:
    """The parser hands its complaints back instead of printing them, so that they can be said in both languages."""
    command = typer.main.get_command(app)
    if "--help" in arguments or len(arguments) < 2:  # a group without a command shows its help too
        parser_words.dress(command)
    ended = command(args=list(arguments), standalone_mode=False)
    return ended if isinstance(ended, int) else 0


def _code(stop: SystemExit) -> int:
    if stop.code is None:
        return 0
    return stop.code if isinstance(stop.code, int) else 1


def _reason(problem: Exception) -> Text:
    reason = getattr(problem, "reason", None)
    if isinstance(reason, Text):
        return reason
    why = " ".join(str(problem).split())[:300] or type(problem).__name__
    if isinstance(problem, OSError):
        named = f"{problem.filename}: " if problem.filename else ""
        return _NO_FILE.fill(why=f"{named}{problem.strerror or why}")
    if any(base.__name__ in ("DatabaseError", "InterfaceError") for base in type(problem).__mro__):
        return _NO_DATABASE.fill(why=why)
    if isinstance(problem, MemoryError):
        return _NO_MEMORY
    return _FAULT.fill(why=f"{type(problem).__name__}: {why}")
