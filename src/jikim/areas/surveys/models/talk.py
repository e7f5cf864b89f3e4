"""Ten minutes with the consultant on the day of a visit: how they are arranged and, where they are booked, which are taken.

Never who: a booking is a keyed name of a code that lives for one day. Never when a talk was: only how many there were.
"""

from __future__ import annotations

from django.db import models

from jikim.rules.access import Where
from jikim.rules.talking import Mode
from jikim.shared.rowkey import RowKey

__all__ = ["TalkDay", "TalkSlot"]


class TalkDay(models.Model):
    """How the talks of one visit go. A visit without a row goes by the rota. No time of any change is kept."""

    appointment = models.OneToOneField("jikim.Appointment", on_delete=models.PROTECT, related_name="talk")
    mode = models.CharField(max_length=6, choices=[(mode.value, mode.value) for mode in Mode], default=Mode.ROTA.value)
    #: the first talk begins so many minutes after the visit: moving the visit moves the talks
    after_minutes = models.PositiveSmallIntegerField()
    slots = models.PositiveSmallIntegerField()
    #: teams or shifts that take turns: columns of the rota, never names
    groups = models.PositiveSmallIntegerField(default=1)
    #: customer service workers at work that day
    workers = models.PositiveIntegerField()
    #: counts changes, so that of two people at once the second is told
    version = models.PositiveIntegerField(default=0)
    #: how many talks took place; None until the consultant writes it down
    talks = models.PositiveSmallIntegerField(null=True, blank=True)
    #: kind of advice (rules.talking.ADVICE) → in how many talks it was given
    advice = models.JSONField(default=dict, blank=True)
    tally_version = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "jikim"
        ordering = ["id"]

    def where(self) -> Where:
        found: Where = self.appointment.where()
        return found


class TalkSlot(models.Model):
    """One bookable slot. Rows are made with the day and drawn at random, so that their order tells nothing of who came first."""

    id = RowKey(primary_key=True)
    day = models.ForeignKey(TalkDay, on_delete=models.CASCADE, related_name="bookable")
    number = models.PositiveSmallIntegerField()
    #: HMAC(K_talk, visit and code); None: free
    tag = models.BinaryField(max_length=32, null=True, blank=True, unique=True)
    #: the day the tag is for; after it the tag is wiped
    on = models.DateField(null=True, blank=True)

    class Meta:
        app_label = "jikim"
        ordering = ["day", "number"]
        constraints = [models.UniqueConstraint(fields=["day", "number"], name="talk_slot_once")]
