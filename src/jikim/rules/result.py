"""A worker's own result: one sheet and the packs it is pinned to in, everything its worker reads out. Source: SCIENCE.md §§ 1, 7.

Pure. Gives one person's result to that person only; nothing here may be called for anybody else's page, list or table.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jikim.rules.duties import Duty, duties_on
from jikim.rules.helplines import HelpLine, HelpLines, Purpose, by_purpose, lines_for
from jikim.rules.own_steps import OwnSteps
from jikim.rules.packs.pack import WORKING_NOTICE, Pack
from jikim.rules.questionnaire import Questionnaire, is_health, questionnaire
from jikim.rules.result_areas import AreaResult, area_results
from jikim.rules.result_level import SEXES, Filled, OwnLevel, own_level, violence_reasons
from jikim.rules.scoring import NOT_GIVEN
from jikim.rules.scoring.instrument import Instrument
from jikim.rules.scoring.levels import LevelRule
from jikim.rules.words import NOTHING, Text

__all__ = ["Around", "Block", "Filled", "OwnLevel", "OwnResult", "Told", "own_result"]

#: lines of each purpose that stand before everything else for somebody in need: few enough to choose from
FIRST_LINES_EACH = 2
#: areas whose own advice is given
WORST_AREAS = 2
_HELP_ORDER = (
    Purpose.HEALTH, Purpose.CRISIS, Purpose.VIOLENCE, Purpose.EMERGENCY, Purpose.LABOUR, Purpose.LANGUAGES,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Around:
    """What else a result is made from: the level rule, help lines, advice, the law (a document already read)."""

    rule: LevelRule
    lines: HelpLines
    steps: OwnSteps
    laws: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """One question of a block without scores, and the answer as it was ticked; `answer` NOTHING: left out."""

    key: str
    question: Text
    answer: Text
    happened: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A block that is told back rather than scored."""

    key: str
    title: Text
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class OwnResult:
    """Everything on the page, in the page's order. `first_lines` is empty unless the level asks for help first."""

    on: dt.date
    level: OwnLevel
    first_lines: tuple[HelpLine, ...]
    areas: tuple[AreaResult, ...]
    health_areas: tuple[AreaResult, ...]
    health: str  # "answered", "refused" or "not_asked"
    blocks: tuple[Block, ...]
    steps: tuple[Text, ...]
    duties: tuple[Duty, ...]
    lines: tuple[HelpLine, ...]
    trial: Text
    packs: tuple[str, ...]

    @property
    def who_helps(self) -> tuple[tuple[Text, tuple[HelpLine, ...]], ...]:
        """All other lines, each under what it is for."""
        return by_purpose(self.lines, _HELP_ORDER)

    @property
    def every_area(self) -> tuple[AreaResult, ...]:
        return (*self.areas, *self.health_areas)


def own_result(packs: Sequence[Pack], filled: Filled, around: Around, *, on: dt.date) -> OwnResult:
    """The result of one finished sheet.

    packs  every pack of the round, in its order, in the versions pinned when it opened
    on     the page's date: help lines and law as they stand on that day
    ValueError: the answers do not fit the packs.
    """
    asked = questionnaire(packs)
    if len(filled.answers) != len(asked.columns):
        raise ValueError(f"answers: want {len(asked.columns)}, got {len(filled.answers)}")
    answers = asked.cleaned(filled.answers, filled.health)
    by_block = {block.id: _of_block(asked, block, answers) for block in asked.blocks}
    level = own_level(asked, by_block, filled, around.rule)
    blocks = tuple(_block(block, by_block[block.id]) for block in asked.blocks if not block.subscales)
    areas = {block.id: _areas(asked, block, by_block[block.id], filled) for block in asked.blocks if block.subscales}
    happened = tuple(told.key for block in blocks for told in block.told if told.happened)
    first = _first_lines(level, violence_reasons(around.rule, asked), around.lines, on)
    work, health = _split(asked, areas, filled.health)
    return OwnResult(
        on=on, level=level, first_lines=first, areas=work, health_areas=health,
        health=_health(asked, filled.health), blocks=blocks,
        steps=around.steps.chosen(level=level.key, abuse=_worst_first(happened), subscales=_worst((*work, *health))),
        duties=duties_on(around.laws, on),
        lines=tuple(line for line in lines_for(around.lines.on(on), _HELP_ORDER) if line not in first),
        trial=WORKING_NOTICE if any(pack.trial for pack in packs) else NOTHING,
        packs=(*(pack.label for pack in packs), f"{around.rule.id} {around.rule.version}"),
    )  # fmt: skip


def _of_block(asked: Questionnaire, block: Instrument, answers: Sequence[int]) -> tuple[int, ...]:
    return tuple(answers[column.index] for column in asked.columns if column.pack == block.id)


def _areas(
    asked: Questionnaire, block: Instrument, answers: Sequence[int], filled: Filled
) -> tuple[AreaResult, ...]:
    """Kept classes belong to the first block, the instrument of the statistics."""
    kept = filled.kept_classes if block is asked.blocks[0] else None
    return area_results(block, answers, SEXES.get(filled.sex, NOT_GIVEN), kept)


def _split(
    asked: Questionnaire, areas: Mapping[str, tuple[AreaResult, ...]], health: bool | None
) -> tuple[tuple[AreaResult, ...], tuple[AreaResult, ...]]:
    """Areas of work, and of health where the worker agreed to be asked."""
    work = tuple(area for key, found in areas.items() if not is_health(asked.blocks, key) for area in found)
    own = tuple(area for key, found in areas.items() if is_health(asked.blocks, key) for area in found)
    return work, own if health else ()


def _health(asked: Questionnaire, consent: bool | None) -> str:
    if not asked.asks_health:
        return "not_asked"
    return "answered" if consent else "refused"


def _first_lines(level: OwnLevel, violence: frozenset[Text], pack: HelpLines, on: dt.date) -> tuple[HelpLine, ...]:
    """Before any number: who answers at any hour, two for each purpose. Violence's own lines come first where nothing but violence
    led here; whoever is very low as well needs somebody to talk to before the police."""
    if not level.help_first:
        return ()
    order = [Purpose.HEALTH, Purpose.CRISIS]
    if level.is_highest:
        rests = [reason in violence for reason in level.reasons]
        order = [Purpose.CRISIS, *([Purpose.VIOLENCE] if any(rests) else []), Purpose.EMERGENCY]
        if rests and all(rests):
            order = [Purpose.VIOLENCE, Purpose.CRISIS, Purpose.EMERGENCY]
    open_now = [line for line in pack.on(on) if line.round_the_clock]
    few = [lines_for(open_now, [purpose])[:FIRST_LINES_EACH] for purpose in order]
    return lines_for([line for lines in few for line in lines], order)


def _block(block: Instrument, answers: Sequence[int]) -> Block:
    values = dict(zip(block.item_keys, answers, strict=True))
    told = []
    for item in block.items:
        value = values[item.key]
        label = next((choice.label for choice in item.scale.choices if choice.value == value), NOTHING)
        if item.asked_if is None or label is not NOTHING:
            told.append(Told(item.key, item.text, label, item.asked_if is None and value > item.scale.lowest))
    return Block(block.id, block.title, tuple(told))


def _worst_first(happened: Sequence[str]) -> tuple[str, ...]:
    order = ("sexual", "physical", "threat", "verbal", "demand")
    return tuple(key for key in order if key in happened)


def _worst(areas: Sequence[AreaResult]) -> tuple[str, ...]:
    """The areas above their reference, the furthest first."""
    above = sorted((area for area in areas if area.tone in ("above", "between")), key=lambda area: -area.excess)
    return tuple(area.key for area in above[:WORST_AREAS])
