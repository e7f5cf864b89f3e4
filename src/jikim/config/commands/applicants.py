"""applicants import: a sheet of applications goes in from the console; lottery verify: recompute a published lottery."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from jikim.config.commands.console import fail, operator, print_json, say, start_django
from jikim.rules.words import Text

if TYPE_CHECKING:
    from jikim.areas.enrolment.public import ImportPreview

#: how many lines of one kind are shown before "and n more"
SHOWN = 20

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
    from jikim.areas.enrolment.public import import_file
    from jikim.shared.access import Refused
    from jikim.shared.sheets import SheetError

    if not file.is_file():
        fail(Text(f"파일이 없습니다: {file}", f"There is no such file: {file}"))
    meant = _season(season)
    try:
        done = import_file(path=file, season=meant, by=operator(), update=update, dry_run=dry_run, rejects=rejects,
                           progress=_progress())  # fmt: skip
    except (SheetError, Refused) as wrong:
        fail(wrong.reason)
    _tell(done, dry_run=dry_run, update=update, rejects=rejects)
    if as_json:
        print_json(done.as_json())


@lottery.command("verify")
def verify(
    file: Path = typer.Argument(..., help="공개된 명단 list.txt · the published list"),
    seed: str = typer.Option(..., help="공개 추첨의 결과 · the public draw's result"),
    list_hash: str = typer.Option("", "--hash", help="공개된 명단 해시 · the published hash, to compare"),
    as_json: bool = typer.Option(False, "--json"),
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


def _season(season_id: int | None) -> Any:
    from jikim.areas.enrolment.public import WhichSeason, the_season

    try:
        return the_season(season_id)
    except WhichSeason as unclear:
        for one in unclear.seasons:
            say(f"  {one.pk}: {one.name_ko} · {one.name_en} ({one.starts_on} – {one.ends_on})")
        fail(unclear.reason, code=2 if unclear.seasons else 1)


def _progress() -> Any:
    """A bar on a terminal; silence in a script."""
    import sys

    if not sys.stderr.isatty():
        return None
    from rich.console import Console
    from rich.progress import Progress

    bar = Progress(console=Console(stderr=True), transient=True)
    task = bar.add_task("접수 · importing", total=None)

    def step(done: int, total: int) -> None:
        bar.start()
        bar.update(task, completed=done, total=total)
        if done >= total:
            bar.stop()

    return step


def _tell(done: ImportPreview, *, dry_run: bool, update: bool, rejects: Path | None) -> None:
    say(Text(
        f"{done.rows:,}행: 접수 {done.imported:,} · 그대로 {done.unchanged:,} · 내용이 다름 {done.conflicts:,} · 오류 {done.rejected:,} "
        f"| 적격 {done.eligible:,} · 부적격 {done.not_eligible:,}" + (" (확인만 함)" if dry_run else ""),
        f"{done.rows:,} rows: {done.imported:,} imported, {done.unchanged:,} unchanged, {done.conflicts:,} in conflict, {done.rejected:,} in error "
        f"| {done.eligible:,} eligible, {done.not_eligible:,} not eligible" + (" (dry run: nothing was written)" if dry_run else ""),
    ))  # fmt: skip
    if done.left_out:
        say(done.left_out)
    if done.skipped:
        shown = ", ".join(str(row) for row in done.skipped[:SHOWN])
        say(Text(f"신청이 아닌 행은 건너뛰었습니다: {shown}", f"Rows that are no applications were skipped: {shown}"))
    _some(done.errors, lambda e: Text(f"  {e.row}행 {e.field_name.ko}: {e.reason.ko}", f"  row {e.row} {e.field_name.en}: {e.reason.en}"))
    _some(done.differences, _difference)
    if done.updated:
        say(Text(f"{done.updated:,}건을 파일의 내용으로 고쳤습니다.", f"{done.updated:,} rows were changed to what the file says."))
    if update and any(one.field == "number" for one in done.differences):
        say(Text("관리번호는 한번 정해지면 바뀌지 않습니다. 통지서와 카드, 응답에 쓰이기 때문입니다.",
                 "A number once given is not changed: letters, cards and answers carry it."))  # fmt: skip
    if update and dry_run and done.conflicts:
        say(Text("--dry-run을 빼면 위의 차이가 반영됩니다.", "Without --dry-run these differences are applied."))
    elif done.conflicts and not update:
        say(Text("내용이 다른 행은 기존 내용을 그대로 두었습니다. 파일의 내용으로 고치려면 --update를 붙여 주십시오.",
                 "Rows in conflict were left as they were. Add --update to change them to what the file says."))  # fmt: skip
    _some(done.questions, lambda q: Text(f"  확인 {q.row}행 {q.field_name.ko}: {q.reason.ko}", f"  look at row {q.row} {q.field_name.en}: {q.reason.en}"))
    if rejects is not None:
        say(Text(f"오류 행을 저장했습니다: {rejects}", f"The bad rows are in {rejects}"))


def _difference(one: Any) -> Text:
    from jikim.areas.enrolment.public import shown_value

    before, after = shown_value(one.field, one.before) or "-", shown_value(one.field, one.after)
    return Text(f"  {one.row}행 {one.number} {one.field_name.ko}: 기존 ‘{before}’, 파일 ‘{after}’",
                f"  row {one.row} {one.number} {one.field_name.en}: in “{before}”, file “{after}”")  # fmt: skip


def _some(things: Any, line: Any) -> None:
    """On a terminal the first lines and how many more; in a file all of them."""
    import sys

    shown = SHOWN if sys.stderr.isatty() else len(things)
    for thing in things[:shown]:
        say(line(thing))
    if len(things) > shown:
        rest = len(things) - shown
        say(Text(f"  … 그 밖에 {rest:,}건. 모두 보려면 2>목록.txt를 붙여 주십시오.", f"  … and {rest:,} more. Add 2>list.txt to see them all."))
