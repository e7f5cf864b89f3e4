"""What waits for agency managers and the office among agencies and consultants."""

from __future__ import annotations

from django.db.models import Count, Q
from django.urls import reverse

from jikim.areas.dispatch.models import SERVING, Agency, Consultant
from jikim.areas.dispatch.queries.consultants import expiry_filter, own_consultant_ids
from jikim.areas.dispatch.queries.reach import reached
from jikim.rules.access import Action, Actor, Role, may
from jikim.rules.words import Text
from jikim.shared.ui.waiting import Standing, Waiting

_TO_APPROVE = Text("승인할 컨설턴트", "Consultants to approve")
_SENT_BACK = Text("보완 요청을 받은 컨설턴트", "Consultants sent back to you")
_RUNNING_OUT = Text("자격 유효기한이 지났거나 곧 끝나는 컨설턴트", "Consultants whose qualification has run out or soon will")
_WITHIN = Text("60일 안에 끝나는 것까지 셉니다.", "Counted from 60 days before.")
_TO_BEGIN = Text("계약을 시작할 수행기관", "Agencies whose contract is to begin")
_OWN_NEXT = Text("휴무일과 이해관계를 미리 적어 두면 방문 일정에 반영됩니다.", "Days off and ties you write down beforehand are kept by the plan.")
_OPEN_SEASONS = ("preparing", "calling", "running", "closing")


def people_waiting(actor: Actor) -> list[Waiting]:
    """Counts this actor can act on; one statement each for people and agencies."""
    if not may(actor, Action.consultants_record):
        return []
    rows = Consultant.objects.filter(
        reached(actor, Action.consultants_record, agency="agency__"), agency__season__status__in=_OPEN_SEASONS
    )
    counts = rows.aggregate(
        check=Count("pk", filter=Q(status__in=("proposed", "renewing"))), returned=Count("pk", filter=Q(status="returned")),
        soon=Count("pk", filter=expiry_filter("soon") & Q(status__in=SERVING)),
    )  # fmt: skip
    address = reverse("consultants")
    found = [Waiting(_RUNNING_OUT, counts["soon"], f"{address}?expiry=soon", 26, _WITHIN)]
    if may(actor, Action.consultant_approve):
        begin = Agency.objects.filter(status="proposed", season__status__in=_OPEN_SEASONS).count()
        found += [
            Waiting(_TO_APPROVE, counts["check"], f"{address}?status=to_check", 25),
            Waiting(_TO_BEGIN, begin, f"{reverse('agencies')}?status=proposed", 27),
        ]
    else:
        found.append(Waiting(_SENT_BACK, counts["returned"], f"{address}?status=returned", 24))
    return found


def own_standing(actor: Actor) -> list[Standing]:
    """A consultant's own entry: approved or not, and where the days off are kept."""
    if Role.CONSULTANT not in actor.roles:
        return []
    return [
        Standing(
            name=one.agency.organisation.name, kind="consultant", status=one.status, next=_OWN_NEXT, url=reverse("consultant", args=[one.pk]),
            facts=((Text("자격 유효기한", "Qualified until"), one.qualified_until or Text("기한 없음", "No date given")),),
        )
        for one in Consultant.objects.filter(pk__in=own_consultant_ids(by=actor)).select_related("agency__organisation")
    ]  # fmt: skip
