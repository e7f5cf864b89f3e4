"""check: refuse an installation that is unsafe for real data, with every reason."""

from __future__ import annotations

import typer

from jikim.config.commands.console import print_json, say, start_django
from jikim.rules.words import Text


def register(app: typer.Typer) -> None:
    app.command("check")(check)


def check(as_json: bool = typer.Option(False, "--json", help="결과를 JSON으로 · one JSON object on stdout")) -> None:
    """실제 자료를 넣어도 되는지 확인합니다 · is this installation safe for real data?"""
    start_django()
    from jikim.config.home import here
    from jikim.config.safety import reasons

    found = reasons(here())
    for number, reason in enumerate(found, 1):
        say(Text(f"{number}. {reason.says.ko}", f"   {reason.says.en}"))
    if found:
        say(Text(f"\n{len(found)}가지 이유로 실제 자료를 넣기에 안전하지 않습니다.",
                 f"Not safe for real data, for {len(found)} reasons."))  # fmt: skip
    else:
        say(Text("안전하지 않은 설정을 찾지 못했습니다.", "No unsafe setting was found."))
    if as_json:
        print_json({"safe": not found, "reasons": [
            {"code": reason.code, "says": reason.says.ko, "says_en": reason.says.en} for reason in found
        ]})  # fmt: skip
    if found:
        raise typer.Exit(1)
