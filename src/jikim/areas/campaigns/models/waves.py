"""Mail in waves: what is sent on which day, and to whom. An address is forgotten as soon as its letter is in the outbox."""

from __future__ import annotations

from django.db import models

from jikim.areas.campaigns.models.campaign import Campaign, Channel
from jikim.rules.access import Where
from jikim.rules.words import Text
from jikim.shared.workflow.models import HasStatus


class Wave(HasStatus):
    """One letter to part of those who are written to."""

    workflow_kind = "campaign_wave"

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="waves")
    number = models.PositiveSmallIntegerField()
    on = models.DateField()
    #: applied, prospects, list
    source = models.CharField(max_length=20)
    #: of those in the source the wave takes this part of so many, drawn by the campaign's address
    part = models.PositiveSmallIntegerField(default=1)
    parts = models.PositiveSmallIntegerField(default=1)
    #: the channel its link counts under
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, null=True, blank=True)
    is_advertising = models.BooleanField(default=False)
    subject_ko = models.CharField(max_length=120)
    subject_en = models.CharField(max_length=160)
    body_ko = models.TextField()
    body_en = models.TextField()
    #: letters put into the outbox in an hour
    pace = models.PositiveIntegerField(default=200)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        app_label = "jikim"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["campaign", "number"], name="campaign_wave_number_once")]

    @property
    def subject(self) -> Text:
        return Text(self.subject_ko, self.subject_en)

    def workflow_key(self) -> str:
        return f"{self.campaign.slug}/{self.number}"

    def where(self) -> Where:
        return Where()


class Recipient(models.Model):
    """One organisation of a wave. `address` is emptied once the letter is queued; its keyed hash keeps it from coming twice."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="recipients")
    organisation = models.CharField(max_length=200)
    address = models.EmailField(blank=True)
    address_hash = models.CharField(max_length=64)
    #: waiting, queued, opted_out
    state = models.CharField(max_length=10, default="waiting")
    #: place in the order drawn
    place = models.PositiveIntegerField()
    message = models.ForeignKey("jikim.MailMessage", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        app_label = "jikim"
        ordering = ["place", "id"]
        constraints = [models.UniqueConstraint(fields=["wave", "address_hash"], name="campaign_recipient_once")]
        indexes = [models.Index(fields=["wave", "state", "place"], name="campaign_recipient_next")]
