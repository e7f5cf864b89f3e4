"""Rounds: one survey of one workplace. Holds how many were offered and answered, never who, never an answer."""

from __future__ import annotations

from django.db import models

from jikim.rules.access import Where
from jikim.shared.rowkey import RowKey
from jikim.shared.workflow.models import HasStatus

__all__ = ["CardCode", "CardSheet", "Offer", "PaperDestruction", "PaperForm", "Round", "WeekCount"]


class Round(HasStatus):
    """A survey of a workplace: the first, the follow-up, or answers brought in by the operator from a file.

    `answered` is derived: counted in the vault and written down again by a job, never counted up here.
    """

    class Kind(models.TextChoices):
        FIRST = "first"
        FOLLOW_UP = "follow_up"
        IMPORTED = "imported"

    workflow_kind = "round"

    season = models.ForeignKey("jikim.Season", on_delete=models.PROTECT, related_name="rounds")
    workplace = models.ForeignKey("jikim.Workplace", on_delete=models.PROTECT, related_name="rounds")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    #: how many were given the chance to answer; None until it is known
    offered = models.PositiveIntegerField(null=True, blank=True)
    answered = models.PositiveIntegerField(default=0)
    #: the instrument every answer of this round belongs to, pinned when the round opens
    instrument_id = models.CharField(max_length=40)
    instrument_version = models.CharField(max_length=20)
    instrument_hash = models.CharField(max_length=64)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    #: the field period as planned
    begins_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    #: workers who are to be offered the questionnaire, counted when the round was prepared
    headcount = models.PositiveIntegerField(null=True, blank=True)
    target_cards = models.PositiveIntegerField(null=True, blank=True)
    #: every pack asked, in order, pinned: [{"id", "version", "hash"}]; the first is the instrument above
    packs = models.JSONField(default=list, blank=True)
    #: what is asked about the person, already merged (rules.asking): see surveys.queries.asked
    asks = models.JSONField(default=dict, blank=True)
    reminder_ko = models.TextField(blank=True)
    reminder_en = models.TextField(blank=True)
    #: the person (key) who visits: prints the cards, hands them out
    consultant_key = models.CharField(max_length=80, blank=True, db_index=True)
    #: begun and not handed in when last counted; only where a hundred were offered
    begun = models.PositiveIntegerField(null=True, blank=True)
    #: the day `answered` was last counted
    counted_on = models.DateField(null=True, blank=True)

    class Meta:
        app_label = "jikim"
        ordering = ["workplace__number", "id"]
        constraints = [models.UniqueConstraint(fields=["workplace", "kind"], name="round_once")]
        indexes = [models.Index(fields=["season", "status"], name="round_by_status")]

    def __str__(self) -> str:
        return self.workflow_key()

    def workflow_key(self) -> str:
        return f"{self.season_id}/{self.workplace.number}/{self.kind}"

    def where(self) -> Where:
        persons = frozenset({self.consultant_key}) if self.consultant_key else frozenset()
        return Where(region=self.workplace.region, workplace=str(self.workplace_id), persons=persons)


class Offer(models.Model):
    """The register: how many were offered the questionnaire, when and how. Knows no names."""

    class Way(models.TextChoices):
        BY_HAND = "by_hand"
        AT_TRAINING = "at_training"
        BOX = "box"
        PAPER = "paper"

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="offers")
    on = models.DateField()
    way = models.CharField(max_length=12, choices=Way.choices)
    #: under zero for an entry that takes back part of an earlier one
    count = models.IntegerField()
    #: how whoever was absent is reached, or why the count differs from the headcount
    note = models.TextField(blank=True)
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()
    #: made once by the page, so that a double click records one offer
    key = models.UUIDField(unique=True)

    class Meta:
        app_label = "jikim"
        ordering = ["on", "id"]


class CardSheet(HasStatus):
    """A printing of code cards for one workplace. The codes themselves exist on the paper only."""

    workflow_kind = "card_sheet"

    workplace = models.ForeignKey("jikim.Workplace", on_delete=models.PROTECT, related_name="card_sheets")
    number = models.PositiveIntegerField()
    cards = models.PositiveIntegerField()
    printed_on = models.DateField()
    printed_by = models.CharField(max_length=80)
    consultant_key = models.CharField(max_length=80, blank=True)

    class Meta:
        app_label = "jikim"
        ordering = ["workplace", "number"]
        constraints = [models.UniqueConstraint(fields=["workplace", "number"], name="card_sheet_once")]

    def workflow_key(self) -> str:
        return f"{self.workplace.season_id}/{self.workplace.number}/{self.number}"

    def where(self) -> Where:
        persons = frozenset({self.consultant_key}) if self.consultant_key else frozenset()
        return Where(region=self.workplace.region, workplace=str(self.workplace_id), persons=persons)


class CardCode(models.Model):
    """HMAC(K_register, code): says that a code exists, never whether it was used (the vault alone knows)."""

    id = RowKey(primary_key=True)
    sheet = models.ForeignKey(CardSheet, on_delete=models.PROTECT, related_name="codes")
    tag = models.BinaryField(max_length=32, unique=True)
    generation = models.SmallIntegerField(default=1, db_default=1)

    class Meta:
        app_label = "jikim"


class WeekCount(models.Model):
    """Finished and withdrawn per week, written down from the vault when a week is over (daily from 100 offered on)."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="weeks")
    week = models.CharField(max_length=8)
    finished = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "jikim"
        ordering = ["week"]
        constraints = [models.UniqueConstraint(fields=["round", "week"], name="week_count_once")]


class PaperForm(HasStatus):
    """A numbered paper questionnaire. What it says lies in the vault, under a keyed name of its number, until both keyings agree."""

    workflow_kind = "paper_form"

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="paper_forms")
    number = models.CharField(max_length=16, unique=True)
    first_keyed_by = models.CharField(max_length=80, blank=True)
    second_keyed_by = models.CharField(max_length=80, blank=True)
    destroyed_in = models.ForeignKey(
        "PaperDestruction", null=True, blank=True, on_delete=models.PROTECT, related_name="forms"
    )

    class Meta:
        app_label = "jikim"
        ordering = ["number"]

    def workflow_key(self) -> str:
        return self.number

    def where(self) -> Where:
        """Every keying seat reaches every form: which workplace it came from must not matter to whoever keys it."""
        return Where(persons=frozenset({"*"}))


class PaperDestruction(models.Model):
    """The protocol of a destruction: how many forms, when, how, by whom, before which witness."""

    on = models.DateField()
    way = models.CharField(max_length=40)
    done_by = models.CharField(max_length=80)
    done_by_name = models.CharField(max_length=120)
    witness_name = models.CharField(max_length=120)
    count = models.PositiveIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        app_label = "jikim"
        ordering = ["-id"]
