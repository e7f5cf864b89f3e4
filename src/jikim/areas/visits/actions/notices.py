"""Letters about records and settlement, to whoever's turn it is. Queued in the caller's transaction; numbers of workplaces, nothing of a worker."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse

from jikim.areas.people.public import holders_reaching, people_holding
from jikim.areas.visits.models import Statement, Visit
from jikim.rules.access import Role
from jikim.rules.words import Text, month_said
from jikim.shared import mail
from jikim.shared.workflow.models import StatusChange

#: kinds of mail, each of which a reader may refuse
RECORDS, SETTLEMENT = "visit_records", "settlement"

_RETURNED = (
    Text("[지킴] 방문 기록을 고쳐 주십시오({number} {visit}차)", "[Jikim] Please correct a visit record ({number}, visit {visit})"),
    Text("{number} {visit}차 방문 기록을 돌려보냈습니다.\n\n사유: {reason}\n\n아래 주소에서 고친 뒤 다시 마쳐 주십시오.\n{link}",
         "The record of visit {visit} to {number} has been returned.\n\nReason: {reason}\n\nPlease correct it at the address below and close it again.\n{link}"),
)
_CORRECTED = (
    Text("[지킴] 돌려보낸 방문 기록을 고쳤습니다({number} {visit}차)", "[Jikim] A returned visit record has been corrected ({number}, visit {visit})"),
    Text("{number} {visit}차 방문 기록을 {who} 님이 고쳐 다시 마쳤습니다. 아래 주소에서 확인해 주십시오.\n{link}",
         "{who} has corrected the record of visit {visit} to {number} and closed it again. Please look at it at the address below.\n{link}"),
)
_FROZEN = (
    Text("[지킴] {month} 정산 명세서가 확정되었습니다", "[Jikim] The statement of {month} is frozen"),
    Text("{month} 정산 명세서가 확정되었습니다. 아래 주소에서 확인해 주십시오. 틀린 줄이나 빠진 방문이 있으면 정산이 끝나기 전에 이의를 신청하실 수 있습니다.\n{link}",
         "The settlement statement of {month} is frozen. Please look at it at the address below. Until it is settled you can object to a line, or name a visit that is missing.\n{link}"),
)
_ANSWERED = (
    Text("[지킴] 정산 이의신청에 답하였습니다({number})", "[Jikim] Your objection has been answered ({number})"),
    Text("{month} 정산 명세서의 {number} 이의신청에 답하였습니다. 답과 사유는 아래 주소에서 보실 수 있습니다.\n{link}",
         "The objection about {number} in the statement of {month} has been answered. Answer and reason are at the address below.\n{link}"),
)


def tell_of_return(visit: Visit, reason: Text) -> None:
    """The consultant, if they have an account."""
    who = visit.appointment.consultant.person
    if who is not None:
        _write([(who.email, who.language)], _RETURNED, kind=RECORDS, link=_record(visit), reason=reason, **_named(visit))


def tell_of_correction(visit: Visit, who: str) -> None:
    """Whoever returned the record last, if that was a person of the office or the region."""
    change = StatusChange.objects.filter(thing_kind="visit", thing_key=visit.workflow_key(), target="returned").order_by("-pk").first()
    if change is None:
        return
    found = {one.key: one for role in (Role.OFFICE, Role.REGION) for one in people_holding(role)}.get(change.actor_key)
    if found is not None:
        _write([(found.email, found.language)], _CORRECTED, kind=RECORDS, link=_record(visit), who=who, **_named(visit))


def tell_of_statement(one: Statement) -> None:
    """The agency's managers."""
    _write(_managers(one), _FROZEN, kind=SETTLEMENT, link=_absolute(reverse("statement", args=[one.pk])), month=month_said(one.month))


def tell_of_answer(one: Statement, *, number: str, address: str) -> None:
    """The agency's managers, of an objection about that workplace. `address`: the page with the answer."""
    _write(_managers(one), _ANSWERED, kind=SETTLEMENT, link=_absolute(address), month=month_said(one.month), number=number)


def _managers(one: Statement) -> list[tuple[str, str]]:
    """Those with an account; where there is none, the contact the contract names."""
    found = [(holder.email, holder.language) for holder in holders_reaching(Role.AGENCY, one.agency.key)]
    return found or ([(one.agency.contact_email, "ko")] if one.agency.contact_email else [])


def _write(to: Iterable[tuple[str, str]], words: tuple[Text, Text], *, kind: str, **facts: Any) -> None:
    subject, body = words
    for address, language in to:
        said = {key: value.say(language) if isinstance(value, Text) else value for key, value in facts.items()}
        mail.send(address, subject.fill(**said).say(language), body.fill(**said).say(language), kind=kind, language=language, optional=True)


def _named(visit: Visit) -> dict[str, Any]:
    return {"number": visit.appointment.workplace.number, "visit": visit.appointment.number}


def _record(visit: Visit) -> str:
    return _absolute(reverse("visit_record", args=[visit.uuid]))


def _absolute(address: str) -> str:
    return f"{settings.JIKIM_BASE_URL}{address}"
