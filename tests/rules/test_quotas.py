"""Places under quotas: small cases by hand, and every choice against all possible ones."""

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jikim.rules.quotas import Bounds, Candidate, Terms, choose, replacement
from jikim.rules.words import Text

NAMES = {"seoul": Text("서울특별시", "Seoul"), "jeju": Text("제주특별자치도", "Jeju"), "busan": Text("부산광역시", "Busan")}


def people(*cells):
    return [Candidate(key, region, sector) for key, (region, sector) in enumerate(cells)]


def terms(target, regions=None, sectors=None):
    return Terms(target, regions or {}, sectors or {}, NAMES, {})


def test_without_quotas_the_first_come_are_served():
    choice = choose(people(*[("seoul", "retail")] * 5), terms(3))
    assert choice.enrolled == (0, 1, 2)
    assert [(r.key, r.ground) for r in choice.refused] == [(3, "target"), (4, "target")]
    assert "3개소" in choice.refused[0].reason.ko


def test_a_maximum_passes_the_place_on_and_says_so():
    choice = choose(people(("seoul", "a"), ("seoul", "a"), ("busan", "a")), terms(3, {"seoul": Bounds(0, 1)}))
    assert choice.enrolled == (0, 2)
    assert choice.refused[0].ground == "region"
    assert "서울특별시" in choice.refused[0].reason.ko
    assert "Seoul" in choice.refused[0].reason.en


def test_a_minimum_reserves_a_place_for_a_latecomer():
    choice = choose(people(("seoul", "a"), ("seoul", "a"), ("jeju", "a")), terms(2, {"jeju": Bounds(1)}))
    assert choice.enrolled == (0, 2)
    assert choice.refused[0].ground == "reserved"
    assert "제주" in choice.refused[0].reason.ko


def test_a_minimum_above_what_is_there_is_a_named_conflict_and_nobody_is_chosen():
    choice = choose(people(("seoul", "a"), ("jeju", "a")), terms(3, {"jeju": Bounds(3)}))
    assert choice.enrolled == ()
    assert len(choice.conflicts) == 1
    assert "제주특별자치도" in choice.conflicts[0].ko
    assert "2개소가 모자랍니다" in choice.conflicts[0].ko
    assert "2 short" in choice.conflicts[0].en


def test_minimums_beyond_the_target_are_a_conflict():
    choice = choose(people(("seoul", "a"), ("jeju", "a")), terms(1, {"jeju": Bounds(1), "seoul": Bounds(1)}))
    assert "목표(1)" in choice.conflicts[0].ko


def test_quotas_that_clash_only_together_are_named():
    # sector b is only in seoul, which may have one; sector b needs two
    rows = people(("seoul", "b"), ("seoul", "b"), ("jeju", "a"))
    choice = choose(rows, Terms(3, {"seoul": Bounds(0, 1)}, {"b": Bounds(2)}, NAMES, {"b": Text("병원", "Hospitals")}))
    assert choice.enrolled == ()
    assert "서울특별시" in choice.conflicts[0].ko
    assert "병원" in choice.conflicts[0].ko


def test_those_seated_keep_their_places():
    choice = choose(people(("seoul", "a"), ("busan", "a")), terms(3, {"seoul": Bounds(0, 2)}), {("seoul", "a"): 2})
    assert choice.enrolled == (1,)


def test_greed_alone_would_miss_a_place():
    # first come first served fills (x, a) and then nothing fits: the flow gives both places
    rows = people(("x", "a"), ("x", "b"), ("y", "a"))
    choice = choose(rows, terms(2, {"x": Bounds(0, 1)}, {"a": Bounds(0, 1)}))
    assert choice.enrolled == (1, 2)


cells = st.tuples(st.sampled_from("xyz"), st.sampled_from("ab"))
bounds = st.builds(lambda low, extra: Bounds(low, None if extra is None else low + extra), st.integers(0, 2), st.none() | st.integers(0, 3))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(cells, max_size=8), st.integers(0, 6), st.dictionaries(st.sampled_from("xyz"), bounds, max_size=3),
    st.dictionaries(st.sampled_from("ab"), bounds, max_size=2), st.lists(cells, max_size=3),
)  # fmt: skip
def test_the_choice_is_the_first_of_the_largest_that_keep_every_quota(rows, target, regions, sectors, sat):
    candidates, seated = people(*rows), Counter(sat)
    target = max(target, len(sat))
    choice = choose(candidates, terms(target, regions, sectors), seated)
    best = first_best(candidates, target, regions, sectors, seated)
    if best is None:
        assert choice.conflicts
        assert choice.enrolled == ()
    else:
        assert choice.conflicts == ()
        assert choice.enrolled == best
        assert {r.key for r in choice.refused} == {c.key for c in candidates} - set(best)


def first_best(candidates, target, regions, sectors, seated):
    """By trying all subsets: the largest that fit, of those the one earliest in order."""
    for size in range(min(len(candidates), target - sum(seated.values())), -1, -1):
        fitting = [chosen for chosen in combinations(candidates, size) if fits(chosen, regions, sectors, seated)]
        if fitting:
            return min(tuple(c.key for c in chosen) for chosen in fitting)
    return None


def fits(chosen, regions, sectors, seated):
    seats = Counter(seated) + Counter((c.region, c.sector) for c in chosen)
    for place, quotas in ((0, regions), (1, sectors)):
        for key, bound in quotas.items():
            n = sum(count for cell, count in seats.items() if cell[place] == key)
            if n < bound.minimum or (bound.maximum is not None and n > bound.maximum):
                return False
    return True


def test_the_next_in_line_moves_up():
    found, short = replacement(people(("seoul", "a"), ("busan", "a")), terms(3), {("seoul", "a"): 2})
    assert found.key == 0
    assert short == ()


def test_a_full_region_is_passed_over():
    found, _ = replacement(people(("seoul", "a"), ("busan", "a")), terms(3, {"seoul": Bounds(0, 2)}), {("seoul", "a"): 2})
    assert found.key == 1


def test_a_withdrawal_below_a_minimum_is_mended_from_that_group():
    found, short = replacement(people(("seoul", "a"), ("jeju", "a")), terms(3, {"jeju": Bounds(1)}), {("seoul", "a"): 2})
    assert found.key == 1
    assert short == ()


def test_a_minimum_nobody_can_mend_is_named():
    found, short = replacement(people(("seoul", "a")), terms(3, {"jeju": Bounds(1)}), {("seoul", "a"): 2})
    assert found.key == 0
    assert "제주특별자치도" in short[0].ko


def test_nobody_moves_up_into_a_full_season():
    assert replacement(people(("seoul", "a")), terms(2), {("seoul", "a"): 2})[0] is None


@pytest.mark.slow
def test_ten_thousand_candidates_are_placed_quickly():
    import random
    import time

    chance = random.Random(2017)
    regions, sectors = [f"r{n}" for n in range(17)], [f"s{n}" for n in range(16)]
    rows = people(*[(chance.choice(regions), chance.choice(sectors)) for _ in range(10_000)])
    limits = Terms(1000, {r: Bounds(20, 80) for r in regions}, {s: Bounds(20, 90) for s in sectors})
    began = time.monotonic()
    choice = choose(rows, limits)
    assert len(choice.enrolled) == 1000
    assert time.monotonic() - began < 30, "seconds, not minutes: the machine may be busy"
