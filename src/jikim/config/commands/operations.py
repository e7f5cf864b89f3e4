"""init, upgrade: prepare a data folder and bring it up to the installed version."""

from __future__ import annotations

import typer

from jikim.config.commands.console import fail, operator, print_json, say, start_django
from jikim.rules.words import Text


def register(app: typer.Typer) -> None:
    app.command("init")(init)
    app.command("upgrade")(upgrade)


def prepare() -> None:
    """Folders, keys, tables. Does again only what is missing; asks nothing. Leaves a season of an older version to `upgrade`."""
    from jikim.config.filled import holds_data, refuse_without_keys
    from jikim.config.home import here

    refuse_without_keys(here())
    filled = holds_data(here())
    here().make()
    start_django()
    from jikim.config.schema import bring_up_to_date, pending

    if filled and pending():
        fail(Text("이전 판에서 만든 자료입니다. 백업한 뒤 올리는 ‘jikim upgrade’를 실행해 주십시오.",
                  "The data is from an older version. Run `jikim upgrade`, which makes a backup first."))  # fmt: skip
    _make_vault_keys()
    bring_up_to_date()


def init(
    year: int | None = typer.Option(None, min=1990, max=2099, help="사업연도(기본 2017) · the season's year, by default 2017"),
    as_json: bool = typer.Option(False, "--json", help="결과를 JSON으로 · one JSON object on stdout"),
) -> None:
    """자료 폴더를 준비합니다(아무것도 묻지 않습니다) · prepare a data folder with one empty season."""
    from jikim.config.home import here

    prepare()
    from jikim.areas.enrolment import public as enrolment

    there = len(enrolment.seasons(by=operator()))
    try:
        # without a year a folder that has its season stays as it is
        season = enrolment.the_season() if year is None else enrolment.ensure_default_season(year=year, by=operator())
    except enrolment.WhichSeason as none_or_several:
        season = (*none_or_several.seasons, None)[0] or enrolment.ensure_default_season(year=2017, by=operator())
    if there == len(enrolment.seasons(by=operator())):
        say(Text(f"‘{season.name_ko}’이(가) 이미 있어 바꾼 것이 없습니다: {here().root}", f"“{season.name_en}” is there already; nothing was changed in {here().root}."))
    else:
        say(Text(f"‘{season.name_ko}’을(를) 준비했습니다: {here().root}", f"Prepared “{season.name_en}” in {here().root}."))
    if as_json:
        print_json({"home": str(here().root), "season": season.pk, "year": season.year})


def upgrade(
    as_json: bool = typer.Option(False, "--json", help="결과를 JSON으로 · one JSON object on stdout"),
) -> None:
    """백업한 뒤 새 판으로 올리고 확인합니다 · back up, migrate, verify."""
    start_django()
    from jikim.config.backup.write import default_place, write_backup
    from jikim.config.schema import bring_up_to_date, pending
    from jikim.shared.audit.sealer import seal_all
    from jikim.shared.audit.verify import verify

    waiting = pending()
    place = default_place()
    backup = write_backup(place, why="upgrade")
    say(Text(f"백업했습니다: {place} ({backup.rows:,}행)", f"Backed up to {place} ({backup.rows:,} rows)."))
    bring_up_to_date()
    seal_all()
    proof = verify()
    if not proof.good:
        for fault in proof.faults:
            say(fault.says)
        fail(Text(
            f"올린 뒤 기록 사슬이 맞지 않습니다. 백업에서 되돌릴 수 있습니다: {place}",
            f"After the upgrade the audit chain does not hold. The backup can be restored from {place}.",
        ))  # fmt: skip
    say(Text(f"마이그레이션 {len(waiting)}개를 적용했고 기록 사슬이 맞습니다.",
             f"Applied {len(waiting)} migrations; the audit chain holds."))  # fmt: skip
    if as_json:
        print_json({"backup": str(place), "migrations": waiting, "audit_sealed": proof.sealed, "audit_good": proof.good})


def _make_vault_keys() -> None:
    try:
        from jikim.vault.keys import make_keys
    except ImportError:  # the room is still being built
        return
    make_keys()
    from jikim.shared.offline import recovery

    recovery.make_pair()
