"""Private files: kept by hash, refused by type and size, fetched only by a seat that may."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import RequestFactory

from jikim.rules.access import NOBODY, Action, Actor, Grant, Role, Where
from jikim.shared.access import Refused
from jikim.shared.audit.models import AuditRow
from jikim.shared.files import keep
from jikim.shared.files.models import StoredFile
from jikim.shared.files.store import NotKept, place_of, read, safe_name, where_of
from jikim.shared.files.views import fetch

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 letter"
SEOUL = Where(region="11", workplace="1/W0001")


def kept(**changes: Any) -> StoredFile:
    wish: dict[str, Any] = {
        "name": "결정서.pdf", "media_type": "application/pdf", "thing_kind": "application", "thing_key": "1/W0001",
        "action": Action.letter_see, "where": SEOUL,
    }  # fmt: skip
    return keep(changes.pop("data", PDF), **(wish | changes))


def fetched(stored: StoredFile, actor: Actor) -> Any:
    request = RequestFactory().get("/")
    request.actor = actor  # type: ignore[attr-defined]
    return fetch(request, stored.pk)


def test_the_bytes_lie_under_their_hash_for_the_owner_only() -> None:
    stored = kept()
    place = place_of(stored.sha256)
    assert stored.sha256 == hashlib.sha256(PDF).hexdigest()
    assert place.read_bytes() == PDF
    assert place.stat().st_mode & 0o077 == 0
    assert where_of(stored) == SEOUL


def test_the_same_bytes_are_kept_once_and_belong_to_two_things() -> None:
    first, second = kept(), kept(thing_key="1/W0002", where=Where(region="26"))
    assert first.pk != second.pk
    assert place_of(first.sha256) == place_of(second.sha256)


@pytest.mark.parametrize(
    "changes",
    [
        {"media_type": "text/html"},
        {"media_type": "image/svg+xml"},
        {"data": b"<script>"},
        {"media_type": "image/png"},
    ],
)
def test_what_a_browser_could_run_is_not_kept(changes: dict[str, Any]) -> None:
    with pytest.raises(NotKept) as refused:
        kept(**changes)
    assert refused.value.reason.ko
    assert refused.value.reason.en
    assert not StoredFile.objects.exists()


def test_a_file_over_the_limit_is_not_kept(settings: LazySettings) -> None:
    settings.JIKIM_FILE_LIMIT_BYTES = 10
    with pytest.raises(NotKept):
        kept()


@pytest.mark.parametrize(
    "name, safe",
    [("../../etc/passwd", "passwd"), ("C:\\x\\가.pdf", "가.pdf"), ("a\r\nb.pdf", "ab.pdf"), ("...", "file"), ("", "file")],
)
def test_names_carry_no_path(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_who_may_gets_a_download_and_it_is_written_down() -> None:
    response = fetched(kept(), Actor("person:1", "본부", (Grant(Role.OFFICE),)))
    assert b"".join(response.streaming_content) == PDF
    assert AuditRow.objects.get().verb == "file.fetch"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    response.file_to_stream.close()


@pytest.mark.parametrize(
    "grant", [Grant(Role.REGION, frozenset({"26"})), Grant(Role.MANAGER, frozenset({"1/W0002"})), Grant(Role.AUDITOR)]
)
def test_a_seat_out_of_reach_gets_nothing(grant: Grant) -> None:
    with pytest.raises(Refused):
        fetched(kept(), Actor("person:2", "x", (grant,)))
    assert not AuditRow.objects.exists()


def test_nobody_is_sent_to_the_sign_in() -> None:
    assert fetched(kept(), NOBODY).status_code == 302


def test_bytes_changed_on_disk_are_refused() -> None:
    stored = kept()
    place_of(stored.sha256).write_bytes(b"%PDF-other")
    try:
        with pytest.raises(NotKept):
            read(stored)
    finally:
        place_of(stored.sha256).unlink()
