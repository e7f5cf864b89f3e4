"""letter: the decision letter of one workplace as a PDF file."""

from __future__ import annotations

from pathlib import Path

import typer

from jikim.config.commands.console import fail, operator, print_json, say, start_django
from jikim.rules.words import Text


def register(app: typer.Typer) -> None:
    app.command("letter")(letter)


def letter(
    number: str = typer.Argument(help="관리번호 · the workplace's number, e.g. W0001"),
    lang: str = typer.Option("ko", help="언어: ko 또는 en · language: ko or en"),
    out: Path = typer.Option(..., help="PDF 파일 · where to write"),
    season: int | None = typer.Option(None, help="사업 번호 · the season; needed only when there are several"),
    as_json: bool = typer.Option(False, "--json", help="결과를 JSON 하나로 · the result as one JSON object"),
) -> None:
    """사업장의 판정·선정 통지서를 만듭니다 · write a workplace's decision letter."""
    if lang not in ("ko", "en"):
        fail(Text("--lang은 ko 또는 en입니다.", "--lang is ko or en."), code=2)
    start_django()
    from django.core.exceptions import ObjectDoesNotExist

    from jikim.areas.enrolment import public as enrolment
    from jikim.shared.access import Refused
    from jikim.shared.files.write import write_out

    try:
        found = enrolment.workplace(season_id=enrolment.the_season(season).pk, number=number)
        made = enrolment.letter(application_id=enrolment.application_of(found.id), language=lang, by=operator())
    except enrolment.WhichSeason as unclear:
        for one in unclear.seasons:
            say(f"  {one.pk}: {one.name_ko} · {one.name_en}")
        fail(unclear.reason, code=2 if unclear.seasons else 1)
    except ObjectDoesNotExist:
        fail(Text(f"{number} 사업장이 없습니다.", f"There is no workplace {number}."))
    except Refused as refused:
        fail(refused.reason)
    write_out(out, made.data)
    say(Text(f"통지서를 만들었습니다: {out}", f"Wrote {out}"))
    if as_json:
        print_json({"workplace": found.number, "language": lang, "file": str(out), "bytes": len(made.data)})
