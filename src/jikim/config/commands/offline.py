"""offline: the recovery key of consultants' devices, a code for a forgotten passphrase, and opening what a device exported."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from jikim.config.commands.console import fail, operator, print_json, say, start_django
from jikim.rules.words import Text

if TYPE_CHECKING:
    from jikim.shared.offline.models import OfflineDevice


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="방문 기기의 복구 · recovery of consultants' devices", no_args_is_help=True)
    group.command("recovery-key")(recovery_key)
    group.command("unlock")(unlock)
    group.command("open")(open_export)
    app.add_typer(group, name="offline")


def recovery_key(
    anew: bool = typer.Option(False, "--new", help="새 열쇠로 바꿉니다(옛 파일은 남김) · a new pair, keeping the old file"),
    as_json: bool = typer.Option(False, "--json", help="결과를 JSON 하나로 · one JSON object on stdout"),
) -> None:
    """복구 열쇠를 만듭니다. 비밀 쪽은 서버 밖에 보관하십시오 · make the recovery key; keep its private half off the server."""
    start_django()
    from jikim.shared import audit
    from jikim.shared.offline import recovery

    made = recovery.make_pair(anew=anew)
    public = recovery.public_key()
    assert public is not None
    if made:
        audit.record(operator(), "offline.recovery_key_made", "key", public.fingerprint[:16])
        say(Text(f"만들었습니다. 비밀 열쇠: {recovery.private_path()}. 사본을 따로 보관한 뒤 서버에서 지워도 됩니다. 잃으면 잊은 암호 문구를 되살릴 수 없습니다.",
                 f"Made. Private half: {recovery.private_path()}. Keep a copy apart; it may then leave the server. Without it a forgotten passphrase cannot be helped."))  # fmt: skip
    else:
        say(Text("이미 있습니다. 새로 만들려면 --new를 붙이십시오.", "There is one already. Add --new for another."))
    if as_json:
        print_json({"made": made, "fingerprint": public.fingerprint, "private": str(recovery.private_path())})


def unlock(
    device: str = typer.Argument(help="기기 번호(8자) · the device's number, eight letters"),
    key: Path | None = typer.Option(None, help="복구 열쇠 파일 · the private half"),
    as_json: bool = typer.Option(False, "--json", help="결과를 JSON 하나로 · one JSON object on stdout"),
) -> None:
    """암호 문구를 잊은 분께 전화로 알려 드릴 코드를 만듭니다 · a code to tell by telephone, good for a day. Ask who is calling first."""
    start_django()
    from jikim.shared.offline import devices, recovery

    found = _device(device)
    try:
        code, wrap = recovery.under_a_code(recovery.unwrap(found.recovery_wrap, _private(key)))
    except recovery.CannotOpen:
        fail(Text("이 열쇠로는 이 기기를 열 수 없습니다. 기기를 등록할 때 쓰던 열쇠가 필요합니다.",
                  "This key does not open this device: the one in use when it was registered is needed."))  # fmt: skip
    devices.keep_unlock(device=found, wrap=wrap, by=operator())
    say(Text(f"{found.owner_name} 님의 ‘{found.name}’ 코드(24시간): {code}", f"Code for {found.owner_name}'s “{found.name}”, 24 hours: {code}"))
    if as_json:
        print_json({"device": str(found.uuid), "owner": found.owner_name, "code": code})


def open_export(
    export: Path = typer.Argument(help="기기에서 내보낸 파일 · the file a device exported"),
    out: Path = typer.Option(Path("opened"), help="펼칠 폴더 · folder for what is in it"),
    key: Path | None = typer.Option(None, help="복구 열쇠 파일 · the private half"),
    as_json: bool = typer.Option(False, "--json", help="결과를 JSON 하나로 · one JSON object on stdout"),
) -> None:
    """기기에서 내보낸 파일을 엽니다: 기록은 JSON과 CSV, 사진은 그대로 · open a device's export: records as JSON and CSV, photos as they are."""
    start_django()
    from jikim.shared import audit
    from jikim.shared.offline import export_files, recovery

    try:
        text = export.read_bytes()
    except OSError:
        fail(Text(f"파일을 읽을 수 없습니다: {export}", f"This file cannot be read: {export}"), 2)
    try:
        done = export_files.lay_out(list(recovery.open_export(text, _private(key))), out)
    except recovery.CannotOpen:
        fail(Text("열 수 없습니다. 다른 열쇠로 만든 파일이거나 내용이 바뀌었습니다.", "It cannot be opened: another key, or the file was changed."))
    audit.record(operator(), "offline.export_opened", "device", json.loads(text).get("device", ""), records=done.records, files=done.files)
    say(Text(f"기록 {done.records}건, 사진·서명 {done.files}개를 {out}에 펼쳤습니다.", f"{done.records} records and {done.files} files are in {out}."))
    if as_json:
        print_json({"records": done.records, "files": done.files, "out": str(out)})


def _private(key: Path | None) -> bytes:
    from jikim.shared.offline import recovery

    place = key or recovery.private_path()
    try:
        return place.read_bytes()
    except OSError:
        fail(Text(f"복구 열쇠 파일이 없습니다: {place}. --key로 지정해 주십시오.", f"The recovery key is not at {place}. Name it with --key."))


def _device(number: str) -> OfflineDevice:
    from jikim.shared.offline.models import OfflineDevice

    wanted = number.strip().lower().replace("-", "")
    found: list[Any] = [one for one in OfflineDevice.objects.filter(revoked_at=None) if len(wanted) >= 8 and one.uuid.hex.startswith(wanted)]
    if len(found) != 1:
        fail(Text("그 번호의 기기가 없거나 해지되었습니다.", "No device in use has that number."))
    one: OfflineDevice = found[0]
    return one
