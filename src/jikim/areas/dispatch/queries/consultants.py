"""Consultants as the pages show them, within the actor's reach: an agency sees its own people and nobody else's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from jikim.areas.dispatch.models import SERVING, Consultant
from jikim.areas.dispatch.queries import words
from jikim.areas.dispatch.queries.reach import either, reached
from jikim.rules.access import Action, Actor, Verdict, may
from jikim.rules.words import Text
from jikim.shared.clock import today
from jikim.shared.files.models import StoredFile
from jikim.shared.ui.tables import Asked, narrow
from jikim.shared.workflow.models import StatusChange


@dataclass(frozen=True, slots=True)
class ConsultantLine:
    """One consultant in the list."""

    id: int
    name: str
    agency_id: int
    agency: str
    status: str
    qualification: Text
    qualified_until: dt.date | None
    expiry: str
    region: str
    district: str
    base: Text
    latitude: float | None
    longitude: float | None
    days_per_month: int
    languages: tuple[str, ...]
    language_names: Text
    email: str
    phone: str
    has_account: bool
    days_off: tuple[dt.date, ...]
    days_by_month: Mapping[str, int] = field(default_factory=dict)

    @property
    def expiry_name(self) -> Text:
        return words.EXPIRY[self.expiry]


@dataclass(frozen=True, slots=True)
class Proof:
    id: int
    name: str
    kept_at: dt.datetime
    is_checked: bool


@dataclass(frozen=True, slots=True)
class ConsultantPage:
    """One consultant, what waits to be checked, and what the actor may do."""

    line: ConsultantLine
    version: int
    season_id: int
    qualification_key: str
    renewal: tuple[tuple[Text, Any], ...]
    proofs: tuple[Proof, ...]
    account_name: str
    invited: str
    history: tuple[StatusChange, ...]
    may_record: Verdict
    may_approve: Verdict
    may_set_days: Verdict
    may_declare: Verdict
    may_open_proofs: Verdict

    @property
    def sent_back_reason(self) -> Text | None:
        """Why the office sent it back, while it waits to be put right."""
        last = self.history[-1] if self.history else None
        return Text(last.reason_ko, last.reason_en) if last and last.target == "returned" else None


def consultants(*, season_id: int, asked: Asked, by: Actor, agency_id: int | None = None) -> tuple[list[ConsultantLine], int]:
    """Consultants of the season the actor reaches."""
    rows = Consultant.objects.filter(reached(by, Action.agencies_see, agency="agency__"), agency__season_id=season_id)
    if agency_id is not None:
        rows = rows.filter(agency_id=agency_id)
    found, total = narrow(
        rows.select_related("agency__organisation"), asked,
        sort={"name": "name", "agency": "agency__organisation__name", "qualification": "qualification", "status": "status",
              "base": "base_region", "days_per_month": "days_per_month", "qualified_until": "qualified_until"},
        search=("name", "agency__organisation__name", "base_district"),
        filters={"qualification": "qualification", "status": _by_status, "expiry": _by_expiry},
    )  # fmt: skip
    return [line(one) for one in found], total


def consultant_page(*, consultant_id: int, by: Actor) -> ConsultantPage:
    """One consultant within reach, or the actor's own. Raises Consultant.DoesNotExist beyond it, as if there were none."""
    reach = either(
        reached(by, Action.agencies_see, agency="agency__"),
        reached(by, Action.availability_record, agency="agency__", person="person_id"),
    )
    one = Consultant.objects.filter(reach).select_related("agency__organisation", "person", "invitation").get(pk=consultant_id)
    where = one.where()
    files = StoredFile.objects.filter(thing_kind="consultant", thing_key=str(one.pk)).order_by("-pk")
    return ConsultantPage(
        line(one), one.version, one.agency.season_id, one.qualification, _renewal(one),
        tuple(Proof(file.pk, file.name, file.kept_at, file.pk == one.proof_id) for file in files),
        one.person.email if one.person else "",
        one.invitation.email if one.invitation and one.invitation.status == "sent" and not one.person_id else "",
        tuple(StatusChange.objects.filter(thing_kind="consultant", thing_key=one.workflow_key())),
        may(by, Action.consultants_record, where), may(by, Action.consultant_approve, where),
        may(by, Action.availability_record, where), may(by, Action.conflicts_declare, where),
        may(by, Action.agencies_see, where),
    )  # fmt: skip


def own_consultant_ids(*, by: Actor) -> list[int]:
    """The consultant or consultants the actor's own seat stands for, the newest season first."""
    keys = [int(key.removeprefix("person:")) for key in [by.key] if key.removeprefix("person:").isdigit()]
    found = Consultant.objects.filter(person_id__in=keys).exclude(status="ended").order_by("-agency__season__year", "-pk")
    return list(found.values_list("pk", flat=True))


def line(one: Consultant) -> ConsultantLine:
    return ConsultantLine(
        one.pk, one.name, one.agency_id, one.agency.organisation.name, one.status, words.qualification(one.qualification),
        one.qualified_until, words.expiry(one.qualified_until, today()), one.base_region, one.base_district,
        words.base(one.base_region, one.base_district), one.latitude, one.longitude, one.days_per_month, tuple(one.languages),
        words.language_names(one.languages), one.email, one.phone, one.person_id is not None,
        tuple(dt.date.fromisoformat(day) for day in one.days_off), dict(one.days_by_month),
    )  # fmt: skip


def _renewal(one: Consultant) -> tuple[tuple[Text, Any], ...]:
    found: list[tuple[Text, Any]] = []
    if "qualification" in one.renewal:
        found.append((Text("자격", "Qualification"), words.qualification(one.renewal["qualification"])))
    if until := one.renewal.get("qualified_until"):
        found.append((Text("자격 유효기한", "Qualified until"), dt.date.fromisoformat(until)))
    if "proof" in one.renewal:
        found.append((Text("증빙 파일", "Proof"), Text("새 파일이 있습니다", "A new file")))
    return tuple(found)


def _by_status(rows: Any, value: str) -> Any:
    return rows.filter(status__in=("proposed", "renewing") if value == "to_check" else (value,))


def _by_expiry(rows: Any, value: str) -> Any:
    return rows.filter(expiry_filter(value))


def expiry_filter(value: str) -> Q:
    """Qualifications of people who may be sent or are to be, by how long they hold; "soon" is run out or about to."""
    day, soon = today(), today() + words.EXPIRING_WITHIN
    return {
        "expired": Q(qualified_until__lt=day),
        "expiring": Q(qualified_until__gte=day, qualified_until__lte=soon),
        "soon": Q(qualified_until__lte=soon) & Q(status__in=SERVING),
        "unknown": Q(qualified_until=None),
        "holds": Q(qualified_until__gt=soon),
    }[value]
