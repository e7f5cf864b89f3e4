"""The release register: frozen, protected results. What any page, export or document shows of a group comes from here."""

from __future__ import annotations

from django.db import models

__all__ = ["Reference", "Release"]


class Frozen(models.Model):
    """Written once. `content` is protected by rules/disclosure before it is stored; `content_hash` seals it."""

    made_at = models.DateTimeField()
    made_by_key = models.CharField(max_length=80)
    #: the day the data was closed; every document made from it carries this date, never the day it is printed
    data_date = models.DateField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    instrument_id = models.CharField(max_length=40)
    instrument_version = models.CharField(max_length=20)
    instrument_hash = models.CharField(max_length=64)
    rules_version = models.CharField(max_length=20)

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk is not None:
            raise TypeError("a release is never edited")
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise TypeError("a release is never deleted")


class Reference(Frozen):
    """What a workplace is compared with: the season's, its sectors', size classes' and occupations' figures."""

    season = models.ForeignKey("jikim.Season", on_delete=models.PROTECT, related_name="references")
    number = models.PositiveIntegerField()

    class Meta:
        app_label = "jikim"
        ordering = ["season", "number"]
        constraints = [models.UniqueConstraint(fields=["season", "number"], name="reference_once")]


class Release(Frozen):
    """The one protected result of one round."""

    round = models.OneToOneField("jikim.Round", on_delete=models.PROTECT, related_name="release")
    workplace = models.ForeignKey("jikim.Workplace", on_delete=models.PROTECT, related_name="releases")
    season = models.ForeignKey("jikim.Season", on_delete=models.PROTECT, related_name="releases")
    reference = models.ForeignKey(Reference, on_delete=models.PROTECT, related_name="releases")
    #: rules.disclosure.ReportForm
    form = models.CharField(max_length=12)

    class Meta:
        app_label = "jikim"
        ordering = ["workplace__number"]
        indexes = [models.Index(fields=["season", "form"], name="release_by_form")]
