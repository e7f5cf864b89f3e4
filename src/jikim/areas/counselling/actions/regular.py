"""Regular duties: pass untouched urgent requests to the deputy, destroy what was closed 30 days ago, write to counsellors."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from jikim.areas.counselling import parts
from jikim.areas.counselling.models import CounsellingRequest, CounsellorSeat
from jikim.areas.counselling.queries.own import sitting, working
from jikim.areas.enrolment.public import days_off
from jikim.areas.people.public import people_holding
from jikim.rules.access import Actor, Grant, Role
from jikim.rules.counselling import (
    DEPUTY_AFTER,
    KEPT_AFTER_CLOSING,
    PROGRAMME_HOURS,
    WorkingTime,
    goes_to_deputy,
    working_time,
)
from jikim.rules.words import Text
from jikim.shared import audit, mail
from jikim.shared.clock import now, today
from jikim.shared.workflow import move

#: who acts when the programme's rules act by themselves
RULES = Actor("rules", "사업 규칙", (Grant(Role.CONSOLE),))
_SUBJECT = Text("[지킴] 기다리는 상담이 있습니다", "[Jikim] A request for counselling is waiting")
_BODY = Text(
    "안녕하십니까.\n\n상담 신청이 기다리고 있습니다. 로그인하신 뒤 상담 책상에서 확인해 주십시오.\n{link}\n\n이 메일에는 신청 내용이 들어 있지 않습니다.",
    "Hello,\n\na request for counselling is waiting. Please sign in and look at your desk.\n{link}\n\nThis message holds nothing of the request.",
)
_ALARM_SUBJECT = Text("[지킴] 급한 상담 신청을 아무도 보지 않았습니다", "[Jikim] An urgent request for counselling waits, and nobody stands in")
_ALARM = Text(
    "안녕하십니까.\n\n{name} 상담자에게 온 급한 상담 신청이 근무시간으로 네 시간 넘게 기다리고 있으며 대신 맡은 상담자가 없습니다. "
    "지금 {name} 상담자에게 연락하여 확인해 주십시오. 신청 내용은 그 상담자만 열 수 있습니다.\n\n"
    "이 메일에는 누가 신청했는지, 어떤 내용인지 들어 있지 않습니다.",
    "Hello,\n\nan urgent request to the counsellor {name} has waited for more than four working hours, and nobody stands in. Please reach "
    "{name} now. Nobody else can open it.\n\nThis message does not say who asked, or about what.",
)
#: a counsellor is written to at most this often, and in the programme's working hours only
TOLD_EVERY = dt.timedelta(hours=4)
#: what is not urgent is told of at the beginning of the working day only
FIRST_HOUR = dt.timedelta(hours=1)


def pass_on() -> int:
    """Untouched urgent requests go to the deputy after four working hours; any request at once when its counsellor cannot.

    Where nobody can take an urgent one over, a deputy who is away among them, or the deputy too lets four hours pass, whoever
    leads the programme's care is told, once.
    """
    holidays, at, passed = days_off(), timezone.localtime(now()), 0
    programme, sits = WorkingTime(PROGRAMME_HOURS, holidays), sitting()
    waiting = CounsellingRequest.objects.filter(status="asked").select_related("counsellor__person", "counsellor__deputy")
    for request in waiting:
        own = working(request.counsellor, holidays)
        late = request.is_urgent and goes_to_deputy(_asked_at(request), at, own=own, programme=programme)
        cannot = request.counsellor.person_id not in sits or not parts.can_open(request, request.counsellor)
        if not (late or cannot or not request.counsellor.is_active):
            continue
        deputy = request.counsellor.deputy
        if deputy is not None and _stands_in(deputy, request, sits, working(deputy, holidays).is_away(at.date())):
            passed += _passed(request.pk, deputy)
        elif late and not request.is_alarmed:
            _alarm(request, request.counsellor)
    _tell_of_idle_deputies(at, programme)
    return passed


def _stands_in(deputy: CounsellorSeat, request: CounsellingRequest, sits: frozenset[int], away: bool) -> bool:
    return deputy.is_active and not away and deputy.person_id in sits and parts.can_open(request, deputy)


def _tell_of_idle_deputies(at: dt.datetime, programme: WorkingTime) -> None:
    passed = CounsellingRequest.objects.filter(status="passed", is_urgent=True, is_alarmed=False)
    for request in passed.select_related("passed_to__person"):
        since = timezone.localtime(request.status_since)
        if request.passed_to is not None and working_time(since, at, programme) >= DEPUTY_AFTER:
            _alarm(request, request.passed_to)


def _alarm(request: CounsellingRequest, whose: CounsellorSeat) -> None:
    """An urgent request nobody takes on: to the clinical lead, or where there is none to the office. No content."""
    name = whose.person.name
    with transaction.atomic():
        # unless it was taken on or taken back, or somebody told of it, in this very moment
        waits = CounsellingRequest.objects.filter(pk=request.pk, status=request.status, is_alarmed=False)
        if not waits.update(is_alarmed=True):
            return
        for one in people_holding(Role.CLINICAL) or people_holding(Role.OFFICE):
            subject, body = _ALARM_SUBJECT.say(one.language), _ALARM.say(one.language).format(name=name)
            mail.send(one.email, subject, body, kind="counselling", language=one.language)


def _passed(request_id: int, deputy: CounsellorSeat) -> bool:
    """Unless somebody took it on, or the worker took it back, in this very moment."""
    with transaction.atomic():
        request = CounsellingRequest.objects.select_for_update().filter(pk=request_id, status="asked").first()
        if request is None:
            return False
        request.passed_to = deputy
        request.save(update_fields=["passed_to"])
        move(request, "passed", by=RULES)
    return True


def destroy_closed() -> int:
    """Thirty days after closing nothing is left but the counts; the same for what nobody who sits can ever open."""
    limit, gone, sits = today() - KEPT_AFTER_CLOSING, 0, sitting()
    over = CounsellingRequest.objects.filter(status="closed", closed_on__lte=limit)
    left = CounsellingRequest.objects.exclude(status="closed").exclude(counsellor__person_id__in=sits)
    left = left.exclude(passed_to__person_id__in=sits).filter(status_since__date__lte=limit)
    for rows in (over, left):
        gone += sum(_destroyed(rows, key) for key in list(rows.values_list("pk", flat=True)))
    return gone


def _destroyed(rows: QuerySet[CounsellingRequest], key: int) -> bool:
    """Asked again and held: somebody may have taken it on, or the worker have asked anew, in this very moment."""
    with transaction.atomic():
        CounsellingRequest.objects.select_for_update().filter(pk=key).first()
        request = rows.filter(pk=key).first()
        if request is None:
            return False
        request.delete()
        audit.record(RULES, "counselling.destroyed", "counselling", "closed")
    return True


def tell_counsellors() -> int:
    """Write to whoever has requests nobody has touched. By the clock, not by the request: no mail tells when a worker asked."""
    holidays, at = days_off(), timezone.localtime(now())
    span = WorkingTime(PROGRAMME_HOURS, holidays).on(at.date(), at.tzinfo)
    if span is None or not span.starts <= at <= span.ends:
        return 0
    told = 0
    for seat in CounsellorSeat.objects.filter(is_active=True).select_related("person"):
        urgent = _untouched(seat, urgent=True)
        if not urgent and at > span.starts + FIRST_HOUR:
            continue  # a mail in the middle of the day would tell the hour somebody asked
        pause = TOLD_EVERY if urgent else dt.timedelta(hours=20)
        if not _untouched(seat) or (seat.told_at and at - seat.told_at < pause):
            continue
        language = seat.person.language
        with transaction.atomic():
            link = f"{settings.JIKIM_BASE_URL}{reverse('desk')}"
            mail.send(seat.person.email, _SUBJECT.say(language), _BODY.say(language).format(link=link), kind="counselling", language=language)
            seat.told_at = at
            seat.save(update_fields=["told_at"])
        told += 1
    return told


def _untouched(seat: CounsellorSeat, *, urgent: bool = False) -> bool:
    found = CounsellingRequest.objects.filter(counsellor=seat, status="asked") | CounsellingRequest.objects.filter(
        passed_to=seat, status="passed"
    )
    return (found.filter(is_urgent=True) if urgent else found).exists()


def _asked_at(request: CounsellingRequest) -> dt.datetime:
    return dt.datetime.combine(request.asked_on, dt.time(request.asked_hour or 0), timezone.get_current_timezone())
