"""Whom a campaign may write to: contacts of those who applied, of prospects, of workplaces that hold something. Asks no actor: callers do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jikim.areas.enrolment.models import Application, Prospect, Workplace


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


def contact_addresses(workplace_ids: Iterable[int]) -> dict[int, str]:
    """Where to write to each of these workplaces; only those that gave an address."""
    rows = Workplace.objects.filter(pk__in=list(workplace_ids)).exclude(contact_email="")
    return dict(rows.values_list("pk", "contact_email"))
