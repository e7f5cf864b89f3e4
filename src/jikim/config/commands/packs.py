"""`jikim packs list|check|add`: see, check and add content packs. Needs no database; only `add` writes, into JIKIM_HOME/packs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from jikim.config.commands.console import fail, print_json, say
from jikim.rules.words import Text

if TYPE_CHECKING:
    from jikim.rules.packs import Pack, PackError

AS_JSON = typer.Option(False, "--json", help="JSON으로 출력 · print JSON")
FILE = typer.Argument(..., metavar="FILE", help="팩 파일(YAML) · a pack in YAML")


def register(app: typer.Typer) -> None:
    packs = typer.Typer(
        help="콘텐츠 팩 · content packs: questionnaires and rules as data", no_args_is_help=True
    )
    packs.command("list")(list_packs)
    packs.command("check")(check_pack)
    packs.command("add")(add_pack)
    app.add_typer(packs, name="packs")


def list_packs(as_json: bool = AS_JSON) -> None:
    """쓸 수 있는 팩을 보여 줍니다 · list the packs there are."""
    from jikim.shared.packs import survey

    found, broken = survey()
    for one in broken:
        say(one.error.text)
    if as_json:
        print_json({
            "packs": [{**_facts(one.pack), "shipped": one.shipped, "file": one.file} for one in found],
            "broken": [{"file": one.file, "faults": _faults(one.error)} for one in broken],
        })  # fmt: skip
        return
    for one in found:
        status = (
            Text("작업용 문구", "working wording") if one.pack.trial else Text("확정 문구", "final wording")
        )
        where = Text("기본 제공", "shipped") if one.shipped else Text("추가", "added")
        print(f"{one.pack.id:22} {one.pack.version:8} {one.pack.kind:11} {one.pack.content_hash[:12]}  "
              f"{one.pack.title.ko} · {one.pack.title.en}  [{where.ko}, {status.ko} · {where.en}, {status.en}]")  # fmt: skip


def check_pack(file: Path = FILE, as_json: bool = AS_JSON) -> None:
    """팩 파일에 잘못이 없는지 확인합니다 · check a pack file; writes nothing."""
    from jikim.rules.packs import PackError
    from jikim.shared.library import reference_error
    from jikim.shared.packs import clash_of, read_pack

    try:
        pack = read_pack(_readable(file))
        refused = clash_of(pack, file.name) or reference_error(pack, file.name)
        if refused:
            raise refused
    except PackError as error:
        _refuse(error, as_json)
    say(
        Text(
            f"{pack.label}: 이상이 없습니다. SHA-256 {pack.content_hash}",
            f"{pack.label}: fine. SHA-256 {pack.content_hash}",
        )
    )
    if as_json:
        print_json({"ok": True, **_facts(pack), "faults": []})


def add_pack(file: Path = FILE, as_json: bool = AS_JSON) -> None:
    """팩을 확인하고 JIKIM_HOME/packs에 넣습니다 · check a pack and copy it into JIKIM_HOME/packs."""
    from jikim.rules.packs import PackError
    from jikim.shared import packs
    from jikim.shared.library import reference_error

    try:
        astray = reference_error(packs.read_pack(_readable(file)), file.name)
        if astray:
            raise astray
        pack, new = packs.add_pack(file)
    except PackError as error:
        _refuse(error, as_json)
    except OSError as error:
        fail(Text(f"팩을 넣을 수 없습니다: {error}", f"The pack cannot be added: {error}"))
    if new:
        say(
            Text(
                f"{pack.label}을(를) 추가했습니다({packs.added_folder()}).",
                f"Added {pack.label} to {packs.added_folder()}.",
            )
        )
    else:
        say(
            Text(
                f"{pack.label}은(는) 이미 같은 내용으로 있습니다.",
                f"{pack.label} is already there, the same.",
            )
        )
    if as_json:
        print_json({"ok": True, "added": new, **_facts(pack), "faults": []})


def _readable(file: Path) -> Path:
    if not file.is_file():
        fail(Text(f"파일이 없습니다: {file}", f"There is no such file: {file}"))
    return file


def _refuse(error: PackError, as_json: bool) -> NoReturn:
    say(error.text)
    if as_json:
        print_json({"ok": False, "faults": _faults(error)})
    raise typer.Exit(1)


def _faults(error: PackError) -> list[dict[str, Any]]:
    return [
        {"path": f.path, "problem": f.problem.ko, "problem_en": f.problem.en, "remedy": f.remedy.ko, "remedy_en": f.remedy.en}
        for f in error.faults
    ]


def _facts(pack: Pack) -> dict[str, Any]:
    return {
        "id": pack.id, "version": pack.version, "kind": pack.kind, "title": pack.title.ko, "title_en": pack.title.en,
        "wording": pack.wording.value, "trial": pack.trial, "licence": pack.licence, "content_hash": pack.content_hash,
    }  # fmt: skip
