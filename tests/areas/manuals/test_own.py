"""A workplace's own manual holds the plan agreed upon, and what is not agreed stays out."""

from __future__ import annotations

import pytest

from jikim.areas.manuals.actions.editions import number_own
from jikim.areas.manuals.queries.sources import edition_of, occupation_of, place_of
from jikim.rules.library import Size
from jikim.rules.manuals import Kind
from jikim.shared.library import library
from tests.areas.manuals.made import OFFICE, a_workplace

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
