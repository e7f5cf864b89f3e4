"""Two people at once, one let in after each statement of the other: a copy fetched twice at once is one line of the ledger."""

from __future__ import annotations

import pytest

from jikim.areas.manuals.actions.editions import number_own
from jikim.areas.manuals.actions.handing_out import hand_out
from jikim.areas.manuals.models import ManualHandout
from jikim.rules.manuals import Kind
from tests.areas.manuals.made import a_workplace, manager_of
from tests.meeting import meetings

pytestmark = pytest.mark.django_db(transaction=True, databases=["default"])


def test_a_manual_fetched_by_two_taps_is_one_line_of_the_ledger() -> None:
    place = a_workplace("1")
    by = manager_of(place)
    numbered = number_own(workplace_id=place, kind=Kind.PRACTICE, by=by)

    def fetched(_: object) -> ManualHandout:
        return hand_out(numbered=numbered, language="ko", way="download", by=by)

    for met in meetings(lambda: ManualHandout.objects.all().delete(), fetched):
        assert all(isinstance(one, ManualHandout) for one in met.results), (met.statement, met.results)
        assert ManualHandout.objects.count() == 1, met.statement
