"""The order of a questionnaire on a small screen: which answer is which column, what stands on which page, what is asked.

Pure: gets packs and answers, hands back pages. Never scores, never knows who answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from jikim.rules.packs import Pack
from jikim.rules.scoring.instrument import MISSING, Instrument, Item

#: a block up to this long stays on one page; a longer one is cut into even pages of at most PAGE_ITEMS
WHOLE_BLOCK = 8
PAGE_ITEMS = 6
#: blocks about work. Any other block after the first asks about health and needs a consent of its own: an unknown pack
#: is taken for a health question, since asking for consent once too often harms nobody
WORK_BLOCKS = frozenset({"kels-24", "kels-11", "kwvs-13", "customer-abuse"})
ABUSE = "customer-abuse"
#: any answer but the lowest opens the page of who helps there and then (PHQ-9's ninth item)
OPENS_HELP = frozenset({"m09"})
#: what may be asked about the person besides sex, in this order
DIMENSIONS = ("unit", "age", "tenure", "job")


class Kind(StrEnum):
    ITEMS = "items"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Column:
    """One item and its place in the answers of all packs together."""

    index: int
    pack: str
    item: Item


@dataclass(frozen=True, slots=True)
class Page:
    """One screen. `block` is None on the page about the person. `depth` > 0: asked only after certain answers."""

    number: int
    kind: Kind
    columns: tuple[Column, ...] = ()
    block: Instrument | None = None
    health: bool = False
    depth: int = 0
    #: the first page of its block carries the block's preamble
    opens_block: bool = False

    @property
    def is_hard(self) -> bool:
        """Questions that may bring something back: who helps is named beside them."""
        return self.health or (self.block is not None and self.block.id == ABUSE)


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """Everything a round asks, in order. Answers are one int per column; MISSING (-1) is no answer, never a zero."""

    blocks: tuple[Instrument, ...]
    columns: tuple[Column, ...]
    pages: tuple[Page, ...]
    #: columns that need the consent to health questions
    health_columns: frozenset[int]
    #: column → (columns it depends on, the least value of one of them)
    conditions: Mapping[int, tuple[tuple[int, ...], int]]

    @property
    def blank(self) -> tuple[int, ...]:
        return (MISSING,) * len(self.columns)

    @property
    def asks_health(self) -> bool:
        return any(page.health for page in self.pages)

    @property
    def end(self) -> int:
        """The number of the closing page, where the answers are handed in."""
        return len(self.pages) + 1

    def page(self, number: int) -> Page | None:
        return self.pages[number - 1] if 1 <= number <= len(self.pages) else None

    def asked(self, column: Column, answers: Sequence[int], health: bool | None) -> bool:
        """Whether this item is asked, given the other answers and the consent to the health questions."""
        if health is not True and column.index in self.health_columns:
            return False
        condition = self.conditions.get(column.index)
        if condition is None:
            return True
        others, least = condition
        return any(answers[i] >= least and self.asked(self.columns[i], answers, health) for i in others)

    def visible(self, answers: Sequence[int], health: bool | None) -> tuple[Page, ...]:
        """The pages this worker is shown; a page all of whose items are not asked is passed over."""
        return tuple(page for page in self.pages if self.is_shown(page, answers, health))

    def is_shown(self, page: Page, answers: Sequence[int], health: bool | None) -> bool:
        return page.kind is Kind.ABOUT or any(self.asked(column, answers, health) for column in page.columns)

    def following(self, number: int, answers: Sequence[int], health: bool | None) -> int:
        """The page after `number` (0: the first); the closing page when none is left."""
        later = (page.number for page in self.visible(answers, health) if page.number > number)
        return next(later, self.end)

    def preceding(self, number: int, answers: Sequence[int], health: bool | None) -> int:
        """The page before `number`; 0 for the page of consent."""
        return max((page.number for page in self.visible(answers, health) if page.number < number), default=0)

    def progress(self, number: int, answers: Sequence[int], health: bool | None) -> tuple[int, int]:
        """(which step this page is, of how many). Conditional pages count with the page they follow."""
        steps = [page.number for page in self.visible(answers, health) if page.depth == 0]
        return min(max(sum(step <= number for step in steps), 1), len(steps)), len(steps)

    def cleaned(self, answers: Sequence[int], health: bool | None) -> tuple[int, ...]:
        """Answers as they may be kept: values outside their scale and answers to what is not asked become MISSING."""
        kept = [
            value if column.item.scale.lowest <= value <= column.item.scale.highest else MISSING
            for column, value in zip(self.columns, answers, strict=True)
        ]
        # one pass each way down: an item that is no longer asked may have been the condition of the next
        for column in self.columns:
            if kept[column.index] != MISSING and not self.asked(column, kept, health):
                kept[column.index] = MISSING
        return tuple(kept)

    def open_columns(self, page: Page, answers: Sequence[int], health: bool | None) -> tuple[Column, ...]:
        """What is asked on this page."""
        return tuple(column for column in page.columns if self.asked(column, answers, health))

    def missing(self, page: Page, answers: Sequence[int], health: bool | None) -> tuple[Column, ...]:
        """What is asked on this page and not answered."""
        return tuple(c for c in self.open_columns(page, answers, health) if answers[c.index] == MISSING)

    def opens_help(self, page: Page, before: Sequence[int], now: Sequence[int]) -> bool:
        """Whether this page was just given an answer that must not wait until the end."""
        return any(
            now[c.index] > c.item.scale.lowest and now[c.index] != before[c.index]
            for c in page.columns
            if c.item.key in OPENS_HELP
        )

    def count(self, answers: Sequence[int], health: bool | None) -> tuple[int, int]:
        """(answered, asked) over all items."""
        asked = [column for column in self.columns if self.asked(column, answers, health)]
        return sum(answers[column.index] != MISSING for column in asked), len(asked)


def instruments(packs: Iterable[Pack | Instrument]) -> tuple[Instrument, ...]:
    """The questionnaires among these packs, in order; rules for levels are no questions."""
    contents = (pack.content if isinstance(pack, Pack) else pack for pack in packs)
    return tuple(content for content in contents if isinstance(content, Instrument))


def columns(packs: Iterable[Pack | Instrument]) -> tuple[Column, ...]:
    """One column per item: packs in the round's order, items in the pack's order. The first pack is the statistics'."""
    places = [(block.id, item) for block in instruments(packs) for item in block.items]
    return tuple(Column(index, pack, item) for index, (pack, item) in enumerate(places))


def is_health(blocks: Sequence[Instrument], pack: str) -> bool:
    """Whether a block needs the separate consent. The first block, the subject of the round, never does."""
    return pack not in WORK_BLOCKS and pack != blocks[0].id


def questionnaire(packs: Iterable[Pack | Instrument], asks: Mapping[str, object] | None = None) -> Questionnaire:
    """Lay out a round: one block never mixes with another, conditional items stand on a page of their own.

    asks  what the round asks about the person (rules.asking); the page about it comes last and is left out when empty.
    """
    blocks = instruments(packs)
    places = columns(blocks)
    pages: list[Page] = []
    for block in blocks:
        mine = [column for column in places if column.pack == block.id]
        depths = _depths(block)
        for depth in sorted(set(depths.values())):
            group = [column for column in mine if depths[column.item.key] == depth]
            for chunk in _even(group):
                pages.append(Page(
                    len(pages) + 1, Kind.ITEMS, tuple(chunk), block, is_health(blocks, block.id), depth,
                    opens_block=chunk[0] is mine[0],
                ))  # fmt: skip
    if asks_about(asks or {}):
        pages.append(Page(len(pages) + 1, Kind.ABOUT))
    health = frozenset(column.index for column in places if is_health(blocks, column.pack))
    return Questionnaire(blocks, places, tuple(pages), health, _conditions(places))


def asks_about(asks: Mapping[str, object]) -> tuple[str, ...]:
    """What the page about the person asks, in order: sex, then the dimensions the round has categories for."""
    return tuple(name for name in ("sex", *DIMENSIONS) if asks.get(name))


def _conditions(places: Sequence[Column]) -> dict[int, tuple[tuple[int, ...], int]]:
    index_of = {(column.pack, column.item.key): column.index for column in places}
    return {
        column.index: (
            tuple(index_of[column.pack, key] for key in column.item.asked_if.items), column.item.asked_if.at_least
        )
        for column in places
        if column.item.asked_if is not None
    }  # fmt: skip


def _depths(block: Instrument) -> dict[str, int]:
    """0 for what is always asked, 1 for what depends on it, and so on."""
    depths: dict[str, int] = {}
    for item in block.items:
        condition = item.asked_if
        depths[item.key] = 0 if condition is None else 1 + max((depths.get(key, 0) for key in condition.items), default=0)
    return depths


def _even(group: Sequence[Column]) -> list[Sequence[Column]]:
    """Cut into pages of nearly the same length."""
    count = 1 if len(group) <= WHOLE_BLOCK else -(-len(group) // PAGE_ITEMS)
    edges = [round(i * len(group) / count) for i in range(count + 1)]
    return [group[a:b] for a, b in pairwise(edges)]
