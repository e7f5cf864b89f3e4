"""Which form a visit is written on. A record keeps the form it was begun with, whatever comes later."""

from __future__ import annotations

from functools import lru_cache

from jikim.areas.visits.models import Visit
from jikim.rules.packs import Pack
from jikim.rules.visiting import VisitForm
from jikim.shared.packs import find_pack

FORM_ID = "basic-status"


def current_form() -> Pack:
    """The newest form there is; new records begin on it."""
    return find_pack(FORM_ID)


def form_of(visit: Visit) -> VisitForm:
    """The form a record was begun with. KeyError when its pack has been taken away."""
    return pack_of(visit).visit_form


def pack_of(visit: Visit) -> Pack:
    return _kept(visit.form_id, visit.form_version, visit.form_hash)


@lru_cache(maxsize=32)
def _kept(pack_id: str, version: str, content_hash: str) -> Pack:
    """One version never changes, so it is read once. The hash says that it is the very one."""
    pack = find_pack(pack_id, version)
    if pack.content_hash != content_hash:
        raise KeyError(f"{pack.label} is not the form this record was begun with")
    return pack
