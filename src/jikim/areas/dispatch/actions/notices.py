"""Letters about dates: to the workplace's contact and to the consultant. Queued in the caller's transaction; nothing about workers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from jikim.areas.dispatch.models import Appointment, Consultant
from jikim.areas.dispatch.queries.appointments import visit_name
from jikim.areas.dispatch.queries.conflicts import told_of
from jikim.areas.people.public import signed_link
from jikim.rules.access import Actor
from jikim.rules.words import Text
from jikim.shared import mail
from jikim.shared.clock import now
from jikim.shared.ui import formats

LINK_KIND = "visit_dates"
#: the link lasts as long as visits may still be arranged
AFTER_SEASON = dt.timedelta(days=30)

_ASK_SUBJECT = Text("[지킴] {visit} 방문 날짜를 확인해 주십시오({number})", "[Jikim] Please confirm the date of {visit} ({number})")
_ASK = Text(
    "{name} 담당자께\n\n{visit} 방문을 다음 날짜로 제안합니다.\n\n  {when}\n  {agency} {consultant}\n\n"
    "아래 주소에서 이 날짜로 확정하거나, 다른 날짜 세 개를 알려 주십시오. 쉬는 날과 바쁜 기간도 여기에서 알려 주실 수 있습니다.\n{link}\n\n{told}"
    "링크를 가진 사람은 누구나 방문 일정을 볼 수 있으니 함께 처리할 사람에게만 전달해 주십시오.",
    "To the contact of {name}\n\nWe propose this date for {visit}:\n\n  {when}\n  {agency} {consultant}\n\n"
    "At the address below you can accept it or offer three other dates, and say when you are closed or busy.\n{link}\n\n{told}"
    "Whoever has the link can see the dates of your visits: pass it on only to somebody who works on it with you.",
)
_MOVED_SUBJECT = Text("[지킴] 방문 일정이 바뀌었습니다({number})", "[Jikim] The date of a visit has changed ({number})")
_MOVED = Text(
    "{name} 담당자께\n\n{visit} 방문 일정이 바뀌었습니다.\n\n  {when}\n  {agency} {consultant}\n\n자세한 내용은 아래 주소에서 확인해 주십시오.\n{link}",
    "To the contact of {name}\n\n{visit} has been moved:\n\n  {when}\n  {agency} {consultant}\n\nDetails are at the address below.\n{link}",
)
_CANCELLED = Text(
    "{name} 담당자께\n\n{visit} 방문({when})이 취소되었습니다. 새 날짜는 정해지는 대로 알려 드리겠습니다.\n{link}",
    "To the contact of {name}\n\n{visit} ({when}) has been cancelled. We will write when there is a new date.\n{link}",
)
_CONSULTANT_SUBJECT = Text("[지킴] 내 방문 일정이 바뀌었습니다", "[Jikim] Your visits have changed")
_CONSULTANT = Text("다음 방문 일정이 바뀌었습니다.\n\n{lines}\n\n{link}", "These visits have changed:\n\n{lines}\n\n{link}")


def link_of(one: Appointment) -> str:
    """A fresh absolute address of the workplace's own page of visits."""
    until = dt.datetime.combine(one.season.ends_on, dt.time(), tzinfo=dt.UTC) + AFTER_SEASON
    token = signed_link(kind=LINK_KIND, key=str(one.workplace_id), expires_at=max(until, now() + dt.timedelta(days=14)))
    return f"{settings.JIKIM_BASE_URL}{reverse('visit_dates', args=[token])}"


def ask_workplace(one: Appointment) -> bool:
    """Mail the proposal; False when there is no address to mail it to."""
    told = told_of(season_id=one.season_id).get((one.consultant.agency_id, one.workplace_id))
    return _write(one, _ASK_SUBJECT, _ASK, told=told)


def tell_of_move(one: Appointment, *, knew: bool, by: Actor, consultant: bool = True) -> None:
    """A workplace that knew the old date and the consultant learn of the new one; whoever moved it themselves is not written to."""
    if knew:
        _write(one, _MOVED_SUBJECT, _MOVED)
    who = Consultant.objects.select_related("person").get(pk=one.consultant_id)
    if consultant and (who.person is None or who.person.key != by.key):
        tell_consultant(who, [one])


def tell_of_cancelling(one: Appointment) -> None:
    _write(one, _MOVED_SUBJECT, _CANCELLED)


def tell_consultant(who: Consultant, changed: Iterable[Appointment]) -> None:
    """One letter about all visits that changed for a consultant with an account."""
    if who.person is None:
        return
    language = who.person.language
    lines = "\n".join(
        f"- {when(one, language)} {one.workplace.number} {one.workplace.name} ({visit_name(one.number).say(language)})"
        for one in sorted(changed, key=lambda one: (one.on, one.start))
    )  # fmt: skip
    mail.send(
        who.person.email, _CONSULTANT_SUBJECT.say(language),
        _CONSULTANT.fill(lines=lines, link=f"{settings.JIKIM_BASE_URL}{reverse('my_visits')}").say(language), kind="visits", language=language,
    )  # fmt: skip


def when(one: Appointment, language: str) -> str:
    """“2017년 5월 8일(월) 10:00”, or all days of a visit that lasts several, in the reader's language."""
    with override(language):
        return formats.when(one.days, one.start)


def language_of(one: Appointment) -> str:
    """The language the workplace applied in; Korean where nobody said."""
    draft = getattr(one.workplace.application, "online_draft", None)
    return draft.language if draft is not None else "ko"


def _write(one: Appointment, subject: Text, body: Text, told: Text | None = None) -> bool:
    address, language = one.workplace.contact_email, language_of(one)
    if not address:
        return False
    who = Consultant.objects.select_related("agency__organisation").get(pk=one.consultant_id)
    facts = {
        "name": one.workplace.name, "number": one.workplace.number, "visit": visit_name(one.number).say(language), "when": when(one, language),
        "agency": who.agency.organisation.name, "consultant": who.name, "link": link_of(one),
        "told": f"{told.say(language)}\n\n" if told else "",
    }  # fmt: skip
    mail.send(address, subject.fill(**facts).say(language), body.fill(**facts).say(language), kind="visits", language=language)
    return True
