"""Signs of life of workers, and when each regular duty is due next."""

from __future__ import annotations

from django.db import models

__all__ = ["RegularDuty", "WorkerBeat"]


class WorkerBeat(models.Model):
    """A worker that is running. Gone when it stopped cleanly; stale when it was killed."""

    worker = models.CharField(max_length=64, primary_key=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        app_label = "jikim"


class RegularDuty(models.Model):
    """One regular duty that only one worker at a time should do."""

    name = models.CharField(max_length=80, primary_key=True)
    due_at = models.DateTimeField()

    class Meta:
        app_label = "jikim"
