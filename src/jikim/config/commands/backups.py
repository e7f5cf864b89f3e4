"""backup, restore: one file with everything but the keys, and the way back from it."""

from __future__ import annotations

from pathlib import Path

import typer

from jikim.config.commands.console import fail, operator, print_json, say, start_django
from jikim.rules.words import Text


def register(app: typer.Typer) -> None:
    app.command("backup")(backup)
    app.command("restore")(restore)


def backup(
    file: Path = typer.Argument(None, help="백업 파일(기본: JIKIM_HOME/backups) · where to write it"),
    with_keys: bool = typer.Option(False, "--with-keys", help="열쇠도 함께(금고처럼 보관) · include the keys"),
    as_json: bool = typer.Option(False, "--json", help="결과를 JSON으로 · one JSON object on stdout"),
) -> None:
    """서버를 켜 둔 채 모든 자료를 한 파일에 담습니다 · write everything into one file, server running or not."""
    start_django()
    from jikim.config.backup.write import default_place, write_backup
    from jikim.config.home import here
    from jikim.shared import audit

    place = (file or default_place()).resolve()
    if place.exists():
        fail(Text(f"이미 있는 파일입니다: {place}", f"The file exists already: {place}"))
    audit.record(operator(), "backup.written", "backup", place.name[:80], with_keys=with_keys)
    try:
        made = write_backup(place, with_keys=with_keys)
    except OSError as problem:
        fail(Text(f"백업하지 못했습니다: {problem}", f"The backup could not be written: {problem}"))
    size, keys = place.stat().st_size, ", ".join(here().key_files)
    say(Text(
        f"백업했습니다: {place} ({made.rows:,}행, 파일 {made.files:,}개, {size / 1e6:.1f} MB)"
        + ("" if with_keys else f"\n열쇠는 들어 있지 않습니다. 따로, 다른 곳에 보관하십시오: {keys}"),
        f"Backed up to {place} ({made.rows:,} rows, {made.files:,} files, {size / 1e6:.1f} MB)."
        + ("" if with_keys else f"\nThe keys are not in it. Keep them separately, in another place: {keys}"),
    ))  # fmt: skip
    if made.keystore:
        say(Text(
            f"응답 열쇠 보관소는 지금 상태 하나만 그 옆에 둡니다: {made.keystore.name} (백업할 때마다 바뀝니다).",
            f"The vault's key store lies beside it as one current copy, {made.keystore.name}; each backup replaces it.",
        ))  # fmt: skip
    if as_json:
        print_json({"file": str(place), "bytes": size, "rows": made.rows, "files": made.files, "with_keys": with_keys,
                    "counts": made.counts})  # fmt: skip


def restore(
    file: Path = typer.Argument(..., help="백업 파일 · the backup file"),
    as_json: bool = typer.Option(False, "--json", help="결과를 JSON으로 · one JSON object on stdout"),
) -> None:
    """빈 자료 폴더에 백업을 되돌리고 확인합니다 · restore into an empty data folder, and verify."""
    if not file.exists():
        fail(Text(f"파일이 없습니다: {file}", f"There is no file {file}."))
    start_django(need_home=False)
    from jikim.config.backup.restore import NotRestored, restore_backup
    from jikim.config.home import here
    from jikim.config.schema import pending
    from jikim.shared.audit.verify import verify

    home = here()
    try:
        restored = restore_backup(file, home)
    except NotRestored as refused:
        fail(refused.reason)
    proof = verify()
    for fault in proof.faults:
        say(fault.says)
    keys = _keys_that_do_not_fit(file)
    say(Text(
        f"되돌렸습니다: {home.root} ({restored.rows:,}행, 파일 {restored.files:,}개). 기록 사슬: {'맞음' if proof.good else '맞지 않음'}.",
        f"Restored into {home.root}: {restored.rows:,} rows, {restored.files:,} files. Audit chain: {'holds' if proof.good else 'BROKEN'}.",
    ))  # fmt: skip
    if keys:
        say(Text(
            f"보관해 둔 열쇠를 {home.keys}에 넣어 주십시오: {', '.join(keys)}",
            f"Put the keys you kept into {home.keys}: {', '.join(keys)}",
        ))  # fmt: skip
    if not restored.has_keystore and sum(restored.counts.get("vault", {}).values()):
        say(Text(
            f"응답을 읽으려면 응답 열쇠 보관소 사본(keystore-current.sqlite3)도 필요합니다: {home.keystore}",
            f"To read the answers, the copy of the key store (keystore-current.sqlite3) is needed too, as {home.keystore}",
        ))  # fmt: skip
    if waiting := pending():
        say(Text("이어서 ‘jikim upgrade’를 실행해 주십시오.", "Now run `jikim upgrade`."))
    if as_json:
        print_json({"home": str(home.root), "rows": restored.rows, "files": restored.files, "counts": restored.counts,
                    "audit_good": proof.good, "audit_head": proof.head, "keys_to_bring": keys, "pending": waiting})  # fmt: skip
    if not proof.good:
        raise typer.Exit(1)


def _keys_that_do_not_fit(file: Path) -> list[str]:
    """Keys the backup was written with that are missing here, or are others."""
    from jikim.config.backup.archive import check
    from jikim.config.backup.write import fingerprints
    from jikim.config.home import here

    present = fingerprints(here())
    return sorted(name for name, print_ in check(file)["keys"].items() if present.get(name) != print_)
