"""The participation agreement: prepared, signed by both sides, in force, ended. Its scan is kept as a private file."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from django.db import transaction

from jikim.areas.enrolment.actions.errors import Invalid
from jikim.areas.enrolment.models import Agreement, Application, Workplace
from jikim.rules.access import Action, Actor
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Conflict, require
from jikim.shared.clock import now, today
from jikim.shared.files.models import StoredFile
from jikim.shared.files.scan import keep_scan as keep_paper
from jikim.shared.workflow import move

Party = Literal["employer", "workers"]
#: the wording in documents/agreement; a signed agreement keeps the version it was signed on
TEXT_VERSION = "1"
_OTHER: dict[Party, Party] = {"employer": "workers", "workers": "employer"}


def prepare_agreement(*, workplace_id: int, by: Actor) -> Agreement:
    """The workplace's agreement, made if there is none yet. Only for a workplace that may take part."""
    with transaction.atomic():
        workplace = Workplace.objects.select_for_update().get(pk=workplace_id)
        require(by, Action.agreement_record, workplace.visited_where())
        return _prepared(workplace, by)


def record_signature(*, agreement_id: int, party: Party, name: str, signed_on: dt.date, by: Actor) -> Agreement:
    """Write down one side's signature; with the second the agreement is in force."""
    with transaction.atomic():
        agreement = _locked(agreement_id, by)
        _check_signature(agreement, party, name, signed_on)
        other_has_signed = getattr(agreement, f"{_OTHER[party]}_signed_on") is not None
        setattr(agreement, f"{party}_name", name.strip())
        setattr(agreement, f"{party}_signed_on", signed_on)
        agreement.save(update_fields=[f"{party}_name", f"{party}_signed_on"])
        move(agreement, "in_force" if other_has_signed else f"{party}_signed", by=by)
    return agreement


def conclude_agreement(
    *, workplace_id: int, employer_name: str, workers_name: str, signed_on: dt.date, by: Actor
) -> Agreement:
    """Both signatures of one day at once, for an agreement brought back signed."""
    with transaction.atomic():
        agreement = prepare_agreement(workplace_id=workplace_id, by=by)
        record_signature(agreement_id=agreement.pk, party="employer", name=employer_name, signed_on=signed_on, by=by)
        return record_signature(agreement_id=agreement.pk, party="workers", name=workers_name, signed_on=signed_on, by=by)


def end_agreement(*, agreement_id: int, reason: Text, by: Actor) -> Agreement:
    """Either side may withdraw, at any time and without giving grounds to the other."""
    with transaction.atomic():
        agreement = _locked(agreement_id, by)
        move(agreement, "ended", by=by, reason=reason)
    return agreement


def keep_scan(*, workplace_id: int, data: bytes, name: str, by: Actor) -> StoredFile:
    """Keep the signed paper's scan. Whoever records the signatures sends it, or the workplace's own manager."""
    workplace = Workplace.objects.get(pk=workplace_id)
    require(by, Action.agreement_papers, workplace.visited_where())
    with transaction.atomic():
        agreement = _prepared(Workplace.objects.select_for_update().get(pk=workplace_id), by)
        kept = keep_paper(
            data, field="scan", name=name, thing_kind="agreement", thing_key=agreement.pk, action=Action.agreement_papers, where=workplace.visited_where()
        )
        agreement.file_hash = kept.sha256
        agreement.save(update_fields=["file_hash"])
        audit.record(by, "agreement.scan_kept", "agreement", agreement.pk, workplace=workplace.number, file=kept.pk)
    return kept


def _prepared(workplace: Workplace, by: Actor) -> Agreement:
    """The agreement of a workplace the caller has locked; made when it may take part and has none."""
    found = Agreement.objects.filter(workplace=workplace).first()
    if found is not None:
        return found
    application = Application.objects.filter(workplace=workplace).first()
    if application is None or application.status not in ("eligible", "enrolled"):
        raise Conflict(Text("적격이거나 선정된 사업장만 협약을 맺을 수 있습니다.",
                            "Only an eligible or enrolled workplace can sign an agreement."))  # fmt: skip
    made = Agreement.objects.create(workplace=workplace, status="prepared", status_since=now(), text_version=TEXT_VERSION)
    audit.record(by, "agreement.prepared", "agreement", made.pk, workplace=workplace.number)
    return made


def _locked(agreement_id: int, by: Actor) -> Agreement:
    agreement = Agreement.objects.select_for_update(of=("self",)).select_related("workplace").get(pk=agreement_id)
    require(by, Action.agreement_record, agreement.where())
    return agreement


def _check_signature(agreement: Agreement, party: Party, name: str, signed_on: dt.date) -> None:
    errors: dict[str, Text] = {}
    if getattr(agreement, f"{party}_signed_on") is not None:
        raise Conflict(Text("이미 기록된 서명입니다.", "This signature has already been recorded."))
    if not name.strip():
        errors["name"] = Text("서명한 사람의 이름을 적어 주십시오.", "Please give the name of whoever signed.")
    elif name.strip() == getattr(agreement, f"{_OTHER[party]}_name"):
        errors["name"] = Text("사업주와 근로자대표는 같은 사람일 수 없습니다.",
                              "The employer and the workers' representative cannot be the same person.")  # fmt: skip
    if signed_on > today():
        errors["signed_on"] = Text("서명일이 오늘보다 뒤입니다.", "The date of signature lies in the future.")
    if errors:
        raise Invalid(errors)
