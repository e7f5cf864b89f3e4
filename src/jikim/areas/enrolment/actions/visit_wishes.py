"""When visits suit a workplace: said in the application, changed later by its manager or by signed link; read by the visit plan.

And the office's exception of one site from the season's rule for large sites.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from jikim.areas.enrolment.models import Workplace
from jikim.rules.access import Action, Actor
from jikim.rules.visit_hours import minutes_of_visit
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Conflict, Invalid, require
from jikim.shared.clock import today

#: the part of `particulars` that may be said anew at any time: it decides nothing but dates
WISHES = ("closed_days", "busy_periods", "shifts", "visit_hours")
#: a large site whose visits are to be made on one day all the same: reason, whose decision, since when
EXCEPTION = "one_day_visits"
_MEANWHILE = Text(
    "그사이 다른 사람이 이 내용을 고쳤습니다. 적으신 내용은 그대로 있습니다. 새 창에서 지금 내용을 확인하고 다시 저장해 주십시오.",
    "Somebody else has changed this meanwhile. What you typed is still here. Look in a new window at what stands now, then save again.",
)
_REASON = Text("사유를 적어 주십시오.", "Please give the reason.")


def said_of_visits(*, workplace_id: int, by: Actor) -> dict[str, Any]:
    """What the workplace has said so far."""
    place = Workplace.objects.get(pk=workplace_id)
    require(by, Action.application_edit, place.where())
    return _said(place)


def minutes_there(*, workplace_id: int) -> int:
    """How long a visit to the workplace takes by its season's bands. Asks no actor: for forms that have asked."""
    place = Workplace.objects.select_related("season").get(pk=workplace_id)
    return minutes_of_visit(place.season.visit_minutes, place.service_workers)


def say_when_visits_suit(*, workplace_id: int, said: Mapping[str, Any], by: Actor, instead_of: Mapping[str, Any] | None = None) -> None:
    """Put these wishes in place of the earlier ones; everything else the application said stays.

    `instead_of`: what stood there when it was looked at. Raises Conflict when that is no longer so.
    """
    with transaction.atomic():
        place = Workplace.objects.select_for_update().get(pk=workplace_id)
        require(by, Action.application_edit, place.where())
        if instead_of is not None and _said(place) != instead_of:
            raise Conflict(_MEANWHILE)
        kept = {key: value for key, value in place.particulars.items() if key not in WISHES}
        place.particulars = kept | {key: said[key] for key in WISHES if said.get(key)}
        place.save(update_fields=["particulars"])
        audit.record(by, "workplace.visit_wishes", "workplace", place.number)


def exception_of(*, workplace_id: int) -> dict[str, str]:
    """Why, since when and by whose decision a large site is visited on one day; empty where it is not. Asks no actor."""
    found: dict[str, str] = Workplace.objects.get(pk=workplace_id).particulars.get(EXCEPTION) or {}
    return found


def except_large_site(*, workplace_id: int, excepted: bool, reason: str, by: Actor) -> None:
    """Visits of this one site are made on one day although the season counts it as large; or no longer so. Raises Invalid."""
    if not reason.strip():
        raise Invalid({"reason": _REASON})
    with transaction.atomic():
        place = Workplace.objects.select_for_update().get(pk=workplace_id)
        require(by, Action.plan_make)
        kept = {key: value for key, value in place.particulars.items() if key != EXCEPTION}
        if excepted:
            kept[EXCEPTION] = {"reason": reason.strip()[:500], "by": by.name, "on": today().isoformat()}
        place.particulars = kept
        place.save(update_fields=["particulars"])
        audit.record(by, "workplace.large_site_exception", "workplace", place.number, excepted=excepted, reason=reason.strip()[:500])


def _said(place: Workplace) -> dict[str, Any]:
    return {key: place.particulars[key] for key in WISHES if place.particulars.get(key)}
