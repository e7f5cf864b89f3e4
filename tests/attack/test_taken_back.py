"""A round released beside an older reference, then an answer taken back: the next reference must not hold the rest of it."""

from __future__ import annotations

import pytest

from jikim.areas.statistics.models import Reference, Release
from tests.areas.surveys.code_rounds import keys
from tests.attack import live_season as live

pytestmark = [pytest.mark.django_db(databases=["default", "vault"]), pytest.mark.sqlite_only]


def test_a_round_that_shrank_before_it_ever_entered_a_reference_stays_out() -> None:
    keys()
    one = live.Live()
    live.first_rounds(one, (30, 34, 31, 18, 24))
    live.release()
    live.first_rounds(one, (10,), seed=3, start=50, quiet={"L0050": 0.9})
    live.release()
    added = Release.objects.get(workplace__number="L0050")
    assert 5 <= added.content["whole"]["answered"] < 10
    assert added.reference.number == 1, "too few for a reference of their own"
    live.delete(one, "L0050", 1)
    live.first_rounds(one, (30,), seed=4, start=60)
    live.release()
    second = Reference.objects.get(number=2).content
    assert one.rounds["L0050", "first"].pk not in second["rounds"]
    assert one.rounds["L0060", "first"].pk in second["rounds"]


def test_without_anything_taken_back_it_enters() -> None:
    keys()
    one = live.Live()
    live.first_rounds(one, (30, 34, 31, 18, 24))
    live.release()
    live.first_rounds(one, (10,), seed=3, start=50)
    live.release()
    live.first_rounds(one, (30,), seed=4, start=60)
    live.release()
    assert one.rounds["L0050", "first"].pk in Reference.objects.get(number=2).content["rounds"]
