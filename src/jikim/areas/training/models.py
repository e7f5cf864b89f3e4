"""Sessions, what was answered in them as counts, certificates, registrations for public ones. No answer is kept beside a person.

Three things hold a person's name: the list an employer must keep (`AttendanceName`), a certificate where that list is wanted, and a
registration for a public session. Each says until when, and a duty deletes it then.
"""

from __future__ import annotations

import datetime as dt

from django.db import models

from jikim.rules.access import Where
from jikim.rules.words import Text
from jikim.shared.workflow.models import HasStatus

__all__ = [
    "AttendanceName", "CourseCredit", "LearnerLink", "Registration", "SelfPaced", "TrainingAttempt", "TrainingCertificate", "TrainingSession",
    "TrainingTally",
]  # fmt: skip


class TrainingSession(HasStatus):
    """One session: at a workplace with a visit or apart, or for the public (employers, consumers)."""

    class Scope(models.TextChoices):
        WORKPLACE = "workplace"
        EMPLOYERS = "employers"
        CONSUMERS = "consumers"

    scope = models.CharField(max_length=12, choices=Scope.choices, default=Scope.WORKPLACE)
    workplace = models.ForeignKey("jikim.Workplace", on_delete=models.PROTECT, null=True, blank=True, related_name="training_sessions")
    #: the visit it is planned with, where there is one
    appointment = models.ForeignKey("jikim.Appointment", on_delete=models.PROTECT, null=True, blank=True, related_name="training_sessions")
    #: of the library; the version it was given in is written down when it opens
    course = models.CharField(max_length=80)
    course_version = models.CharField(max_length=20, blank=True)
    occupation = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=5, default="ko")
    on = models.DateField()
    start = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=300, blank=True)
    trainer = models.CharField(max_length=120)
    qualification = models.CharField(max_length=200, blank=True)
    #: the seat that planned it and gives it
    trainer_key = models.CharField(max_length=80)
    #: names and signatures are wanted where the employer must prove who was there
    with_names = models.BooleanField(default=False)
    #: typed in by participants; good while the session is open or has just been given, empty otherwise
    join_code = models.CharField(max_length=6, blank=True)
    #: how many were there, as counted by the trainer
    attended = models.PositiveIntegerField(null=True, blank=True)
    note = models.TextField(blank=True)
    #: the signed sheet, private
    sheet = models.ForeignKey("jikim.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # for the public
    title_ko = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    about_ko = models.TextField(blank=True)
    about_en = models.TextField(blank=True)
    seats = models.PositiveIntegerField(default=0)
    #: registrations that held a seat when they were deleted
    registered = models.PositiveIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        app_label = "jikim"
        ordering = ["on", "start", "id"]
        constraints = [
            models.UniqueConstraint(fields=["join_code"], condition=~models.Q(join_code=""), name="training_code_once"),
            models.UniqueConstraint(
                fields=["appointment"], condition=~models.Q(status="cancelled"), name="training_once_a_visit"
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["workplace", "on"], name="training_by_place"), models.Index(fields=["scope", "on"], name="training_by_scope")]

    @property
    def workflow_kind(self) -> str:  # type: ignore[override]
        return "training_session" if self.scope == self.Scope.WORKPLACE else "public_training"

    @property
    def is_public(self) -> bool:
        return self.scope != self.Scope.WORKPLACE

    @property
    def title(self) -> Text:
        return Text(self.title_ko, self.title_en)

    @property
    def ends(self) -> dt.time:
        return (dt.datetime.combine(self.on, self.start) + dt.timedelta(minutes=self.minutes)).time()

    def where(self) -> Where:
        if self.workplace_id is None:
            return Where()
        from jikim.areas.dispatch.public import workplace_where

        there = workplace_where(self.workplace_id)
        return Where(there.region, there.agency, there.workplace, there.persons | {self.trainer_key})


class LearnerLink(models.Model):
    """A workplace's own address of the self-paced courses. Only counts come back by it."""

    workplace = models.OneToOneField("jikim.Workplace", on_delete=models.PROTECT, related_name="learner_link")
    token = models.CharField(max_length=24, unique=True)
    occupation = models.CharField(max_length=80, blank=True)
    made_on = models.DateField()

    class Meta:
        app_label = "jikim"


class SelfPaced(models.Model):
    """How often a course was finished on the phone in a month, for a workplace or (null) the public. Never by whom or on which day."""

    workplace = models.ForeignKey("jikim.Workplace", on_delete=models.PROTECT, null=True, blank=True, related_name="self_paced")
    course = models.CharField(max_length=80)
    #: the first day of the month
    month = models.DateField()
    finished = models.PositiveIntegerField(default=0)
    points = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "jikim"
        constraints = [
            models.UniqueConstraint(fields=["workplace", "course", "month"], name="self_paced_once"),
            models.UniqueConstraint(fields=["course", "month"], condition=models.Q(workplace=None), name="self_paced_public_once"),
        ]  # fmt: skip


class TrainingAttempt(models.Model):
    """One quiz handed in: its score and nothing else. `mark` is a keyed hash of the form's random key and the part, so that a second tap
    is known and an answer before cannot be laid beside one after."""

    session = models.ForeignKey(TrainingSession, on_delete=models.CASCADE, null=True, blank=True, related_name="attempts")
    self_paced = models.ForeignKey(SelfPaced, on_delete=models.CASCADE, null=True, blank=True, related_name="attempts")
    part = models.CharField(max_length=8)
    #: the key of the row: a running number would tell in which order they came
    mark = models.CharField(max_length=64, primary_key=True)
    points = models.PositiveSmallIntegerField()
    asked = models.PositiveSmallIntegerField()

    class Meta:
        app_label = "jikim"
        # in no order of arrival
        ordering = ["mark"]
        indexes = [models.Index(fields=["session", "part"], name="training_attempt_part")]


class TrainingTally(models.Model):
    """How many gave this answer to this question of a session: a count."""

    session = models.ForeignKey(TrainingSession, on_delete=models.CASCADE, related_name="tallies")
    part = models.CharField(max_length=8)
    #: quiz/KEY (value 1 right, 0 wrong) or item/KEY (value 1 … n)
    item = models.CharField(max_length=90)
    value = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "jikim"
        constraints = [models.UniqueConstraint(fields=["session", "part", "item", "value"], name="training_tally_once")]


class TrainingCertificate(models.Model):
    """A certificate of attendance, or of a session for the workplace's duty file. Its name stays in the register only where a list is wanted."""

    class Kind(models.TextChoices):
        PERSON = "person"
        WORKPLACE = "workplace"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    #: end of the address that says whether it is genuine
    token = models.CharField(max_length=32, unique=True)
    #: a second tap gets the same certificate; empty for a workplace's
    mark = models.CharField(max_length=64, blank=True)
    session = models.ForeignKey(TrainingSession, on_delete=models.PROTECT, null=True, blank=True, related_name="certificates")
    workplace = models.ForeignKey("jikim.Workplace", on_delete=models.PROTECT, null=True, blank=True, related_name="training_certificates")
    course = models.CharField(max_length=80)
    course_version = models.CharField(max_length=20)
    minutes = models.PositiveIntegerField()
    on = models.DateField()
    #: of a workplace's for a year: how many sessions and people it tells of
    sessions = models.PositiveIntegerField(default=0)
    attended = models.PositiveIntegerField(default=0)
    name = models.ForeignKey("jikim.AttendanceName", on_delete=models.SET_NULL, null=True, blank=True, related_name="certificates")
    made_on = models.DateField()
    revoked_on = models.DateField(null=True, blank=True)

    class Meta:
        app_label = "jikim"
        ordering = ["year", "serial"]
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="training_certificate_number_once"),
            models.UniqueConstraint(fields=["mark"], condition=~models.Q(mark=""), name="training_certificate_mark_once"),
        ]  # fmt: skip

    def where(self) -> Where:
        return Where(region=self.workplace.region, workplace=str(self.workplace_id)) if self.workplace else Where()


class AttendanceName(models.Model):
    """A name on the list the employer must keep. Personal data: seen by the workplace's manager and the consultant, deleted after `keep_until`."""

    session = models.ForeignKey(TrainingSession, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=60)
    #: typed by the trainer, or by the participant with the certificate
    by_trainer = models.BooleanField(default=True)
    keep_until = models.DateField()

    class Meta:
        app_label = "jikim"
        ordering = ["name", "id"]


class CourseCredit(models.Model):
    """How a course counts towards statutory education, as the programme office has set it. Rows are added, the newest holds."""

    course = models.CharField(max_length=80)
    category = models.CharField(max_length=20)
    most_minutes = models.PositiveSmallIntegerField()
    set_by_key = models.CharField(max_length=80)
    set_by_name = models.CharField(max_length=120)
    set_at = models.DateTimeField()

    class Meta:
        app_label = "jikim"
        ordering = ["id"]


class Registration(models.Model):
    """Somebody who wants to come to a public session. Deleted some days after it; a number stays."""

    session = models.ForeignKey(TrainingSession, on_delete=models.CASCADE, related_name="registrations")
    name = models.CharField(max_length=60)
    email = models.EmailField()
    organisation = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=5, default="ko")
    token = models.CharField(max_length=32, unique=True)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    #: false: on the waiting list
    has_seat = models.BooleanField(default=False)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        app_label = "jikim"
        ordering = ["confirmed_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "email"], condition=models.Q(cancelled_at=None), name="registration_once"),
        ]  # fmt: skip
