"""The personal level of one sheet, by the programme's own rule, as its worker reads it. Source: SCIENCE.md § 1 [J].

At least what is known says: refused and skipped questions are unknown, never taken for good news.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from jikim.rules.questionnaire import Questionnaire, is_health
from jikim.rules.scoring import FEMALE, MALE, NOT_GIVEN, score
from jikim.rules.scoring.instrument import Instrument
from jikim.rules.scoring.levels import NOT_KNOWN, AnswerAtLeast, LevelRule, Levels, Sheet, personal_levels
from jikim.rules.words import NOTHING, Text

SEXES = {"M": MALE, "F": FEMALE}
_NO_LEVEL = Text("단계를 정하지 않았습니다", "No level")


@dataclass(frozen=True, slots=True)
class Filled:
    """What a worker filled in. `answers`: one per column of the round's packs. `kept_classes` as in `area_results`."""

    answers: tuple[int, ...]
    sex: str = ""
    health: bool | None = None
    kept_classes: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class OwnLevel:
    """The personal level by the programme's own rule. `rank` -1 and `key` `not_known` where none can be given."""

    key: str
    rank: int
    label: Text
    says: Text
    reasons: tuple[Text, ...]
    at_least: Text
    notice: Text
    help_first: bool
    is_highest: bool = False


def own_level(
    asked: Questionnaire, by_block: Mapping[str, Sequence[int]], filled: Filled, rule: LevelRule
) -> OwnLevel:
    """At least what is known says; refused and skipped questions are unknown, never taken for good news."""
    found = {block.id: block for block in asked.blocks if filled.health or not is_health(asked.blocks, block.id)}
    sheets = {
        role: _sheet(found[pack], by_block[pack], filled if found[pack] is asked.blocks[0] else None, filled.sex)
        for role, pack in rule.inputs if pack in found
    }  # fmt: skip
    levels = personal_levels(rule, sheets) if sheets else None
    rank = int(levels.level[0]) if levels else NOT_KNOWN
    if levels is None or rank == NOT_KNOWN:
        return OwnLevel("not_known", NOT_KNOWN, _NO_LEVEL, rule.not_known, (), NOTHING, rule.notice, False)
    return _known_level(rule, levels, rank)


def _known_level(rule: LevelRule, levels: Levels, rank: int) -> OwnLevel:
    level = rule.levels[rank]
    return OwnLevel(
        level.key, rank, level.label, level.says, levels.reasons(0),
        rule.at_least if bool(levels.at_least[0]) else NOTHING, rule.notice,
        # the two highest levels: act, seek help now
        help_first=rank >= max(1, len(rule.levels) - 2), is_highest=rank == len(rule.levels) - 1,
    )  # fmt: skip


def _sheet(block: Instrument, answers: Sequence[int], kept: Filled | None, sex: str) -> Sheet:
    rows = np.array([answers], np.int8)
    scores = score(block, rows, np.array([SEXES.get(sex, NOT_GIVEN)], np.int8), threads=1)
    if kept and kept.kept_classes is not None:
        scores.kind[0, : len(kept.kept_classes)] = kept.kept_classes
    return Sheet(block, rows, scores)


def violence_reasons(rule: LevelRule, asked: Questionnaire) -> frozenset[Text]:
    """The reasons of the highest level that lie in a block about work: violence that was answered, not how somebody feels."""
    packs, work = dict(rule.inputs), {block.id for block in asked.blocks if not is_health(asked.blocks, block.id)}
    return frozenset(
        one.because for one in rule.levels[-1].conditions if isinstance(one, AnswerAtLeast) and packs[one.role] in work
    )
