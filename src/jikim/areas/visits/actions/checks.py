"""Two minutes with the workplace after visits 2 and 3: asked by mail with a signed link, reminded once, answered once.

The answer says how the visit went, never how a worker is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from jikim.areas.people.public import read_signed_link, signed_link
from jikim.areas.visits.actions.automatic import AUTOMATIC
from jikim.areas.visits.models import Visit, VisitCheck
from jikim.rules.access import Action, Actor, Grant, Role
from jikim.rules.words import Text
from jikim.shared import audit, mail
from jikim.shared.access import Conflict, require
from jikim.shared.clock import now, today
from jikim.shared.ui.formats import day

LINK_KIND = "visit_check"
LINK_LIFE = dt.timedelta(days=60)
REMIND_AFTER = dt.timedelta(days=5)

HAPPENED = {"yes": Text("예, 그날 방문하였습니다", "Yes, on that day"), "other_day": Text("방문하였으나 날짜가 다릅니다", "Yes, but on another day"),
            "no": Text("방문하지 않았습니다", "No")}  # fmt: skip
LENGTH = {"short": Text("1시간 미만", "Under an hour"), "middle": Text("1~2시간", "One to two hours"), "long": Text("2시간 이상", "Over two hours")}
EXPLAINED = {"yes": Text("예", "Yes"), "partly": Text("일부만", "Partly"), "no": Text("아니요", "No")}
SATISFACTION = {"5": Text("매우 만족", "Very satisfied"), "4": Text("만족", "Satisfied"), "3": Text("보통", "Neither"),
                "2": Text("불만족", "Dissatisfied"), "1": Text("매우 불만족", "Very dissatisfied")}  # fmt: skip

_SUBJECT = Text("[지킴] 방문 확인(2분)", "[Jikim] How was the visit? (two minutes)")
_BODY = Text(
    "{name} 담당자님, 안녕하십니까.\n\n{day} {number}차 방문이 어떠하였는지 여쭙니다. 아래 주소에서 다섯 가지만 답해 주십시오. 2분이면 됩니다.\n\n{link}\n\n"
    "답은 공단만 보며 수행기관과 컨설턴트에게는 알리지 않습니다. 이 주소는 60일 동안 쓸 수 있습니다.\n",
    "To the contact of {name}\n\nHow was visit {number} on {day}? Please answer five questions; it takes two minutes.\n\n{link}\n\n"
    "Only the programme office reads the answers, not the agency or the consultant. The address works for 60 days.\n",
)
_ANSWERED = Text("이미 답해 주셨습니다. 답은 방문마다 한 번만 받습니다.", "You have answered already. There is one answer for each visit.")


def ask_check(visit: Visit) -> VisitCheck:
    """Ask the workplace, by mail where there is an address; else the office asks by phone. Asked once for each visit."""
    check, made = VisitCheck.objects.get_or_create(visit=visit, defaults={"asked_at": now()})
    if made and _mail(check):
        check.mailed_at = now()
        check.save(update_fields=["mailed_at"])
    return check


def remind_checks() -> int:
    """Once, after five days without an answer. A regular duty."""
    limit, told = now() - REMIND_AFTER, 0
    waiting = VisitCheck.objects.filter(answered_at=None, reminded_at=None, mailed_at__lte=limit, asked_at__gte=now() - LINK_LIFE)
    for key in list(waiting.values_list("pk", flat=True)):
        with transaction.atomic():
            check = VisitCheck.objects.select_for_update().filter(pk=key, answered_at=None, reminded_at=None).first()
            if check is not None and _mail(check):
                check.reminded_at = now()
                check.save(update_fields=["reminded_at"])
                told += 1
    return told


def check_of(token: str) -> VisitCheck:
    """The check a signed link opens. Raises Refused with the reason for a bad or old link."""
    link = read_signed_link(kind=LINK_KIND, token=token)
    return VisitCheck.objects.select_related("visit__appointment__workplace").get(pk=int(link.key))


def holder(check: VisitCheck) -> Actor:
    """Whoever holds the link: the manager of that workplace, and of nothing else."""
    return Actor(f"link:{LINK_KIND}:{check.pk}", "사업장 담당자(링크)", (Grant(Role.MANAGER, frozenset({str(check.visit.appointment.workplace_id)})),))


def answer_check(*, check_id: int, answer: Mapping[str, Any], how: str, by: Actor) -> VisitCheck:
    """Keep the workplace's answer. The same one again changes nothing; another one is a Conflict."""
    with transaction.atomic():
        check = VisitCheck.objects.select_for_update().get(pk=check_id)
        require(by, Action.visit_check_answer, check.where())
        said = {key: answer.get(key) or "" for key in ("happened", "length", "explained", "comment")} | {
            "satisfaction": int(answer["satisfaction"]) if answer.get("satisfaction") else None
        }
        if check.answered_at is not None:
            if all(getattr(check, key) == value for key, value in said.items()):
                return check
            raise Conflict(_ANSWERED)
        for key, value in said.items():
            setattr(check, key, value)
        check.answered_at, check.how = now(), how
        check.keyed_by = by.name[:120] if how == "phone" else ""
        check.save()
        audit.record(by, "visit_check.answered", "visit_check", check.pk, how=how, happened=check.happened)
    return check


def link_of(check: VisitCheck) -> str:
    """The whole address for the workplace's mail."""
    token = signed_link(kind=LINK_KIND, key=str(check.pk), expires_at=check.asked_at + LINK_LIFE)
    return f"{settings.JIKIM_BASE_URL}{reverse('visit_check', args=[token])}"


def _mail(check: VisitCheck) -> bool:
    visit = check.visit
    place = visit.appointment.workplace
    if not place.contact_email:
        return False
    words = _BODY.fill(name=place.name, day=day(visit.held_on or today()), number=visit.appointment.number, link=link_of(check))
    mail.send(place.contact_email, _SUBJECT.say("ko"), f"{words.ko}\n---\n\n{words.en}", kind="visit_check", language="ko")
    return True


def send_again(*, check_id: int, by: Actor) -> None:
    """The office sends the link once more."""
    with transaction.atomic():
        check = VisitCheck.objects.select_for_update(of=("self",)).select_related("visit__appointment__workplace").get(pk=check_id)
        require(by, Action.visit_check_answer, check.where())
        if check.answered_at is None and _mail(check):
            check.reminded_at = now()
            check.save(update_fields=["reminded_at"])
            audit.record(AUTOMATIC if not by.key else by, "visit_check.reminded", "visit_check", check.pk)
