"""What editors changed in the library, version by version, and who was given which version. Never edits a pack."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import models

from jikim.rules.access import Where
from jikim.shared.workflow.models import HasStatus

__all__ = ["ContentChange", "Holding", "HoldingEntry"]


class ContentChange(HasStatus):
    """A new version of one entry of a pack. Approved by somebody else than who proposed it; then never edited again."""

    workflow_kind = "content"

    pack_kind = models.CharField(max_length=20)
    pack_id = models.CharField(max_length=80)
    #: key of the entry within its pack; empty for what the pack says of itself
    entry_key = models.CharField(max_length=80, blank=True)
    #: the entry's version this becomes
    number = models.PositiveIntegerField()
    #: the whole entry, as it would stand in the pack; as text, since a database's JSON forgets the order of its fields
    body_text = models.TextField()
    note = models.TextField(blank=True)
    edited_by_key = models.CharField(max_length=80)
    edited_by_name = models.CharField(max_length=120)
    edited_at = models.DateTimeField()
    approved_by_key = models.CharField(max_length=80, blank=True)
    approved_by_name = models.CharField(max_length=120, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    #: raised with every saving of a draft: two people at one draft do not overwrite each other
    version = models.PositiveIntegerField(default=1)

    class Meta:
        app_label = "jikim"
        ordering = ["id"]
        constraints = [
            # one version is being worked on at a time, and no two are approved under one number
            models.UniqueConstraint(
                fields=["pack_id", "entry_key"], condition=models.Q(status__in=["draft", "proposed"]), name="content_change_open_once"
            ),
            models.UniqueConstraint(
                fields=["pack_id", "entry_key", "number"], condition=~models.Q(status="dropped"), name="content_change_number_once"
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["status", "pack_id"], name="content_change_by_status")]

    @property
    def body(self) -> dict[str, Any]:
        return json.loads(self.body_text)  # type: ignore[no-any-return]

    @body.setter
    def body(self, entry: Mapping[str, Any]) -> None:
        self.body_text = json.dumps(entry, ensure_ascii=False)

    def workflow_key(self) -> str:
        return f"{self.pack_id}/{self.entry_key}/{self.number}"

    def where(self) -> Where:
        return Where()


class Holding(models.Model):
    """A document given to somebody: a manual, a plan, a poster. Its entries say which versions it was made of."""

    document = models.CharField(max_length=60)
    holder_kind = models.CharField(max_length=20)
    holder_key = models.CharField(max_length=80)
    edition = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=5, default="ko")
    copies = models.PositiveIntegerField(default=1)
    on = models.DateField()

    class Meta:
        app_label = "jikim"
        ordering = ["id"]
        indexes = [models.Index(fields=["holder_kind", "holder_key"], name="holding_by_holder")]


class HoldingEntry(models.Model):
    """One entry a document was made of, in the version it had."""

    holding = models.ForeignKey(Holding, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=160)
    number = models.PositiveIntegerField()

    class Meta:
        app_label = "jikim"
        indexes = [models.Index(fields=["kind", "key", "number"], name="holding_entry_version")]
