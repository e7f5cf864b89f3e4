"""report, reports build: the employer's report as PDF, for one workplace or for the whole season."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from jikim.config.commands.console import fail, operator, print_json, say, start_django
from jikim.rules.words import Text

reports = typer.Typer(no_args_is_help=True, help="사업장 보고서 · the employers' reports")
_LANGUAGE = Text("언어는 ko 또는 en입니다.", "The language is ko or en.")


def register(app: typer.Typer) -> None:
    app.command("report")(report)
    app.add_typer(reports, name="reports")


@reports.callback()
def reports_() -> None:
    """사업장 보고서 · the employers' reports."""


def report(
    number: str = typer.Argument(..., help="관리번호 · the workplace's number"),
    out: Path = typer.Option(..., "--out", help="만들 파일 .pdf · the file to make"),
    lang: str = typer.Option("ko", help="언어: ko 또는 en · language: ko or en"),
    season: int | None = typer.Option(None, help="사업 번호, 하나뿐이면 생략 · season ID, unless there is only one"),
    as_json: bool = typer.Option(False, "--json", help="결과를 JSON 하나로 · the result as one JSON object"),
) -> None:
    """한 사업장의 보고서를 만듭니다 · make one workplace's report."""
    if lang not in ("ko", "en"):
        fail(_LANGUAGE, code=2)
    meant = _prepare(season)
    from jikim.areas.enrolment.public import number_as_kept
    from jikim.areas.statistics import public as statistics
    from jikim.shared.documents import DocumentError
    from jikim.shared.files.write import write_out

    number = number_as_kept(season_id=meant, number=number)
    found = statistics.newest_release(season_id=meant, number=number)
    if found is None:
        fail(Text(
            f"사업장 {number}의 산출된 결과가 없습니다. 관리번호를 확인하거나, 응답이 들어오고 회차가 마감되었는지 확인해 주십시오.",
            f"There is no released result of workplace {number}. Check the number, and whether answers are in and the round is closed.",
        ))  # fmt: skip
    try:
        _, content = statistics.report_pdf(release_id=found.id, language=lang, by=operator())
    except DocumentError as wrong:
        fail(Text(f"보고서를 만들지 못했습니다: {wrong}", f"The report could not be made: {wrong}"))
    write_out(out, content)
    say(Text(f"보고서를 만들었습니다: {out}", f"The report is in {out}"))
    if as_json:
        print_json({"workplace": number, "form": found.form, "language": lang, "file": str(out), "bytes": len(content)})


@reports.command("build")
def build(
    out: Path = typer.Option(..., "--out", help="담을 폴더 · the folder to fill"),
    lang: str = typer.Option("ko", help="언어: ko, en 또는 both · language: ko, en or both"),
    season: int | None = typer.Option(None, help="사업 번호, 하나뿐이면 생략 · season ID, unless there is only one"),
    again: bool = typer.Option(False, "--again", help="이미 있는 파일도 다시 만듭니다 · make finished files again"),
    processes: int = typer.Option(2, min=1, max=32, help="프로세스 수 · processes"),
    as_json: bool = typer.Option(False, "--json", help="결과를 JSON 하나로 · the result as one JSON object"),
) -> None:
    """사업 전체의 보고서를 만듭니다. 멈추었다 다시 실행하면 남은 것만 만듭니다 · make all reports; a stopped run goes on."""
    if lang not in ("ko", "en", "both"):
        fail(_LANGUAGE, code=2)
    meant = _prepare(season)
    from jikim.areas.statistics import public as statistics
    from jikim.shared.documents import DocumentError

    languages = ("ko", "en") if lang == "both" else (lang,)
    with _bar() as bar:
        task: Any = bar.add_task(Text("보고서", "reports").ko, total=None)
        try:
            done = statistics.build_reports(
                season_id=meant, folder=out, languages=languages, by=operator(), again=again, processes=processes,
                started=lambda total: bar.update(task, total=total), made=lambda count: bar.update(task, advance=count),
            )  # fmt: skip
        except DocumentError as wrong:
            fail(Text(f"보고서를 만들지 못했습니다: {wrong}", f"A report could not be made: {wrong}"))
    forms = done.forms
    say(Text(
        f"보고서 {done.made:,}부를 만들었고 {done.skipped:,}부는 이미 있었습니다: {out}\n"
        f"  전체·부서별 {forms['full']:,} · 전체만 {forms['whole_only']:,} · 수치 없이 {forms['no_figures']:,}",
        f"Made {done.made:,} reports, {done.skipped:,} were there already: {out}\n"
        f"  with units {forms['full']:,}, whole workplace only {forms['whole_only']:,}, without figures {forms['no_figures']:,}",
    ))  # fmt: skip
    if as_json:
        print_json({"made": done.made, "skipped": done.skipped, "forms": forms, "folder": str(out)})


def _prepare(season: int | None) -> int:
    """The season meant, with every round that is ready released: an imported round is complete once it is in."""
    start_django()
    from jikim.areas.enrolment.public import WhichSeason, the_season
    from jikim.areas.statistics import public as statistics
    from jikim.areas.surveys import public as surveys
    from jikim.shared.access import Refused
    from jikim.vault.keys import NoVaultKey

    try:
        meant = int(the_season(season).pk)
    except WhichSeason as unclear:
        names = "\n".join(f"  {one.pk}: {one.name_ko}" for one in unclear.seasons)
        fail(Text(f"{unclear.reason.ko}\n{names}", unclear.reason.en), code=2)
    try:
        closed = surveys.close_rounds(season_id=meant, by=operator(), kinds=["imported"])
        if closed:
            say(Text(f"이 사업에 반입된 회차 {closed:,}개를 모두 마감했습니다. 이 사업장들의 응답은 더 넣을 수 없습니다.",
                     f"Closed all {closed:,} imported rounds of the season. No more answers of these workplaces can be put in."))  # fmt: skip
        released = statistics.release(season_id=meant, by=operator())
    except (Refused, NoVaultKey) as wrong:
        fail(wrong.reason)
    if released.rounds:
        say(Text(f"결과 {released.rounds:,}건을 산출했습니다.", f"Released {released.rounds:,} results."))
    return meant


def _bar() -> Any:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        console=console, disable=not console.is_terminal,
    )  # fmt: skip
