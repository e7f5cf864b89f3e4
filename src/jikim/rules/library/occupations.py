"""Occupations: the hard situations of a job, the words to say, the next ten minutes, and what the employer owes."""

from __future__ import annotations

from dataclasses import dataclass

from jikim.rules.library.courses import Question
from jikim.rules.library.entry import Hazard, Origin
from jikim.rules.words import Text


@dataclass(frozen=True, slots=True)
class Situation:
    """One hard situation.

    say   lines as they can be spoken, in order          next  the next ten minutes, in order
    stop  when to end it                                 keep  what evidence to keep
    measures  keys: what the employer can do so that it does not come to this
    """

    key: str
    hazard: Hazard
    title: Text
    happens: Text
    say: tuple[Text, ...]
    next: tuple[Text, ...]
    stop: Text
    keep: Text
    measures: tuple[str, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing the employer owes in this job, with how binding it is (`standing_on(laws, owed.origin, day)`)."""

    text: Text
    origin: Origin


@dataclass(frozen=True, slots=True)
class Occupation:
    """One occupation in one immutable version. `key` is the pack's id, such as `call-centre`.

    also        other names of the job, for search          sectors, industries  keys and codes of packs/codes/industries.yaml
    after       the same day and the days after an event     self_care            what one can do for oneself
    quiz        questions that belong to this job alone
    """

    key: str
    version: str
    title: Text
    also: tuple[Text, ...]
    sectors: tuple[str, ...]
    industries: tuple[str, ...]
    about: Text
    situations: tuple[Situation, ...]
    after: tuple[Text, ...]
    self_care: tuple[Text, ...]
    employer: tuple[Owed, ...]
    quiz: tuple[Question, ...]
    origin: Origin

    def situation(self, key: str) -> Situation:
        """KeyError if there is none."""
        for one in self.situations:
            if one.key == key:
                return one
        raise KeyError(key)
