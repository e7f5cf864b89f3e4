"""Ties that keep an agency or a consultant away from a workplace: declared, ended; and an allotment an agency declines."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction

from jikim.areas.dispatch.actions.appointments import dates_of
from jikim.areas.dispatch.actions.revising import replan_for
from jikim.areas.dispatch.models import Agency, Consultant, DeclaredConflict, DeclinedAllotment
from jikim.areas.dispatch.queries.conflicts import DECLINED, allotted_to
from jikim.rules.access import Action, Actor
from jikim.rules.intake_declared import identity
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Conflict, Invalid, require
from jikim.shared.clock import now

_FIELDS = {"number": "workplace_number", "business_number": "business_number", "name": "name", "since_on": "since_on", "until_on": "until_on", "what": "what"}
_NAMELESS = Text("관리번호나 사업자등록번호 가운데 하나는 적어 주십시오.", "Please give the number or the business number.")
_TWICE = Text("이미 신고되어 있습니다.", "This has been declared already.")
_NOT_ALLOTTED = Text(
    "지금 이 기관에 배정된 사업장이 아닙니다.", "This workplace is not allotted to the agency at present."
)
_REASON = Text("사유를 적어 주십시오.", "Please give the reason.")


def declare_conflict(*, agency_id: int, values: Mapping[str, Any], by: Actor, consultant_id: int | None = None) -> DeclaredConflict:
    """Declare a workplace the agency serves under contract, or the consultant has ties with. Raises Invalid."""
    with transaction.atomic():
        agency = Agency.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=agency_id)
        consultant = Consultant.objects.select_for_update().get(pk=consultant_id, agency=agency) if consultant_id else None
        require(by, Action.conflicts_declare, consultant.where() if consultant else agency.where())
        if not values.get("number") and not values.get("business_number"):
            raise Invalid({"number": _NAMELESS})
        mine = _identity(agency, consultant, values)
        open_ones = DeclaredConflict.objects.filter(agency=agency, consultant=consultant, ended_at=None)
        if any(_identity(agency, consultant, _values(one)) == mine for one in open_ones):
            raise Invalid({"number" if values.get("number") else "business_number": _TWICE})
        made = new_declaration(agency, consultant, values, by)
        audit.record(by, "conflict.declared", _kind(made), _key(made), number=made.workplace_number, business=made.business_number)
    return made


def end_conflict(*, conflict_id: int, by: Actor) -> DeclaredConflict:
    """The tie is no more. The declaration stays in the record. Ended twice is ended once."""
    with transaction.atomic():
        one = DeclaredConflict.objects.select_for_update(of=("self",)).select_related("agency", "consultant__agency").get(pk=conflict_id)
        require(by, Action.conflicts_declare, one.consultant.where() if one.consultant else one.agency.where())
        if one.ended_at is None:
            one.ended_at = now()
            one.save(update_fields=["ended_at"])
            audit.record(by, "conflict.ended", _kind(one), _key(one), number=one.workplace_number, business=one.business_number)
    return one


def decline_allotment(*, agency_id: int, workplace_id: int, reason: str, by: Actor) -> DeclinedAllotment:
    """The agency will not serve a workplace allotted to it. The plan keeps them apart from now on. Raises Invalid, Conflict."""
    with dates_of(Agency.objects.values_list("season_id", flat=True).get(pk=agency_id)):
        agency = Agency.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=agency_id)
        require(by, Action.allotment_decline, agency.where())
        if not reason.strip():
            raise Invalid({"reason": _REASON})
        known = DeclinedAllotment.objects.filter(agency=agency, workplace_id=workplace_id).first()
        if known is not None:
            return known  # a second click, or the back button
        if workplace_id not in allotted_to(agency_id=agency.pk):
            raise Conflict(_NOT_ALLOTTED)
        made = DeclinedAllotment.objects.create(
            agency=agency, workplace_id=workplace_id, reason=reason.strip()[:2000], declined_at=now(), declined_by_key=by.key,
            declined_by_name=by.name[:120],
        )  # fmt: skip
        audit.record(by, "allotment.declined", "agency", agency.pk, workplace=workplace_id, reason=made.reason)
        replan_for(agency, cause="other", said=DECLINED.fill(agency=agency.organisation.name, reason=made.reason))
    return made


def new_declaration(agency: Agency, consultant: Consultant | None, values: Mapping[str, Any], by: Actor) -> DeclaredConflict:
    """The row; the caller has asked whether `by` may, and records it."""
    one = DeclaredConflict(
        agency=agency, consultant=consultant, declared_at=now(), declared_by_key=by.key, declared_by_name=by.name[:120]
    )
    write_declaration(one, values, _FIELDS.keys() & values.keys())
    return one


def write_declaration(one: DeclaredConflict, values: Mapping[str, Any], fields: Collection[str]) -> None:
    for key in fields:
        setattr(one, _FIELDS[key], values[key])
    one.save()


def _identity(agency: Agency, consultant: Consultant | None, values: Mapping[str, Any]) -> tuple[object, ...]:
    said = {key: values.get(key) or "" for key in ("number", "business_number", "name")}
    return identity({**said, "agency": agency.pk, "consultant": consultant.pk if consultant else ""})


def _values(one: DeclaredConflict) -> dict[str, Any]:
    return {"number": one.workplace_number, "business_number": one.business_number, "name": one.name}


def _kind(one: DeclaredConflict) -> str:
    return "consultant" if one.consultant_id else "agency"


def _key(one: DeclaredConflict) -> int:
    return one.consultant_id or one.agency_id
