"""What every `… import` command says: counts, refused rows, differences, questions. Knows no list."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jikim.config.commands.console import fail, operator, say
from jikim.rules.words import Text

if TYPE_CHECKING:
    from jikim.shared.imports import ImportPreview

#: how many lines of one kind are shown before "and n more"
SHOWN = 20
Shown = Callable[[str, Any], str]


def run(import_: Callable[..., ImportPreview], file: Path, **how: Any) -> ImportPreview:
    """The import as the operator, with a bar; what cannot be read or done ends the command with its reason."""
    from jikim.shared.access import Refused
    from jikim.shared.sheets import SheetError

    if not file.is_file():
        fail(Text(f"파일이 없습니다: {file}", f"There is no such file: {file}"))
    rejects = how.get("rejects")
    if rejects is not None and rejects.exists() and rejects.samefile(file):
        fail(Text("오류 행을 담을 파일이 명단 파일과 같습니다. 다른 이름을 쓰십시오.", "--rejects is the list itself. Choose another name."), 2)
    try:
        return import_(path=file, by=operator(), progress=progress(), **how)
    except (SheetError, Refused) as wrong:
        fail(wrong.reason)


def season_of(season_id: int | None) -> Any:
    from jikim.areas.enrolment.public import WhichSeason, the_season

    try:
        return the_season(season_id)
    except WhichSeason as unclear:
        for one in unclear.seasons:
            say(f"  {one.pk}: {one.name_ko} · {one.name_en} ({one.starts_on} – {one.ends_on})")
        fail(unclear.reason, code=2 if unclear.seasons else 1)


def progress() -> Any:
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


def tell(
    done: ImportPreview, *, dry_run: bool, update: bool, rejects: Path | None, shown_value: Shown
) -> None:
    judged = ("", "") if done.eligible is None else (
        f" | 적격 {done.eligible:,} · 부적격 {done.not_eligible:,}", f" | {done.eligible:,} eligible, {done.not_eligible:,} not eligible",
    )  # fmt: skip
    say(Text(
        f"{done.rows:,}행: 접수 {done.imported:,} · 그대로 {done.unchanged:,} · 내용이 다름 {done.conflicts:,} · 오류 {done.rejected:,}"
        f"{judged[0]}" + (" (확인만 함)" if dry_run else ""),
        f"{done.rows:,} rows: {done.imported:,} imported, {done.unchanged:,} unchanged, {done.conflicts:,} in conflict, {done.rejected:,} in error"
        f"{judged[1]}" + (" (dry run: nothing was written)" if dry_run else ""),
    ))  # fmt: skip
    if done.left_out:
        say(done.left_out)
    if done.skipped:
        shown = ", ".join(str(row) for row in done.skipped[:SHOWN])
        say(Text(f"합계나 안내 등 명단이 아닌 행은 건너뛰었습니다: {shown}", f"Rows that are no entries were skipped: {shown}"))
    _some(done.errors, lambda e: Text(f"  {e.row}행 {e.field_name.ko}: {e.reason.ko}", f"  row {e.row} {e.field_name.en}: {e.reason.en}"))
    _some(done.differences, lambda one: _difference(one, shown_value))
    if done.updated:
        say(Text(f"{done.updated:,}건을 파일의 내용으로 고쳤습니다.", f"{done.updated:,} rows were changed to what the file says."))
    if update and dry_run and done.conflicts:
        say(Text("--dry-run을 빼면 위의 차이가 반영됩니다.", "Without --dry-run these differences are applied."))
    elif done.conflicts and not update:
        say(Text("내용이 다른 행은 기존 내용을 그대로 두었습니다. 파일의 내용으로 고치려면 --update를 붙여 주십시오.",
                 "Rows in conflict were left as they were. Add --update to change them to what the file says."))  # fmt: skip
    _some(done.questions, lambda q: Text(f"  확인 {q.row}행 {q.field_name.ko}: {q.reason.ko}", f"  look at row {q.row} {q.field_name.en}: {q.reason.en}"))
    if rejects is not None:
        say(Text(f"오류 행을 저장했습니다: {rejects}", f"The bad rows are in {rejects}"))


def _difference(one: Any, shown_value: Shown) -> Text:
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
