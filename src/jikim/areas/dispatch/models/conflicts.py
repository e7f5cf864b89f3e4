"""What keeps an agency or a consultant away from a workplace, and what an agency that leaves hands on. Ended, never deleted."""

from __future__ import annotations

from django.db import models

from jikim.areas.dispatch.models.agencies import Agency, Consultant
from jikim.rules.intake import name_key


class DeclaredConflict(models.Model):
    """A workplace or employer an agency serves under contract, or a consultant has ties with (then `consultant` is set)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="conflicts")
    consultant = models.ForeignKey(Consultant, null=True, blank=True, on_delete=models.PROTECT, related_name="conflicts")
    #: as declared: a site's number, or an employer's business number with or without the site's name
    workplace_number = models.CharField(max_length=40, blank=True)
    business_number = models.CharField(max_length=10, blank=True)
    name = models.CharField(max_length=200, blank=True)
    name_key = models.CharField(max_length=200, blank=True, editable=False)
    since_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    #: what the tie is, in the declarer's words
    what = models.CharField(max_length=300, blank=True)
    declared_at = models.DateTimeField()
    declared_by_key = models.CharField(max_length=80)
    declared_by_name = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "jikim"
        ordering = ["id"]
        indexes = [models.Index(fields=["agency", "ended_at"], name="conflict_open")]

    def save(self, *args: object, **kwargs: object) -> None:
        self.name_key = name_key(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class DeclinedAllotment(models.Model):
    """An agency will not serve a workplace that was allotted to it, and says why."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="declined")
    workplace = models.ForeignKey("jikim.Workplace", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    declined_at = models.DateTimeField()
    declined_by_key = models.CharField(max_length=80)
    declined_by_name = models.CharField(max_length=120)

    class Meta:
        app_label = "jikim"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["agency", "workplace"], name="declined_once")]


class HandOver(models.Model):
    """A workplace an agency leaves behind: what the next one must know and where its papers are."""

    workplace = models.ForeignKey("jikim.Workplace", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="handed_over")
    #: visits held and still to come when it was handed over
    held = models.PositiveSmallIntegerField(default=0)
    open = models.PositiveSmallIntegerField(default=0)
    note = models.TextField(blank=True)
    handed_at = models.DateTimeField()
    handed_by_key = models.CharField(max_length=80)
    handed_by_name = models.CharField(max_length=120)

    class Meta:
        app_label = "jikim"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["agency", "workplace"], name="handed_over_once")]
