"""Preparing and opening: nothing opens before agreement, cards and period; a follow-up asks exactly what the first asked."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from jikim.areas.enrolment.actions.agreement import end_agreement
from jikim.areas.enrolment.models import Application, Season
from jikim.areas.surveys import public as surveys
from jikim.areas.surveys.models import Round
from jikim.areas.surveys.queries.opening import opening, ready
from jikim.rules.access import Actor, Grant, Role
from jikim.rules.asking import Category
from jikim.rules.words import Text
from jikim.shared.access import Conflict, Refused
from jikim.shared.clock import rehearsing
from tests.areas.surveys.code_rounds import BEGINS, agreed, keys, open_round, plan
from tests.areas.surveys.making import OFFICE, season, workplace

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
UNITS = {"unit": [Category("상담1", Text("상담1"), 20), Category("상담2", Text("상담2"), 14), Category("사무", Text("사무"), 6)]}
AGENCY = Actor("person:5", "기관", (Grant(Role.AGENCY, frozenset({"1"})),))


@pytest.fixture(autouse=True)
def _keys(settings: Any, tmp_path: Any) -> None:
    import dataclasses

    settings.HOME = dataclasses.replace(settings.HOME, root=tmp_path)
    keys()


def test_a_round_is_pinned_and_asks_only_what_can_be_shown() -> None:
    place = agreed()
    one = surveys.prepare_round(workplace_id=place.pk, plan=plan(40, UNITS, women=25, men=15), by=OFFICE)
    assert [part["id"] for part in one.packs] == list(surveys.DEFAULT_PACKS)
    assert all(len(part["hash"]) == 64 for part in one.packs)
    assert one.instrument_id == "kels-24"
    assert (one.headcount, one.target_cards, one.status, one.offered) == (40, 44, "prepared", None)
    assert [(part["key"], part["headcount"]) for part in one.asks["unit"]] == [("상담1", 20), ("rest", 20)]
    assert (one.asks["keep_sex"], one.asks["sex"], "age" in one.asks) == (True, True, False)
    assert len(one.asks["merged"]) == 2


def test_opening_names_what_is_missing_one_after_the_other() -> None:
    place = workplace("W0001", 40, status="enrolled")
    one = surveys.prepare_round(workplace_id=place.pk, plan=plan(), by=OFFICE)
    with rehearsing(BEGINS):
        with pytest.raises(Conflict) as refused:
            surveys.open_round(round_id=one.pk, by=OFFICE)
        assert "agreement" in refused.value.reason.en
        from jikim.areas.enrolment.public import conclude_agreement

        conclude_agreement(workplace_id=place.pk, employer_name="강", workers_name="문", signed_on=dt.date(2017, 5, 2), by=OFFICE)
        with pytest.raises(Conflict) as refused:
            surveys.open_round(round_id=one.pk, by=OFFICE)
        assert "cards" in refused.value.reason.en
        surveys.print_cards(workplace_id=place.pk, by=OFFICE, compose=False)
    for day, word in ((dt.date(2017, 5, 31), "begins"), (dt.date(2017, 7, 1), "ended")):
        with rehearsing(day), pytest.raises(Conflict) as refused:
            surveys.open_round(round_id=one.pk, by=OFFICE)
        assert word in refused.value.reason.en
    assert Round.objects.get().status == "prepared"
    with rehearsing(BEGINS):
        opened = surveys.open_round(round_id=one.pk, by=OFFICE)
    assert (opened.status, opened.opened_on, opened.offered) == ("open", BEGINS, 0)
    assert surveys.open_round_of(place.pk) == opened


def test_working_wording_needs_a_trial_season() -> None:
    place = agreed()
    one = surveys.prepare_round(workplace_id=place.pk, plan=plan(), by=OFFICE)
    Season.objects.update(is_trial=False)
    with rehearsing(BEGINS):
        surveys.print_cards(workplace_id=place.pk, by=OFFICE, compose=False)
        with pytest.raises(Conflict) as refused:
            surveys.open_round(round_id=one.pk, by=OFFICE)
    assert "trial" in refused.value.reason.en
    with pytest.raises(Conflict):
        surveys.prepare_round(workplace_id=agreed("W0002").pk, plan=plan(), by=OFFICE)


def test_what_does_not_add_up_is_said_beside_its_field() -> None:
    place = agreed()
    wrong = surveys.Plan(dt.date(2017, 6, 9), dt.date(2017, 6, 1), 41, UNITS, women=3, packs=())
    with pytest.raises(Exception) as refused:
        surveys.prepare_round(workplace_id=place.pk, plan=wrong, by=OFFICE)
    assert set(refused.value.errors) == {"ends_on", "unit", "women", "packs"}
    assert not Round.objects.exists()


def test_only_programme_seats_prepare_and_only_enrolled_workplaces_once() -> None:
    place = agreed()
    with pytest.raises(Refused):
        surveys.prepare_round(workplace_id=place.pk, plan=plan(), by=AGENCY)
    surveys.prepare_round(workplace_id=place.pk, plan=plan(), by=OFFICE)
    with pytest.raises(Conflict):
        surveys.prepare_round(workplace_id=place.pk, plan=plan(), by=OFFICE)
    with pytest.raises(Conflict):
        surveys.prepare_round(workplace_id=workplace("W0002").pk, plan=plan(), by=OFFICE)


def test_a_follow_up_keeps_the_partition_and_waits_for_the_first() -> None:
    one, codes = open_round(categories=UNITS)
    other = {"unit": [Category("x", Text("x"), 20), Category("y", Text("y"), 20)]}
    second = surveys.prepare_round(
        workplace_id=one.workplace_id, plan=plan(40, other, packs=("kels-24",)), by=OFFICE, kind="follow_up"
    )
    assert (second.asks, second.packs) == (one.asks, one.packs)
    with rehearsing(BEGINS):
        with pytest.raises(Conflict) as refused:
            surveys.open_round(round_id=second.pk, by=OFFICE)
        assert "first" in refused.value.reason.en
        surveys.close_round(round_id=one.pk, by=OFFICE)
        surveys.open_round(round_id=second.pk, by=OFFICE)
    assert surveys.open_round_of(one.workplace_id) == second
    place = surveys.code_place(codes[0])
    assert place == surveys.CodePlace(one.workplace_id, one.season_id, "seoul", sheet_replaced=False)


def test_a_follow_up_with_few_workers_left_keeps_no_sex() -> None:
    one, _codes = open_round(categories=UNITS, women=20, men=20)
    assert one.asks["keep_sex"]
    second = surveys.prepare_round(workplace_id=one.workplace_id, plan=plan(19), by=OFFICE, kind="follow_up")
    assert ("unit" in second.asks, second.asks["sex"], second.asks["keep_sex"]) == (False, True, False)


def test_in_bulk_only_enrolled_workplaces_under_agreement() -> None:
    agreed("W0001", 12), agreed("W0002", 50, region="busan"), workplace("W0003", 50, status="enrolled"), workplace("W0004")
    seoul = Actor("person:9", "서울", (Grant(Role.REGION, frozenset({"seoul"})),))
    more: dict[str, Any] = {"season_id": season().pk, "begins_on": BEGINS, "ends_on": dt.date(2017, 6, 30)}
    assert surveys.prepare_all(by=seoul, **more) == 1
    assert surveys.prepare_all(by=OFFICE, **more) == 1
    assert surveys.prepare_all(by=OFFICE, **more) == 0
    found = {one.workplace.number: one for one in Round.objects.select_related("workplace")}
    assert {number: one.target_cards for number, one in found.items()} == {"W0001": 14, "W0002": 55}
    assert surveys.open_ready(season_id=season().pk, by=OFFICE) == (0, 2)


def test_in_bulk_and_one_by_one_agree_on_what_may_open() -> None:
    """Each workplace lacks one thing; the last lacks none."""
    lacking = {number: agreed(number) for number in ("W0001", "W0002", "W0003", "W0004", "W0005", "W0006")}
    rounds = {
        number: surveys.prepare_round(workplace_id=place.pk, plan=plan(), by=OFFICE) for number, place in lacking.items()
    }
    for number in ("W0001", "W0003", "W0004", "W0005", "W0006"):
        surveys.print_cards(workplace_id=lacking[number].pk, by=OFFICE, compose=False)
    end_agreement(agreement_id=lacking["W0001"].agreement.pk, reason=Text("그만둠", "stopped"), by=OFFICE)
    Application.objects.filter(workplace=lacking["W0003"]).update(status="withdrawn")
    Round.objects.filter(pk=rounds["W0004"].pk).update(begins_on=dt.date(2017, 6, 2))
    Round.objects.filter(pk=rounds["W0005"].pk).update(packs=[{"id": "kels-24", "version": "1.0.0", "hash": "0" * 64}])
    with rehearsing(BEGINS):
        every = list(Round.objects.select_related("workplace"))
        alone = {one.pk for one in every if opening(one, on=BEGINS)}
        assert {one.pk for one in ready(season().pk, every, on=BEGINS)} == alone == {rounds["W0006"].pk}
        assert surveys.open_ready(season_id=season().pk, by=OFFICE) == (1, 5)
    assert Round.objects.get(status="open").opened_on == BEGINS
