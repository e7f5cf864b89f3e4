"""Subtraction between references: everything a reader of all reports holds, over several releases."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from jikim.areas.statistics import public as statistics
from jikim.areas.statistics.models import Reference, Release
from jikim.areas.surveys import public as surveys
from jikim.vault.keys import make_keys
from tests.areas.surveys.making import CONSOLE, imported, rows, season, small_season, workplace

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
BLOCKS = {"mean": "means", "share": "shares"}


@pytest.fixture(autouse=True)
def _keys() -> None:
    make_keys()


def released() -> None:
    surveys.close_rounds(season_id=season().pk, by=CONSOLE)
    statistics.release_rounds(season_id=season().pk, by=CONSOLE)


def came(sizes: dict[str, int], **more: Any) -> None:
    lines = []
    for place, (number, size) in enumerate(sizes.items()):
        workplace(number, 60, **more)
        lines += rows(number, (size,), seed=40 + place)
    imported(lines)


def printed(rounds: list[int], key: str, block: str, sector: str = "") -> int:
    """How many persons stand behind what the reports of these rounds print."""
    contents = [one.content for one in Release.objects.filter(round_id__in=rounds)]
    figures = [
        content["whole"][BLOCKS[block]][key] for content in contents
        if content["whole"] and (not sector or content["workplace"]["sector"] == sector)
    ]  # fmt: skip
    return sum(figure["n"] for figure in figures if figure["status"] == "published")


def hidden_behind(reference: Reference) -> dict[tuple[str, str], int]:
    """Persons in the season's cells whom no printed figure counts."""
    return {
        (key, block): cell[block]["n"] - printed(reference.content["rounds"], key, block)
        for key, cell in reference.content["season"].items() for block in BLOCKS if cell[block]
    }  # fmt: skip


def test_two_references_never_differ_by_a_few_hidden_people() -> None:
    small_season()
    came({"W0201": 7, "W0202": 8, "W0203": 9})
    released()
    assert max(hidden_behind(Reference.objects.get()).values()) >= 10, "the attack needs hidden people to begin with"
    came({"W0301": 24, "W0302": 3})
    released()
    came({"W0401": 3, "W0402": 3})
    released()
    came({"W0501": 24, "W0502": 5})
    released()
    found = [hidden_behind(reference) for reference in Reference.objects.order_by("number")]
    assert len(found) == 3
    for first, second in combinations(found, 2):
        for cell in first.keys() & second.keys():
            if first[cell] and second[cell]:
                assert abs(second[cell] - first[cell]) == 0 or abs(second[cell] - first[cell]) >= 10, cell


def test_a_few_more_answers_make_no_new_reference() -> None:
    small_season()
    released()
    came({"W0300": 3})
    released()
    assert Reference.objects.count() == 1
    assert Release.objects.get(workplace__number="W0300").reference.number == 1


def test_cells_that_overlap_the_season_hold_only_what_is_printed() -> None:
    """The season's cell less its sectors' must not leave the one hidden workplace of a sector."""
    small_season()
    came({"W0201": 7, "W0202": 8, "W0203": 9, "W0204": 4, "W0205": 40})
    released()
    reference = Reference.objects.get().content
    for sector, cells in reference["sectors"].items():
        for key, cell in cells.items():
            for block in BLOCKS:
                assert cell[block] is None or cell[block]["n"] == printed(reference["rounds"], key, block, sector)


def test_a_handful_does_not_tell_its_occupation() -> None:
    """In a workplace without figures the occupation most answers name is an answer."""
    small_season()
    released()
    assert Release.objects.get(workplace__number="W0001").content["job"]
    assert Release.objects.get(workplace__number="W0004X").content["job"] == ""


def test_the_season_less_its_occupations_leaves_nobody_alone() -> None:
    lines = []
    for place in range(12):
        workplace(f"W{place:04d}", 60)
        lines += rows(f"W{place:04d}", (22 + place % 2,), seed=place, job="상담원" if place % 2 else "은행원")
    for line in lines[:3]:
        line[5] = "경비원"
    imported(lines)
    released()
    content = Reference.objects.get().content
    assert set(content["items"]) == {"", "상담원"}, "the season less both occupations would be the three guards"
    assert set(content["jobs"]) == {"상담원"}


def test_an_occupation_that_grew_by_a_few_keeps_its_items() -> None:
    small_season()
    released()
    first = Reference.objects.get().content["items"]
    workplace("W0300", 60), workplace("W0301", 60)
    few = rows("W0301", (3,), seed=70)
    for line in few:
        line[6:] = [4] * 24
    imported([*rows("W0300", (20,), seed=71, job="경비원"), *few])
    released()
    second = Reference.objects.get(number=2).content["items"]
    assert second["국내은행"] == first["국내은행"]
    assert second[""] != first[""]
