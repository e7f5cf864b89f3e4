"""Editions of manuals as they were numbered, who was handed which, and who was told of a newer one. Holds no content and no answer."""

from __future__ import annotations

from django.db import models

from jikim.rules.access import Where

__all__ = ["ManualEdition", "ManualHandout", "ManualNotice", "PosterContact"]


class ManualEdition(models.Model):
    """A manual under a number: the same words keep it, other words get the next one."""

    #: rules.manuals.Edition.key: practice/hotel/10-29, self-protection/hotel, practice/hotel/10-29/w12
    key = models.CharField(max_length=120)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    occupation = models.CharField(max_length=80)
    size = models.CharField(max_length=10, blank=True)
    workplace = models.ForeignKey("jikim.Workplace", on_delete=models.PROTECT, null=True, blank=True, related_name="manual_editions")
    #: rules.manuals.Assembled.digest
    digest = models.CharField(max_length=64)
    #: "measure:stop-and-hand-over" → version: what it was made of
    entries = models.JSONField(default=dict)
    made_on = models.DateField()

    class Meta:
        app_label = "jikim"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["key", "number"], name="manual_edition_number_once")]

    def where(self) -> Where:
        return Where(region=self.workplace.region, workplace=str(self.workplace_id)) if self.workplace else Where()


class ManualHandout(models.Model):
    """One line of the distribution ledger: somebody got so many copies of an edition, this way, on that day."""

    edition = models.ForeignKey(ManualEdition, on_delete=models.PROTECT, related_name="handouts")
    language = models.CharField(max_length=5)
    way = models.CharField(max_length=20)
    receiver_kind = models.CharField(max_length=20)
    receiver = models.CharField(max_length=200, blank=True)
    workplace = models.ForeignKey("jikim.Workplace", on_delete=models.PROTECT, null=True, blank=True, related_name="manual_handouts")
    copies = models.PositiveIntegerField(default=1)
    on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        app_label = "jikim"
        ordering = ["id"]
        constraints = [
            # the public is counted by the day: nothing about who fetched it or when
            models.UniqueConstraint(
                fields=["edition", "language", "on"], condition=models.Q(way="public"), name="manual_public_count_once"
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["workplace", "edition"], name="manual_handout_by_place")]

    def where(self) -> Where:
        return Where(region=self.workplace.region, workplace=str(self.workplace_id)) if self.workplace else Where()


class ManualNotice(models.Model):
    """A workplace was told that what it holds has been changed; told once of each state of the library."""

    workplace = models.ForeignKey("jikim.Workplace", on_delete=models.PROTECT, related_name="manual_notices")
    edition = models.ForeignKey(ManualEdition, on_delete=models.PROTECT, related_name="notices")
    #: entries changed since the edition held, as a fingerprint of their versions
    state = models.CharField(max_length=64)
    changed = models.PositiveIntegerField()
    told_at = models.DateTimeField()

    class Meta:
        app_label = "jikim"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["workplace", "edition", "state"], name="manual_notice_once")]


class PosterContact(models.Model):
    """Whom a workplace's own people turn to, as its poster's address shows it. Never who opened it.

    customer_channel  where customers tell what went wrong, for notices that hang before them: not the channel of the own people
    """

    workplace = models.OneToOneField("jikim.Workplace", on_delete=models.PROTECT, related_name="poster_contact")
    #: the end of the poster's address; with a new one the old poster shows nobody any more
    token = models.CharField(max_length=24, unique=True)
    officer = models.CharField(max_length=60)
    officer_role = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=300, blank=True)
    break_room = models.CharField(max_length=120, blank=True)
    customer_channel = models.CharField(max_length=60, blank=True)
    #: key of the library; empty: whoever opens it chooses
    occupation = models.CharField(max_length=80, blank=True)
    changed_on = models.DateField()

    class Meta:
        app_label = "jikim"
        ordering = ["id"]

    def where(self) -> Where:
        return Where(region=self.workplace.region, workplace=str(self.workplace_id))
