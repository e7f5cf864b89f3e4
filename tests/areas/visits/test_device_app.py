"""What a device asks and is answered: sign-in kept apart from loss, sizes and rates limited, a shell that knows nobody, a lost device revoked."""

from __future__ import annotations

import gzip
import json
import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from jikim.rules.access import Role
from jikim.shared.offline import recovery, registry, speak
from jikim.shared.offline.models import OfflineAttachment, OfflineDevice, OfflineEdit
from jikim.shared.throttle import Limit
from tests.areas.people.making import agency, person, signed_in
from tests.shared.offline_room import Room

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
JPEG = b"\xff\xd8\xff\xe0photo"


@pytest.fixture
def room() -> Iterator[Room]:
    recovery.make_pair()
    made = Room("test")
    registry.register(made.kind)
    yield made
    registry.forget("test")


@pytest.fixture
def consultant() -> Any:
    return person(Role.CONSULTANT, organisation=agency(), name="최방문")


class Device:
    """As the app speaks."""

    def __init__(self, somebody: Any) -> None:
        self.client, self.uuid = signed_in(Client(), somebody), str(uuid.uuid4())
        self.headers = {"X-Jikim-Device": self.uuid, "Accept": "application/json"}

    def post(self, path: str, sent: object = None, **more: Any) -> Any:
        return self.client.post(f"/visits/sync/{path}", json.dumps(sent or {}), content_type="application/json", headers=self.headers | more)

    def get(self, path: str) -> Any:
        return self.client.get(f"/visits/sync/{path}", headers=self.headers)

    def enrol(self) -> Device:
        assert self.post("device/", {"name": "보라색 기기", "fingerprint": "f", "wrapped": "AAAA"}).status_code == 200
        return self

    def edit(self, record: Any, values: dict[str, Any], **more: Any) -> dict[str, Any]:
        return {"kind": "test", "edit": str(uuid.uuid4()), "record": str(record.uuid), "base_version": 0, "values": values, **more}

    def attach(self, record: Any, content: bytes, number: str, media_type: str = "image/jpeg") -> Any:
        path = f"/visits/sync/attachments/{number}/?kind=test&record={record.uuid}"
        return self.client.post(path, content, content_type=media_type, headers=self.headers)


@pytest.fixture
def device(consultant: Any) -> Device:
    return Device(consultant).enrol()


def test_the_whole_way_of_a_record(room: Room, consultant: Any, device: Device) -> None:
    record = room.add(consultant.key, values={"present": "김담당"})
    (packet,) = device.get("records/").json()["records"]
    assert (packet["uuid"], packet["values"], packet["title"]["ko"], packet["number"]) == (str(record.uuid), {"present": "김담당"}, "한빛마트", 1)
    assert packet["context"][0]["facts"][0] == {"label": {"ko": "전화", "en": "Telephone"}, "value": "02-123-4567", "kind": "tel"}
    sent = device.edit(record, {"present": "김담당", "workers": 12}, made_at="2017-05-02T09:00:00+09:00")
    for _ in range(3):
        answer = device.post("edits/", sent).json()
        assert (answer["state"], answer["version"], answer["values"]) == ("received", 1, {"present": "김담당", "workers": 12})
    assert device.post("edits/", sent | {"values": {}}).status_code == 409
    number = str(uuid.uuid4())
    assert [device.attach(record, JPEG, number).status_code for _ in range(2)] == [200, 200]
    assert device.attach(record, JPEG + b"x", number).json()["error"] == "conflict"
    assert (OfflineEdit.objects.count(), OfflineAttachment.objects.count()) == (1, 1)


def test_signed_out_is_told_in_one_word_and_nothing_is_taken(room: Room, consultant: Any, device: Device) -> None:
    record = room.add(consultant.key)
    device.client.logout()
    for answer in (device.get("session/"), device.get("records/"), device.post("edits/", device.edit(record, {"workers": 1}))):
        assert (answer.status_code, answer.json()["error"]) == (401, "sign_in")
        assert answer.headers["Cache-Control"] == "no-store"
    assert not record.edits


def test_a_token_is_fetched_fresh_and_needed(consultant: Any) -> None:
    client = signed_in(Client(enforce_csrf_checks=True), consultant)
    said = client.get("/visits/sync/session/").json()
    assert (said["owner"], said["name"]) == (consultant.key, "최방문")
    body = json.dumps({"name": "x", "fingerprint": "f", "wrapped": "AAAA"})
    headers = {"X-Jikim-Device": str(uuid.uuid4()), "Accept": "application/json"}
    refused = client.post("/visits/sync/device/", body, content_type="application/json", headers=headers)
    assert refused.status_code == 403
    assert "error" not in refused.json(), "no word that would make the app give an edit up"
    taken = client.post("/visits/sync/device/", body, content_type="application/json", headers=headers | {"X-CSRFToken": said["token"]})
    assert taken.status_code == 200


def test_another_account_sends_nothing_through_this_device(room: Room, consultant: Any, device: Device) -> None:
    other = person(Role.CONSULTANT, organisation=agency(), name="박다른")
    record = room.add(consultant.key, other.key)
    signed_in(device.client, other)
    assert device.post("edits/", device.edit(record, {"workers": 1})).json()["error"] == "other_account"
    assert device.get("records/").json()["error"] == "other_account"
    assert not record.edits


@pytest.mark.parametrize("role", [Role.OFFICE, Role.AGENCY, Role.MANAGER])
def test_other_seats_have_no_business_here(role: Role) -> None:
    keys = ("1",) if role is Role.MANAGER else ()
    somebody = person(role, keys, organisation=agency() if role is Role.AGENCY else None)
    assert Device(somebody).get("session/").json()["error"] == "refused"


def test_sizes_are_limited(room: Room, consultant: Any, device: Device) -> None:
    record = room.add(consultant.key)
    large = device.edit(record, {"present": "x" * speak.LARGEST_EDIT_BYTES})
    for answer in (device.post("edits/", large), device.attach(record, JPEG + bytes(speak.LARGEST_ATTACHMENT_BYTES), str(uuid.uuid4()))):
        assert (answer.status_code, answer.json()["error"]) == (413, "too_large")
    assert device.attach(record, b"<script>", str(uuid.uuid4()), "text/html").status_code == 400


def test_a_runaway_device_is_asked_to_wait(monkeypatch: pytest.MonkeyPatch, device: Device) -> None:
    monkeypatch.setattr(speak, "LIMIT", Limit("offline-test", 3, 3600))
    answers = [device.get("session/") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0


@pytest.mark.parametrize("wrong", [
    {"edit": "x"}, {"record": None}, {"base_version": -1}, {"base_version": True}, {"values": []}, {"closing": 1}, {"kind": "none"}, {"settled": [1]},
])  # fmt: skip
def test_nonsense_is_refused_and_stores_nothing(room: Room, consultant: Any, device: Device, wrong: dict[str, Any]) -> None:
    record = room.add(consultant.key)
    answer = device.post("edits/", device.edit(record, {"workers": 1}) | wrong)
    assert (answer.status_code, answer.json()["error"]) == (400, "unreadable")
    assert not OfflineEdit.objects.exists()


def test_a_clock_that_says_nonsense_is_no_reason_to_lose_an_edit(room: Room, consultant: Any, device: Device) -> None:
    record = room.add(consultant.key)
    assert device.post("edits/", device.edit(record, {"workers": 1}, made_at="gestern")).json()["state"] == "received"


def test_the_shell_the_worker_and_the_manifest_know_nobody(consultant: Any) -> None:
    signed, nobody = signed_in(Client(), consultant), Client()
    for path in ("/visits/", "/visits/en/", "/visits/worker.js", "/visits/app.webmanifest"):
        pages = [client.get(path) for client in (signed, nobody)]
        texts = [page.content.decode() for page in pages]
        assert texts[0] == texts[1], path
        assert consultant.name not in texts[0]
        assert consultant.key not in texts[0]
        assert "csrfmiddlewaretoken" not in texts[0]
        assert pages[0].headers["Cache-Control"] == "no-cache"
    shell = nobody.get("/visits/").content.decode()
    assert "tel:119" in shell, "the emergency steps are on the app, off line too"
    assert "긴급" in shell
    assert "Emergency" in nobody.get("/visits/en/").content.decode()
    assert "<style" not in shell
    assert " style=" not in shell
    script = nobody.get("/visits/worker.js")
    assert script.headers["Service-Worker-Allowed"] == "/visits/"
    assert "/visits/sync/" not in script.content.decode()
    icons = nobody.get("/visits/app.webmanifest").json()["icons"]
    assert {nobody.head(icon["src"]).status_code for icon in icons} == {200}


def test_the_office_revokes_a_lost_device_and_the_page_says_when_it_acts(consultant: Any, device: Device) -> None:
    office = signed_in(Client(), person(Role.OFFICE))
    page = office.get("/devices/").content.decode()
    assert "보라색 기기" in page
    assert "다음에 서버에 연결될 때" in page
    one = OfflineDevice.objects.get()
    office.post(f"/devices/{one.pk}/revoke/")
    assert "해지(기기에 전달 전)" in office.get("/devices/").content.decode()
    assert device.get("device/unlock/").json()["error"] == "revoked"
    assert "해지(기기에 전달 전)" not in office.get("/devices/").content.decode()


def test_a_consultant_sees_and_revokes_only_their_own(consultant: Any, device: Device) -> None:
    other = signed_in(Client(), person(Role.CONSULTANT, organisation=agency(), name="박다른"))
    assert "보라색 기기" not in other.get("/devices/").content.decode()
    assert other.post(f"/devices/{OfflineDevice.objects.get().pk}/revoke/").status_code == 403
    assert signed_in(Client(), person(Role.MANAGER, ("1",))).get("/devices/").status_code == 403
    device.client.post(f"/devices/{OfflineDevice.objects.get().pk}/revoke/")
    assert OfflineDevice.objects.get().revoked_at


def test_without_the_offices_key_the_app_is_told_so(consultant: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setattr(recovery, "public_path", lambda: tmp_path / "none")
    assert signed_in(Client(), consultant).get("/visits/sync/session/").json()["recovery"] is None


def test_the_first_load_is_small() -> None:
    """Everything the shell and its worker ask for, compressed: at most 150 kB."""
    client = Client()
    shell = client.get("/visits/").content
    asked = set(re.findall(rb'(?:href|src)="(/static/[^"]+)"', shell)) | set(re.findall(rb'"(/static/[^"]+)"', client.get("/visits/worker.js").content))
    assert len(asked) > 5
    files = [client.get(path.decode()) for path in asked]
    total = sum(len(gzip.compress(b"".join(file.streaming_content))) for file in files) + len(gzip.compress(shell))
    for file in files:
        file.close()
    assert total <= 150_000, total
