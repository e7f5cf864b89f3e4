"""An agency leaves: its open workplaces are handed over with what the next one must know, its people are sent no more."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from jikim.areas.dispatch.actions.appointments import dates_of
from jikim.areas.dispatch.models import Agency, HandOver
from jikim.areas.dispatch.queries.leaving import open_workplaces
from jikim.rules.access import Action, Actor
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Conflict, require
from jikim.shared.clock import now
from jikim.shared.workflow import move, move_many

_GONE = Text("소속 기관의 수행이 끝났습니다.", "The agency has left.")
_ENDED = Text("이미 수행이 끝난 기관입니다.", "The agency has left already.")


def write_hand_over(*, agency_id: int, notes: Mapping[int, str], by: Actor) -> None:
    """What the next agency must know of each workplace; the leaving agency writes it, before or after it has left."""
    with transaction.atomic():
        agency = Agency.objects.select_for_update().get(pk=agency_id)
        require(by, Action.allotment_decline, agency.where())
        for one in HandOver.objects.select_for_update().filter(agency=agency, workplace_id__in=notes):
            one.note = notes[one.workplace_id].strip()[:4000]
            one.save(update_fields=["note"])
        audit.record(by, "agency.hand_over_written", "agency", agency.pk, workplaces=len(notes))


def leave(*, agency_id: int, reason: Text, by: Actor) -> list[HandOver]:
    """End the contract: each open workplace becomes a hand-over, each consultant ends, the plan is asked for anew."""
    with dates_of(Agency.objects.values_list("season_id", flat=True).get(pk=agency_id)):
        agency = Agency.objects.select_for_update().get(pk=agency_id)
        require(by, Action.agencies_record)
        if agency.status == "left":
            raise Conflict(_ENDED)
        left_behind = open_workplaces(agency_id=agency.pk)
        made = [
            HandOver.objects.update_or_create(
                agency=agency, workplace_id=one.workplace_id,
                defaults={"held": one.held, "open": one.open, "handed_at": now(), "handed_by_key": by.key, "handed_by_name": by.name[:120]},
            )[0]
            for one in left_behind
        ]  # fmt: skip
        people = list(agency.consultants.select_for_update(of=("self",)).exclude(status="ended").select_related("agency"))
        move_many([(one, "ended", _GONE) for one in people], by=by)
        move(agency, "left", by=by, reason=reason)
        audit.record(by, "agency.handed_over", "agency", agency.pk, workplaces=len(made), consultants=len(people))
    return made
