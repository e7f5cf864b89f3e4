"""jikim offline: the recovery key, a code by telephone, an export opened, and plain refusals."""

from __future__ import annotations

import base64
import json
import secrets
import uuid
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from typer.testing import CliRunner

from jikim.config.cli import app
from jikim.rules.access import Role
from jikim.shared.audit.models import AuditRow
from jikim.shared.offline import devices, recovery
from jikim.shared.offline.models import OfflineDevice
from tests.areas.people.making import actor, agency, person

pytestmark = pytest.mark.django_db
DATA_KEY = secrets.token_bytes(32)


def run(*arguments: str) -> tuple[int, Any]:
    done = CliRunner().invoke(app, ["offline", *arguments, "--json"])
    return done.exit_code, json.loads(done.stdout or "{}")


def enrolled() -> OfflineDevice:
    recovery.make_pair()
    public = recovery.public_key()
    assert public
    by = actor(person(Role.CONSULTANT, organisation=agency(), name="최방문"))
    return devices.enrol_device(
        device_uuid=uuid.uuid4(), name="태블릿", fingerprint=public.fingerprint, wrapped=recovery.wrap(DATA_KEY, public.spki), by=by
    )


def test_the_key_is_made_once_readable_by_its_owner_and_named_by_its_fingerprint() -> None:
    recovery.make_pair()
    code, said = run("recovery-key")
    assert (code, said["made"]) == (0, False)
    assert recovery.private_path().stat().st_mode & 0o077 == 0
    assert recovery.fingerprint_of(recovery.private_path().read_bytes()) == said["fingerprint"]


def test_a_new_key_keeps_the_old_file_for_devices_registered_before(tmp_path: Path) -> None:
    device = enrolled()
    old = recovery.private_path().read_bytes()
    assert run("recovery-key", "--new")[1]["made"]
    kept = tmp_path / "old.key"
    kept.write_bytes(old)
    assert any(path.read_bytes() == old for path in recovery.private_path().parent.glob("offline-recovery-*.key"))
    number = device.uuid.hex[:8]
    assert run("unlock", number)[0] == 1, "the new key does not open it"
    assert run("unlock", number, "--key", str(kept))[0] == 0


def test_a_code_opens_the_data_key_and_is_written_nowhere() -> None:
    device = enrolled()
    code, said = run("unlock", device.uuid.hex[:8].upper())
    assert code == 0
    device.refresh_from_db()
    wrap = {name: base64.b64decode(value) for name, value in device.unlock_wrap.items() if name != "iterations"}
    letters = said["code"].replace("-", "").encode()
    key = PBKDF2HMAC(SHA256(), 32, wrap["salt"], device.unlock_wrap["iterations"]).derive(letters)
    assert device.unlock_wrap["iterations"] >= 600_000
    assert AESGCM(key).decrypt(wrap["nonce"], wrap["sealed"], None) == DATA_KEY
    assert letters.decode() not in repr(list(AuditRow.objects.values())) + repr(device.unlock_wrap)
    assert AuditRow.objects.filter(verb="device.unlock_given").count() == 1


def test_an_unknown_or_revoked_device_gets_no_code() -> None:
    device = enrolled()
    assert run("unlock", "00000000")[0] == 1
    assert run("unlock", device.uuid.hex[:4])[0] == 1, "half a number names nothing"
    devices.revoke_device(device_id=device.pk, by=actor(person(Role.OFFICE)))
    assert run("unlock", device.uuid.hex[:8])[0] == 1


def export(place: Path, content: bytes, *, bound: str = "") -> Path:
    public = recovery.public_key()
    assert public
    number, nonce = str(uuid.uuid4()), secrets.token_bytes(12)
    sealed = AESGCM(DATA_KEY).encrypt(nonce, content, (bound or f"record:{number}").encode())
    part = {"kind": "record", "uuid": number, "nonce": base64.b64encode(nonce).decode(), "sealed": base64.b64encode(sealed).decode()}
    whole = {"format": "jikim-offline-export", "version": 1, "device": number, "recovery": {"wrapped": recovery.wrap(DATA_KEY, public.spki)}, "parts": [part]}
    place.write_text(json.dumps(whole))
    return place


def test_an_export_opens_and_the_act_is_recorded(tmp_path: Path) -> None:
    recovery.make_pair()
    record = {"title": {"ko": "한빛마트"}, "mine": {"present": "김담당"}, "form": {"sections": [{"title": {"ko": "사람"}, "fields": [{"key": "present", "label": {"ko": "함께한 분"}}]}]}}
    file = export(tmp_path / "x.json", json.dumps(record).encode())
    code, said = run("open", str(file), "--out", str(tmp_path / "out"))
    assert (code, said["records"]) == (0, 1)
    assert "김담당" in (tmp_path / "out" / "records.csv").read_text()
    assert AuditRow.objects.filter(verb="offline.export_opened").count() == 1


@pytest.mark.parametrize("wrong", ["bound elsewhere", "not json", "no key"])
def test_what_cannot_be_opened_says_so_and_writes_nothing(tmp_path: Path, wrong: str) -> None:
    recovery.make_pair()
    file = export(tmp_path / "x.json", b"{}", bound="attachment:x" if wrong == "bound elsewhere" else "")
    if wrong == "not json":
        file.write_text("nonsense")
    more = ["--key", str(tmp_path / "none.key")] if wrong == "no key" else []
    code, _said = run("open", str(file), "--out", str(tmp_path / "out"), *more)
    assert code == 1
    assert not (tmp_path / "out").exists()
