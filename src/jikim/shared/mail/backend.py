"""The two ends of the mail queue: what Django hands us goes into it, what leaves it goes where EMAIL_URL says."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from email.utils import parseaddr
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import get_language

DJANGO = "django.core.mail.backends"


def outward() -> BaseEmailBackend:
    """A connection to where EMAIL_URL points; the file outbox when it is empty."""
    return _connection(settings.EMAIL_URL or "file:")


def _connection(url: str) -> BaseEmailBackend:
    parts = urlsplit(url)
    match parts.scheme:
        case "file":
            return OutboxBackend(folder=unquote(parts.path) or None)
        case "console":
            return get_connection(f"{DJANGO}.console.EmailBackend")
        case "memory":
            return get_connection(f"{DJANGO}.locmem.EmailBackend")
        case "null":
            return get_connection(f"{DJANGO}.dummy.EmailBackend")
        case "smtp" | "smtps":
            options = parse_qs(parts.query)
            implicit = parts.scheme == "smtps"
            return get_connection(
                f"{DJANGO}.smtp.EmailBackend",
                host=parts.hostname or "localhost",
                port=parts.port or (465 if implicit else 587),
                username=unquote(parts.username or ""),
                password=unquote(parts.password or ""),
                use_ssl=implicit,
                use_tls=not implicit and options.get("tls", ["1"])[0] != "0",
                timeout=20,
            )
    raise ImproperlyConfigured("EMAIL_URL: smtp://, smtps://, file:/folder, console: or null:")


class ChosenBackend(BaseEmailBackend):
    """Sends at once, the way EMAIL_URL says. For the deliverer."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return outward().send_messages(list(email_messages)) or 0


class OutboxBackend(BaseEmailBackend):
    """One .eml file per message, readable by the owner only, complete before it has its name."""

    def __init__(self, folder: str | None = None, **options: Any) -> None:
        super().__init__(**options)
        from pathlib import Path

        self.folder = Path(folder) if folder else settings.HOME.outbox

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        from jikim.shared.clock import now
        from jikim.shared.files.write import write_whole

        for message in email_messages:
            name = f"{now():%Y%m%d-%H%M%S-%f}-{secrets.token_hex(3)}.eml"
            write_whole(self.folder / name, message.message().as_bytes())
        return len(email_messages)


class QueuedBackend(BaseEmailBackend):
    """Django's EMAIL_BACKEND: libraries that send mail (password reset) put it in the queue and never wait for a server."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        from jikim.shared.mail.queue import send

        for message in email_messages:
            for to in message.recipients():
                send(parseaddr(to)[1], message.subject, str(message.body), kind="account", language=get_language() or "ko")
        return len(email_messages)
