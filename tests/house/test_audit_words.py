"""Every act the code records has words on the auditor's page, in both languages."""

from __future__ import annotations

import ast
from functools import cache

from jikim.rules.workflow import LIFECYCLES
from jikim.shared.audit.words import KINDS, VERBS, kind_words, verb_words
from tests.house.source import calls, modules


@cache
def recorded() -> dict[tuple[str, str], str]:
    """(verb, kind) of every call that writes a literal row → where."""
    found: dict[tuple[str, str], str] = {}
    for name, tree in modules():
        for node, called in calls(tree):
            if len(node.args) < 4 or called not in {"audit.record", "record", "row", "audit_row", "record_row", "audit.row"}:
                continue
            verb, kind = node.args[1], node.args[2]
            if isinstance(verb, ast.Constant) and isinstance(kind, ast.Constant):
                found[str(verb.value), str(kind.value)] = f"{name}:{node.lineno}"
    return found


def test_every_recorded_act_has_words() -> None:
    acts = recorded()
    assert len(acts) > 30, "the test no longer sees the calls"
    bare = {f"{place} {verb}" for (verb, _), place in acts.items() if verb_words(verb).ko == verb}
    assert not bare, bare


def test_every_kind_of_thing_has_words() -> None:
    bare = {f"{place} {kind}" for (_, kind), place in recorded().items() if kind_words(kind).ko == kind}
    assert not bare, bare


def test_every_step_of_a_lifecycle_has_words() -> None:
    for kind, life in LIFECYCLES.items():
        for state in life.states:
            assert "→" in verb_words(f"{kind}.{state.key}").ko or f"{kind}.{state.key}" in VERBS


def test_words_come_in_both_languages() -> None:
    for words in [*VERBS.values(), *KINDS.values()]:
        assert words.ko
        assert words.en
        assert words.ko != words.en
