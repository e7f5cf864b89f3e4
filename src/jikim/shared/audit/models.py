"""Audit rows. Text keys, no foreign keys: the record outlives what it speaks of."""

from __future__ import annotations

from django.db import models


class AuditRow(models.Model):
    """One act. `sequence` and `seal` stay empty until the sealer numbers committed rows."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    actor_key = models.CharField(max_length=80)
    actor_name = models.CharField(max_length=120)
    verb = models.CharField(max_length=60)
    thing_kind = models.CharField(max_length=40)
    thing_key = models.CharField(max_length=80)
    facts = models.JSONField(default=dict)
    reason = models.CharField(max_length=400, blank=True)
    sequence = models.BigIntegerField(null=True, unique=True)
    seal = models.CharField(max_length=64, blank=True)

    class Meta:
        app_label = "jikim"
        indexes = [
            models.Index(fields=["thing_kind", "thing_key"], name="audit_thing"),
            models.Index(fields=["actor_key", "at"], name="audit_actor"),
        ]
