"""Devices that hold records, and what became of each edit and attachment they sent. Never a filled value: those the rooms keep."""

from __future__ import annotations

import uuid

from django.db import models

from jikim.rules.access import Where

__all__ = ["KeptEdit", "OfflineAttachment", "OfflineDevice", "OfflineEdit"]


class OfflineDevice(models.Model):
    """One person's store of records on one device. Its data key is known here only as wrapped for the office."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    owner_key = models.CharField(max_length=80, db_index=True)
    owner_name = models.CharField(max_length=120)
    name = models.CharField(max_length=60)
    enrolled_at = models.DateTimeField()
    last_contact_at = models.DateTimeField()
    #: what the device said at its last contact
    unsent = models.PositiveIntegerField(default=0)
    #: the data key under the office's public key: fingerprint of that key, and the wrapped bytes (base64)
    recovery_fingerprint = models.CharField(max_length=64)
    recovery_wrap = models.TextField()
    #: the data key under a code the office tells by telephone, until it is used or over
    unlock_wrap = models.JSONField(null=True)
    unlock_until = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=120, blank=True)
    #: when the device itself was told; until then the records on it can still be opened
    told_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "jikim"

    def where(self) -> Where:
        return Where(persons=frozenset({self.owner_key}))


class OfflineEdit(models.Model):
    """An edit that arrived. `sequence` is the order of things; the device's clock is kept as what it said."""

    sequence = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField(unique=True)
    kind = models.CharField(max_length=40)
    record_uuid = models.UUIDField(db_index=True)
    device = models.ForeignKey(OfflineDevice, null=True, on_delete=models.PROTECT, related_name="edits")
    by_key = models.CharField(max_length=80)
    body_hash = models.CharField(max_length=64)
    base_version = models.PositiveIntegerField()
    made_on_device_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField()
    #: the outcome without its values: state, version, reason, names of fields that clashed or are missing
    outcome = models.JSONField(default=dict)

    class Meta:
        app_label = "jikim"


class OfflineAttachment(models.Model):
    """A photo or signature that arrived; its bytes lie with the room."""

    uuid = models.UUIDField(unique=True)
    kind = models.CharField(max_length=40)
    record_uuid = models.UUIDField(db_index=True)
    device = models.ForeignKey(OfflineDevice, null=True, on_delete=models.PROTECT, related_name="attachments")
    by_key = models.CharField(max_length=80)
    body_hash = models.CharField(max_length=64)
    size_bytes = models.PositiveIntegerField()
    media_type = models.CharField(max_length=100)
    taken_at = models.DateTimeField()

    class Meta:
        app_label = "jikim"


class KeptEdit(models.Model):
    """One edit of a room's record as it came, and what the record was after it. Written once: nothing anybody sent is ever gone."""

    uuid = models.UUIDField(unique=True)
    base_version = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    #: null where the result is what was sent
    sent = models.JSONField(null=True, blank=True)
    values = models.JSONField()
    source = models.CharField(max_length=10)
    by_key = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)
    #: the server's clock; what a device's clock said is shown and never decides
    at = models.DateTimeField()
    made_on_device_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        app_label = "jikim"
        ordering = ["id"]

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk is not None:
            raise TypeError("an edit is never edited")
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise TypeError("an edit is never deleted")
