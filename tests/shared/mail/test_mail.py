"""Mail: queued with the action, sent once, retried with patience, forgotten when sent, refused when asked."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import logging

import pytest
from django.conf import LazySettings
from django.core import mail as django_mail
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.test import Client
from django.utils import timezone

from jikim.shared.mail import deliver_due, send
from jikim.shared.mail.backend import QueuedBackend, outward
from jikim.shared.mail.models import MailMessage, MailOptOut
from jikim.shared.mail.optout import has_opted_out, link
from jikim.shared.mail.queue import PATIENCE_MINUTES

pytestmark = pytest.mark.django_db
TO = "hong@example.com"


@pytest.fixture(autouse=True)
def kept_in_memory(settings: LazySettings) -> None:
    settings.EMAIL_URL = "memory:"


def queued(**changes: object) -> MailMessage:
    message = send(TO, "결정 안내", "https://example.test/s/secret", kind="decision", language="ko", **changes)  # type: ignore[arg-type]
    assert message is not None
    return message


def test_it_is_sent_and_its_body_forgotten() -> None:
    message = queued()
    assert deliver_due() == 1
    message.refresh_from_db()
    assert (message.state, message.body, message.tries) == ("sent", "", 1)
    (out,) = django_mail.outbox
    assert out.to == [TO]
    assert "secret" in out.body
    assert deliver_due() == 0


def test_an_action_that_is_rolled_back_sends_nothing() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        queued()
        raise RuntimeError
    assert deliver_due() == 0


def test_a_subject_is_one_line() -> None:
    message = send(TO, "a\nBcc: x@example.com", "b", kind="k", language="en")
    assert message is not None
    assert message.subject == "a Bcc: x@example.com"


def test_it_waits_longer_each_time_and_is_given_up(settings: LazySettings, caplog: pytest.LogCaptureFixture) -> None:
    settings.EMAIL_URL = "smtp://127.0.0.1:9/?tls=0"
    message = queued()
    waits = []
    with caplog.at_level(logging.INFO):
        for _ in range(len(PATIENCE_MINUTES) + 1):
            assert deliver_due() == 0
            message.refresh_from_db()
            if message.state == "queued":
                waits.append(round((message.next_try_at - timezone.now()).total_seconds() / 60))
                assert deliver_due() == 0, "not before its time"
                MailMessage.objects.update(next_try_at=timezone.now())
    assert waits == list(PATIENCE_MINUTES)
    assert (message.state, message.body) == ("failed", "")
    assert TO not in caplog.text
    assert "secret" not in caplog.text
    assert "hong" not in message.last_error


def test_a_message_whose_deliverer_died_is_tried_again() -> None:
    message = queued()
    MailMessage.objects.update(next_try_at=timezone.now() + dt.timedelta(minutes=5), tries=1)
    assert deliver_due() == 0
    MailMessage.objects.update(next_try_at=timezone.now() - dt.timedelta(seconds=1))
    assert deliver_due() == 1
    message.refresh_from_db()
    assert message.tries == 2


def test_the_outbox_holds_whole_private_files(settings: LazySettings) -> None:
    settings.EMAIL_URL = ""
    before = set(settings.HOME.outbox.glob("*"))
    queued()
    assert deliver_due() == 1
    (path,) = set(settings.HOME.outbox.glob("*")) - before
    assert path.suffix == ".eml"
    assert path.stat().st_mode & 0o077 == 0
    parsed = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert parsed["Subject"] == "결정 안내"
    assert parsed["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(
    "url, kind",
    [("smtp://u:p%40@mail.test:2525", "smtp"), ("smtps://mail.test", "smtp"), ("console:", "console"), ("null:", "dummy")],
)
def test_email_url_chooses_the_way_out(settings: LazySettings, url: str, kind: str) -> None:
    settings.EMAIL_URL = url
    backend = outward()
    assert kind in type(backend).__module__
    if url.startswith("smtp://"):
        assert (backend.host, backend.port, backend.password, backend.use_tls) == ("mail.test", 2525, "p@", True)  # type: ignore[attr-defined]
    if url.startswith("smtps"):
        assert (backend.port, backend.use_ssl) == (465, True)  # type: ignore[attr-defined]


def test_mail_of_libraries_goes_into_the_queue() -> None:
    QueuedBackend().send_messages([EmailMessage("Reset", "link", to=[f"Hong <{TO}>"])])
    message = MailMessage.objects.get()
    assert (message.to, message.kind, message.is_optional) == (TO, "account", False)


def test_optional_mail_can_be_refused_and_other_mail_still_arrives(client: Client) -> None:
    queued(optional=True)
    deliver_due()
    (out,) = django_mail.outbox
    address = out.extra_headers["List-Unsubscribe"].strip("<>")
    assert address in out.body
    assert out.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert TO not in address
    path = address.partition("://")[2].partition("/")[2]
    assert client.get(f"/{path}").status_code == 200
    assert not has_opted_out(TO, "decision"), "a look alone changes nothing"
    assert client.post(f"/{path}").status_code == 200
    assert send(TO.upper(), "x", "y", kind="decision", language="ko", optional=True) is None
    assert send(TO, "x", "y", kind="decision", language="ko") is not None
    assert TO not in MailOptOut.objects.get().address_hash


def test_a_forged_opt_out_is_refused(client: Client) -> None:
    token = link(TO, "decision").rstrip("/").rpartition("/")[2]
    assert client.post(f"/mail/stop/{token[:-2]}xx/").status_code == 404
    assert not MailOptOut.objects.exists()
    with pytest.raises(signing.BadSignature):
        signing.loads(token, salt="other")
