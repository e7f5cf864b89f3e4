"""The personal level of a worker, by the programme's own rule, which is data: steady, watch, act, seek help now.

Computed as *at least* from what is known; never the lowest level while any input is unknown. Source: SCIENCE.md § 1 [J].
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from jikim.rules.scoring.instrument import Instrument, Reference
from jikim.rules.scoring.scores import Scores
from jikim.rules.words import NOTHING, Text

#: Level code where nothing raises the level but an input is unknown: the lowest level cannot be claimed.
NOT_KNOWN = -1

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class AtRisk:
    """At least `count` subscales of the role's instrument are in class `class_key`, or worse."""

    role: str
    class_key: str
    count: int
    because: Text


@dataclass(frozen=True, slots=True)
class ScoreAtLeast:
    """The score of one subscale is ≥ `at_least`."""

    role: str
    subscale: str
    at_least: Fraction
    because: Text


@dataclass(frozen=True, slots=True)
class AnswerAtLeast:
    """One of these items was answered with at least this value. Items absent from the instrument are not asked for."""

    role: str
    items: tuple[str, ...]
    at_least: int
    where_present: bool
    because: Text


Condition = AtRisk | ScoreAtLeast | AnswerAtLeast


@dataclass(frozen=True, slots=True)
class Level:
    """A level with what it says to the worker; reached when any condition holds. The lowest has none."""

    key: str
    label: Text
    says: Text
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class LevelRule:
    """The rule in one immutable version. `inputs` maps a role to the id of the pack meant for it. Levels lowest first."""

    id: str
    version: str
    title: Text
    notice: Text
    inputs: tuple[tuple[str, str], ...]
    levels: tuple[Level, ...]
    not_known: Text = NOTHING
    at_least: Text = NOTHING

    @property
    def conditions(self) -> tuple[tuple[int, Condition], ...]:
        """(level, condition) of every condition, the order of `Levels.met`."""
        return tuple((i, one) for i, level in enumerate(self.levels) for one in level.conditions)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Answers to one instrument and their scores, row by row the same persons."""

    instrument: Instrument
    answers: NDArray[np.int8]
    scores: Scores


@dataclass(frozen=True, slots=True)
class Levels:
    """Results of n persons.

    level     (n,) int8, index into `rule.levels`; NOT_KNOWN (-1) where the lowest cannot be claimed
    at_least  (n,) bool, a higher level is possible, given what is unknown or provisional
    met       (n, number of conditions) bool, order of `rule.conditions`
    """

    rule: LevelRule
    level: NDArray[np.int8]
    at_least: Flags
    met: Flags

    def reasons(self, row: int) -> tuple[Text, ...]:
        """Why this person has this level: the conditions met at that level, in the worker's words."""
        here = int(self.level[row])
        return tuple(
            one.because
            for (level, one), met in zip(self.rule.conditions, self.met[row], strict=True)
            if met and level == here
        )


def personal_levels(rule: LevelRule, sheets: Mapping[str, Sheet]) -> Levels:
    """Levels of n persons from their sheets by role. A role that is absent (not asked, refused) is unknown for everybody.

    ValueError: no sheet at all, or sheets of different length.
    """
    lengths = {len(sheet.answers) for sheet in sheets.values()}
    if len(lengths) != 1:
        raise ValueError("sheets: want at least one, all with the same number of rows")
    n = lengths.pop()
    level, at_least = np.zeros(n, np.int8), np.zeros(n, np.bool_)
    unknown, met = np.zeros(n, np.bool_), np.zeros((n, len(rule.conditions)), np.bool_)
    possible = np.zeros_like(met)
    for column, (rank, condition) in enumerate(rule.conditions):
        sheet = sheets.get(condition.role)
        if sheet is None:
            missing = not (isinstance(condition, AnswerAtLeast) and condition.where_present)
            possible[:, column] = missing
            unknown |= missing
            continue
        met[:, column], possible[:, column], here_unknown = _holds(condition, sheet)
        unknown |= here_unknown
        level[met[:, column]] = np.maximum(level[met[:, column]], rank)
    for column, (rank, _) in enumerate(rule.conditions):
        at_least |= possible[:, column] & (rank > level)
    level[(level == 0) & unknown] = NOT_KNOWN
    return Levels(rule, level, at_least, met)


def _holds(condition: Condition, sheet: Sheet) -> tuple[Flags, Flags, Flags]:
    """(surely met, perhaps met, rests on something unknown), per person."""
    match condition:
        case AtRisk():
            return _at_risk(condition, sheet)
        case ScoreAtLeast():
            column = sheet.scores.column(condition.subscale)
            value = sheet.scores.score[:, column]
            unknown = np.isnan(value)
            met = ~unknown & (np.nan_to_num(value) >= float(condition.at_least))
            return met, met | unknown | sheet.scores.provisional[:, column], unknown
        case AnswerAtLeast():
            return _answered(condition, sheet)


def _at_risk(condition: AtRisk, sheet: Sheet) -> tuple[Flags, Flags, Flags]:
    subscales = sheet.instrument.subscales
    kinds = sheet.scores.kind[:, : len(subscales)]
    floor = np.array([_rank(subscale.reference, condition.class_key) for subscale in subscales])
    surely, unknown = (kinds >= floor), (kinds < 0)
    perhaps = surely | unknown | sheet.scores.provisional[:, : len(subscales)]
    met: Flags = surely.sum(1) >= condition.count
    possible: Flags = perhaps.sum(1) >= condition.count
    rests_on_unknown: Flags = np.logical_or.reduce(unknown, axis=1)
    return met, possible, rests_on_unknown


def _rank(reference: Reference | None, key: str) -> int:
    bands = reference.men if reference else ()
    return next((i for i, band in enumerate(bands) if band.key == key), 127)


def _answered(condition: AnswerAtLeast, sheet: Sheet) -> tuple[Flags, Flags, Flags]:
    keys = sheet.instrument.item_keys
    n = len(sheet.answers)
    met, unknown = np.zeros(n, np.bool_), np.zeros(n, np.bool_)
    for key in condition.items:
        if key not in keys:
            if not condition.where_present:
                unknown[:] = True
            continue
        item, value = sheet.instrument.item(key), sheet.answers[:, keys.index(key)]
        given = (value >= item.scale.lowest) & (value <= item.scale.highest)
        met |= given & (value >= condition.at_least)
        unknown |= ~given
    return met, met | unknown, unknown
