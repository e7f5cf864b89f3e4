"""Skeletons of the manuals: chapters, what each says in its own words by size, and which entries it draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from jikim.rules.library.entry import Origin, Size
from jikim.rules.library.pull import Pull
from jikim.rules.words import Text


class Reader(StrEnum):
    EMPLOYER = "employer"
    WORKER = "worker"


@dataclass(frozen=True, slots=True)
class Chapter:
    """lead: its first words; by_size: more words for a size class; points: a list of its own; sizes: only in editions of these
    (empty: in all)."""

    key: str
    title: Text
    lead: Text
    by_size: Mapping[Size, tuple[Text, ...]]
    sizes: tuple[Size, ...]
    pulls: tuple[Pull, ...]
    origin: Origin
    points: tuple[Text, ...] = ()

    def stands_in(self, size: Size | None) -> bool:
        """Whether an edition for that size has the chapter; without a size it has every one."""
        return size is None or not self.sizes or size in self.sizes


@dataclass(frozen=True, slots=True)
class Manual:
    """One manual's skeleton in one immutable version."""

    id: str
    version: str
    title: Text
    reader: Reader
    by_size: bool
    chapters: tuple[Chapter, ...]

    def edition(self, size: Size | None = None) -> tuple[Chapter, ...]:
        return tuple(chapter for chapter in self.chapters if chapter.stands_in(size))
