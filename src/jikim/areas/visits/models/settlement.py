"""What the season says of review and pay, which records were drawn, each agency's statement of a month and objections to its lines.

Terms, draws and lines are never edited: a change is a new row.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from jikim.areas.visits.models.records import Visit
from jikim.rules.access import Where
from jikim.rules.words import Text
from jikim.shared.workflow.models import HasStatus


class _Written(models.Model):
    """A row that stays as it was written."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError(f"a {type(self).__name__} is never edited")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError(f"a {type(self).__name__} is never deleted")


class VisitTerms(_Written):
    """One version of a season's share of reviewed records and its tariff. The newest counts; a visit is priced by those of its day."""

    season = models.ForeignKey("jikim.Season", on_delete=models.PROTECT, related_name="visit_terms")
    version = models.PositiveIntegerField()
    #: visits held from this day on are priced by this version
    applies_from = models.DateField()
    review_percent = models.PositiveSmallIntegerField()
    #: known to the office and the auditor alone until the season is over
    review_seed = models.CharField(max_length=80)
    accept_after_days = models.PositiveSmallIntegerField()
    #: rules.settling.tariff_as_json; null while none has been set
    tariff = models.JSONField(null=True, blank=True)
    reason_ko = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)
    by_key = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        app_label = "jikim"
        ordering = ["season", "version"]
        constraints = [models.UniqueConstraint(fields=["season", "version"], name="visit_terms_once")]

    @property
    def reason(self) -> Text:
        return Text(self.reason_ko, self.reason_en)


class ReviewDraw(_Written):
    """How one closed record was drawn, with everything that is needed to compute it again."""

    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="draw")
    terms = models.ForeignKey(VisitTerms, on_delete=models.PROTECT, related_name="+")
    ticket = models.CharField(max_length=64)
    drawn_before = models.PositiveIntegerField()
    visits = models.PositiveIntegerField()
    is_drawn = models.BooleanField()
    is_spared = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        app_label = "jikim"
        ordering = ["id"]


class Statement(HasStatus):
    """What one agency is paid for one month. As a draft it has no lines of its own: they are worked out; frozen, nothing changes any more."""

    workflow_kind = "statement"

    season = models.ForeignKey("jikim.Season", on_delete=models.PROTECT, related_name="statements")
    agency = models.ForeignKey("jikim.Agency", on_delete=models.PROTECT, related_name="statements")
    #: the first day of the month
    month = models.DateField()
    total = models.DecimalField(max_digits=14, decimal_places=0, null=True, blank=True)
    #: rules.settling.snapshot: the frozen text and its SHA-256
    snapshot = models.TextField(blank=True)
    hash = models.CharField(max_length=64, blank=True)
    frozen_by = models.CharField(max_length=120, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "jikim"
        ordering = ["month", "id"]
        constraints = [models.UniqueConstraint(fields=["agency", "month"], name="statement_once")]

    def workflow_key(self) -> str:
        return f"{self.month:%Y-%m}/{self.agency_id}"

    def where(self) -> Where:
        """The agency's; a regional office opens it for the lines of its own regions."""
        return Where(region="*", agency=self.agency.key)


class StatementLine(_Written):
    """One frozen line, with what it said when it was frozen. A correction names the key of what it corrects."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="lines")
    key = models.CharField(max_length=80, db_index=True)
    item = models.CharField(max_length=20)
    is_correction = models.BooleanField(default=False)
    #: the objection a correction comes from
    objection = models.ForeignKey("jikim.Objection", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections")
    on = models.DateField()
    due_on = models.DateField()
    workplace_number = models.CharField(max_length=40)
    workplace_name = models.CharField(max_length=200)
    region = models.CharField(max_length=10, db_index=True)
    number = models.PositiveSmallIntegerField()
    service_workers = models.PositiveIntegerField()
    won = models.DecimalField(max_digits=14, decimal_places=0)

    class Meta:
        app_label = "jikim"
        ordering = ["id"]
        constraints = [
            # paid once, whatever the month and whoever freezes at the same moment
            models.UniqueConstraint(fields=["key"], condition=models.Q(is_correction=False), name="statement_line_once"),
            models.UniqueConstraint(fields=["objection"], condition=models.Q(is_correction=True), name="statement_correction_once"),
        ]  # fmt: skip


class _Claim(HasStatus):
    """What an agency says about a frozen statement, once, and what the office answers, once."""

    workflow_kind = "objection"

    reason_ko = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)
    #: what the agency holds to be right, in won
    claimed = models.DecimalField(max_digits=14, decimal_places=0)
    raised_by = models.CharField(max_length=120)
    raised_at = models.DateTimeField()
    answer_ko = models.TextField(blank=True)
    answer_en = models.TextField(blank=True)
    #: what the right amount is, once granted
    granted = models.DecimalField(max_digits=14, decimal_places=0, null=True, blank=True)
    answered_by = models.CharField(max_length=120, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def reason(self) -> Text:
        return Text(self.reason_ko, self.reason_en)

    @property
    def answer(self) -> Text:
        return Text(self.answer_ko, self.answer_en)


class Objection(_Claim):
    """An agency says why a frozen line is wrong and what would be right."""

    line = models.ForeignKey(StatementLine, on_delete=models.PROTECT, related_name="objections")

    class Meta:
        app_label = "jikim"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["line"], condition=models.Q(status="raised"), name="objection_one_open")]

    def workflow_key(self) -> str:
        return f"{self.line.statement.workflow_key()}/{self.pk}"

    def where(self) -> Where:
        return Where(region=self.line.region, agency=self.line.statement.agency.key)


class MissingVisit(_Claim):
    """An agency names a visit that is not on its frozen statement. What is granted is paid with the next one, under the visit's own key."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="missing")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        app_label = "jikim"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["visit"], condition=~models.Q(status="refused"), name="missing_visit_once")]

    def workflow_key(self) -> str:
        return f"{self.statement.workflow_key()}/missing/{self.pk}"

    def where(self) -> Where:
        return Where(region=self.visit.appointment.workplace.region, agency=self.statement.agency.key)
