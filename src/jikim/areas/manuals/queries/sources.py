"""What a manual is made from on a day: the library as it holds, the laws, the help lines, and what a workplace knows of itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from jikim.areas.consulting import public as consulting
from jikim.areas.enrolment import public as enrolment
from jikim.areas.enrolment.public import WorkplaceLine
from jikim.rules.helplines import HelpLine, Purpose, lines_for
from jikim.rules.library import Block, Library, Occupation, Size, Source
from jikim.rules.manuals import Assembled, Edition, Kind, Own, assemble
from jikim.rules.words import Text
from jikim.shared.library import laws
from jikim.shared.library.overlay import current
from jikim.shared.packs import find_pack

HELPLINES = "helplines-kr"
#: the occupation where neither industry nor sector names one
ANY = "any-service"
#: findings a manual names; the plan and the consultation record hold them all
RISKS_SHOWN = 12


def help_lines(on: dt.date) -> tuple[HelpLine, ...]:
    """Those that can be called on that day, crisis lines first."""
    return lines_for(find_pack(HELPLINES).help_lines.on(on), tuple(Purpose))


def occupation_of(library: Library, place: WorkplaceLine) -> Occupation:
    """The occupation met with at a workplace: by industry, else by sector, else work with customers in general."""
    found = library.occupations_of(industry=place.industry_code, sector=place.sector)
    return found[0] if found else library.occupations.get(ANY) or next(iter(library.occupations.values()))


def assembled(edition: Edition, *, on: dt.date, own: Own | None = None) -> Assembled:
    """The edition as it would be made on that day. KeyError for an occupation there is none of."""
    return assemble(edition, current(), laws(), on, help_lines=help_lines(on), own=own)


def edition_of(place: WorkplaceLine, kind: Kind) -> tuple[Edition, Own]:
    """A workplace's own manual of that kind, and what it knows of itself."""
    size = Size.of(place.workers) if kind is Kind.PRACTICE else None
    name = Text(place.name, place.name)
    own = Own(place.name, place.workers, fills={"workplace": name})
    if kind is Kind.PRACTICE:
        own = replace(own, plan=_plan(place.id), risks=_risks(place.id))
    return Edition(kind, occupation_of(current(), place).key, size, f"w{place.id}"), own


def _plan(workplace_id: int) -> tuple[Block, ...]:
    """The measures agreed upon, as the plan has them: what, who, by when."""
    found = []
    for one in consulting.plan_of(workplace_id, statuses=consulting.IN_FORCE):
        by, due = one.owner or "–", one.due_on.isoformat() if one.due_on else "–"
        who = Text(f"담당: {by} · 기한: {due}", f"In charge: {by} · due: {due}")
        found.append(Block(Source.PLAN, one.title, (who, one.effect)))
    return tuple(found)


def _risks(workplace_id: int) -> tuple[Block, ...]:
    """What was found at the workplace, most binding first. Nothing in it comes from a single worker: findings are released figures."""
    found = consulting.findings_of(workplace_id)[:RISKS_SHOWN]
    if not found:
        return ()
    lines = tuple(Text(f"{one.text.ko} ({one.kind.label.ko})", f"{one.text.en} ({one.kind.label.en})") for one in found)
    return (Block(Source.RISKS, Text("우리 사업장에서 찾은 것", "What was found at our workplace"), lines),)


def place_of(workplace_id: int) -> WorkplaceLine:
    return enrolment.workplace_of(workplace_id)
