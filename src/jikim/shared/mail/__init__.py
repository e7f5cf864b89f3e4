"""Mail: queued in the caller's transaction, sent by the worker, retried with patience. See queue.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jikim.shared.mail.models import MailMessage


def send(to: str, subject: str, body: str, *, kind: str, language: str, optional: bool = False) -> MailMessage | None:
    """Queue one message to one address. `optional=True` for everything a person may refuse to receive."""
    from jikim.shared.mail import queue

    return queue.send(to, subject, body, kind=kind, language=language, optional=optional)


def deliver_due(limit: int = 50) -> int:
    """Send what is due now; the worker calls it every few seconds."""
    from jikim.shared.mail import queue

    return queue.deliver_due(limit)


__all__ = ["deliver_due", "send"]
