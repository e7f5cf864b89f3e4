"""An entry as its readers will see it: through the same composition as the manuals, with the entry put in its pack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from jikim.rules.library import Block, Library, Pull, Setting, Source
from jikim.rules.library.amend import version_of
from jikim.rules.library.compose import Composed, draw
from jikim.rules.manuals import Edition, Kind
from jikim.rules.manuals.assemble import assemble
from jikim.rules.manuals.setting import set_out_chapter
from jikim.rules.packs import PackError
from jikim.shared.clock import today
from jikim.shared.library import laws
from jikim.shared.library.overlay import current, documents, pack_with

_OF_SITUATIONS = (Source.SITUATIONS, Source.SAY, Source.NEXT, Source.STOP, Source.KEEP)
#: kind of pack → the library's shelf it stands on
_SHELVES = {
    "measures": "measure_files", "occupation": "occupations", "checklist": "checklists", "kit": "kits", "manual": "manuals", "course": "courses",
}  # fmt: skip


def preview(pack_id: str, key: str, body: Mapping[str, Any], language: str) -> dict[str, Any] | None:
    """A chapter's worth of cards in that language; None where the entry is not drawn by itself or cannot stand in its pack yet."""
    document = documents()[pack_id]
    kind = document["kind"]
    try:
        pack = pack_with(pack_id, {key: (version_of(document, key) + 1, body)})
    except PackError:
        return None
    shelf = _SHELVES[kind]
    library = replace(current(), **{shelf: {**getattr(current(), shelf), pack_id: pack.content}})
    chapter = _chapter(kind, pack_id, key, library)
    return set_out_chapter(chapter, language) if chapter is not None else None


def _chapter(kind: str, pack_id: str, key: str, library: Library) -> Composed | None:
    if not key:
        return None
    setting = Setting(laws(), today())
    blocks: tuple[Block, ...]
    match kind:
        case "manual":
            if pack_id not in {one.pack for one in Kind}:
                return None
            edition = Edition(Kind.of_pack(pack_id), next(iter(library.occupations)))
            return next((one for one in assemble(edition, library, laws(), today()).chapters if one.key == key), None)
        case "measures":
            blocks = draw(Pull(Source.MEASURES, keys=(key,)), library, setting)
        case "kit":
            blocks = draw(Pull(Source.KIT, keys=(key,)), library, setting)
        case "checklist":
            blocks = tuple(one for one in draw(Pull(Source.CHECKLIST), library, setting) if one.entry == ("checklist", key))
        case "occupation":
            there = replace(setting, occupation=library.occupations[pack_id])
            drawn = (one for source in _OF_SITUATIONS for one in draw(Pull(source), library, there))
            blocks = tuple(one for one in drawn if one.entry == ("situation", f"{pack_id}/{key}"))
        case _:
            return None
    return Composed(key, blocks[0].title, (), blocks) if blocks else None
