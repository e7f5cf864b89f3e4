"""Persons, organisations, and the seats that say who may do what. Never holds anything about a worker."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from jikim.rules.access import REACH_OF_ROLE, Reach, Role, Where
from jikim.shared.clock import now
from jikim.shared.workflow.models import HasStatus

__all__ = ["Invitation", "LinkVersion", "Organisation", "Person", "Seat"]

_BY_AGENCY = frozenset({Role.AGENCY, Role.CONSULTANT})


def place(role: str, *, reach_keys: Iterable[object], organisation_id: int | None, region: str) -> Where:
    """Where a seat of that role lies, as rules.access reads it."""
    keys = [str(key) for key in reach_keys]
    if role == Role.REGION:
        return Where(region=keys[0] if keys else "")
    if role == Role.MANAGER:
        return Where(region=region, workplace=keys[0] if keys else "")
    persons = frozenset(keys) if REACH_OF_ROLE[Role(role)] is Reach.PERSON else frozenset()
    return Where(agency=str(organisation_id or "") if role in _BY_AGENCY else "", persons=persons)


def hash_of(token: str) -> str:
    """What is kept of an invitation's token: it carries 256 random bits, so a plain hash cannot be turned back."""
    return hashlib.sha256(token.encode()).hexdigest()


class Organisation(models.Model):
    """The programme's office, a private agency, or an employer."""

    class Kind(models.TextChoices):
        PROGRAMME = "programme"
        AGENCY = "agency"
        EMPLOYER = "employer"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=200)
    business_number = models.CharField(max_length=10, blank=True)

    class Meta:
        app_label = "jikim"
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="organisation_once")]


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)

    def create_person(self, email: str, name: str, password: str | None = None, **fields: object) -> Person:
        person = self.model(email=email.strip().lower(), name=name, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody with an account. One person, one identity, however many seats."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT)
    language = models.CharField(max_length=5, default="ko")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=now)

    objects: ClassVar[PersonManager] = PersonManager()  # type: ignore[assignment]

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        app_label = "jikim"

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """The key written into audit rows and histories."""
        return f"person:{self.pk}"


class Seat(models.Model):
    """A role held by a person, and how far it reaches. Ended, never deleted."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seats")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    #: region codes, agency keys, workplace keys or the person's own, as rules.access reads them; empty for the nation
    reach_keys = models.JSONField(default=list)
    #: for whom somebody sits: the agency of a manager or consultant
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="seats"
    )
    #: the region of a workplace manager's workplace, so that its regional office can look after the seat
    region = models.CharField(max_length=10, blank=True)
    since = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)
    invited_by = models.CharField(max_length=80, blank=True)

    class Meta:
        app_label = "jikim"
        indexes = [models.Index(fields=["person", "ended_at"], name="seat_open")]

    def where(self) -> Where:
        return place(
            self.role, reach_keys=self.reach_keys, organisation_id=self.organisation_id, region=self.region
        )


class Invitation(HasStatus):
    """A seat offered by mail. The link holds a token of which only the hash is kept."""

    workflow_kind = "invitation"

    #: empty only for the first office seat, whose link the console prints
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=5, default="ko")
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    reach_keys = models.JSONField(default=list)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT)
    region = models.CharField(max_length=10, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by_key = models.CharField(max_length=80)
    invited_by_name = models.CharField(max_length=120, blank=True)
    sent_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        app_label = "jikim"

    def where(self) -> Where:
        return place(
            self.role, reach_keys=self.reach_keys, organisation_id=self.organisation_id, region=self.region
        )


class LinkVersion(models.Model):
    """Which issue of a thing's signed links is still good. Raising it kills every link given before."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        app_label = "jikim"
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="link_version_once")]
