"""Load one pack: read, check shape, build, check sense. The only way to get a Pack."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jikim.rules.packs.checklists import checklist_faults, checklist_of
from jikim.rules.packs.courses import course_faults, course_of
from jikim.rules.packs.faults import Fault, PackError
from jikim.rules.packs.helplines import help_line_faults, help_lines_of
from jikim.rules.packs.instruments import instrument_faults, instrument_of
from jikim.rules.packs.kits import kit_faults, kit_of
from jikim.rules.packs.levels import rule_faults, rule_of
from jikim.rules.packs.manuals import manual_faults, manual_of
from jikim.rules.packs.measures import measures_faults, measures_of
from jikim.rules.packs.occupations import occupation_faults, occupation_of
from jikim.rules.packs.own_steps import own_steps_faults, own_steps_of
from jikim.rules.packs.pack import Content, Pack
from jikim.rules.packs.read import content_hash, read_document, words
from jikim.rules.packs.shape import shape_faults
from jikim.rules.packs.visit_forms import visit_form_faults, visit_form_of
from jikim.rules.scoring.instrument import Wording
from jikim.rules.words import Text

Document = Mapping[str, Any]

#: kind → (faults of sense, builder). A room that brings a new kind of pack adds one line and a schema.
KINDS: dict[str, tuple[Callable[[Document], list[Fault]], Callable[[Document], Content]]] = {
    "instrument": (instrument_faults, instrument_of),
    "level_rule": (rule_faults, rule_of),
    "helplines": (help_line_faults, help_lines_of),
    "own_steps": (own_steps_faults, own_steps_of),
    "visit_form": (visit_form_faults, visit_form_of),
    "checklist": (checklist_faults, checklist_of),
    "measures": (measures_faults, measures_of),
    "occupation": (occupation_faults, occupation_of),
    "course": (course_faults, course_of),
    "kit": (kit_faults, kit_of),
    "manual": (manual_faults, manual_of),
}


def load(
    source: bytes | str | Mapping[str, Any], name: str, schemas: Mapping[str, Mapping[str, Any]]
) -> Pack:
    """A checked pack.

    source   the YAML text, or a document already read
    name     file name, for messages
    schemas  JSON Schema per kind, as `shared.packs.schemas()` gives them
    PackError lists every fault with its place, what is wrong and what to do, in Korean and English.
    """
    document = read_document(source, name)
    kind = document.get("kind")
    if not isinstance(kind, str) or kind not in KINDS or kind not in schemas:
        known = ", ".join(KINDS)
        raise PackError(name, [Fault(
            "kind",
            Text(f"팩의 종류 ‘{kind}’을(를) 알 수 없습니다.", f"The kind of pack “{kind}” is not known."),
            Text(f"다음 중 하나를 쓰십시오: {known}.", f"Use one of: {known}."),
        )])  # fmt: skip
    sense_faults, build = KINDS[kind]
    faults = shape_faults(document, schemas[kind]) or sense_faults(document)
    if faults:
        raise PackError(name, faults)
    return Pack(
        id=document["id"],
        version=document["version"],
        kind=kind,
        title=words(document["title"]),
        source=words(document["source"]),
        licence=document["licence"],
        wording=Wording(document["wording"]),
        content_hash=content_hash(document),
        content=build(document),
    )
