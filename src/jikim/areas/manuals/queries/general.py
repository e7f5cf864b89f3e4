"""The general editions there are, by occupation, for the public list."""

from __future__ import annotations

from dataclasses import dataclass

from jikim.rules.library import Size
from jikim.rules.words import Text
from jikim.shared.library.overlay import current

#: a size class in an address → the class
SIZES = {one.value.replace("+", "-plus"): one for one in Size}


@dataclass(frozen=True, slots=True)
class JobLine:
    key: str
    title: Text
    about: Text
    also: tuple[Text, ...]


def shelf() -> tuple[JobLine, ...]:
    """Every occupation there is a manual for."""
    return tuple(JobLine(one.key, one.title, one.about, one.also) for one in current().occupations.values())
