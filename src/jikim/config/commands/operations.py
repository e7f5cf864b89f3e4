"""init: prepare a data folder. More operators' commands follow in their own modules."""

from __future__ import annotations

import typer

from jikim.config.commands.console import say, start_django
from jikim.rules.words import Text


def register(app: typer.Typer) -> None:
    app.command("init")(init)


def init(year: int = typer.Option(2017, help="사업연도 · the season's year")) -> None:
    """자료 폴더를 준비합니다(아무것도 묻지 않습니다) · prepare a data folder with one empty season."""
    from jikim.config.home import here

    here().make()
    start_django()
    from django.core.management import call_command

    for alias in ("default", "vault"):
        call_command("migrate", database=alias, run_syncdb=True, verbosity=0)
    call_command("createcachetable", verbosity=0)
    try:
        from jikim.areas.enrolment import public as enrolment
        from jikim.config.commands.console import operator

        season = enrolment.ensure_default_season(year=year, by=operator())
        say(Text(f"‘{season.name_ko}’을(를) 준비했습니다: {here().root}", f"Prepared “{season.name_en}” in {here().root}."))
    except ImportError:  # the room is still being built
        say(Text(f"자료 폴더를 준비했습니다: {here().root}", f"Prepared the data folder {here().root}."))
