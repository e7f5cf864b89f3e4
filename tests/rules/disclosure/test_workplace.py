"""A workplace's release: forms, roll-up, and what whole minus printed units would give away."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jikim.rules.disclosure import (
    CountStatistics,
    GroupStatistics,
    Measure,
    MeasureStatistics,
    ReportForm,
    Rule,
    Settings,
    WorkplaceRelease,
    pool,
    protect_workplace,
)
from jikim.rules.disclosure.families import known_counts, protect_shares
from jikim.rules.disclosure.primary import ShareForm

SEASON = Settings({"m": Measure("m", (69.44, 63.89), spread=20.0)})


def unit(
    key: str, n: int, at_risk: int | None = None, mean: float = 50.0, scored: int | None = None
) -> GroupStatistics:
    scored = n if scored is None else scored
    risk = scored // 3 if at_risk is None else at_risk
    total = mean * scored
    stats = MeasureStatistics(scored, total, total * mean + 300.0 * scored, scored, risk)
    return GroupStatistics(key, n, {"m": stats}, {"threat": CountStatistics(n, n // 3)}, offered=n + 5)


def release(*units: GroupStatistics) -> WorkplaceRelease:
    return protect_workplace(pool("W1", units), units, SEASON)


@pytest.mark.parametrize(
    ("sizes", "form"),
    [
        ((4,), ReportForm.NO_FIGURES),
        ((2, 2), ReportForm.NO_FIGURES),
        ((5,), ReportForm.WHOLE_ONLY),
        ((12,), ReportForm.WHOLE_ONLY),
        ((9, 9), ReportForm.WHOLE_ONLY),
        ((10, 8), ReportForm.WHOLE_ONLY),
        ((10, 10), ReportForm.FULL),
        ((30, 6, 5), ReportForm.FULL),
        ((30, 20, 1), ReportForm.FULL),
    ],
)
def test_the_form_follows_the_answers(sizes: tuple[int, ...], form: ReportForm) -> None:
    result = release(*(unit(f"U{i}", n) for i, n in enumerate(sizes)))
    assert result.form is form
    assert (result.whole is None) == (form is ReportForm.NO_FIGURES)
    assert bool(result.units) == (form is ReportForm.FULL)


def test_five_to_nine_answers_give_means_but_no_shares_and_no_abuse() -> None:
    whole = release(unit("U1", 8)).whole
    assert whole is not None
    assert whole.answered == 8
    assert whole.means["m"].status == "published"
    assert whole.shares["m"].status == "suppressed"
    assert whole.shares["m"].reason is not None
    assert whole.counts["threat"].status == "suppressed"


def test_one_small_unit_takes_the_next_smallest_with_it_and_says_so() -> None:
    result = release(unit("A", 30), unit("B", 20), unit("C", 3))
    assert [(u.key, u.members, u.answered) for u in result.units] == [
        ("A", ("A",), 30),
        ("other", ("B", "C"), 23),
    ]
    note = result.notes[0]
    assert note.rule is Rule.ROLL_UP
    assert "B, C" in note.why.en
    assert "B, C" in note.why.ko
    assert note.see_more.ko


def test_every_printed_group_and_everything_left_over_has_ten() -> None:
    for sizes in product((0, 3, 9, 10, 14), repeat=4):
        result = release(*(unit(f"U{i}", n) for i, n in enumerate(sizes)))
        assert all(u.answered >= 10 for u in result.units)
        if result.units:
            assert sum(u.answered for u in result.units) == sum(sizes)


def test_a_subscale_scored_by_few_is_not_found_by_subtraction() -> None:
    result = release(unit("A", 30), unit("B", 20), unit("C", 12, scored=8))
    means = {u.key: u.means["m"] for u in result.units}
    assert [k for k, f in means.items() if f.status == "published"] == ["A"]
    rules = {k: f.reason.rule for k, f in means.items() if f.reason is not None}
    assert rules == {"B": Rule.COMPLEMENTARY, "C": Rule.PRIMARY}


def test_an_extreme_unit_is_hidden_and_not_left_as_the_only_blank() -> None:
    result = release(unit("A", 40), unit("B", 30), unit("C", 12, at_risk=0, mean=4))
    means = {u.key: u.means["m"] for u in result.units}
    assert means["C"].reason is not None
    assert means["C"].reason.rule is Rule.MEAN
    assert means["B"].reason is not None
    assert means["B"].reason.rule is Rule.COMPLEMENTARY
    assert means["A"].status == "published"


def test_reasons_of_2b_and_6_read_alike() -> None:
    """Else the reason itself would say how extreme a hidden mean is."""
    extreme = release(unit("A", 10, at_risk=0, mean=2)).whole
    pooled = release(unit("A", 10, at_risk=3, mean=17)).whole
    assert extreme is not None
    assert pooled is not None
    first, second = extreme.means["m"].reason, pooled.means["m"].reason
    assert first is not None
    assert second is not None
    assert (first.rule, second.rule) == (Rule.MEAN, Rule.COLLUSION)
    assert (first.why, first.see_more) == (second.why, second.see_more)


def test_no_share_of_0_or_100_per_cent_is_printed_or_left_over() -> None:
    result = release(unit("A", 20, at_risk=5), unit("B", 20, at_risk=4), unit("C", 20, at_risk=0))
    shares = {u.key: u.shares["m"] for u in result.units}
    assert shares["C"].band is not None
    assert shares["C"].band.en == "under 20 %"
    assert [k for k, f in shares.items() if f.status == "suppressed"] == [
        "A"
    ]  # equal sizes: the first gives way


def test_two_bands_are_not_safe_when_the_whole_pins_both() -> None:
    """A and B have nobody at risk; C is exact; the whole says so: hiding must go on until C is hidden too."""
    top, shown = protect_shares(
        (6, 60), [(0, 20), (0, 20), (6, 20)], whole_minimum=10, part_minimum=10, share_minimum=3
    )
    assert top.form is ShareForm.EXACT
    assert [s.hidden for s in shown] == [False, False, True]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.integers(9, 13).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=2, max_size=4
    )
)
def test_no_band_is_narrowed_in_any_world_consistent_with_the_print(parts: list[tuple[int, int]]) -> None:
    whole = (sum(c for c, _ in parts), sum(n for _, n in parts))
    top, shown = protect_shares(whole, parts, whole_minimum=10, part_minimum=10, share_minimum=3)
    if all(s.hidden for s in shown):
        return
    low, high = known_counts(whole, top, 3)
    ranges = [range(a, b + 1) for a, b in (known_counts(p, s, 3) for p, s in zip(parts, shown, strict=True))]
    worlds = [w for w in product(*ranges) if low <= sum(w) <= high]
    for i, state in enumerate(shown):
        seen = {w[i] for w in worlds}
        if not state.hidden:
            assert seen == set(ranges[i])
        elif state.rule is Rule.PRIMARY:
            assert len(seen) >= 3


def test_means_are_whole_points_with_the_seasons_interval_around_the_printed_mean() -> None:
    whole = release(unit("A", 25, mean=54.4)).whole
    assert whole is not None
    figure = whole.means["m"]
    assert (figure.value, figure.interval, figure.n) == (54, (46, 62), 25)


def test_abuse_needs_twenty_below_the_workplace() -> None:
    result = release(unit("A", 30), unit("B", 25), unit("C", 15))
    assert {u.key: u.counts["threat"].status for u in result.units} == {
        "A": "published",
        "B": "suppressed",
        "C": "suppressed",
    }


def test_units_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="W1"):
        protect_workplace(GroupStatistics("W1", 40), [unit("A", 20), unit("B", 21)], SEASON)
    with pytest.raises(ValueError, match="names of their own"):
        protect_workplace(unit("W1", 40), [unit("A", 20), unit("A", 20)], SEASON)
