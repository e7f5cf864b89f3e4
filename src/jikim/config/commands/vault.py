"""purge, keys rotate: what only the operator does to the vault: destroying what is over, and changing keys in use."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from jikim.config.commands.console import fail, operator, print_json, say, start_django
from jikim.rules.words import Text

if TYPE_CHECKING:
    from jikim.areas.surveys.public import Destruction

RINGS = ("register", "lookup", "counsel", "vault")


def register(app: typer.Typer) -> None:
    purging = typer.Typer(help="보관 기간이 지난 응답의 파기 · destroy answers whose time is over", invoke_without_command=True)
    purging.callback()(purge)
    purging.command("verify")(verify)
    app.add_typer(purging, name="purge")
    keys = typer.Typer(help="열쇠 · keys", no_args_is_help=True)
    keys.callback()(_keys)
    keys.command("rotate")(rotate)
    app.add_typer(keys, name="keys")


def _keys() -> None:
    """열쇠 · keys."""


def purge(
    context: typer.Context,
    season: int | None = typer.Option(None, help="사업 번호 · season ID"),
    dry_run: bool = typer.Option(False, "--dry-run", help="세기만 합니다 · count only"),
    out: Path | None = typer.Option(None, help="파기 확인서(기본: 자료 폴더/protocols) · where the protocol goes"),
    as_json: bool = typer.Option(False, "--json", help="결과를 JSON 하나로 · one JSON object on stdout"),
) -> None:
    """보관 기간이 지난 사업의 응답을 열쇠까지 파기하고 서명한 확인서를 남깁니다 · destroy a season's answers with a signed protocol."""
    if context.invoked_subcommand:
        return
    if season is None and not dry_run:
        fail(Text("되돌릴 수 없는 일이므로 --season으로 사업을 지정해 주십시오. --dry-run은 지정하지 않아도 됩니다.",
                  "This cannot be undone: name the season with --season. A --dry-run does not need it."), 2)  # fmt: skip
    start_django()
    from jikim.config.commands.imports import season_of

    season = season_of(season).pk
    from jikim.areas.enrolment.public import WhichSeason
    from jikim.areas.surveys import public as surveys
    from jikim.shared.access import Conflict, Refused
    from jikim.vault.keys import NoVaultKey

    try:
        done = surveys.destroy_season_answers(season_id=season, by=operator(), dry_run=dry_run)
    except WhichSeason as unknown:
        fail(unknown.reason, 2)
    except (Conflict, Refused, NoVaultKey) as refused:
        fail(refused.reason)
    place = None if dry_run else _write_protocol(done, out)
    _tell(done, place)
    if as_json:
        print_json({
            "season": season, "dry_run": dry_run, "kept_until": done.kept_until, "rounds": done.rounds,
            "answers": done.answers, "protocol": str(place) if place else None, "sha256": done.protocol.get("sha256"),
        })  # fmt: skip


def _tell(done: Destruction, place: Path | None) -> None:
    if place is None:
        say(Text(f"파기 대상: 회차 {done.rounds:,}개, 응답 {done.answers:,}건 (보관 기한 {done.kept_until})",
                 f"To be destroyed: {done.rounds:,} rounds, {done.answers:,} answers (kept until {done.kept_until})"))  # fmt: skip
        return
    say(Text(f"파기했습니다: 회차 {done.rounds:,}개, 응답 {done.answers:,}건. 확인서: {place}",
             f"Destroyed: {done.rounds:,} rounds, {done.answers:,} answers. Protocol: {place}"))  # fmt: skip


def _write_protocol(done: Destruction, out: Path | None) -> Path:
    from jikim.config.home import here
    from jikim.shared.files.write import write_whole

    day = done.protocol["content"]["destroyed_on"]
    place = out or here().root / "protocols" / f"destruction-{done.season_id}-{day}-{done.protocol['sha256'][:8]}.json"
    place.parent.mkdir(parents=True, exist_ok=True)
    write_whole(place, json.dumps(done.protocol, ensure_ascii=False, indent=1).encode() + b"\n")
    return place


def verify(
    file: Path = typer.Argument(..., help="파기 확인서 · the protocol"),
    key: str | None = typer.Option(None, help="공개키(다른 곳의 확인서일 때) · another installation's public key"),
    as_json: bool = typer.Option(False, "--json", help="결과를 JSON 하나로 · one JSON object on stdout"),
) -> None:
    """파기 확인서가 이 설치가 서명한 그대로인지 확인합니다 · is this protocol as it was signed here?"""
    start_django(need_home=key is None)
    from jikim.shared import signing

    try:
        document: Any = json.loads(file.read_bytes())
    except (OSError, ValueError):
        fail(Text(f"확인서를 읽을 수 없습니다: {file}", f"This protocol cannot be read: {file}"))
    good = isinstance(document, dict) and signing.is_good(document, public=key or signing.public_key())
    if as_json:
        print_json({"good": good, "sha256": document.get("sha256") if isinstance(document, dict) else None})
    if not good:
        fail(Text("서명이 맞지 않습니다. 내용이 바뀌었거나 다른 곳에서 서명했습니다.",
                  "The signature does not hold: the content was changed, or somebody else signed it."))  # fmt: skip
    say(Text("서명이 맞습니다.", "The signature holds."))


def rotate(
    name: str = typer.Argument(..., help="register, lookup, counsel, vault"),
    as_json: bool = typer.Option(False, "--json", help="결과를 JSON 하나로 · one JSON object on stdout"),
) -> None:
    """서버를 켜 둔 채 열쇠를 바꿉니다. 멈추면 다시 실행하십시오 · change a key while the server runs; run again if it was stopped."""
    if name not in RINGS:
        fail(Text(f"열쇠 이름은 {', '.join(RINGS)} 가운데 하나입니다.", f"The key is one of {', '.join(RINGS)}."), 2)
    start_django()
    from jikim.areas.surveys import public as surveys
    from jikim.shared.access import Refused
    from jikim.shared.keyfiles import NoKey

    try:
        done = surveys.rotate_key(name=name, by=operator(), carriers=_carriers())
    except (NoKey, Refused) as refused:
        fail(refused.reason)
    except OSError as problem:
        fail(Text(f"열쇠 파일을 쓸 수 없습니다: {problem}", f"The key file cannot be written: {problem}"))
    say(Text(f"바꾸었습니다. 옮긴 행 {done:,}개. 새 열쇠 파일을 따로 보관해 주십시오.",
             f"Done, {done:,} rows carried on. Keep the new key file apart from the backups."))  # fmt: skip
    if as_json:
        print_json({"key": name, "carried": done})


def _carriers() -> dict[str, Any]:
    """Which table's names hang on which ring, besides the vault's own."""
    from jikim.areas.counselling import public as counselling
    from jikim.areas.surveys.models import CardCode
    from jikim.shared.keyfiles_rotation import carry_names

    return {
        "register": lambda: carry_names(CardCode, "register"),
        "counsel": counselling.carry_tags_on,
    }
