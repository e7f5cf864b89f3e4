"""Whom a campaign may write to: contacts of those who applied, and of prospects. Asks no actor: callers do."""

from __future__ import annotations

from dataclasses import dataclass

from jikim.areas.enrolment.models import Application, Prospect


@dataclass(frozen=True, slots=True)
class MailContact:
    """An organisation and its contact's address."""

    organisation: str
    email: str


def applied_contacts(*, season_id: int) -> list[MailContact]:
    """Every workplace whose application was handed in, whatever became of it."""
    found = Application.objects.filter(season_id=season_id).exclude(status="draft").exclude(workplace__contact_email="")
    return [MailContact(name, email) for name, email in found.order_by("pk").values_list("workplace__name", "workplace__contact_email")]


def prospect_contacts(*, season_id: int) -> list[MailContact]:
    """Prospects that have not declined."""
    found = Prospect.objects.filter(season_id=season_id).exclude(status="declined").exclude(email="")
    return [MailContact(name, email) for name, email in found.order_by("pk").values_list("name", "email")]
