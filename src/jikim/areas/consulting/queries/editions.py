"""Which checklist an assessment is filled in on: the one it was begun with, whatever editors change later."""

from __future__ import annotations

from functools import lru_cache

from jikim.areas.consulting.models import ChecklistEdition
from jikim.rules.consulting import checklist_form
from jikim.rules.library import Checklist
from jikim.rules.packs import Pack, content_hash, load
from jikim.rules.visiting import VisitForm
from jikim.shared.library.overlay import documents, export_pack
from jikim.shared.packs import schemas

#: content hash → the checklist of today, so that it is read once
_newest: dict[str, Pack] = {}


def current_checklist() -> Pack:
    """The checklist as it holds today."""
    document = next(document for document in documents().values() if document["kind"] == "checklist")
    content = content_hash(document)
    if content not in _newest:
        _newest.clear()
        _newest[content] = load(document, "checklist.yaml", schemas())
    return _newest[content]


def checklist_today() -> Checklist:
    """The same, as what it holds."""
    return current_checklist().of(Checklist)


def edition_of_today() -> ChecklistEdition:
    """Today's checklist kept for good; the same one is kept once."""
    pack = current_checklist()
    there = ChecklistEdition.objects.filter(content_hash=pack.content_hash).first()
    if there is not None:
        return there
    made, _ = ChecklistEdition.objects.get_or_create(
        content_hash=pack.content_hash, defaults={"pack_id": pack.id, "version": pack.version, "body": export_pack(pack.id).decode()}
    )
    return made


def checklist_of(edition_id: int) -> Checklist:
    """The checklist of an edition."""
    return _kept(edition_id)[0]


def form_of(edition_id: int) -> VisitForm:
    """The same as a form."""
    return _kept(edition_id)[1]


@lru_cache(maxsize=16)
def _kept(edition_id: int) -> tuple[Checklist, VisitForm]:
    pack = load(ChecklistEdition.objects.values_list("body", flat=True).get(pk=edition_id), "checklist.yaml", schemas())
    return pack.of(Checklist), checklist_form(pack.of(Checklist))

