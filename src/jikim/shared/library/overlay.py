"""The library as it holds today: packs with every approved change laid over them. Also each pack for export."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import yaml
from django.db.models import Count, Max

from jikim.rules.library import Library
from jikim.rules.library.amend import Changes, amended
from jikim.rules.packs import Pack, load, read_document
from jikim.shared.library.models import ContentChange
from jikim.shared.library.shelf import KINDS, library_of
from jikim.shared.packs import all_packs, number, schemas, source_of

Document = dict[str, Any]
_State = tuple[int, dt.datetime | None]


def current() -> Library:
    """The newest packs with all approved changes. One small statement; the library itself is kept until a change is approved."""
    return _library(_state())


def documents() -> Mapping[str, Document]:
    """Pack id → its document as it holds today, in the order of the packs."""
    return _documents(_state())


def shipped_documents() -> Mapping[str, Document]:
    """Pack id → its document without anybody's changes."""
    return _documents((0, None))


def export_pack(pack_id: str) -> bytes:
    """A pack as it holds today, as YAML that `jikim packs add` takes. KeyError if there is none."""
    told = yaml.safe_dump(documents()[pack_id], allow_unicode=True, sort_keys=False, width=120)
    return told.encode()


def pack_with(pack_id: str, changes: Changes) -> Pack:
    """The pack as it would be with these changes as well; PackError says what is wrong with them, KeyError that there is none."""
    return load(amended(documents()[pack_id], changes), f"{pack_id}.yaml", schemas())


def _state() -> _State:
    """Changes with every approval and every one taken out of force, in whichever process."""
    approved = ContentChange.objects.filter(status="approved").aggregate(many=Count("pk"), last=Max("status_since"))
    return approved["many"], approved["last"]


@lru_cache(maxsize=2)
def _library(state: _State) -> Library:
    return library_of([load(document, f"{key}.yaml", schemas()) for key, document in _documents(state).items()])


@lru_cache(maxsize=3)
def _documents(state: _State) -> Mapping[str, Document]:
    changes: dict[str, dict[str, tuple[int, Document]]] = defaultdict(dict)
    for one in ContentChange.objects.filter(status="approved") if state[0] else ():
        changes[one.pack_id][one.entry_key] = one.number, one.body
    found: dict[str, Document] = {}
    for there in all_packs():
        if there.pack.kind in KINDS and _is_newest(there.pack, found):
            found[there.pack.id] = read_document(source_of(there), there.file)
    return {key: amended(document, changes.get(key, {})) for key, document in found.items()}


def _is_newest(pack: Pack, found: Mapping[str, Document]) -> bool:
    there = found.get(pack.id)
    return there is None or number(str(there["version"])) < number(pack.version)
