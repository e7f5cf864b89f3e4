"""Only what could ever be shown is asked: published limits as a table, and invariants over any workplace."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from jikim.rules.asking import (
    ASKED_FROM,
    CATEGORY_FROM,
    DIMENSIONS,
    ORDERED,
    REST,
    Category,
    still_asked,
    target_cards,
    what_may_be_asked,
)
from jikim.rules.words import Text


def categories(*sizes: int) -> list[Category]:
    return [Category(f"k{i}", Text(f"{i}부", f"Unit {i}"), size) for i, size in enumerate(sizes)]


def asked(headcount: int, minimum: int = 10, women: int | None = None, men: int | None = None, **given_: list[Category]):  # type: ignore[no-untyped-def]
    return what_may_be_asked(headcount=headcount, categories=given_, women=women, men=men, minimum=minimum)


def test_under_thirty_nothing_about_the_person_is_asked() -> None:
    for headcount, expected in ((29, set()), (30, {"unit"})):
        found = asked(headcount, unit=categories(headcount - 12, 12))
        assert set(found.categories) == expected
    assert "29" in asked(29, unit=categories(17, 12)).merged[0].en
    assert len(asked(29).merged) == 1  # nothing was wished for: only the word on sex


def test_small_units_become_other_and_are_named() -> None:
    found = asked(60, unit=categories(30, 18, 7, 5))
    assert [(one.key, one.headcount) for one in found.categories["unit"]] == [("k0", 30), ("k1", 18), (REST, 12)]
    assert found.merged[0].en == "Unit: “Unit 2” has 7 workers and was merged into “Other”."


def test_one_small_unit_takes_the_next_smallest_along() -> None:
    found = asked(60, unit=categories(30, 21, 9))
    assert [(one.key, one.headcount) for one in found.categories["unit"]] == [("k0", 30), (REST, 30)]
    small, taken_along = (text.en for text in found.merged if text.en.startswith("Unit"))
    assert small == "Unit: “Unit 2” has 9 workers and was merged into “Other”."
    assert taken_along == "Unit: “Other” alone had fewer than 10 workers, so the smallest other one, “Unit 1” (21), joined it."


def test_no_worker_has_to_choose_between_other_and_other() -> None:
    jobs = [Category("a", Text("전화", "Telephone"), 30), Category("b", Text("그 밖의 업무", "Other work"), 12),
            Category("c", Text("창구", "Counter"), 6), Category("d", Text("배송", "Delivery"), 5)]  # fmt: skip
    found = asked(60, job=jobs)
    assert [(one.key, one.headcount) for one in found.categories["job"]] == [("a", 30), (REST, 23)]
    assert "‘그 밖의 업무’는 ‘기타’와 뜻이 같아" in found.merged[2].ko
    assert "“Other work” says the same as “Other”" in found.merged[2].en
    alone = asked(60, job=jobs[:2])
    assert [one.key for one in alone.categories["job"]] == ["a", "b"], "where nothing is merged an office's own word stays"


def test_a_season_that_asks_for_larger_groups_says_its_own_number() -> None:
    found = asked(80, minimum=15, unit=categories(40, 26, 12, 2))
    assert [(one.key, one.headcount) for one in found.categories["unit"]] == [("k0", 40), (REST, 40)]
    said = [text.en for text in found.merged if text.en.startswith("Unit")]
    assert said == [
        "Unit: “Unit 2” has 12 workers and was merged into “Other”.",
        "Unit: “Unit 3” has 2 workers and was merged into “Other”.",
        "Unit: “Other” alone had fewer than 15 workers, so the smallest other one, “Unit 1” (26), joined it.",
    ]


def test_a_follow_up_asks_and_keeps_only_what_can_still_be_shown() -> None:
    first = asked(60, women=30, men=30, unit=categories(30, 30)).as_json()
    assert still_asked(first, headcount=41, minimum=10) == first
    fewer = still_asked(first, headcount=29, minimum=10)
    assert ("unit" in fewer, fewer["keep_sex"]) == (False, True)
    few = still_asked(first, headcount=19, minimum=10)
    assert ("unit" in few, few["sex"], few["keep_sex"]) == (False, True, False)
    assert "not stored" in few["merged"][-1]["en"]
    assert "unit" not in still_asked(first, headcount=39, minimum=20)


def test_bands_merge_with_the_smaller_neighbour_and_keep_their_order() -> None:
    found = asked(60, age=categories(4, 20, 30, 6))
    assert [(one.key, one.headcount) for one in found.categories["age"]] == [("k0+k1", 24), ("k2+k3", 36)]
    assert found.categories["age"][0].name == Text("0부~1부", "Unit 0 to Unit 1")


def test_a_dimension_left_with_one_category_is_not_asked() -> None:
    for sizes in ((35, 5), (9, 9, 12)):
        for name in DIMENSIONS:
            found = asked(sum(sizes), **{name: categories(*sizes)})
            assert name not in found.categories or len(found.categories[name]) > 1
    assert asked(40, unit=categories(35, 5)).categories == {}
    assert "not asked" in asked(40, age=categories(35, 5)).merged[-2].en


def test_sex_is_kept_only_where_a_table_by_sex_could_be_shown() -> None:
    assert asked(40, women=30, men=10).keep_sex
    assert not asked(40, women=31, men=9).keep_sex
    assert not asked(40).keep_sex
    assert not asked(40, minimum=15, women=26, men=14).keep_sex
    assert asked(20, women=10, men=10).keep_sex


def test_spare_cards() -> None:
    assert [target_cards(n) for n in (1, 10, 20, 21, 100, 1001)] == [3, 12, 22, 24, 110, 1102]


def test_as_kept_with_a_round() -> None:
    kept = asked(60, unit=categories(30, 18, 7, 5)).as_json()
    assert kept["unit"][0] == {"key": "k0", "ko": "0부", "en": "Unit 0", "headcount": 30}  # type: ignore[index]
    assert set(kept) == {"unit", "sex", "keep_sex", "merged"}


@settings(deadline=None)
@given(
    name=st.sampled_from(DIMENSIONS), sizes=st.lists(st.integers(0, 60), min_size=1, max_size=9), minimum=st.integers(5, 20)
)
def test_nobody_is_lost_and_every_category_is_large_enough(name: str, sizes: list[int], minimum: int) -> None:
    headcount = sum(sizes)
    found = asked(headcount, minimum=minimum, **{name: categories(*sizes)})
    shown = found.categories.get(name)
    if headcount < ASKED_FROM:
        assert shown is None
    if shown is None:
        return
    assert len(shown) > 1
    assert sum(one.headcount for one in shown) == headcount
    assert all(one.headcount >= max(CATEGORY_FROM, minimum) for one in shown)
    assert len({one.key for one in shown}) == len(shown)
    if name in ORDERED:
        assert "+".join(one.key for one in shown) == "+".join(f"k{i}" for i in range(len(sizes)))
