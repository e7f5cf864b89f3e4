"""Private files by content hash."""

from __future__ import annotations

from django.db import models


class StoredFile(models.Model):
    """What is known of one kept file. The bytes lie under JIKIM_HOME/files, named by their hash."""

    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size_bytes = models.PositiveBigIntegerField()
    thing_kind = models.CharField(max_length=40)
    thing_key = models.CharField(max_length=80)
    #: the action somebody must be allowed, and where, to fetch it
    action = models.CharField(max_length=60)
    where = models.JSONField(default=dict)
    kept_at = models.DateTimeField()

    class Meta:
        app_label = "jikim"
        indexes = [models.Index(fields=["thing_kind", "thing_key"], name="stored_file_thing")]
