"""The workplace's own link to its plan, and kind reminders by mail before a day comes and after it has passed. Opting out is one click."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from jikim.areas.consulting.models import PlanItem
from jikim.areas.consulting.queries.plan import plan_line
from jikim.areas.dispatch import public as dispatch
from jikim.areas.people.public import read_signed_link, signed_link
from jikim.rules.access import Action, Actor, Grant, Role
from jikim.rules.words import Text
from jikim.shared import audit, mail
from jikim.shared.access import require
from jikim.shared.clock import now, today
from jikim.shared.library.overlay import current
from jikim.shared.ui.formats import day

LINK_KIND = "improvement_plan"
LINK_LIFE = dt.timedelta(days=400)
#: before the day, and how often after it
AHEAD, AGAIN = dt.timedelta(days=7), dt.timedelta(days=14)
MAIL_KIND = "plan_reminder"

_SENT_SUBJECT = Text("[지킴] 개선계획을 확인해 주십시오({name})", "[Jikim] Your improvement plan ({name})")
_SENT = Text(
    "{name} 담당자님, 안녕하십니까.\n\n컨설턴트가 제안한 조치 {count}건이 개선계획에 있습니다. 아래 주소에서 할 일을 고르고, 맡을 사람과 날짜를 정해 주십시오. "
    "하기 어려운 것은 이유를 적으시면 됩니다.\n\n{link}\n\n링크를 가진 사람은 누구나 계획을 볼 수 있으니 함께 일할 사람에게만 전달해 주십시오.\n",
    "To the contact of {name}\n\nThe consultant proposes {count} measures. At the address below, please choose what to do, by whom and by when. "
    "Where something cannot be done, say why.\n\n{link}\n\nWhoever has the link sees the plan: pass it on only to people who work on it with you.\n",
)
_CHANGED = Text("자료실에서 고쳐졌습니다", "changed in the library since")
_DUE_SUBJECT = Text("[지킴] 개선계획: 챙길 조치 {count}건({name})", "[Jikim] Improvement plan: {count} measures to look at ({name})")
_DUE = Text(
    "{name} 담당자님, 안녕하십니까.\n\n약속한 날이 가깝거나 지난 조치입니다.\n\n{lines}\n\n아래 주소에서 진행을 적거나 날짜를 바꾸실 수 있습니다. "
    "늦어져도 괜찮습니다. 무엇이 막혔는지 적어 주시면 컨설턴트가 함께 찾겠습니다.\n\n{link}\n",
    "To the contact of {name}\n\nThese measures are due soon, or their day has passed.\n\n{lines}\n\nAt the address below you can say how far you are, or "
    "choose another day. Being late is no drama: say what is in the way, and the consultant will look for a way with you.\n\n{link}\n",
)


def plan_link(workplace_id: int) -> str:
    """The whole address of the workplace's own plan. The caller has asked whether it may be given out."""
    token = signed_link(kind=LINK_KIND, key=str(workplace_id), expires_at=now() + LINK_LIFE)
    return f"{settings.JIKIM_BASE_URL}{reverse('plan_link', args=[token])}"


def workplace_of_link(token: str) -> int:
    """The workplace a signed link opens. Raises Refused with the reason for a bad or old link."""
    return int(read_signed_link(kind=LINK_KIND, token=token).key)


def link_holder(workplace_id: int) -> Actor:
    """Whoever holds the link: the manager of that workplace, and of nothing else."""
    return Actor(f"link:{LINK_KIND}:{workplace_id}", "사업장 담당자(링크)", (Grant(Role.MANAGER, frozenset({str(workplace_id)})),))


def send_plan(*, workplace_id: int, by: Actor) -> bool:
    """Mail the workplace its link. False where it has no address: then the link is handed over at the visit."""
    require(by, Action.plan_propose, dispatch.workplace_where(workplace_id))
    with transaction.atomic():
        item = PlanItem.objects.select_related("workplace").filter(workplace_id=workplace_id).first()
        if item is None or not item.workplace.contact_email:
            return False
        place, count = item.workplace, PlanItem.objects.filter(workplace_id=workplace_id, status="proposed").count()
        words = _SENT.fill(name=place.name, count=count, link=plan_link(workplace_id))
        mail.send(place.contact_email, _SENT_SUBJECT.fill(name=place.name).ko, f"{words.ko}\n---\n\n{words.en}", kind="plan", language="ko")
        audit.record(by, "plan.sent", "workplace", workplace_id)
    return True


def remind_plans() -> int:
    """One mail for each workplace with measures due within a week or past their day, at most every two weeks. A regular duty."""
    due = PlanItem.objects.filter(status__in=("agreed", "doing"), due_on__lte=today() + AHEAD).exclude(reminded_on__gt=today() - AGAIN)
    told = 0
    for workplace_id in sorted(set(due.values_list("workplace_id", flat=True))):
        with transaction.atomic():
            items = list(due.select_for_update(of=("self",)).select_related("workplace").filter(workplace_id=workplace_id))
            told += bool(items) and _remind(items)
    return told


def _remind(items: list[PlanItem]) -> bool:
    place = items[0].workplace
    PlanItem.objects.filter(pk__in=[one.pk for one in items]).update(reminded_on=today())
    if not place.contact_email:
        return False
    link = plan_link(place.pk)
    ko, en = (_listed(items, code) for code in ("ko", "en"))
    words = Text(_DUE.ko.format(name=place.name, lines=ko, link=link), _DUE.en.format(name=place.name, lines=en, link=link))
    subject = _DUE_SUBJECT.fill(count=len(items), name=place.name).ko
    return mail.send(place.contact_email, subject, f"{words.ko}\n---\n\n{words.en}", kind=MAIL_KIND, language="ko", optional=True) is not None


def _listed(items: list[PlanItem], language: str) -> str:
    with translation.override(language):
        return "\n".join(f"  · {one.title.say(language)} ({day(one.due_on)}{_changed(one, language)})" for one in items)


def _changed(one: PlanItem, language: str) -> str:
    """Whoever carries out the old words hears that the library has newer ones."""
    return f", {_CHANGED.say(language)}" if plan_line(one, current()).newer else ""
