"""manual practice | self-protection | build: a workplace's own manual, a general edition, or all of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from jikim.config.commands.console import fail, operator, print_json, say, start_django
from jikim.rules.words import Text

if TYPE_CHECKING:
    from jikim.areas.manuals.public import Numbered
    from jikim.rules.manuals import Kind

OUT = typer.Option(..., "--out", help="만들 파일 .pdf · the file to make")
LANG = typer.Option("ko", help="언어: ko 또는 en · language: ko or en")
WORKPLACE = typer.Option("", help="관리번호 · the workplace's number")
OCCUPATION = typer.Option("", help="직종, 예: hotel · occupation, such as hotel")
BOOKLET = typer.Option(False, "--booklet", help="A4 양면에 접어 묶는 소책자로 · as a booklet on A4, both sides")
SEASON = typer.Option(None, help="사업 번호, 하나뿐이면 생략 · season ID, unless there is only one")
AS_JSON = typer.Option(False, "--json", help="결과를 JSON 하나로 · the result as one JSON object")


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="안내서 · practice and self-protection manuals", no_args_is_help=True)
    group.command("practice")(practice)
    group.command("self-protection")(self_protection)
    group.command("build")(build)
    app.add_typer(group, name="manual")


def practice(
    out: Path = OUT, lang: str = LANG, workplace: str = WORKPLACE, occupation: str = OCCUPATION,
    size: str = typer.Option("", help="규모 10-29, 30-99, 100-299, 300+ · size class"),
    booklet: bool = BOOKLET, season: int | None = SEASON, as_json: bool = AS_JSON,
) -> None:  # fmt: skip
    """사업주용 실무 안내서: 한 사업장의 것이거나 직종·규모별 일반판 · an employer's manual: a workplace's own, or a general edition."""
    from jikim.rules.library import Size
    from jikim.rules.manuals import Kind

    classes = ", ".join(one.value for one in Size)
    if not workplace and size not in set(Size):
        fail(Text(f"--workplace를 적거나, --occupation과 --size({classes})를 함께 적어 주십시오.",
                  f"Give --workplace, or --occupation together with --size ({classes})."), 2)  # fmt: skip
    if workplace and size:
        fail(Text("--workplace를 적으면 규모는 그 사업장에서 정해집니다. --size를 빼 주십시오.",
                  "With --workplace the size is the workplace's own: leave out --size."), 2)  # fmt: skip
    _make(Kind.PRACTICE, out, lang, workplace, occupation, size, booklet, season, as_json)


def self_protection(
    out: Path = OUT, lang: str = LANG, occupation: str = OCCUPATION, workplace: str = WORKPLACE, booklet: bool = BOOKLET,
    season: int | None = SEASON, as_json: bool = AS_JSON,
) -> None:  # fmt: skip
    """근로자용 자기보호 안내서 · the workers' manual of an occupation."""
    from jikim.rules.manuals import Kind

    _make(Kind.SELF_PROTECTION, out, lang, workplace, occupation, "", booklet, season, as_json)


def build(
    out: Path = typer.Option(..., "--out", help="담을 폴더 · the folder to fill"),
    lang: str = typer.Option("both", help="언어: ko, en 또는 both · language: ko, en or both"),
    again: bool = typer.Option(False, "--again", help="이미 있는 파일도 다시 만듭니다 · make finished files again"),
    processes: int = typer.Option(2, min=1, max=32, help="프로세스 수 · processes"),
    as_json: bool = AS_JSON,
) -> None:
    """모든 일반판을 두 언어로 만듭니다. 멈추었다 다시 하면 남은 것만 만듭니다 · every general edition; a stopped run goes on."""
    if lang not in ("ko", "en", "both"):
        fail(Text("언어는 ko, en, both 가운데 하나입니다.", "The language is ko, en or both."), 2)
    start_django()
    from jikim.areas.manuals import public as manuals
    from jikim.shared.documents import DocumentError

    with _bar() as bar:
        task: Any = bar.add_task(Text("안내서", "manuals").ko, total=None)
        try:
            done = manuals.build_all(
                folder=out, languages=("ko", "en") if lang == "both" else (lang,), by=operator(), processes=processes, again=again,
                started=lambda total: bar.update(task, total=total), made=lambda count: bar.update(task, advance=count),
            )  # fmt: skip
        except DocumentError as wrong:
            fail(_broken(wrong))
    say(Text(f"안내서 {done.made:,}부를 만들었고 {done.skipped:,}부는 이미 있었습니다: {out}",
             f"Made {done.made:,} manuals, {done.skipped:,} were there already: {out}"))  # fmt: skip
    if as_json:
        print_json({"made": done.made, "skipped": done.skipped, "editions": done.editions, "folder": str(out)})


def _make(
    kind: Kind, out: Path, lang: str, workplace: str, occupation: str, size: str, booklet: bool, season: int | None, as_json: bool
) -> None:
    if lang not in ("ko", "en"):
        fail(Text("언어는 ko 또는 en입니다.", "The language is ko or en."), 2)
    if bool(workplace) == bool(occupation):
        fail(Text("--workplace와 --occupation 가운데 하나를 적어 주십시오.", "Give either --workplace or --occupation."), 2)
    if out.is_dir():
        fail(Text(f"{out}은(는) 폴더입니다. 만들 파일의 이름을 적어 주십시오.", f"{out} is a folder: give the name of a file to make."), 2)
    start_django()
    from jikim.areas.manuals import public as manuals
    from jikim.shared.documents import DocumentError
    from jikim.shared.files.write import write_out

    numbered = _own(kind, workplace, season) if workplace else _general(kind, occupation, size)
    try:
        content = manuals.pdf_of(numbered, lang, as_booklet=booklet)
    except DocumentError as wrong:
        fail(_broken(wrong))
    write_out(out, content)
    manuals.hand_out(numbered=numbered, language=lang, way="command", by=operator(), receiver_kind="" if workplace else "office")
    say(Text(f"안내서를 만들었습니다: {out}", f"The manual is in {out}"))
    if as_json:
        print_json({
            "manual": kind.value, "edition": numbered.row.key, "number": numbered.row.number, "date": numbered.row.made_on,
            "language": lang, "booklet": booklet, "file": str(out), "bytes": len(content),
        })  # fmt: skip


def _own(kind: Kind, number: str, season: int | None) -> Numbered:
    from jikim.areas.enrolment.public import WhichSeason, number_as_kept, the_season, workplaces
    from jikim.areas.manuals import public as manuals

    try:
        meant = int(the_season(season).pk)
    except WhichSeason as unclear:
        fail(unclear.reason, 2)
    kept = number_as_kept(season_id=meant, number=number)
    statuses = ("submitted", "eligible", "not_eligible", "enrolled", "waiting")
    place = next((one for one in workplaces(season_id=meant, statuses=statuses) if one.number == kept), None)
    if place is None:
        fail(Text(f"사업장 {number}이(가) 이 사업에 없습니다. 관리번호를 확인해 주십시오.", f"There is no workplace {number} in this season. Check the number."))
    return manuals.number_own(workplace_id=place.id, kind=kind, by=operator())


def _general(kind: Kind, occupation: str, size: str) -> Numbered:
    from jikim.areas.manuals import public as manuals
    from jikim.rules.library import Size
    from jikim.rules.manuals import Edition
    from jikim.shared.library.overlay import current

    jobs = current().occupations
    if occupation not in jobs:
        fail(Text(f"‘{occupation}’이라는 직종이 없습니다. 쓸 수 있는 직종: {', '.join(jobs)}",
                  f"There is no occupation “{occupation}”. There are: {', '.join(jobs)}"), 2)  # fmt: skip
    return manuals.number_edition(edition=Edition(kind, occupation, Size(size) if size else None), by=operator())


def _broken(wrong: Exception) -> Text:
    return Text(f"안내서를 만들지 못했습니다: {wrong}", f"The manual could not be made: {wrong}")


def _bar() -> Any:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        console=console, disable=not console.is_terminal,
    )  # fmt: skip
