"""What a worker can do today, as data: by the level, by what was experienced, by the areas above their reference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from jikim.rules.words import Text

#: More would not be read, least of all by somebody who is worn out.
MOST_STEPS = 6

Steps = Mapping[str, tuple[Text, ...]]


@dataclass(frozen=True, slots=True)
class OwnSteps:
    """Advice in one immutable version. Keys: of levels (or `not_known`), of subscales, of items of the abuse block."""

    id: str
    version: str
    title: Text
    levels: Steps
    subscales: Steps
    abuse: Steps

    def chosen(self, *, level: str, abuse: Sequence[str], subscales: Sequence[str]) -> tuple[Text, ...]:
        """The level's own steps first, then for what was experienced, then for the worst areas; six at most."""
        found: dict[Text, None] = {}
        for step in (
            *self.levels.get(level, ()), *_of(self.abuse, abuse), *_of(self.subscales, subscales)
        ):  # fmt: skip
            found.setdefault(step)
        return tuple(found)[:MOST_STEPS]


def _of(steps: Steps, keys: Iterable[str]) -> Iterable[Text]:
    return (step for key in keys for step in steps.get(key, ()))
