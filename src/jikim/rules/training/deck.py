"""A session's deck: the course's slides with everything they draw for one occupation, on one day. Decides nothing about who sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jikim.rules.library import Composed, Course, Library, Occupation, Setting, entries_of_blocks, slides_of
from jikim.rules.library.compose import Entry
from jikim.rules.words import Text

#: what a session of the programme may take, in minutes
LEAST_MINUTES, MOST_MINUTES = 20, 40


@dataclass(frozen=True)
class Deck:
    """A course ready to be shown. minutes: the sum of its slides. entries: (kind, key) → version of everything drawn, and the course's own."""

    course: Course
    occupation: Occupation | None
    slides: tuple[Composed, ...]
    entries: Mapping[Entry, int]

    @property
    def minutes(self) -> int:
        return sum(one.minutes for one in self.slides)

    @property
    def edition(self) -> str:
        """Which edition it is, for the register of holders: self-protection/hotel, managers."""
        return f"{self.course.id}/{self.occupation.key}" if self.occupation else self.course.id


def deck_of(course: Course, library: Library, setting: Setting) -> Deck:
    """The deck of a course in a setting. A course not given by occupation ignores the setting's."""
    slides = slides_of(course, library, setting)
    drawn = entries_of_blocks(slides)
    known = {(kind, key): origin.version for kind, key, origin in library.origins()}
    own = ("course", course.id)
    entries = {**drawn, own: known.get(own, course.origin.version)}
    return Deck(course, setting.occupation if course.by_occupation else None, slides, entries)


def setting_faults(deck: Deck, minutes: int) -> Text | None:
    """Why a session of that many minutes does not fit the deck; None where it does.

    Anything from the deck's own length on is possible (questions, practice), but never less, and never more than four times as long.
    """
    if minutes < deck.minutes:
        return Text(
            f"이 과정은 {deck.minutes}분이 필요합니다. 시간을 늘리거나 다른 과정을 고르십시오.",
            f"This course needs {deck.minutes} minutes. Give it more time or choose another course.",
        )
    if minutes > 4 * MOST_MINUTES:
        return Text(f"교육 시간은 {4 * MOST_MINUTES}분까지 적을 수 있습니다.", f"A session may take up to {4 * MOST_MINUTES} minutes.")
    return None
