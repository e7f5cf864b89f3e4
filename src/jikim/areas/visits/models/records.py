"""The record of one visit, every edit of it for ever, what hangs on it, and what follows: a headcount to decide, a check by the workplace."""

from __future__ import annotations

import uuid

from django.db import models

from jikim.rules.access import Where
from jikim.rules.words import Text
from jikim.shared.offline.models import KeptEdit
from jikim.shared.workflow.models import HasStatus

__all__ = ["HeadcountCase", "Visit", "VisitAttachment", "VisitCheck", "VisitConflict", "VisitEdit"]


class Visit(HasStatus):
    """What was written down of one appointment. `values` is the form's document (rules.visiting.form) as it stands now."""

    workflow_kind = "visit"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    appointment = models.OneToOneField("jikim.Appointment", on_delete=models.PROTECT, related_name="visit")
    #: the form this record was begun with; it never changes
    form_id = models.CharField(max_length=60)
    form_version = models.CharField(max_length=20)
    form_hash = models.CharField(max_length=64)
    values = models.JSONField(default=dict)
    #: counts accepted edits; an edit names the version it started from
    version = models.PositiveIntegerField(default=0)
    author_key = models.CharField(max_length=80)
    author_name = models.CharField(max_length=120)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    #: read out of the values when the record is closed, for lists
    held_on = models.DateField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    found_workers = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        app_label = "jikim"
        ordering = ["id"]

    def workflow_key(self) -> str:
        return str(self.uuid)

    def where(self) -> Where:
        """The appointment's place; whoever began the record still reaches it when somebody else takes over."""
        there = self.appointment.where()
        return Where(there.region, there.agency, there.workplace, there.persons | {self.author_key})


class VisitEdit(KeptEdit):
    """One edit of a visit's record."""

    class Outcome(models.TextChoices):
        KEPT = "kept"
        CLASH = "clash"
        #: arrived after the record was closed: kept beside it, the record is as it was
        LATE = "late"

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="edits")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)

    class Meta(KeptEdit.Meta):
        indexes = [models.Index(fields=["visit", "version"], name="visit_edit_version")]


class VisitConflict(models.Model):
    """One place two edits both changed: both versions, until somebody says which stands; the other stays readable."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="conflicts")
    edit = models.ForeignKey(VisitEdit, on_delete=models.PROTECT, related_name="conflicts")
    #: rules.visiting.Clash.path
    path = models.JSONField()
    mine = models.JSONField(null=True, blank=True)
    theirs = models.JSONField(null=True, blank=True)
    theirs_by = models.CharField(max_length=120, blank=True)
    chosen = models.CharField(max_length=10, blank=True)
    settled_by = models.CharField(max_length=120, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "jikim"
        ordering = ["id"]


class VisitAttachment(models.Model):
    """A photo or a signature, drawn anew on the server so that nothing but the picture is left of it."""

    uuid = models.UUIDField(unique=True)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="attachments")
    file = models.ForeignKey("jikim.StoredFile", on_delete=models.PROTECT, related_name="+")
    #: SHA-256 of what was sent, so that the same one again is no second one
    sent_hash = models.CharField(max_length=64)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    by_key = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        app_label = "jikim"
        ordering = ["id"]


class HeadcountCase(HasStatus):
    """A workplace found below the season's minimum at its first visit: what was proposed, and what the office decided and why."""

    workflow_kind = "headcount"

    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="headcount")
    found = models.PositiveIntegerField()
    minimum = models.PositiveIntegerField()
    proposal = models.CharField(max_length=20)
    proposal_ko = models.TextField()
    proposal_en = models.TextField(blank=True)
    reason_ko = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)
    #: what of the visits made is paid, in the office's words
    settlement = models.TextField(blank=True)
    replacement = models.CharField(max_length=300, blank=True)
    decided_by = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "jikim"
        ordering = ["id"]

    def workflow_key(self) -> str:
        return str(self.visit.uuid)

    def where(self) -> Where:
        return self.visit.where()

    @property
    def proposal_reason(self) -> Text:
        return Text(self.proposal_ko, self.proposal_en)

    @property
    def reason(self) -> Text:
        return Text(self.reason_ko, self.reason_en)


class VisitCheck(models.Model):
    """Two minutes with the workplace after visits 2 and 3: did it happen, how was it. One answer, whoever gives it first."""

    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="check_by_workplace")
    asked_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    #: link, page or phone
    how = models.CharField(max_length=10, blank=True)
    happened = models.CharField(max_length=20, blank=True)
    length = models.CharField(max_length=20, blank=True)
    explained = models.CharField(max_length=20, blank=True)
    satisfaction = models.PositiveSmallIntegerField(null=True, blank=True)
    comment = models.TextField(blank=True)
    #: the office's seat that keyed it from the phone; empty otherwise
    keyed_by = models.CharField(max_length=120, blank=True)

    class Meta:
        app_label = "jikim"
        ordering = ["id"]

    def where(self) -> Where:
        return self.visit.where()
