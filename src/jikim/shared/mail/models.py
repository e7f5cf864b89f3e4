"""Mail waiting to go, gone, or given up."""

from __future__ import annotations

from django.db import models

__all__ = ["MailMessage", "MailOptOut"]


class MailMessage(models.Model):
    """One message. The body is cleared once sent: it may hold a signed link."""

    to = models.EmailField()
    subject = models.CharField(max_length=300)
    body = models.TextField(blank=True)
    language = models.CharField(max_length=5, default="ko")
    kind = models.CharField(max_length=40)
    #: the reader may refuse this kind: carries an opt-out
    is_optional = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default="queued", db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    queued_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "jikim"


class MailOptOut(models.Model):
    """An address that asked for no more mail of a kind. Only the keyed hash of the address is kept."""

    address_hash = models.CharField(max_length=64)
    kind = models.CharField(max_length=40)
    since = models.DateTimeField()

    class Meta:
        app_label = "jikim"
        constraints = [models.UniqueConstraint(fields=["address_hash", "kind"], name="opt_out_once")]
