"""Emergency alerts: raised from a device (also later, after a bad line), seen and closed by the clinical lead. No content ever."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from jikim.areas.counselling.models import EmergencyAlert, EmergencyStep
from jikim.areas.people.public import people_holding
from jikim.rules.access import Action, Actor, Role
from jikim.rules.danger import ENDINGS, STEP_KEYS, believed, wants_reminder
from jikim.rules.words import Text
from jikim.shared import audit, mail
from jikim.shared.access import require
from jikim.shared.clock import now
from jikim.shared.workflow import move

_SUBJECT = Text("[지킴] 긴급 알림이 있습니다", "[Jikim] An emergency alert")
_REMIND = Text("[지킴] 마무리되지 않은 긴급 알림이 있습니다", "[Jikim] An emergency alert is still open")
_BODY = Text(
    "긴급 알림이 등록되었습니다. 로그인하여 확인하고, 알린 사람에게 바로 연락해 주십시오. 24시간 안에 마무리해야 합니다.\n{link}\n\n"
    "이 메일에는 누구에 관한 일인지, 어떤 일인지 들어 있지 않습니다.",
    "An emergency alert has been raised. Please sign in, look, and call whoever raised it at once. It is to be closed within 24 hours.\n{link}\n\n"
    "This message does not say about whom or what.",
)
_NOBODY = Text(
    "긴급 알림이 등록되었으나 임상 책임자가 없어 받을 사람이 없습니다. 지금 임상 책임자를 초대하고, 현장에 나가 있는 컨설턴트·상담자·전문가에게 "
    "연락하여 안전한지 확인해 주십시오.\n{link}\n\n이 메일에는 누구에 관한 일인지, 어떤 일인지 들어 있지 않습니다.",
    "An emergency alert has been raised, and there is no clinical lead to receive it. Please invite one now, and call the consultants, "
    "counsellors and experts at work to ask whether all is well.\n{link}\n\nThis message does not say about whom or what.",
)


def raise_alert(*, key: uuid.UUID, steps: Mapping[str, dt.datetime], by: Actor) -> int:
    """Write down steps and their times. The same alert again adds what is new and changes nothing else."""
    require(by, Action.emergency_raise)
    taken = {step: believed(at, now()) for step, at in steps.items() if step in STEP_KEYS}
    with transaction.atomic():
        alert = EmergencyAlert.objects.filter(key=key).first()
        if alert is None:
            alert = _raised(key, min(taken.values(), default=now()), by)
        if alert.raised_by != by.key:  # a guessed or reused key: nobody adds to another's alert
            require(by, Action.emergency_close, alert.where())
        known = set(alert.steps.values_list("step", flat=True))
        EmergencyStep.objects.bulk_create(
            [EmergencyStep(alert=alert, step=step, at=at) for step, at in taken.items() if step not in known],
            ignore_conflicts=True,
        )
    return alert.pk


def see(*, alert_id: int, by: Actor) -> None:
    """The clinical lead has it in hand."""
    with transaction.atomic():
        move(EmergencyAlert.objects.get(pk=alert_id), "seen", by=by)


def close_alert(*, alert_id: int, ending: str, by: Actor) -> None:
    """How it ended, in one of the known words."""
    if ending not in ENDINGS:
        raise ValueError(ending)
    with transaction.atomic():
        alert = EmergencyAlert.objects.get(pk=alert_id)
        move(alert, "closed", by=by, reason=ENDINGS[ending])
        alert.closed_at, alert.ending = now(), ending
        alert.save(update_fields=["closed_at", "ending"])


def remind() -> int:
    """Unseen for an hour, or open for more than 24: the clinical lead is written to again."""
    at, written = now(), 0
    for alert in EmergencyAlert.objects.exclude(status="closed"):
        if wants_reminder(raised=alert.raised_at, seen=alert.status != "raised", reminded=alert.reminded_at, now=at):
            with transaction.atomic():
                # unless somebody saw or closed it, or reminded of it, in this very moment
                waits = EmergencyAlert.objects.filter(pk=alert.pk, status=alert.status, reminded_at=alert.reminded_at)
                if not waits.update(reminded_at=at):
                    continue
                _write(_REMIND)
            written += 1
    return written


def _raised(key: uuid.UUID, at: dt.datetime, by: Actor) -> EmergencyAlert:
    try:
        with transaction.atomic():
            alert = EmergencyAlert.objects.create(
                key=key, raised_by=by.key, raised_by_name=by.name[:120], raised_at=at, status="raised", status_since=now()
            )
    except IntegrityError:  # the same alert came twice at once
        return EmergencyAlert.objects.get(key=key)
    audit.record(by, "emergency.raised", "emergency", alert.pk)
    _write(_SUBJECT)
    return alert


def _write(subject: Text) -> None:
    """To every clinical lead; where there is none, to the office, which has to find one now."""
    leads = people_holding(Role.CLINICAL)
    body, path = (_BODY, reverse("emergency_alerts")) if leads else (_NOBODY, reverse("invite"))
    for one in leads or people_holding(Role.OFFICE):
        text = body.say(one.language).format(link=f"{settings.JIKIM_BASE_URL}{path}")
        mail.send(one.email, subject.say(one.language), text, kind="emergency", language=one.language)
