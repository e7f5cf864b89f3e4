"""The checklist as filled in at a visit, the improvement plan and what was done of it, and what was advised. Never a worker's answer."""

from __future__ import annotations

import uuid

from django.db import models

from jikim.rules.access import Where
from jikim.rules.words import Text
from jikim.shared.offline.models import KeptEdit
from jikim.shared.workflow.models import HasStatus

__all__ = [
    "Advice", "Assessment", "AssessmentClash", "AssessmentEdit", "ChecklistEdition", "PlanEvidence", "PlanItem", "PlanNote",
    "PlanRecord", "PlanRecordClash", "PlanRecordEdit",
]  # fmt: skip


class ChecklistEdition(models.Model):
    """A checklist exactly as it was when somebody began to fill it in: editors may change it later. Written once."""

    pack_id = models.CharField(max_length=80)
    version = models.CharField(max_length=20)
    content_hash = models.CharField(max_length=64, unique=True)
    #: the pack as YAML
    body = models.TextField()

    class Meta:
        app_label = "jikim"


class Assessment(HasStatus):
    """The checklist of one visit. `values` is the form's document (rules.consulting.checklist_form)."""

    workflow_kind = "assessment"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    appointment = models.OneToOneField("jikim.Appointment", on_delete=models.PROTECT, related_name="assessment")
    workplace = models.ForeignKey("jikim.Workplace", on_delete=models.PROTECT, related_name="assessments")
    #: of the visit, 1 to 3
    number = models.PositiveSmallIntegerField()
    edition = models.ForeignKey(ChecklistEdition, on_delete=models.PROTECT, related_name="+")
    values = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    author_key = models.CharField(max_length=80)
    author_name = models.CharField(max_length=120)
    opened_at = models.DateTimeField()
    #: the day it was done on: what is mandatory follows from it
    held_on = models.DateField()

    class Meta:
        app_label = "jikim"
        ordering = ["id"]

    def workflow_key(self) -> str:
        return str(self.uuid)

    def where(self) -> Where:
        there = self.appointment.where()
        return Where(there.region, there.agency, there.workplace, there.persons | {self.author_key})


class AssessmentEdit(KeptEdit):
    """One edit of a checklist filled in."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="edits")
    #: kept, clash, or late: arrived after closing
    outcome = models.CharField(max_length=10)


class VersionClash(models.Model):
    """One field two people filled in differently: both versions, and which was taken."""

    field = models.CharField(max_length=120)
    mine = models.JSONField(null=True)
    theirs = models.JSONField(null=True)
    theirs_by = models.CharField(max_length=120, blank=True)
    chosen = models.CharField(max_length=10, blank=True)
    settled_by = models.CharField(max_length=120, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        app_label = "jikim"
        ordering = ["id"]


class AssessmentClash(VersionClash):
    """One field of a checklist two people filled in differently."""

    edit = models.ForeignKey(AssessmentEdit, on_delete=models.PROTECT, related_name="clashes")


class PlanRecord(HasStatus):
    """What was agreed and seen of the plan at one visit. `values` is the form's document (rules.consulting.plan_form)."""

    workflow_kind = "plan_record"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    appointment = models.OneToOneField("jikim.Appointment", on_delete=models.PROTECT, related_name="plan_record")
    workplace = models.ForeignKey("jikim.Workplace", on_delete=models.PROTECT, related_name="plan_records")
    #: of the visit
    number = models.PositiveSmallIntegerField()
    values = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    #: when it was finished: its answers in words as they were then, part by part [{"title", "answers": [{"label", "text"}]}]
    said = models.JSONField(default=list)
    author_key = models.CharField(max_length=80)
    author_name = models.CharField(max_length=120)
    opened_at = models.DateTimeField()

    class Meta:
        app_label = "jikim"
        ordering = ["id"]

    def workflow_key(self) -> str:
        return str(self.uuid)

    def where(self) -> Where:
        there = self.appointment.where()
        return Where(there.region, there.agency, there.workplace, there.persons | {self.author_key})


class PlanRecordEdit(KeptEdit):
    """One edit of a talk about the plan."""

    record = models.ForeignKey(PlanRecord, on_delete=models.PROTECT, related_name="edits")
    #: kept, clash, or late: arrived after closing
    outcome = models.CharField(max_length=10)


class PlanRecordClash(VersionClash):
    """One field of a talk two people filled in differently."""

    edit = models.ForeignKey(PlanRecordEdit, on_delete=models.PROTECT, related_name="clashes")


class PlanItem(HasStatus):
    """One measure of a workplace's plan, in the version it had in the library when it was proposed."""

    workflow_kind = "plan_item"

    workplace = models.ForeignKey("jikim.Workplace", on_delete=models.PROTECT, related_name="plan_items")
    season = models.ForeignKey("jikim.Season", on_delete=models.PROTECT, related_name="+")
    #: of the visit at which it was proposed
    number = models.PositiveSmallIntegerField()
    measure_key = models.CharField(max_length=80)
    measure_version = models.PositiveIntegerField()
    title_ko = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    #: the measure as it was: what, steps, done, effect, and its level, effort, time and cost
    body = models.JSONField()
    #: rules.consulting.Recommended.tier, and the reasons as they were shown
    tier = models.PositiveSmallIntegerField(default=2)
    why = models.JSONField(default=list)
    place = models.PositiveSmallIntegerField(default=0)
    owner = models.CharField(max_length=120, blank=True)
    due_on = models.DateField(null=True, blank=True)
    evidence_wanted = models.TextField(blank=True)
    progress = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    proposed_by_key = models.CharField(max_length=80)
    proposed_by_name = models.CharField(max_length=120)
    proposed_at = models.DateTimeField()
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        app_label = "jikim"
        ordering = ["tier", "place", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["workplace", "measure_key"], condition=~models.Q(status="dropped"), name="plan_item_measure_once"
            )
        ]
        indexes = [models.Index(fields=["status", "due_on"], name="plan_item_due")]

    @property
    def title(self) -> Text:
        return Text(self.title_ko, self.title_en)

    def where(self) -> Where:
        from jikim.areas.dispatch.public import workplace_where

        return workplace_where(self.workplace_id)


class PlanNote(models.Model):
    """What somebody wrote about a measure, or changed of it. Immutable."""

    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=12)
    text = models.TextField()
    before = models.JSONField(null=True, blank=True)
    by_key = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        app_label = "jikim"
        ordering = ["id"]


class PlanEvidence(models.Model):
    """A paper or picture that shows a measure is done, or a thing another room knows (a training given). The same twice is kept once."""

    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="evidence")
    file = models.ForeignKey("jikim.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    #: key of a proof of a later room (consulting/proofs.py) and its words on the day it was chosen; empty for a file
    proof = models.CharField(max_length=40, blank=True)
    words_ko = models.CharField(max_length=300, blank=True)
    words_en = models.CharField(max_length=300, blank=True)
    sent_hash = models.CharField(max_length=64)
    caption = models.CharField(max_length=300, blank=True)
    by_key = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        app_label = "jikim"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "sent_hash"], name="plan_evidence_once"),
            models.CheckConstraint(condition=models.Q(file__isnull=False) | ~models.Q(proof=""), name="plan_evidence_is_something"),
        ]  # fmt: skip


class Advice(models.Model):
    """One piece of advice given at a visit beside the plan: what, to whom, taken or not and why. Corrected by another line, never edited."""

    class Outcome(models.TextChoices):
        TAKEN = "taken"
        LATER = "later"
        REFUSED = "refused"

    uuid = models.UUIDField(unique=True)
    workplace = models.ForeignKey("jikim.Workplace", on_delete=models.PROTECT, related_name="advice")
    number = models.PositiveSmallIntegerField()
    on = models.DateField()
    text = models.TextField()
    told_to = models.CharField(max_length=120, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.TextField(blank=True)
    by_key = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        app_label = "jikim"
        ordering = ["on", "id"]
