"""What a manual is made from on a day: the library as it holds, the laws, the help lines, and what a workplace knows of itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.utils import translation

from jikim.areas.consulting import public as consulting
from jikim.areas.dispatch import public as dispatch
from jikim.areas.enrolment import public as enrolment
from jikim.areas.enrolment.public import WorkplaceLine
from jikim.areas.manuals.queries.poster import Place, posters_of
from jikim.rules.helplines import HelpLine, Purpose, lines_for
from jikim.rules.library import Block, Library, Occupation, Size, Source
from jikim.rules.manuals import BLANKS, Assembled, Edition, Kind, Own, assemble
from jikim.rules.words import Text
from jikim.shared.library import laws
from jikim.shared.library.overlay import current
from jikim.shared.packs import find_pack
from jikim.shared.ui.formats import day

HELPLINES = "helplines-kr"
#: the occupation where neither industry nor sector names one
ANY = "any-service"
#: findings a manual names; the plan and the consultation record hold them all
RISKS_SHOWN = 12
_OWN = Text("우리 사업장의 연락처", "Our own contacts")


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
    poster = posters_of([place.id]).get(place.id)
    own = Own(place.name, place.workers, fills=_fills(place, poster), contacts=_contacts(place, poster))
    if kind is Kind.PRACTICE:
        own = replace(own, plan=_plan(place.id), risks=_risks(place.id))
    return Edition(kind, occupation_of(current(), place).key, size, f"w{place.id}"), own


def _fills(place: WorkplaceLine, found: Place | None) -> dict[str, Text]:
    """What a notice or script calls the workplace's own."""
    name = _same(place.name)
    if found is None:
        return {"workplace": name}
    told = {"workplace": name, "officer": _same(found.officer)}
    return told | ({"channel": _same(found.customer_channel)} if found.customer_channel else {})


def _contacts(place: WorkplaceLine, found: Place | None) -> tuple[Block, ...]:
    """Whom to turn to: the workplace's own first, then who visits it, then the regional office. Empty: lines to fill in by hand."""
    lines = []
    if found is not None:
        role, phone = (f" ({found.officer_role})" if found.officer_role else ""), (f" · {found.phone}" if found.phone else "")
        lines.append(Text(f"고충 담당자: {found.officer}{role}{phone}", f"Grievance officer: {found.officer}{role}{phone}"))
        if found.channel:
            lines.append(Text(f"알리는 방법: {found.channel}", f"How to tell it: {found.channel}"))
        if found.break_room:
            lines.append(Text(f"쉴 수 있는 곳: {found.break_room}", f"Where to rest: {found.break_room}"))
    blanks = (Block(Source.CONTACTS, _OWN, tuple(lines)),) if lines else (BLANKS,)
    return (*blanks, *_programme(place))


def _programme(place: WorkplaceLine) -> tuple[Block, ...]:
    """Who comes from outside, and which regional office looks after the workplace."""
    visitor, lines = dispatch.visitor_of(place.id), []
    if visitor is not None:
        phone = f" · {visitor.agency_phone}" if visitor.agency_phone else ""
        lines.append(Text(f"방문 컨설턴트: {visitor.consultant} ({visitor.agency}{phone})", f"Visiting consultant: {visitor.consultant} ({visitor.agency}{phone})"))
    lines.append(Text(f"관할 지역본부: {place.region_name.ko}", f"Regional office: {place.region_name.en}"))
    return (Block(Source.CONTACTS, Text("사업을 맡은 곳", "Who runs the programme here"), tuple(lines)),)


def _same(said: str) -> Text:
    return Text(said, said)


def _plan(workplace_id: int) -> tuple[Block, ...]:
    """The measures agreed upon, as the plan has them: what, who, by when."""
    found = []
    for one in consulting.plan_of(workplace_id, statuses=consulting.IN_FORCE):
        by, due = one.owner or "–", _day(one.due_on)
        who = Text(f"담당: {by} · 기한: {due.ko}", f"In charge: {by} · due: {due.en}")
        found.append(Block(Source.PLAN, one.title, (who, one.effect)))
    return tuple(found)


def _day(on: dt.date | None) -> Text:
    """As people write it, in both languages."""
    said = {}
    for language in ("ko", "en"):
        with translation.override(language):
            said[language] = day(on) if on else "–"
    return Text(said["ko"], said["en"])


def _risks(workplace_id: int) -> tuple[Block, ...]:
    """What was found at the workplace, most binding first. Nothing in it comes from a single worker: findings are released figures."""
    found = consulting.findings_of(workplace_id)[:RISKS_SHOWN]
    if not found:
        return ()
    lines = tuple(Text(f"{one.text.ko} ({one.kind.label.ko})", f"{one.text.en} ({one.kind.label.en})") for one in found)
    return (Block(Source.RISKS, Text("우리 사업장에서 찾은 것", "What was found at our workplace"), lines),)


def place_of(workplace_id: int) -> WorkplaceLine:
    return enrolment.workplace_of(workplace_id)
