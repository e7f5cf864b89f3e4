"""Counselling a worker asked for, and emergencies. What a worker said is sealed to the counsellor; nobody else's key opens it."""

from __future__ import annotations

from django.db import models

from jikim.rules.access import Where
from jikim.shared.rowkey import RowKey
from jikim.shared.workflow.models import HasStatus

__all__ = [
    "CounsellingCount", "CounsellingNote", "CounsellingRead", "CounsellingRequest", "CounsellingSession", "CounsellorSeat",
    "EmergencyAlert", "EmergencyStep",
]  # fmt: skip


class CounsellorSeat(models.Model):
    """A named nurse or psychologist under the programme's contract. Whoever appoints the seat holds no key to it."""

    class Profession(models.TextChoices):
        NURSE = "nurse"
        PSYCHOLOGIST = "psychologist"
        PHYSICIAN = "physician"

    person = models.OneToOneField("jikim.Person", on_delete=models.PROTECT, related_name="counsellor_seat")
    profession = models.CharField(max_length=20, choices=Profession.choices)
    payer_ko = models.CharField(max_length=200)
    payer_en = models.CharField(max_length=200, blank=True)
    #: region codes; empty serves the nation
    regions = models.JSONField(default=list, blank=True)
    languages = models.JSONField(default=list, blank=True)
    #: {"mon": ["09:00", "18:00"], …} when a call can really come
    hours = models.JSONField(default=dict, blank=True)
    #: X25519, made when the counsellor first opens the desk; the private half is wrapped under their own passphrase
    public_key = models.BinaryField(null=True)
    wrapped_key = models.BinaryField(null=True)
    key_made_on = models.DateField(null=True, blank=True)
    deputy = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="stands_in_for")
    is_active = models.BooleanField(default=True)
    #: away from … to, so that no worker is promised a call then
    away_from = models.DateField(null=True, blank=True)
    away_to = models.DateField(null=True, blank=True)
    appointed_by = models.CharField(max_length=80, blank=True)
    #: when this seat was last written to that requests wait; never once for each request
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "jikim"

    def where(self) -> Where:
        return Where(persons=frozenset({self.person.key}))


class CounsellingRequest(HasStatus):
    """A worker's own request. Holds copies of what was handed over, never a vault id, a workplace or a name in the clear."""

    workflow_kind = "counselling"

    class HandedOver(models.TextChoices):
        NOTHING = "nothing"
        LEVEL = "level"
        SCORES = "scores"

    id = RowKey(primary_key=True)
    #: HMAC(K_counsel, code)
    tag = models.BinaryField(max_length=32, unique=True)
    generation = models.SmallIntegerField(default=1, db_default=1)
    season = models.ForeignKey("jikim.Season", on_delete=models.PROTECT, related_name="+")
    region = models.CharField(max_length=10)
    language = models.CharField(max_length=5, default="ko")
    counsellor = models.ForeignKey(CounsellorSeat, on_delete=models.PROTECT, related_name="requests")
    #: the deputy who may take it too, until one of both does
    passed_to = models.ForeignKey(
        CounsellorSeat, null=True, blank=True, on_delete=models.PROTECT, related_name="requests_passed"
    )
    #: slow hash of the word with which the worker comes back; five wrong tries close it
    secret_hash = models.CharField(max_length=200, blank=True)
    wrong_tries = models.SmallIntegerField(default=0)
    is_urgent = models.BooleanField(default=False)
    asked_on = models.DateField()
    #: the hour only of an urgent one, from which the four working hours count
    asked_hour = models.SmallIntegerField(null=True, blank=True)
    #: an urgent one that nobody can take over: the clinical lead has been told
    is_alarmed = models.BooleanField(default=False)
    handed_over = models.CharField(max_length=10, choices=HandedOver.choices, default=HandedOver.NOTHING)
    #: each part is sealed under a key of its own; `wraps` holds those keys sealed to each seat that may open them:
    #: {"contact": {seat: sealed key}, "handover": {…}, "notes": {…}}
    contact = models.BinaryField()
    handover = models.BinaryField(null=True)
    wraps = models.JSONField(default=dict)
    closed_on = models.DateField(null=True, blank=True)
    closing = models.CharField(max_length=20, blank=True)
    referral = models.CharField(max_length=20, blank=True)

    class Meta:
        app_label = "jikim"

    def where(self) -> Where:
        deputy = {self.passed_to.person.key} if self.passed_to else set()
        return Where(persons=frozenset({self.counsellor.person.key, *deputy}))


class CounsellingSession(models.Model):
    """One talk: when, how long, by which channel."""

    request = models.ForeignKey(CounsellingRequest, on_delete=models.CASCADE, related_name="sessions")
    on = models.DateField()
    channel = models.CharField(max_length=20)
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        app_label = "jikim"
        ordering = ["on", "id"]


class CounsellingNote(models.Model):
    """A counsellor's note, sealed under the request's key."""

    request = models.ForeignKey(CounsellingRequest, on_delete=models.CASCADE, related_name="notes")
    session = models.ForeignKey(CounsellingSession, null=True, blank=True, on_delete=models.CASCADE, related_name="notes")
    sealed = models.BinaryField()
    written_at = models.DateTimeField()

    class Meta:
        app_label = "jikim"
        ordering = ["id"]


class CounsellingRead(models.Model):
    """Who opened what of a request, and when. The worker sees this list by code."""

    request = models.ForeignKey(CounsellingRequest, on_delete=models.CASCADE, related_name="reads")
    read_by = models.CharField(max_length=80)
    read_by_name = models.CharField(max_length=120)
    profession = models.CharField(max_length=20)
    what = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        app_label = "jikim"
        ordering = ["id"]


class CounsellingCount(models.Model):
    """All that stays of requests: how many, per season, region and month."""

    season = models.ForeignKey("jikim.Season", on_delete=models.PROTECT, related_name="+")
    region = models.CharField(max_length=10)
    #: "2026-04"
    month = models.CharField(max_length=7)
    asked = models.PositiveIntegerField(default=0)
    urgent = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    sessions = models.PositiveIntegerField(default=0)
    closed = models.PositiveIntegerField(default=0)
    referred = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "jikim"
        constraints = [models.UniqueConstraint(fields=["season", "region", "month"], name="counselling_count_once")]


class EmergencyAlert(HasStatus):
    """Somebody is in danger: who raised it and when, never about whom or what."""

    workflow_kind = "emergency"

    #: made on the device, so that an alert sent twice after a bad line is one
    key = models.UUIDField(unique=True)
    raised_by = models.CharField(max_length=80)
    raised_by_name = models.CharField(max_length=120)
    raised_at = models.DateTimeField()
    region = models.CharField(max_length=10, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=20, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "jikim"
        ordering = ["-raised_at"]

    def where(self) -> Where:
        return Where(region=self.region, persons=frozenset({self.raised_by}))


class EmergencyStep(models.Model):
    """A step that was taken and when; no content."""

    alert = models.ForeignKey(EmergencyAlert, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=30)
    at = models.DateTimeField()

    class Meta:
        app_label = "jikim"
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["alert", "step"], name="emergency_step_once")]
