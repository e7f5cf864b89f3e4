"""Rounds: one survey of one workplace. Holds how many were offered and answered, never who, never an answer."""

from __future__ import annotations

from django.db import models

from jikim.rules.access import Where
from jikim.shared.workflow.models import HasStatus

__all__ = ["Round"]


class Round(HasStatus):
    """A survey of a workplace: the first, the follow-up, or answers brought in by the operator from a file.

    `answered` is derived: counted in the vault and written down again by a job, never counted up here.
    """

    class Kind(models.TextChoices):
        FIRST = "first"
        FOLLOW_UP = "follow_up"
        IMPORTED = "imported"

    workflow_kind = "round"

    season = models.ForeignKey("jikim.Season", on_delete=models.PROTECT, related_name="rounds")
    workplace = models.ForeignKey("jikim.Workplace", on_delete=models.PROTECT, related_name="rounds")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    #: how many were given the chance to answer; None until it is known
    offered = models.PositiveIntegerField(null=True, blank=True)
    answered = models.PositiveIntegerField(default=0)
    #: the instrument every answer of this round belongs to, pinned when the round opens
    instrument_id = models.CharField(max_length=40)
    instrument_version = models.CharField(max_length=20)
    instrument_hash = models.CharField(max_length=64)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        app_label = "jikim"
        ordering = ["workplace__number", "id"]
        constraints = [models.UniqueConstraint(fields=["workplace", "kind"], name="round_once")]
        indexes = [models.Index(fields=["season", "status"], name="round_by_status")]

    def __str__(self) -> str:
        return self.workflow_key()

    def workflow_key(self) -> str:
        return f"{self.season_id}/{self.workplace.number}/{self.kind}"

    def where(self) -> Where:
        return Where(region=self.workplace.region, workplace=str(self.workplace_id))
