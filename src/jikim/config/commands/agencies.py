"""agencies import, consultants import: their lists go in from the console."""

from __future__ import annotations

from pathlib import Path

import typer

from jikim.config.commands import imports
from jikim.config.commands.console import print_json, start_django

agencies = typer.Typer(no_args_is_help=True, help="수행기관 · agencies")
consultants = typer.Typer(no_args_is_help=True, help="컨설턴트 · consultants")

FILE = typer.Argument(..., help="명단 .xlsx 또는 .csv · the list")
SEASON = typer.Option(None, help="사업 번호, 하나뿐이면 생략 · season ID, unless there is only one")
DRY_RUN = typer.Option(False, "--dry-run", help="확인만 하고 넣지 않습니다 · check only, change nothing")
UPDATE = typer.Option(False, "--update", help="이미 등록된 행의 다른 값을 고칩니다 · apply differences to rows already in")
REJECTS = typer.Option(None, help="오류 행을 사유와 함께 저장할 .xlsx · write the bad rows here, reason beside each")
AS_JSON = typer.Option(False, "--json", help="결과를 JSON 하나로 · the result as one JSON object")


def register(app: typer.Typer) -> None:
    app.add_typer(agencies, name="agencies")
    app.add_typer(consultants, name="consultants")


@agencies.command("import")
def import_agencies(
    file: Path = FILE, season: int | None = SEASON, dry_run: bool = DRY_RUN, update: bool = UPDATE, rejects: Path | None = REJECTS,
    as_json: bool = AS_JSON,
) -> None:  # fmt: skip
    """수행기관 명단을 등록합니다: 맞는 행은 들어가고 틀린 행은 사유와 함께 돌아옵니다 · good rows go in, bad rows come back with reasons."""
    _import("agencies", file, season, dry_run, update, rejects, as_json)


@consultants.command("import")
def import_consultants(
    file: Path = FILE, season: int | None = SEASON, dry_run: bool = DRY_RUN, update: bool = UPDATE, rejects: Path | None = REJECTS,
    as_json: bool = AS_JSON,
) -> None:  # fmt: skip
    """컨설턴트 명단을 등록합니다. 소속기관이 먼저 등록되어 있어야 합니다 · consultants; their agencies must be in first."""
    _import("consultants", file, season, dry_run, update, rejects, as_json)


def _import(kind: str, file: Path, season: int | None, dry_run: bool, update: bool, rejects: Path | None, as_json: bool) -> None:
    start_django()
    from jikim.areas.dispatch.public import import_list, shown_value

    done = imports.run(
        lambda **how: import_list(kind=kind, season_id=imports.season_of(season).pk, **how), file, update=update, dry_run=dry_run,
        rejects=rejects,
    )  # fmt: skip
    imports.tell(done, dry_run=dry_run, update=update, rejects=rejects, shown_value=shown_value)
    if as_json:
        print_json(done.as_json())
