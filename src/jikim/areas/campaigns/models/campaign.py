"""A campaign, its channels with their short addresses, and visits counted by day."""

from __future__ import annotations

from django.db import models

from jikim.rules.access import Where
from jikim.rules.words import Text
from jikim.shared.workflow.models import HasStatus


class Campaign(HasStatus):
    """Who is spoken to, with which kit, from when to when. Approved by somebody else than who wrote it."""

    workflow_kind = "campaign"

    #: in the addresses /public/campaigns/<slug>/ and /c/<slug>/<channel>/
    slug = models.SlugField(max_length=40, unique=True)
    audience = models.CharField(max_length=20)
    #: id of the pack whose pieces are offered and whose pledge stands on the page
    kit = models.CharField(max_length=80)
    title_ko = models.CharField(max_length=80)
    title_en = models.CharField(max_length=120)
    about_ko = models.TextField()
    about_en = models.TextField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    #: the five questions may be answered on the open page from and until these days; before starts_on it is "before"
    asks_from = models.DateField()
    asks_until = models.DateField()
    written_by_key = models.CharField(max_length=80)
    written_by_name = models.CharField(max_length=120)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        app_label = "jikim"
        ordering = ["id"]

    @property
    def title(self) -> Text:
        return Text(self.title_ko, self.title_en)

    @property
    def about(self) -> Text:
        return Text(self.about_ko, self.about_en)

    def workflow_key(self) -> str:
        return self.slug

    def where(self) -> Where:
        return Where()


class Channel(models.Model):
    """One way a campaign reaches people, with a short address of its own: a poster, a banner, a newsletter."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="channels")
    key = models.SlugField(max_length=20)
    name_ko = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80)

    class Meta:
        app_label = "jikim"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["campaign", "key"], name="campaign_channel_once")]

    @property
    def name(self) -> Text:
        return Text(self.name_ko, self.name_en)


class ChannelDay(models.Model):
    """How often a short address was opened on a day. Nothing else about it is known."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="days")
    on = models.DateField()
    visits = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "jikim"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["channel", "on"], name="campaign_channel_day_once")]
