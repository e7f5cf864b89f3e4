"""What people say of themselves, as counts alone: the five questions, the pledge. Names are of organisations and shown only when checked."""

from __future__ import annotations

from django.db import models

from jikim.areas.campaigns.models.campaign import Campaign
from jikim.rules.access import Where
from jikim.shared.workflow.models import HasStatus

#: no campaign's slug can be this
PROGRAMME = ":programme"


class AwarenessCount(models.Model):
    """How often one item was answered with one value, or a sheet had so many points. No two rows belong to one sheet."""

    #: a campaign's slug, or PROGRAMME: asked at visits and after questionnaires
    scope = models.CharField(max_length=40)
    group = models.CharField(max_length=20)
    #: before, during, after of a campaign; first, second of the programme's rounds and visits
    phase = models.CharField(max_length=10)
    #: a region's code where the programme asks; otherwise empty: the nation
    region = models.CharField(max_length=10, blank=True)
    #: item of the pack, or "points"
    item = models.CharField(max_length=40)
    value = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "jikim"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["scope", "group", "phase", "region", "item", "value"], name="awareness_count_once"),
        ]  # fmt: skip


class PledgeDay(models.Model):
    """How many pledged on a day. A pledge has no name."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="pledges")
    on = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "jikim"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["campaign", "on"], name="pledge_day_once")]


class PledgeName(HasStatus):
    """An organisation that wants to be named with its pledge. Shown once an editor has looked at it."""

    workflow_kind = "pledge_name"

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=80)
    offered_on = models.DateField()

    class Meta:
        app_label = "jikim"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["campaign", "name"], name="pledge_name_once")]

    def where(self) -> Where:
        return Where()
