"""The parser's own words in Korean beside English: help pages, and what is wrong with a call. Decides nothing.

The parser tells its errors apart by class; their names are looked at, because the classes are no public part of it.
"""

from __future__ import annotations

import re
from typing import Any

from jikim.rules.words import Text

_SEE = Text(" 쓰는 법: {path} --help", " See: {path} --help")
_TITLES = {
    "ARGUMENTS_PANEL_TITLE": "인자 · Arguments", "OPTIONS_PANEL_TITLE": "옵션 · Options", "COMMANDS_PANEL_TITLE": "명령 · Commands",
    "DEFAULT_STRING": "[기본 · default: {}]", "REQUIRED_LONG_STRING": "[필수 · required]",
}  # fmt: skip
_HELP = "쓰는 법을 보여 줍니다 · show this message"
_NO_COMMAND = re.compile(r"No such command '(?P<name>.*?)'\.?(?: Did you mean (?P<like>.+)\?)?")
_EXTRA = re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((?P<extra>.*)\)", re.DOTALL)
#: what the value must be, by the kind of error its check reports
_MUST_BE = {
    "int_parsing": "정수를 적어 주십시오", "int_from_float": "정수를 적어 주십시오", "float_parsing": "숫자를 적어 주십시오",
    "greater_than_equal": "{ge} 이상이어야 합니다", "less_than_equal": "{le} 이하여야 합니다",
}  # fmt: skip


def dress(command: Any) -> None:
    """Help pages in both languages, for a command and all below it. Costs the help pages' library: only where help is shown."""
    from typer import rich_utils

    for name, words in _TITLES.items():
        setattr(rich_utils, name, words)
    waiting = [command]
    while waiting:
        one = waiting.pop()
        if option := one.get_help_option(one.context_class(one)):
            option.help = _HELP
        waiting += getattr(one, "commands", {}).values()


def is_wrong_call(problem: BaseException) -> bool:
    """Did the parser refuse the call?"""
    return any(base.__name__ == "UsageError" for base in type(problem).__mro__)


def wrong_call(problem: Any) -> Text | None:
    """What is wrong with the call; None where the help page has been shown instead."""
    if type(problem).__name__ == "NoArgsIsHelpError":
        return None
    english = " ".join(str(problem.format_message()).split())
    path = problem.ctx.command_path if getattr(problem, "ctx", None) else "jikim"
    see = _SEE.fill(path=path)
    return Text(f"명령을 잘못 불렀습니다: {_ended(_korean(problem, english))}{see.ko}", f"Wrong call: {_ended(english)}{see.en}")


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?")) else sentence + "."


def _korean(problem: Any, english: str) -> str:
    match type(problem).__name__:
        case "NoSuchOption":
            return f"없는 옵션입니다: {problem.option_name}" + _like(", ".join(sorted(problem.possibilities or ())))
        case "MissingParameter":
            what = "옵션이" if problem.param is not None and problem.param.param_type_name == "option" else "인자가"
            return f"꼭 적어야 할 {what} 빠졌습니다: {_hint(problem)}"
        case "BadOptionUsage":
            if "requires" in english:
                return f"옵션 {problem.option_name}에 값이 없습니다"
            return f"옵션 {problem.option_name}에는 값을 적지 않습니다"
        case "BadParameter":
            return f"{_hint(problem)}의 값이 맞지 않습니다: {_reason(problem)}"
    if found := _NO_COMMAND.fullmatch(english):
        return f"없는 명령입니다: {found['name']}" + _like(found["like"] or "")
    if found := _EXTRA.fullmatch(english):
        return f"받지 않는 값이 더 있습니다: {found['extra']}"
    return english


def _like(names: str) -> str:
    return f" (비슷한 것: {names})" if names else ""


def _hint(problem: Any) -> str:
    hint = problem.param_hint or (problem.param.get_error_hint() if problem.param is not None else "")
    return hint if isinstance(hint, str) else ", ".join(hint)


def _reason(problem: Any) -> str:
    """From the check's own list of errors where there is one; else the parser's words."""
    errors = getattr(problem.__cause__, "errors", None)
    found = errors()[0] if callable(errors) else {}
    said = str(problem.message)
    if wanted := _MUST_BE.get(found.get("type", "")):
        return wanted.format(**found.get("ctx", {}))
    if "does not match the formats" in said:
        return "날짜를 2017-04-03처럼 적어 주십시오"
    if " is not one of " in said:
        return f"다음 가운데 하나여야 합니다: {said.partition(' is not one of ')[2]}"
    return said
