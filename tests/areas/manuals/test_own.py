"""A workplace's own manual holds the plan agreed upon, and what is not agreed stays out."""

from __future__ import annotations

import pytest

from jikim.areas.manuals.actions.editions import number_own
from jikim.areas.manuals.actions.poster import set_contact
from jikim.areas.manuals.queries.own import own_manuals
from jikim.areas.manuals.queries.sources import edition_of, occupation_of, place_of
from jikim.rules.access import Actor, Grant, Role
from jikim.rules.library import Size
from jikim.rules.manuals import Kind
from jikim.shared.access import Refused
from jikim.shared.library import library
from tests.areas.manuals.made import OFFICE, a_workplace
from tests.areas.visits.made import appointment, consultant

pytestmark = pytest.mark.django_db


def test_occupation_and_size_follow_from_the_workplace() -> None:
    edition, own = edition_of(place_of(a_workplace("W0001", workers=40)), Kind.PRACTICE)
    assert (edition.occupation, edition.size, own.workers) == ("call-centre", Size.MEDIUM, 40)


def test_where_nothing_names_an_occupation_it_is_work_with_customers() -> None:
    from dataclasses import replace

    place = replace(place_of(a_workplace("W0001")), industry_code="", sector="")
    assert occupation_of(library(), place).key == "any-service"


def test_its_name_stands_in_the_pieces_to_put_up() -> None:
    made = number_own(workplace_id=a_workplace("W0001"), kind=Kind.PRACTICE, by=OFFICE)
    words = [line.ko for one in made.manual.chapters for block in one.blocks for line in (block.title, *block.lines)]
    assert any("새봄고객센터 W0001" in line for line in words)


def words_of(made) -> list[str]:
    return [line.ko for one in made.manual.chapters for block in one.blocks for line in (block.title, *block.lines)]


def test_whoever_is_named_stands_in_it_and_is_in_the_next_edition() -> None:
    visit = appointment(1)
    by = consultant(visit)
    first = number_own(workplace_id=visit.workplace_id, kind=Kind.SELF_PROTECTION, by=by)
    assert any("고충 담당자: ____" in line for line in words_of(first))
    assert any(visit.consultant.name in line and visit.consultant.agency.organisation.name in line for line in words_of(first))
    set_contact(workplace_id=visit.workplace_id, officer="김담당", phone="02-123-4567", channel="2층 상담실", by=Actor.console())
    second = number_own(workplace_id=visit.workplace_id, kind=Kind.SELF_PROTECTION, by=by)
    assert second.row.number == first.row.number + 1
    assert any("김담당 · 02-123-4567" in line for line in words_of(second))
    assert not any("____" in line and "고충 담당자" in line for line in words_of(second))


def test_its_consultant_and_agency_may_see_it_and_no_other() -> None:
    visit = appointment(1)
    agency = Actor("person:9", "기관", (Grant(Role.AGENCY, frozenset({visit.consultant.agency.key})),))
    for by in (consultant(visit), agency):
        assert own_manuals(workplace_id=visit.workplace_id, by=by).workplace_id == visit.workplace_id
    other = Actor("person:10", "다른 기관", (Grant(Role.AGENCY, frozenset({"999"})),))
    with pytest.raises(Refused):
        own_manuals(workplace_id=visit.workplace_id, by=other)
