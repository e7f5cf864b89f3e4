"""Releases: once, after closing, protected, frozen; and a reference that gives nobody away."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

import pytest

from jikim.areas.statistics import public as statistics
from jikim.areas.statistics.models import Reference, Release
from jikim.areas.surveys import public as surveys
from jikim.areas.surveys.models import Round
from jikim.rules.access import Actor, Grant, Role
from jikim.shared.access import Refused
from jikim.vault.keys import make_keys
from tests.areas.surveys.making import CONSOLE, imported, rows, season, small_season, workplace

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture(autouse=True)
def _keys() -> None:
    make_keys()


def released() -> dict[str, Release]:
    surveys.close_rounds(season_id=season().pk, by=CONSOLE)
    statistics.release_rounds(season_id=season().pk, by=CONSOLE)
    return {one.workplace.number: one for one in Release.objects.select_related("workplace", "reference")}


def test_every_form_comes_out() -> None:
    small_season()
    forms = {number: one.form for number, one in released().items()}
    assert forms["W0001"] == "full"
    assert forms["W0010"] == forms["W0012"] == forms["W0018"] == "whole_only"
    assert forms["W0004X"] == "no_figures"
    assert set(Round.objects.values_list("status", flat=True)) == {"released"}


def test_nothing_is_released_while_answers_come_in() -> None:
    small_season()
    assert statistics.release_rounds(season_id=season().pk, by=CONSOLE) == 0
    assert not Release.objects.exists()


def test_nothing_is_released_twice() -> None:
    small_season()
    first = {one.pk: one.content_hash for one in released().values()}
    assert statistics.release_rounds(season_id=season().pk, by=CONSOLE) == 0
    assert {one.pk: one.content_hash for one in Release.objects.all()} == first


def test_a_season_carried_over_later_is_dated_within_its_own_days() -> None:
    """Its papers bear the law of their time, and do not differ with the day of the import."""
    small_season()
    found = released()["W0001"]
    assert found.round.closed_on > season().ends_on, "closed on the day of the import"
    assert found.data_date == found.reference.data_date == season().ends_on


def test_a_season_of_today_is_dated_by_its_closing() -> None:
    small_season()
    current = season()
    current.ends_on = dt.date(2099, 11, 30)
    current.save(update_fields=["ends_on"])
    found = released()["W0001"]
    assert found.data_date == found.round.closed_on


def test_a_release_is_frozen() -> None:
    small_season()
    one = released()["W0001"]
    with pytest.raises(TypeError, match="never edited"):
        one.save()
    with pytest.raises(TypeError, match="never deleted"):
        one.delete()
    canonical = json.dumps(one.content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert one.content_hash == hashlib.sha256(canonical.encode()).hexdigest()


def test_the_same_answers_give_the_same_release() -> None:
    """Whatever the random keys and their order were."""
    small_season()
    first = released()["W0001"].content_hash
    again = {number: one.content for number, one in released().items()}["W0001"]
    assert hashlib.sha256(json.dumps(again, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest() == first


def test_a_workplace_of_few_answers_shows_not_even_how_many() -> None:
    small_season()
    content = released()["W0004X"].content
    assert content["whole"] is None
    assert content["units"] == []
    assert content["offered"] == 12
    assert "answered" not in json.dumps(content)


def test_under_ten_no_shares() -> None:
    small_season()
    whole = released()["W0012"].content["whole"]
    assert {figure["status"] for figure in whole["shares"].values()} == {"suppressed"}


def test_means_are_whole_points_and_no_sum_is_stored() -> None:
    small_season()
    found = [one.content for one in released().values()]
    numbers = [v for content in found for v in leaves(content) if isinstance(v, float)]
    assert numbers == []
    reference = Reference.objects.get().content
    allowed = leaves(reference["spread"]) + leaves(reference["reliability"]) + leaves(reference["agreement"])
    assert [v for v in leaves(reference) if isinstance(v, float) and v not in allowed] == []


def leaves(value: object) -> list[object]:
    if isinstance(value, dict):
        return [leaf for inner in value.values() for leaf in leaves(inner)]
    if isinstance(value, list):
        return [leaf for inner in value for leaf in leaves(inner)]
    return [value]


def test_the_reference_does_not_count_the_hidden() -> None:
    """Total less the printed ones must not tell how many answered in the workplace without figures."""
    small_season()
    found = released()
    printed = sum(one.content["whole"]["answered"] for one in found.values() if one.content["whole"])
    reference = Reference.objects.get().content
    assert reference["answered"] == printed
    assert reference["workplaces"] == sum(one.content["whole"] is not None for one in found.values())
    # one hidden workplace of four: it enters no cell, so no cell less the printed ones can find it
    assert {cell["mean"]["n"] for cell in reference["season"].values()} == {
        sum(one.content["whole"]["means"][key].get("n", 0) for one in found.values() if one.content["whole"])
        for key in reference["season"]
    }


def test_a_small_season_has_no_reference() -> None:
    workplace("W0001")
    imported(rows("W0001", (14, 13)))
    one = released()["W0001"]
    assert one.reference.content["season"] is None
    assert one.reference.content["sectors"] == {}
    assert one.content["whole"]["means"]["regulation"].get("interval") is None


def test_a_later_round_gets_a_reference_of_its_own_and_leaves_the_first_alone() -> None:
    small_season()
    first = released()["W0001"]
    workplace("W0100", 40)
    imported(rows("W0100", (20,), seed=5))
    later = released()
    assert later["W0100"].reference.number == 2
    assert later["W0001"].reference_id == first.reference_id


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.OFFICE, Role.CONSOLE}])
def test_only_the_office_releases(role: Role) -> None:
    with pytest.raises(Refused):
        statistics.release_rounds(season_id=season().pk, by=Actor("p", "q", (Grant(role, frozenset({"1"})),)))
