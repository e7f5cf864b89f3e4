"""check: refuse an installation that is unsafe for real data, with every reason; warn of help lines due for a call."""

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
    warned = help_line_warnings()
    for warning in warned:
        say(Text(f"주의: {warning.ko}", f"Warning: {warning.en}"))
    if as_json:
        print_json({
            "safe": not found,
            "reasons": [{"code": reason.code, "says": reason.says.ko, "says_en": reason.says.en} for reason in found],
            "warnings": [{"code": "help_lines", "says": one.ko, "says_en": one.en} for one in warned],
        })  # fmt: skip
    if found:
        raise typer.Exit(1)


def help_line_warnings() -> list[Text]:
    """Help lines that nobody has called and checked within six months. A warning, not a danger: it does not fail the check."""
    from jikim.rules.helplines import stale_lines
    from jikim.shared.clock import today
    from jikim.shared.packs import all_packs, find_pack

    packs = sorted({found.pack.id for found in all_packs() if found.pack.kind == "helplines"})
    return [stale.says for name in packs for stale in stale_lines(find_pack(name).help_lines, today())]
