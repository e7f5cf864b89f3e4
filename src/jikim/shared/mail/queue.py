"""Puts mail in the queue inside the caller's transaction, and delivers what is due with patience.

Never logs an address, a subject or a body; clears the body once sent, for it may hold a signed link.
"""

from __future__ import annotations

import datetime as dt
import logging

from django.core.mail import EmailMessage
from django.db.models import F
from django.utils import timezone

from jikim.shared.mail.backend import outward
from jikim.shared.mail.models import MailMessage
from jikim.shared.mail.optout import footer, has_opted_out, headers, link

log = logging.getLogger("jikim.mail")

#: minutes until the next try; after the last the message is given up
PATIENCE_MINUTES = (1, 5, 20, 60, 240, 720, 1440)
#: a deliverer that died with a message in hand: it is tried again after this long
CLAIM = dt.timedelta(minutes=5)


def send(to: str, subject: str, body: str, *, kind: str, language: str, optional: bool = False) -> MailMessage | None:
    """Queue one message; it leaves after commit. Optional mail carries an opt-out and respects it (then: None)."""
    if optional and has_opted_out(to, kind):
        return None
    at = timezone.now()
    return MailMessage.objects.create(
        to=to, subject=" ".join(subject.split())[:300], body=body, kind=kind, language=language,
        is_optional=optional, queued_at=at, next_try_at=at,
    )  # fmt: skip


def deliver_due(limit: int = 50) -> int:
    """Send up to `limit` messages whose time has come; returns how many left. Safe with several deliverers."""
    sent = 0
    for key in list(_due().values_list("pk", flat=True)[:limit]):
        message = _claim(key)
        if message is not None:
            sent += _deliver(message)
    return sent


def _due():  # type: ignore[no-untyped-def]
    return MailMessage.objects.filter(state="queued", next_try_at__lte=timezone.now()).order_by("next_try_at", "pk")


def _claim(key: int) -> MailMessage | None:
    """Push the next try ahead; whoever changes the row has the message."""
    at = timezone.now()
    taken = MailMessage.objects.filter(pk=key, state="queued", next_try_at__lte=at).update(
        next_try_at=at + CLAIM, tries=F("tries") + 1
    )
    return MailMessage.objects.get(pk=key) if taken else None


def _deliver(message: MailMessage) -> bool:
    try:
        outward().send_messages([_letter(message)])
    except Exception as problem:  # any library's failure means: later
        _put_off(message, type(problem).__name__)
        return False
    MailMessage.objects.filter(pk=message.pk).update(state="sent", body="", sent_at=timezone.now(), last_error="")
    log.info("mail sent", extra={"kind": message.kind})
    return True


def _letter(message: MailMessage) -> EmailMessage:
    body = message.body
    extra = {"Auto-Submitted": "auto-generated", "Content-Language": message.language}
    if message.is_optional:
        way_out = link(message.to, message.kind)
        body += footer(way_out, message.language)
        extra |= headers(way_out)
    return EmailMessage(message.subject, body, to=[message.to], headers=extra)


def _put_off(message: MailMessage, error: str) -> None:
    """Try again later, or give up. Only the error's class is kept: its text may quote the address."""
    # only while it is in our hands: after CLAIM somebody else may have taken it up, and sent it
    ours = MailMessage.objects.filter(pk=message.pk, state="queued", tries=message.tries)
    if message.tries > len(PATIENCE_MINUTES):
        ours.update(state="failed", body="", last_error=error)
    else:
        due = timezone.now() + dt.timedelta(minutes=PATIENCE_MINUTES[message.tries - 1])
        ours.update(next_try_at=due, last_error=error)
    log.warning("mail not sent: %s", error, extra={"kind": message.kind, "attempt": message.tries})
