"""The model season's manuals: taken, changed by two, one change waiting, holders told."""

from __future__ import annotations

import pytest

from jikim.areas.enrolment.public import workplace_of
from jikim.areas.manuals.models import ManualHandout, ManualNotice
from jikim.areas.people.models import Person, Seat
from jikim.config.demo.manuals import play_manuals
from jikim.rules.access import Actor, Role
from jikim.shared.clock import now
from jikim.shared.library.models import ContentChange
from tests.areas.manuals.made import a_workplace

pytestmark = pytest.mark.django_db


def test_it_plays() -> None:
    for role in (Role.EDITOR, Role.OFFICE):
        person = Person.objects.create(email=f"{role}@example.com", name="김하늘", is_demo=True)
        Seat.objects.create(person=person, role=role, reach_keys=[], since=now())
    place = workplace_of(a_workplace("W0001"))
    play_manuals(places=[place], by=Actor.console("test"))
    assert sorted(ContentChange.objects.values_list("status", flat=True)) == ["approved", "proposed"]
    assert ManualHandout.objects.filter(workplace_id=place.id).count() == 2
    assert ManualNotice.objects.get().edition.kind == "practice"
