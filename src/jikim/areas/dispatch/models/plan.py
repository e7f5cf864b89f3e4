"""A season's visit plan while it is a draft: its visits, who is left out, what was asked of it, and proposed re-plans.

What is decided lives in Appointment; a discarded draft keeps its figures and loses its lines.
"""

from __future__ import annotations

from django.db import models

from jikim.rules.access import Where
from jikim.rules.words import Text
from jikim.shared.workflow.models import HasStatus


class Work(models.TextChoices):
    """How far the background job is that computes something."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Worked(models.Model):
    """Something a background job computes: how far it is, and why it came to nothing."""

    work = models.CharField(max_length=10, choices=Work.choices, default=Work.WAITING)
    #: the step being done, a key of queries.plans.STEPS
    step = models.CharField(max_length=20, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    problem_ko = models.TextField(blank=True)
    problem_en = models.TextField(blank=True)
    asked_by_key = models.CharField(max_length=80)
    asked_by_name = models.CharField(max_length=120)
    asked_at = models.DateTimeField()

    class Meta:
        abstract = True

    @property
    def problem(self) -> Text:
        return Text(self.problem_ko, self.problem_en)

    @property
    def is_at_work(self) -> bool:
        return self.work in (Work.WAITING, Work.RUNNING)


class Plan(HasStatus, Worked):
    """A plan of all visits of a season. Of a season at most one is a draft and at most one is in force."""

    workflow_kind = "plan"

    season = models.ForeignKey("jikim.Season", on_delete=models.PROTECT, related_name="plans")
    seed = models.PositiveIntegerField(default=1)
    #: the season's numbers this plan was made with (queries.question.Terms), kept because the season's may change
    terms = models.JSONField(default=dict)
    #: served, most_possible, total_km, mean_km, bound_km, gap, spread, load per consultant
    figures = models.JSONField(default=dict)
    #: a digest of what the plan was made from, to say when it has become stale
    made_from = models.CharField(max_length=64, blank=True)

    class Meta:
        app_label = "jikim"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["season"], condition=models.Q(status="draft"), name="plan_one_draft"),
            models.UniqueConstraint(fields=["season"], condition=models.Q(status="accepted"), name="plan_one_accepted"),
        ]  # fmt: skip

    def where(self) -> Where:
        return Where()


class PlanLine(models.Model):
    """One visit of a draft."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="lines")
    workplace = models.ForeignKey("jikim.Workplace", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    consultant = models.ForeignKey("jikim.Consultant", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    #: as in Appointment
    further_days = models.JSONField(default=list, blank=True)
    start = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    travel_km = models.FloatField()
    reason_ko = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)

    class Meta:
        app_label = "jikim"
        ordering = ["on", "start", "id"]
        constraints = [models.UniqueConstraint(fields=["plan", "workplace", "number"], name="plan_line_once")]
        indexes = [models.Index(fields=["plan", "on"], name="plan_line_day")]


class PlanLeft(models.Model):
    """A workplace the plan cannot serve: the rule that blocks it and the nearest change that would lift it."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="left")
    workplace = models.ForeignKey("jikim.Workplace", on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=40)
    explanation_ko = models.TextField()
    explanation_en = models.TextField()
    change_ko = models.TextField(blank=True)
    change_en = models.TextField(blank=True)

    class Meta:
        app_label = "jikim"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["plan", "workplace"], name="plan_left_once")]


class WhatIf(Worked):
    """A question beside a draft: the figures a plan would have under other settings. Touches nothing."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="what_ifs")
    #: target, fair_share_times, agency_id + region, consultant_id + days
    asked = models.JSONField(default=dict)
    figures = models.JSONField(default=dict)

    class Meta:
        app_label = "jikim"
        ordering = ["-id"]


class Revision(HasStatus, Worked):
    """A re-plan with as few changes as possible, waiting for approval: what happened, and what would change."""

    workflow_kind = "revision"

    class Cause(models.TextChoices):
        ABSENCE = "absence"
        WITHDRAWAL = "withdrawal"
        NEWCOMER = "newcomer"
        AGENCY_LEFT = "agency_left"
        OTHER = "other"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="revisions")
    cause = models.CharField(max_length=12, choices=Cause.choices)
    #: who and which days: {"consultant": pk, "from": "…", "to": "…"}, {"workplace": pk}, {"agency": pk}
    facts = models.JSONField(default=dict)
    said_ko = models.TextField(blank=True)
    said_en = models.TextField(blank=True)
    figures = models.JSONField(default=dict)
    #: digest of the appointments it was worked out from: approving refuses when they have changed since
    made_from = models.CharField(max_length=64, blank=True)

    class Meta:
        app_label = "jikim"
        ordering = ["-id"]

    def where(self) -> Where:
        return Where()


class RevisionChange(models.Model):
    """One visit a re-plan would move, drop or add: before, after and why."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=[("moved", "moved"), ("dropped", "dropped"), ("added", "added")])
    workplace = models.ForeignKey("jikim.Workplace", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    appointment = models.ForeignKey("jikim.Appointment", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: the appointment's state before, so that the list says which confirmed visits are touched
    was_status = models.CharField(max_length=20, blank=True)
    consultant_before = models.ForeignKey("jikim.Consultant", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    on_before = models.DateField(null=True, blank=True)
    further_days_before = models.JSONField(default=list, blank=True)
    start_before = models.TimeField(null=True, blank=True)
    consultant = models.ForeignKey("jikim.Consultant", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(null=True, blank=True)
    further_days = models.JSONField(default=list, blank=True)
    start = models.TimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(default=0)
    travel_km = models.FloatField(default=0)
    reason_ko = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)

    class Meta:
        app_label = "jikim"
        ordering = ["id"]
