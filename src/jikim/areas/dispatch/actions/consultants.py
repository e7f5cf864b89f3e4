"""Consultants: the agency records them, the office approves or sends back; months and days off, the proof, the end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from jikim.areas.dispatch.actions.agencies import STALE
from jikim.areas.dispatch.actions.appointments import dates_of
from jikim.areas.dispatch.actions.revising import replan_for
from jikim.areas.dispatch.actions.writing import new_consultant, start_renewal, write_consultant
from jikim.areas.dispatch.models import SERVING, Agency, Consultant
from jikim.areas.dispatch.models.appointments import OPEN
from jikim.rules.access import Action, Actor, may
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Conflict, Invalid, require
from jikim.shared.files.scan import keep_scan
from jikim.shared.workflow import move

_NAMED = Text("이 기관에 같은 이름의 컨설턴트가 있습니다. 이름 뒤에 (2)를 붙여 구별해 주십시오.", "The agency has a consultant of this name. Tell them apart, for example with (2).")
_LEFT = Text("수행이 끝난 기관에는 컨설턴트를 등록할 수 없습니다.", "No consultant can be recorded for an agency that has left.")
_NO_PROOF = Text("자격과 증빙 파일이 있어야 승인할 수 있습니다.", "Approval needs a qualification and its proof.")
_RUN_OUT = Text("자격 유효기한이 지났습니다.", "The qualification has run out.")
_ENDED = Text("컨설턴트 {name}의 활동이 끝났습니다.", "Consultant {name} is sent no more.")
_DAYS = Text("한 달의 날수는 0부터 31까지입니다.", "A month has 0 to 31 days.")


def record_consultant(*, agency_id: int, values: Mapping[str, Any], by: Actor) -> Consultant:
    """Record somebody; the office approves. Raises Invalid."""
    with transaction.atomic():
        agency = Agency.objects.select_for_update().get(pk=agency_id)
        require(by, Action.consultants_record, agency.where())
        if agency.status == "left":
            raise Conflict(_LEFT)
        if agency.consultants.filter(name=values["name"]).exists():
            raise Invalid({"name": _NAMED})
        one = new_consultant(agency, values, by)
        audit.record(by, "consultant.recorded", "consultant", one.pk, agency=agency.key)
    return one


def change_consultant(*, consultant_id: int, version: int, values: Mapping[str, Any], by: Actor) -> Consultant:
    """Change what is known of somebody. What the office has checked is handed in as a renewal. Raises Invalid, Conflict."""
    with transaction.atomic():
        Agency.objects.select_for_update(of=("self",)).get(consultants__pk=consultant_id)  # nobody else takes a name of it now
        one = _locked(consultant_id, Action.consultants_record, by)
        if one.version != version:
            raise Conflict(STALE)
        if one.agency.consultants.filter(name=values.get("name", one.name)).exclude(pk=one.pk).exists():
            raise Invalid({"name": _NAMED})
        asks = write_consultant(one, values, values.keys(), by)
        one.save()
        audit.record(by, "consultant.changed", "consultant", one.pk, fields=sorted(values))
        if asks:
            start_renewal(one, by)
    return one


def keep_proof(*, consultant_id: int, data: bytes, name: str, by: Actor) -> Consultant:
    """Keep the proof of the qualification. Of somebody approved it waits for the office's check. Raises Invalid."""
    with transaction.atomic():
        one = _locked(consultant_id, Action.consultants_record, by)
        kept = keep_scan(data, field="proof", name=name, thing_kind="consultant", thing_key=one.pk, action=Action.agencies_see, where=one.where())
        waits = one.status in SERVING and not may(by, Action.consultant_approve)
        if waits:
            one.renewal = one.renewal | {"proof": kept.pk}
        else:
            one.proof = kept
        one.save()
        audit.record(by, "consultant.proof_kept", "consultant", one.pk, file=kept.pk)
        if waits:
            start_renewal(one, by)
    return one


def approve_consultant(*, consultant_id: int, today: dt.date, by: Actor) -> Consultant:
    """The office has looked at the qualification and its proof. Raises Conflict when either is missing or has run out."""
    with transaction.atomic():
        one = _locked(consultant_id, Action.consultant_approve, by)
        until = one.renewal.get("qualified_until")
        one.qualification = one.renewal.get("qualification", one.qualification)
        one.qualified_until = dt.date.fromisoformat(until) if until else one.qualified_until
        one.proof_id = one.renewal.get("proof", one.proof_id)
        if not one.qualification or one.proof_id is None:
            raise Conflict(_NO_PROOF)
        if one.qualified_until and one.qualified_until < today:
            raise Conflict(_RUN_OUT)
        one.renewal = {}
        one.save()
        move(one, "approved", by=by)
    return one


def send_back(*, consultant_id: int, reason: Text, by: Actor) -> Consultant:
    """What was handed in does not do; the reason says what to do. A renewal turned down leaves the earlier approval as it was."""
    with transaction.atomic():
        one = _locked(consultant_id, Action.consultant_approve, by)
        if one.status == "renewing":
            if not reason.ko and not reason.en:
                raise Conflict(Text("사유를 적어 주십시오.", "Please give the reason."))
            one.renewal = {}
            one.save()
            move(one, "approved", by=by, reason=Text(f"갱신 반려: {reason.ko or reason.en}", f"Renewal turned down: {reason.en or reason.ko}"))
        else:
            move(one, "returned", by=by, reason=reason)
    return one


def hand_in_again(*, consultant_id: int, by: Actor) -> Consultant:
    """What was asked for has been put right; the office looks again."""
    with transaction.atomic():
        one = Consultant.objects.select_related("agency").get(pk=consultant_id)
        move(one, "proposed", by=by)
    return one


def end_consultant(*, consultant_id: int, reason: Text, by: Actor) -> Consultant:
    """Somebody is sent no more; visits still to come have to be given to others."""
    with dates_of(Agency.objects.values_list("season_id", flat=True).get(consultants__pk=consultant_id)):
        one = Consultant.objects.select_related("agency").get(pk=consultant_id)
        move(one, "ended", by=by, reason=reason)
        if one.appointments.filter(status__in=OPEN).exists():
            replan_for(one.agency, cause="other", said=_ENDED.fill(name=one.name))
    return one


def set_availability(
    *, consultant_id: int, version: int, days_a_month: int, days_by_month: Mapping[str, int], days_off: Sequence[dt.date], by: Actor
) -> Consultant:
    """Days in a month, months that differ, days off. The consultant's own seat may do this too. Raises Invalid, Conflict."""
    if not 0 <= days_a_month <= 31 or any(not 0 <= days <= 31 for days in days_by_month.values()):
        raise Invalid({"days_a_month": _DAYS})
    with transaction.atomic():
        one = _locked(consultant_id, Action.availability_record, by)
        if one.version != version:
            raise Conflict(STALE)
        said = {"days_a_month": days_a_month, "days_by_month": dict(days_by_month), "days_off": days_off}
        write_consultant(one, said, said.keys(), by)
        one.save()
        audit.record(by, "consultant.availability", "consultant", one.pk, days_off=len(one.days_off), months=len(days_by_month))
    return one


def _locked(consultant_id: int, action: Action, by: Actor) -> Consultant:
    one = Consultant.objects.select_for_update(of=("self",)).select_related("agency__organisation").get(pk=consultant_id)
    require(by, action, one.where())
    return one
