"""Agencies under contract for a season and the consultants they send. The plan comes with dispatch."""

from __future__ import annotations

from django.db import models

from jikim.rules.access import Where

__all__ = ["Agency", "Consultant"]


class Agency(models.Model):
    """A private agency's contract for one season: which regions, how many visits a month."""

    season = models.ForeignKey("jikim.Season", on_delete=models.PROTECT, related_name="agencies")
    organisation = models.ForeignKey("jikim.Organisation", on_delete=models.PROTECT, related_name="contracts")
    regions = models.JSONField(default=list)
    monthly_visit_maximum = models.PositiveIntegerField()

    class Meta:
        app_label = "jikim"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["season", "organisation"], name="agency_once")]

    @property
    def key(self) -> str:
        """The reach key of rules.access: the organisation's, the same in every season."""
        return str(self.organisation_id)

    def where(self) -> Where:
        return Where(agency=self.key)


class Consultant(models.Model):
    """Somebody an agency sends: profession, base, days a month, languages."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="consultants")
    person = models.ForeignKey("jikim.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    qualification = models.CharField(max_length=40)
    base_region = models.CharField(max_length=10)
    base_district = models.CharField(max_length=60, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    days_per_month = models.PositiveSmallIntegerField()
    languages = models.JSONField(default=list)

    class Meta:
        app_label = "jikim"
        ordering = ["id"]
