"""Manuals' pages by role: everybody reads the general ones, a manager the own, editors the desk; nobody anything else."""

from __future__ import annotations

import pytest
from django.test import Client

from jikim.areas.manuals.models import ManualHandout
from jikim.areas.people.models import Person, Seat
from jikim.rules.access import Role
from jikim.shared.clock import now
from jikim.shared.library.models import ContentChange
from tests.areas.manuals.made import a_workplace, changed

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
ENTRY = "/content/entry/measures-discretion/stop-and-hand-over/"


@pytest.fixture(autouse=True)
def _demo(settings: object) -> None:
    settings.JIKIM_DEMO = True  # type: ignore[attr-defined]


def seated(role: Role, *keys: object, language: str = "ko") -> Client:
    person = Person.objects.create(email=f"{role}{Person.objects.count()}@example.com", name="김하늘", is_demo=True)
    Seat.objects.create(person=person, role=role, reach_keys=[str(key) for key in keys], since=now())
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["jikim_language"] = language
    return client


@pytest.mark.parametrize("path, words", [
    ("/public/manuals/", "콜센터"), ("/public/manuals/self-protection/call-centre/all/", "나를 지키는 안내서"),
    ("/public/manuals/practice/hotel/10-29/start-here/", "먼저 할 세 가지"), ("/public/manuals/practice/hotel/300-plus/all/", "남겨 둘 서류"),
    ("/en/public/manuals/practice/hotel/10-29/start-here/", "Three things first"),
])  # fmt: skip
def test_anybody_reads_without_a_cookie(path: str, words: str) -> None:
    answer = Client().get(path)
    assert words in answer.content.decode()
    assert not answer.cookies


@pytest.mark.parametrize("path", [
    "practice/hotel/all/", "manual/hotel/10-29/", "practice/hotel/10-29/poster-ko.pdf", "practice/hotel/10-29/manual-fr.pdf", "practice/hotel/12-13/", "self-protection/hotel/10-29/", "practice/nobody/10-29/", "practice/hotel/10-29/no-chapter/",
])  # fmt: skip
def test_what_is_not_there_is_not_found(path: str) -> None:
    assert Client().get(f"/public/manuals/{path}").status_code == 404


def test_the_public_file_is_counted_by_the_day_and_made_once() -> None:
    first, again = (Client().get("/public/manuals/self-protection/hotel/all/manual-en.pdf") for _ in range(2))
    assert first.content == again.content
    assert first.content.startswith(b"%PDF-")
    line = ManualHandout.objects.get()
    assert (line.way, line.copies, line.receiver, line.by_name) == ("public", 2, "", "")


def test_a_manager_takes_the_own_and_is_refused_another() -> None:
    own, other = a_workplace("W0001"), a_workplace("W0002")
    client = seated(Role.MANAGER, own)
    assert "아직 받지 않았습니다" in client.get("/my-manuals/").content.decode()
    assert client.get(f"/workplace-manuals/{own}/practice/manual-ko.pdf").status_code == 200
    for path in ("", "practice/manual-ko.pdf"):
        assert client.get(f"/workplace-manuals/{other}/{path}").status_code == 403
    changed("measures-discretion", "stop-and-hand-over")
    assert "시험으로 고침" in client.get("/my-manuals/").content.decode()
    assert "내용이 바뀐 우리 안내서" in client.get("/home/").content.decode()


@pytest.mark.parametrize("role, allowed", [(Role.EDITOR, True), (Role.OFFICE, True), (Role.AUDITOR, True), (Role.AGENCY, False), (Role.JUROR, False)])
def test_the_desk_is_for_editors_and_the_office(role: Role, allowed: bool) -> None:
    client = seated(role)
    assert {client.get(path).status_code for path in ("/content/", ENTRY, "/content/packs/")} == {200 if allowed else 403}


def test_an_auditor_reads_and_changes_nothing() -> None:
    client = seated(Role.AUDITOR)
    assert client.get(f"{ENTRY}edit/").status_code == 403
    assert client.post(f"{ENTRY}edit/", {"base": "0"}).status_code == 403
    assert not ContentChange.objects.exists()


def test_a_wrong_field_is_named_and_nothing_typed_is_lost() -> None:
    client = seated(Role.EDITOR, language="en")
    answer = client.post(f"{ENTRY}edit/", {"base": "0", "f0-ko": "제목을 새로", "f0-en": "A new title", "f4-ko": "wonderful", "f2-ko": ""})
    page = answer.content.decode()
    assert "A new title" in page
    assert "Not saved yet" in page
    assert not ContentChange.objects.exists()


def test_two_editors_at_once_the_second_is_told_and_keeps_the_words() -> None:
    one, two = seated(Role.EDITOR), seated(Role.EDITOR)
    assert one.post(f"{ENTRY}edit/", {"base": "0", "f0-ko": "먼저", "f0-en": "First"}).status_code == 302
    answer = two.post(f"{ENTRY}edit/", {"base": "0", "f0-ko": "나중", "f0-en": "Later"})
    assert answer.status_code == 409
    assert "Later" in answer.content.decode()
    assert ContentChange.objects.get().body["title"]["en"] == "First"


def test_a_change_is_shown_escaped() -> None:
    client = seated(Role.EDITOR)
    client.post(f"{ENTRY}edit/", {"base": "0", "f0-ko": "<script>alert(1)</script>", "f0-en": "x"})
    assert "<script>alert(1)" not in client.get(ENTRY).content.decode()


def test_the_ledger_comes_out_as_a_spreadsheet() -> None:
    Client().get("/public/manuals/self-protection/hotel/all/manual-en.pdf")
    client = seated(Role.OFFICE)
    assert b"".join(client.get("/manual-ledger/?export=csv").streaming_content).decode("utf-8-sig").count("\n") >= 2  # type: ignore[attr-defined]
    assert seated(Role.MANAGER, 1).get("/manual-ledger/").status_code == 403
