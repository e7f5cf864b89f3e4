"""Two versions of one record become one: nothing anybody wrote is gone, and where both changed one thing both are shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jikim.rules.visiting import is_empty, merge, taken

_LEAF = st.one_of(st.none(), st.integers(0, 9), st.sampled_from(["", "a", "b", "c"]))
_CELLS = st.dictionaries(st.sampled_from(["men", "women"]), st.one_of(st.none(), st.integers(0, 4)), max_size=2)
_TABLE = st.dictionaries(st.sampled_from(["till", "call"]), _CELLS, max_size=2)
_RECORDS = st.lists(
    st.fixed_dictionaries({"id": st.sampled_from(["r1", "r2", "r3"]), "what": st.sampled_from(["", "x", "y"]), "n": st.integers(0, 2)}),
    max_size=3, unique_by=lambda record: record["id"],
)  # fmt: skip
_SIGNATURE = st.fixed_dictionaries({"name": st.sampled_from(["김", "이"]), "attachment": st.sampled_from(["u1", "u2"])})
VALUES = st.fixed_dictionaries({}, optional={
    "number": _LEAF, "text": _LEAF, "table": st.one_of(st.none(), _TABLE), "group": st.one_of(st.none(), _RECORDS),
    "kinds": st.lists(st.sampled_from(["p", "q"]), unique=True), "signature": st.one_of(st.none(), _SIGNATURE),
})  # fmt: skip


def bare(value):
    """Without what is empty, and records by their id: what two documents must agree in to say the same."""
    if isinstance(value, dict):
        kept = {key: bare(one) for key, one in value.items()}
        return {key: one for key, one in kept.items() if not is_empty(one)}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return {one["id"]: bare(one) for one in value}
    return value


def leaves(value, path=()):
    """Every thing somebody wrote, with its place. A signature is one thing, a list of choices is one thing."""
    if isinstance(value, dict) and "attachment" not in value:
        for key, one in value.items():
            if key != "id":
                yield from leaves(one, (*path, key))
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for one in value:
            yield from leaves(one, (*path, one["id"]))
    elif not is_empty(value):
        yield path, value


@given(VALUES, VALUES)
def test_one_side_alone_is_taken_whole(base, mine):
    merged = merge(base, mine, base)
    assert bare(merged.values) == bare(mine)
    assert merged.conflicts == ()
    merged = merge(base, base, mine)
    assert bare(merged.values) == bare(mine)
    assert merged.conflicts == ()


@given(VALUES, VALUES)
def test_the_same_change_twice_is_no_conflict(base, both):
    merged = merge(base, both, both)
    assert bare(merged.values) == bare(both)
    assert merged.conflicts == ()


@given(VALUES, VALUES, VALUES)
def test_nothing_new_that_anybody_wrote_is_gone(base, mine, theirs):
    merged = merge(base, mine, theirs)
    before, kept = dict(leaves(base)), list(leaves(merged.values))
    for clash in merged.conflicts:
        kept += [*leaves(clash.mine, clash.path), *leaves(clash.theirs, clash.path)]
    for side in (mine, theirs):
        for path, value in leaves(side):
            if before.get(path) != value:
                assert (path, value) in kept


@given(VALUES, VALUES, VALUES)
def test_it_does_not_matter_who_was_first_but_for_what_stands_where_both_changed(base, mine, theirs):
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert {clash.path for clash in one.conflicts} == {clash.path for clash in other.conflicts}
    if not one.conflicts:
        assert bare(one.values) == bare(other.values)


@given(VALUES, VALUES, VALUES)
def test_taking_my_version_everywhere_leaves_no_quarrel(base, mine, theirs):
    merged = merge(base, mine, theirs)
    values = merged.values
    for clash in merged.conflicts:
        values = taken(values, clash.path, clash.mine)
    there = dict(leaves(values))
    for clash in merged.conflicts:
        assert clash.path not in there or not is_empty(clash.mine)
        for path, value in leaves(clash.mine, clash.path):
            assert there[path] == value


def test_two_cells_of_one_table_and_two_records_of_one_group_do_not_meet():
    base = {"table": {"till": {"men": 1, "women": 2}}, "group": [{"id": "a", "what": "door"}]}
    mine = {"table": {"till": {"men": 9, "women": 2}}, "group": [{"id": "a", "what": "door"}, {"id": "b", "what": "chair"}]}
    theirs = {"table": {"till": {"men": 1, "women": 8}}, "group": [{"id": "a", "what": "the door"}, {"id": "c", "what": "bell"}]}
    merged = merge(base, mine, theirs)
    assert merged.conflicts == ()
    assert merged.values["table"] == {"till": {"men": 9, "women": 8}}
    assert [record["what"] for record in merged.values["group"]] == ["the door", "bell", "chair"]


def test_a_record_one_deleted_and_the_other_changed_is_shown():
    base = {"group": [{"id": "a", "what": "door"}]}
    merged = merge(base, {"group": []}, {"group": [{"id": "a", "what": "open door"}]})
    assert merged.values["group"] == [{"id": "a", "what": "open door"}]
    (clash,) = merged.conflicts
    assert (clash.path, clash.mine) == (("group", "a"), None)


def test_a_signature_is_never_mixed_of_two():
    base = {"signature": {"name": "김", "attachment": "u0"}}
    merged = merge(base, {"signature": {"name": "이", "attachment": "u0"}}, {"signature": {"name": "김", "attachment": "u2"}})
    assert merged.values["signature"] == {"name": "김", "attachment": "u2"}
    assert merged.conflicts[0].mine == {"name": "이", "attachment": "u0"}
