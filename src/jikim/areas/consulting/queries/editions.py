"""Which checklist an assessment is filled in on: the one it was begun with, whatever editors change later."""

from __future__ import annotations

from functools import lru_cache

from jikim.areas.consulting.models import ChecklistEdition
from jikim.rules.consulting import checklist_form
from jikim.rules.library import Checklist
from jikim.rules.packs import Pack, load
from jikim.rules.visiting import VisitForm
from jikim.shared.library.overlay import documents, export_pack
from jikim.shared.packs import schemas


def current_checklist() -> Pack:
    """The checklist as it holds today."""
    key = next(key for key, document in documents().items() if document["kind"] == "checklist")
    return _loaded(export_pack(key).decode())


def edition_of_today() -> ChecklistEdition:
    """Today's checklist kept for good; the same one is kept once."""
    pack = current_checklist()
    made, _ = ChecklistEdition.objects.get_or_create(
        content_hash=pack.content_hash,
        defaults={"pack_id": pack.id, "version": pack.version, "body": export_pack(pack.id).decode()},
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
    pack = _loaded(ChecklistEdition.objects.values_list("body", flat=True).get(pk=edition_id))
    return pack.of(Checklist), checklist_form(pack.of(Checklist))


@lru_cache(maxsize=4)
def _loaded(body: str) -> Pack:
    return load(body, "checklist.yaml", schemas())
