"""The checklist as a form to fill at a visit: a level for every item, a note, and why where it does not apply.

The form is a visit form, so that one app, one check and one merge serve both (rules.visiting). Never scores.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jikim.rules.library.checklist import LEVELS, Checklist, ChecklistItem
from jikim.rules.visiting import Condition, Field, Option, Section, VisitForm
from jikim.rules.words import Text

#: item key → 0 … 3; None where the item does not apply. What was not looked at is absent.
Levels = Mapping[str, int | None]

NOT_APPLICABLE = "na"
_NA = Text("해당 없음(이유를 적음)", "Does not apply (say why)")
_NOTE = Text("확인한 증거와 메모", "Evidence seen, and notes")
_WHY = Text("해당하지 않는 이유", "Why it does not apply")
_HELP = Text("무엇으로 확인하는가: {evidence}", "What counts as evidence: {evidence}")
_VISITS = (1, 2, 3)


def note_key(item: str) -> str:
    """The form's field for the note on an item."""
    return f"{item}--note"


def why_key(item: str) -> str:
    """The form's field for why an item does not apply."""
    return f"{item}--why"


def checklist_form(checklist: Checklist) -> VisitForm:
    """A section for every part, three fields for every item. Every item is needed before the assessment is closed."""
    sections = tuple(
        Section(part.key, part.title, _VISITS, tuple(field for item in checklist.items_of(part.key) for field in _fields(item)))
        for part in checklist.parts
    )
    return VisitForm(checklist.id, checklist.version, checklist.title, sections, headcount="", starts="", ends="", held_on="")


def levels_of(checklist: Checklist, values: Mapping[str, Any]) -> dict[str, int | None]:
    """The levels of a filled form, in the checklist's order; what is unreadable or not filled in is left out."""
    found: dict[str, int | None] = {}
    for item in checklist.items:
        said = values.get(item.key)
        if said == NOT_APPLICABLE:
            found[item.key] = None
        elif isinstance(said, str) and said in ("0", "1", "2", "3"):
            found[item.key] = int(said)
    return found


def _fields(item: ChecklistItem) -> tuple[Field, Field, Field]:
    evidence = Text(_HELP.ko.format(evidence=item.evidence.ko), _HELP.en.format(evidence=item.evidence.say("en")))
    return (
        Field(item.key, "choice", item.text, evidence, needed=True, options=_options(item)),
        Field(why_key(item.key), "text", _WHY, needed=True, asked_if=Condition(item.key, (NOT_APPLICABLE,))),
        Field(note_key(item.key), "longtext", _NOTE),
    )


def _options(item: ChecklistItem) -> tuple[Option, ...]:
    said = tuple(
        Option(str(level), Text(f"{level} {name.ko}: {what.ko}", f"{level} {name.en}: {what.say('en')}"))
        for level, (name, what) in enumerate(zip(LEVELS, item.levels, strict=True))
    )
    return (*said, Option(NOT_APPLICABLE, _NA))
