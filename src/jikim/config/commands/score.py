"""`jikim score`: answers from a CSV file to scores in a CSV file. No data folder, no database, no Django; writes only --out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from jikim.config.commands.console import fail, print_json, read_as, say
from jikim.rules.words import Text

if TYPE_CHECKING:
    from jikim.rules.packs import Pack
    from jikim.shared.score_file import Tally

SHOWN = 20


def register(app: typer.Typer) -> None:
    app.command("score")(score)


def score(
    answers: Path = typer.Argument(..., metavar="IN.csv", help="응답 파일 · answers, one row per person"),
    pack: str = typer.Option(..., help="팩 이름 또는 이름@판 · pack id, or id@version, such as kels-24"),
    out: Path = typer.Option(..., help="결과 파일 · file to write"),
    as_json: bool = typer.Option(False, "--json", help="요약을 JSON으로 출력 · print a summary as JSON"),
) -> None:
    """응답을 채점합니다(자료 폴더가 필요 없습니다) · score answers; needs no data folder and writes only --out."""
    found = _instrument_pack(pack)
    if not answers.is_file():
        fail(Text(f"응답 파일이 없습니다: {answers}", f"There is no such file: {answers}"))
    if out.exists() and out.samefile(answers):
        fail(
            Text(
                "결과 파일이 응답 파일과 같습니다. 다른 이름을 쓰십시오.",
                "--out is the input file. Choose another name.",
            ),
            2,
        )
    from jikim.shared.score_file import Unreadable, score_file

    try:
        tally = score_file(found.instrument, answers, out)
    except Unreadable as unreadable:
        fail(unreadable.text)
    except OSError as error:
        fail(Text(f"파일을 읽거나 쓸 수 없습니다: {error}", f"The file cannot be read or written: {error}"))
    _tell(found, tally, out)
    if as_json:
        print_json(_summary(found, tally, out))


def _instrument_pack(name: str) -> Pack:
    """The pack meant by --pack; a wrong name is a wrong call."""
    from jikim.rules.packs import PackError
    from jikim.rules.scoring import Instrument
    from jikim.shared.packs import find_pack, survey

    try:
        pack = find_pack(name)
        if isinstance(pack.content, Instrument) and pack.content.subscales:
            return pack
        fail(
            Text(
                f"‘{pack.label}’에는 채점할 하위영역이 없습니다.",
                f"“{pack.label}” has no subscales to score.",
            ),
            2,
        )
    except PackError as error:
        fail(error.text)
    except KeyError:
        known = ", ".join(sorted({found.pack.id for found in survey()[0] if found.pack.kind == "instrument"}))
        fail(
            Text(
                f"팩 ‘{name}’이(가) 없습니다. 있는 팩: {known}",
                f"There is no pack “{name}”. There are: {known}",
            ),
            2,
        )


def _tell(pack: Pack, tally: Tally, out: Path) -> None:
    """What happened, for people."""
    if pack.trial:
        from jikim.rules.packs.pack import WORKING_NOTICE

        say(WORKING_NOTICE)
    if tally.encoding != "utf-8":
        say(read_as(tally.encoding))
    for fault in tally.faults[:SHOWN]:
        at_ko, at_en = (f" {fault.column} 열", f", column {fault.column}") if fault.column else ("", "")
        say(Text(f"{fault.row}행{at_ko}: {fault.reason.ko}", f"row {fault.row}{at_en}: {fault.reason.en}"))
    if tally.fault_count > SHOWN:
        more = tally.fault_count - SHOWN
        say(Text(f"… 그 밖에 {more:,}건은 --json에 있습니다.", f"… and {more:,} more; see --json."))
    say(Text(
        f"{pack.label}: {tally.rows:,}행을 읽어 {tally.scored:,}행을 채점했습니다(일부 영역만 {tally.partly:,}행). "
        f"채점하지 못한 행 {tally.not_scored:,}. 결과: {out}",
        f"{pack.label}: read {tally.rows:,} rows, scored {tally.scored:,} (of them {tally.partly:,} in part); "
        f"could not score {tally.not_scored:,}. Result: {out}",
    ))  # fmt: skip
    for reason, rows in tally.reasons:
        say(Text(f"  그중 {rows:,}행: {reason.ko}", f"  {rows:,} of them: {reason.en}"))


def _summary(pack: Pack, tally: Tally, out: Path) -> dict[str, Any]:
    return {
        "pack": pack.id, "version": pack.version, "content_hash": pack.content_hash, "trial": pack.trial,
        "encoding": tally.encoding, "rows": tally.rows, "scored": tally.scored, "partly_scored": tally.partly, "not_scored": tally.not_scored,
        "reasons": [{"reason": text.ko, "reason_en": text.en, "rows": rows} for text, rows in tally.reasons],
        "sex_not_given": tally.sex_not_given, "answers": tally.answers, "missing_answers": tally.missing_answers,
        "subscales": tally.classes,
        "errors_total": tally.fault_count,
        "errors": [
            {"row": f.row, "column": f.column, "value": f.value, "reason": f.reason.ko, "reason_en": f.reason.en}
            for f in tally.faults
        ],
        "out": str(out),
    }  # fmt: skip
