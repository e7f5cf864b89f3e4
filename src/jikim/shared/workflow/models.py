"""The history of every status, immutable: who moved what from where to where, and why."""

from __future__ import annotations

from django.db import models


class StatusChange(models.Model):
    """One step of one thing. Reasons are kept in both languages as they were given."""

    thing_kind = models.CharField(max_length=40)
    thing_key = models.CharField(max_length=80)
    source = models.CharField(max_length=40, blank=True)
    target = models.CharField(max_length=40)
    reason_ko = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)
    note = models.TextField(blank=True)
    actor_key = models.CharField(max_length=80)
    actor_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        app_label = "jikim"
        indexes = [models.Index(fields=["thing_kind", "thing_key"], name="status_change_thing")]
        ordering = ["id"]

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk is not None:
            raise TypeError("a status change is never edited")
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise TypeError("a status change is never deleted")


class HasStatus(models.Model):
    """A thing with a lifecycle. `workflow_kind` names it in rules/workflow."""

    workflow_kind = ""

    status = models.CharField(max_length=40, db_index=True)
    status_since = models.DateTimeField()

    class Meta:
        abstract = True

    def workflow_key(self) -> str:
        """The key written into the history; stable and readable where there is one."""
        return str(self.pk)

    def where(self) -> object:
        """Where the thing lies, as rules.access.Where."""
        raise NotImplementedError
