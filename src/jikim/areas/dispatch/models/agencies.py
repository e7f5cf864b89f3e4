"""Agencies under contract for a season and the consultants they send. Never says who visits whom: that is the plan's."""

from __future__ import annotations

from django.db import models

from jikim.rules.access import Where
from jikim.shared.workflow.models import HasStatus

#: states in which a consultant may be sent
SERVING = ("approved", "renewing")


class Agency(HasStatus):
    """A private agency's contract for one season: which regions, how many visits a month."""

    workflow_kind = "agency"

    season = models.ForeignKey("jikim.Season", on_delete=models.PROTECT, related_name="agencies")
    organisation = models.ForeignKey("jikim.Organisation", on_delete=models.PROTECT, related_name="contracts")
    regions = models.JSONField(default=list)
    monthly_visit_maximum = models.PositiveIntegerField()
    contract_number = models.CharField(max_length=80, blank=True)
    contract_starts_on = models.DateField(null=True, blank=True)
    contract_ends_on = models.DateField(null=True, blank=True)
    contact_name = models.CharField(max_length=120, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    contact_email = models.EmailField(blank=True)
    #: raised by every change, so that two people at once are noticed
    version = models.PositiveIntegerField(default=1)

    class Meta:
        app_label = "jikim"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["season", "organisation"], name="agency_once")]

    def __str__(self) -> str:
        return self.organisation.name

    @property
    def key(self) -> str:
        """The reach key of rules.access: the organisation's, the same in every season."""
        return str(self.organisation_id)

    def where(self) -> Where:
        return Where(agency=self.key)


class Consultant(HasStatus):
    """Somebody an agency sends: profession with its proof, base, days a month, days off, languages."""

    workflow_kind = "consultant"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="consultants")
    #: the account, once the invitation is taken up
    person = models.ForeignKey("jikim.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    invitation = models.ForeignKey("jikim.Invitation", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    qualification = models.CharField(max_length=40, blank=True)
    #: what the office has checked: the last day the qualification holds (none: it does not run out) and its proof
    qualified_until = models.DateField(null=True, blank=True)
    proof = models.ForeignKey("jikim.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: what the agency has handed in and the office has not checked yet: qualification, qualified_until, proof (its key)
    renewal = models.JSONField(default=dict, blank=True)
    base_region = models.CharField(max_length=10)
    base_district = models.CharField(max_length=60, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    days_per_month = models.PositiveSmallIntegerField()
    #: "2017-04" → days, for months that differ
    days_by_month = models.JSONField(default=dict, blank=True)
    #: ISO dates on which nobody is sent
    days_off = models.JSONField(default=list, blank=True)
    languages = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        app_label = "jikim"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="consultant_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """The reach key of the consultant's own seat; empty while no account is linked."""
        return f"person:{self.person_id}" if self.person_id else ""

    def where(self) -> Where:
        return Where(agency=self.agency.key, persons=frozenset([self.key]) if self.person_id else frozenset())
