"""Two people at once, one let in after each statement of the other: what was agreed at a visit stands in the plan, whoever proposes it meanwhile."""

from __future__ import annotations

from typing import Any

import pytest

from jikim.areas.consulting.actions.planning import propose_measures
from jikim.areas.consulting.actions.talking import close_talk
from jikim.areas.consulting.models import PlanItem, PlanNote, PlanRecord
from jikim.shared.access import Conflict
from tests.areas.consulting.test_talking import MET, NEXT, Device, agrees, visited
from tests.meeting import meetings

pytestmark = pytest.mark.django_db(transaction=True, databases=["default"])


def test_a_measure_agreed_at_a_visit_is_agreed_though_somebody_proposes_it_meanwhile(settings: Any) -> None:
    (item,), by, _, made = visited(1)
    device = Device(by)
    offer = device.offers()[0]
    key = offer.removeprefix("add-").removesuffix("--agree")
    device.sends(**MET, **agrees(item), **{offer: "agreed", offer.replace("agree", "owner"): "인사팀장"})
    talk = PlanRecord.objects.get(appointment=made)
    settings.JIKIM_TODAY = NEXT

    def again() -> None:
        PlanNote.objects.all().delete()
        PlanItem.objects.exclude(pk=item.pk).delete()
        item.save()
        PlanRecord.objects.filter(pk=talk.pk).update(status="open")

    def proposed(_: None) -> Any:
        return propose_measures(workplace_id=item.workplace_id, number=1, keys=[key], by=by)

    for met in meetings(again, lambda _: close_talk(record_id=talk.pk, by=by), proposed):
        assert not [one for one in met.results if isinstance(one, Exception) and not isinstance(one, Conflict)], (met.statement, met.results)
        assert met.first == () or met.first[0].field.startswith("add-"), met.first
        finished = PlanRecord.objects.get(pk=talk.pk).status == "closed"
        assert PlanItem.objects.get(measure_key=key).status == ("agreed" if finished else "proposed"), (met.statement, met.results)
