"""The visits everybody keeps to: appointments, how each was moved, and what was offered to the workplace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import models

from jikim.rules.access import Where
from jikim.rules.words import Text
from jikim.shared.workflow.models import HasStatus

#: still to come, one way or another
OPEN = ("planned", "proposed", "confirmed")


def read_days(written: Iterable[str]) -> tuple[dt.date, ...]:
    """Further days as a row keeps them."""
    return tuple(dt.date.fromisoformat(one) for one in written)


def written_days(days: Iterable[dt.date]) -> list[str]:
    return [day.isoformat() for day in days]


class Appointment(HasStatus):
    """One of a workplace's three visits, with its consultant. A confirmed one is pinned: no plan moves it by itself."""

    workflow_kind = "appointment"

    season = models.ForeignKey("jikim.Season", on_delete=models.PROTECT, related_name="appointments")
    plan = models.ForeignKey("jikim.Plan", null=True, blank=True, on_delete=models.PROTECT, related_name="appointments")
    workplace = models.ForeignKey("jikim.Workplace", on_delete=models.PROTECT, related_name="appointments")
    number = models.PositiveSmallIntegerField()
    consultant = models.ForeignKey("jikim.Consultant", on_delete=models.PROTECT, related_name="appointments")
    on = models.DateField()
    #: ISO days after the first that a large site's visit lasts, rising; the hours are the same every day
    further_days = models.JSONField(default=list, blank=True)
    #: the last of them; none where the visit lasts one day
    last_on = models.DateField(null=True, blank=True)
    start = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    travel_km = models.FloatField(default=0)
    reason_ko = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)
    pinned = models.BooleanField(default=False)
    #: counts changes of date, time or consultant, so that an old page cannot overwrite a newer date
    version = models.PositiveIntegerField(default=1)

    class Meta:
        app_label = "jikim"
        ordering = ["on", "start", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["workplace", "number"], condition=~models.Q(status__in=["missed", "cancelled"]), name="appointment_once"
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["season", "on"], name="appointment_day"),
            models.Index(fields=["consultant", "on"], name="appointment_consultant_day"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.workflow_key()

    def workflow_key(self) -> str:
        return f"{self.season_id}/{self.workplace.number}/{self.number}/{self.pk}"

    @property
    def days(self) -> tuple[dt.date, ...]:
        """All its days."""
        return (self.on, *read_days(self.further_days))

    @days.setter
    def days(self, days: Sequence[dt.date]) -> None:
        self.on, self.further_days, self.last_on = days[0], written_days(days[1:]), days[-1] if len(days) > 1 else None

    @property
    def reason(self) -> Text:
        return Text(self.reason_ko, self.reason_en)

    def where(self) -> Where:
        person = self.consultant.person_id
        return Where(
            region=self.workplace.region, agency=str(self.consultant.agency.organisation_id), workplace=str(self.workplace_id),
            persons=frozenset({f"person:{person}"}) if person else frozenset(),
        )  # fmt: skip


class AppointmentMove(models.Model):
    """One change of an appointment by hand or by an approved re-plan. Never edited."""

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="moves")
    on_before = models.DateField()
    start_before = models.TimeField()
    further_days_before = models.JSONField(default=list, blank=True)
    consultant_before = models.ForeignKey("jikim.Consultant", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    further_days = models.JSONField(default=list, blank=True)
    start = models.TimeField()
    consultant = models.ForeignKey("jikim.Consultant", on_delete=models.PROTECT, related_name="+")
    #: rules the new place breaks, as they were shown: [{"ko": …, "en": …}]
    broken = models.JSONField(default=list, blank=True)
    reason_ko = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)
    by_key = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        app_label = "jikim"
        ordering = ["id"]


class Proposal(models.Model):
    """A date offered to a workplace by signed link, and its answer: it suits, or three others would."""

    class Answer(models.TextChoices):
        OPEN = "open"
        ACCEPTED = "accepted"
        OTHERS = "others"
        #: taken back, or the date was moved before the workplace answered
        CLOSED = "closed"

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="proposals")
    on = models.DateField()
    further_days = models.JSONField(default=list, blank=True)
    start = models.TimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.OPEN)
    #: what the workplace offers instead: [{"on": "2017-05-11", "start": "14:00"}]
    offers = models.JSONField(default=list, blank=True)
    note = models.TextField(blank=True)
    sent_at = models.DateTimeField()
    sent_by_key = models.CharField(max_length=80)
    sent_by_name = models.CharField(max_length=120)
    was_mailed = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    #: the office has acted on what the workplace offered
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "jikim"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["appointment"], condition=models.Q(answer="open"), name="proposal_one_open"),
        ]
