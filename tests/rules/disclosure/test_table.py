"""Reading a table: margins, hierarchies, and errors that name what is wrong."""

from __future__ import annotations

import pytest

from jikim.rules.disclosure.table import TableError, read_table
from tests.rules.disclosure.tables import REGION_BY_SEX, made, made_hierarchy, with_margins


def test_the_worked_cases_margins_are_sums_of_its_cells() -> None:
    table = with_margins(("region", "sex"), REGION_BY_SEX)
    assert table.n[table.grand] == 100
    for s in table.sums:
        assert table.n[s.total] == sum(table.n[p] for p in s.parts)
    assert table.name(0) == "region=A, sex=F"


@pytest.mark.parametrize("table", [made((3, 4), 1), made((2, 3, 2), 1), made_hierarchy(2, 3, 2, 1)])
def test_every_cell_follows_from_the_innermost_ones(table) -> None:  # type: ignore[no-untyped-def]
    """The kept sums leave out no dependence: with inner cells known, all margins are."""
    known = {i for i in range(len(table.n)) if i not in {s.total for s in table.sums}}
    for _ in table.sums:
        known |= {s.total for s in table.sums if set(s.parts) <= known}
    assert known == set(range(len(table.n)))


def test_an_inconsistent_margin_is_named_with_both_numbers() -> None:
    labels = [("A", "F"), ("A", "M"), ("A", "Total"), ("Total", "F"), ("Total", "M"), ("Total", "Total")]
    with pytest.raises(TableError) as caught:
        read_table(("region", "sex"), labels, [2, 18, 21, 2, 18, 20])
    named = [r.en for r in caught.value.reasons]
    assert "inconsistent margin: region=A, sex=Total is 21, but its cells add up to 20" in named
    assert any("region=Total, sex=Total" in r for r in named)
    assert all(r.ko for r in caught.value.reasons)


def test_a_missing_margin_and_a_row_twice_are_named() -> None:
    with pytest.raises(TableError, match="this margin is missing: region=Total"):
        read_table(("region",), [("A",)], [3])
    with pytest.raises(TableError, match="listed twice: region=A"):
        read_table(("region",), [("A",), ("A",), ("Total",)], [3, 3, 6])


def test_a_hierarchys_subtotal_is_checked_against_its_children() -> None:
    labels = [("A>A1",), ("A>A2",), ("A",), ("B",), ("Total",)]
    assert len(read_table(("region>district",), labels, [1, 2, 3, 4, 7]).sums) == 2
    with pytest.raises(TableError, match="region>district=A is 4"):
        read_table(("region>district",), labels, [1, 2, 4, 4, 8])


def test_a_combination_that_is_not_listed_is_known_to_be_empty() -> None:
    labels = [
        ("A", "F"),
        ("A", "Total"),
        ("B", "M"),
        ("B", "Total"),
        ("Total", "F"),
        ("Total", "M"),
        ("Total", "Total"),
    ]
    table = read_table(("region", "sex"), labels, [5, 5, 6, 6, 5, 6, 11])
    assert sorted(len(s.parts) for s in table.sums) == [1, 1, 1, 1, 2]


@pytest.mark.parametrize("word", ["합계", "계", "total"])
def test_a_margin_called_otherwise_is_pointed_out_first(word: str) -> None:
    with pytest.raises(TableError) as refused:
        read_table(("region",), [("A",), ("B",), (word,)], [6, 7, 13])
    assert refused.value.reasons[0].en == f"Write Total for a margin: “{word}” is read as a category."
    assert f"‘{word}’" in refused.value.reasons[0].ko
    assert read_table(("region",), [("A",), (word,), ("Total",)], [6, 7, 13]).n == (6, 7, 13), "with margins in place it is a category"
