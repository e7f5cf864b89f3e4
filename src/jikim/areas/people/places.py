"""The names of the places seats reach, and where a workplace lies. Later rooms tell; people never asks them by import.

`config/wiring.py` fills `workplaces` with enrolment's answer; without it workplace managers cannot be invited by number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from jikim.rules.access import Reach
from jikim.rules.words import Text
from jikim.shared import codes


@dataclass(frozen=True, slots=True)
class WorkplaceCard:
    """As much of a workplace as a seat needs: its reach key, what people call it, its region."""

    key: str
    number: str
    name: str
    region: str


@dataclass(slots=True)
class Workplaces:
    """Enrolment's answers. `find` takes what a clerk types (관리번호); `named` takes reach keys."""

    find: Callable[[str], WorkplaceCard | None] | None = None
    named: Callable[[Iterable[str]], Mapping[str, str]] | None = None


workplaces = Workplaces()

_NATION = Text("전국", "Nationwide")
_OWN_WORK = Text("맡은 일", "Own assignments")


def reach_words(
    reach: Reach,
    keys: Iterable[str],
    *,
    organisation: str = "",
    workplace_names: Mapping[str, str] | None = None,
) -> Text:
    """What a seat covers, as one phrase: regions, an agency, a workplace."""
    match reach:
        case Reach.NATION:
            return _NATION
        case Reach.REGION:
            names = [codes.region_name(key) for key in keys]
            return Text(", ".join(name.ko for name in names), ", ".join(name.en for name in names))
        case Reach.AGENCY:
            return Text(organisation, organisation)
        case Reach.WORKPLACE:
            known = workplace_names or {}
            said = ", ".join(known.get(key, key) for key in keys)
            return Text(said, said)
        case Reach.PERSON:
            return Text(organisation, organisation) if organisation else _OWN_WORK


def workplace_names(keys: Iterable[str]) -> Mapping[str, str]:
    """Reach key → what people call the workplace; empty while nobody tells."""
    wanted = sorted(set(keys))
    return workplaces.named(wanted) if workplaces.named and wanted else {}


def region_choices() -> list[tuple[str, Text]]:
    return [(region.key, region.name) for region in codes.regions()]
