"""answers import: an operator brings a file of answers into the vault. No web seat can."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from jikim.config.commands.console import fail, operator, print_json, say, start_django
from jikim.rules.words import Text

if TYPE_CHECKING:
    from jikim.areas.surveys.public import ImportedAnswers

#: how many lines of one kind are shown before "and n more"
SHOWN = 20

answers = typer.Typer(no_args_is_help=True, help="근로자 응답 · workers' answers")


def register(app: typer.Typer) -> None:
    app.add_typer(answers, name="answers")


@answers.callback()
def answers_() -> None:
    """근로자 응답 · workers' answers."""


@answers.command("import")
def import_(
    file: Path = typer.Argument(..., help="응답 .csv 또는 .xlsx · the answers"),
    season: int | None = typer.Option(None, help="사업 번호, 하나뿐이면 생략 · season ID, unless there is only one"),
    pack: str = typer.Option("kels-24", help="측정도구 · the instrument the sheets were filled in on"),
    as_json: bool = typer.Option(False, "--json", help="결과를 JSON 하나로 · the result as one JSON object"),
) -> None:
    """응답을 금고에 넣습니다: 순서를 섞고, 다시 넣어도 바뀌지 않습니다 · answers go into the vault, shuffled; twice changes nothing."""
    start_django()
    from jikim.areas.enrolment.public import WhichSeason, the_season
    from jikim.areas.surveys import public as surveys
    from jikim.rules.packs import PackError
    from jikim.shared.access import Refused
    from jikim.shared.packs import find_pack
    from jikim.shared.sheets import SheetError
    from jikim.vault.keys import NoVaultKey

    if not file.is_file():
        fail(Text(f"파일이 없습니다: {file}", f"There is no such file: {file}"))
    try:
        find_pack(pack)
    except KeyError:
        fail(Text(f"측정도구 팩이 없습니다: {pack}", f"There is no such pack: {pack}"), code=2)
    except PackError as broken:
        fail(broken.text)
    try:
        meant = the_season(season)
    except WhichSeason as unclear:
        names = "\n".join(f"  {one.pk}: {one.name_ko}" for one in unclear.seasons)
        fail(Text(f"{unclear.reason.ko}\n{names}", unclear.reason.en), code=2)
    try:
        done = surveys.import_answers(data=file.read_bytes(), season_id=meant.pk, by=operator(), pack=pack)
    except (SheetError, Refused, NoVaultKey) as wrong:
        fail(wrong.reason)
    _tell(done)
    if as_json:
        print_json(done.as_json())


def _tell(done: ImportedAnswers) -> None:
    say(Text(
        f"{done.rows:,}행: 새로 {done.imported:,} · 그대로 {done.unchanged:,} · 넣지 않음 {done.conflicts:,} · 오류 {done.rows_in_error:,} "
        f"| 사업장 {done.workplaces:,}개소, 새 회차 {done.rounds_opened:,}개",
        f"{done.rows:,} rows: {done.imported:,} imported, {done.unchanged:,} unchanged, {done.conflicts:,} kept out, "
        f"{done.rows_in_error:,} in error | {done.workplaces:,} workplaces, {done.rounds_opened:,} rounds opened",
    ))  # fmt: skip
    for heading, lines in ((Text("오류", "Errors"), done.errors), (Text("확인할 것", "To look at"), done.warnings)):
        if not lines:
            continue
        say(Text(f"{heading.ko} {len(lines):,}건", f"{heading.en}: {len(lines):,}"))
        for one in lines[:SHOWN]:
            say(Text(f"  {one.row}행 {one.field}: {one.reason.ko}", f"  row {one.row} {one.field}: {one.reason.en}"))
        if len(lines) > SHOWN:
            rest = len(lines) - SHOWN
            say(Text(f"  … 그 밖에 {rest:,}건", f"  … and {rest:,} more"))
