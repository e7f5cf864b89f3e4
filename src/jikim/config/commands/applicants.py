"""applicants import: a sheet of applications goes in from the console; lottery verify: recompute a published lottery."""

from __future__ import annotations

from pathlib import Path

import typer

from jikim.config.commands import imports
from jikim.config.commands.console import fail, print_json, say, start_django
from jikim.rules.words import Text

applicants = typer.Typer(no_args_is_help=True, help="참여 신청 · applications")
lottery = typer.Typer(no_args_is_help=True, help="추첨 다시 계산 · recompute a lottery")


def register(app: typer.Typer) -> None:
    app.add_typer(applicants, name="applicants")
    app.add_typer(lottery, name="lottery")


@applicants.command("import")
def import_(
    file: Path = typer.Argument(..., help="신청 명단 .xlsx 또는 .csv · the sheet of applications"),
    season: int | None = typer.Option(None, help="사업 번호, 하나뿐이면 생략 · season ID, unless there is only one"),
    dry_run: bool = typer.Option(False, "--dry-run", help="확인만 하고 넣지 않습니다 · check only, change nothing"),
    update: bool = typer.Option(False, "--update", help="이미 접수된 사업장의 다른 값을 고칩니다 · apply differences to rows already in"),
    rejects: Path | None = typer.Option(None, help="오류 행을 사유와 함께 저장할 .xlsx · write the bad rows here, reason beside each"),
    as_json: bool = typer.Option(False, "--json", help="결과를 JSON 하나로 · the result as one JSON object"),
) -> None:
    """신청 명단을 접수합니다: 맞는 행은 들어가고 틀린 행은 사유와 함께 돌아옵니다 · good rows go in, bad rows come back with reasons."""
    start_django()
    from jikim.areas.enrolment.public import import_file, shown_value

    done = imports.run(lambda **how: import_file(season=imports.season_of(season), **how), file, update=update, dry_run=dry_run, rejects=rejects)
    imports.tell(done, dry_run=dry_run, update=update, rejects=rejects, shown_value=shown_value)
    if update and any(one.field == "number" for one in done.differences):
        say(Text("관리번호는 한번 정해지면 바뀌지 않습니다. 통지서와 카드, 응답에 쓰이기 때문입니다.",
                 "A number once given is not changed: letters, cards and answers carry it."))  # fmt: skip
    if as_json:
        print_json(done.as_json())


@lottery.command("verify")
def verify(
    file: Path = typer.Argument(..., help="공개된 명단 list.txt · the published list"),
    seed: str = typer.Option(..., help="공개 추첨의 결과 · the public draw's result"),
    list_hash: str = typer.Option("", "--hash", help="공개된 명단 해시 · the published hash, to compare"),
    as_json: bool = typer.Option(False, "--json", help="결과를 JSON으로 · one JSON object on stdout"),
) -> None:
    """공개된 명단과 추첨값으로 순서를 다시 계산합니다. 자료 폴더가 필요 없습니다 · recompute the order; needs no data folder."""
    from jikim.rules import lottery as rules

    try:
        frozen = rules.freeze(file.read_text(encoding="utf-8").splitlines())
        order = rules.order(frozen, seed)
    except rules.NoLottery as wrong:
        fail(wrong.reason)
    except (OSError, ValueError) as wrong:
        fail(Text(f"명단을 읽을 수 없습니다: {wrong}", f"The list cannot be read: {wrong}"))
    matches = not list_hash or list_hash.strip().lower() == frozen.sha256
    say(Text(f"명단 해시 {frozen.sha256}, {len(order):,}건", f"List hash {frozen.sha256}, {len(order):,} numbers"))
    if as_json:
        print_json({"list_hash": frozen.sha256, "matches": matches, "seed": seed, "order": list(order)})
    else:
        print("\n".join(order))
    if not matches:
        fail(Text("공개된 해시와 다릅니다. 명단이 바뀌었습니다.", "This is not the published hash: the list has been changed."))
