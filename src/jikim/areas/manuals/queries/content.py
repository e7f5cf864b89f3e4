"""Entries of the library as editors see them: as they hold, their open change, their history, who still holds an older one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jikim.areas.dispatch import public as dispatch
from jikim.areas.enrolment import public as enrolment
from jikim.rules.access import Action, Actor, Verdict, may
from jikim.rules.library import Library
from jikim.rules.library.amend import entries_of, version_of
from jikim.rules.manuals import Kind
from jikim.rules.manuals.entry_form import Difference, differences
from jikim.rules.words import NOTHING, Text
from jikim.shared.access import require
from jikim.shared.library.holders import Held, who_still_has
from jikim.shared.library.models import ContentChange
from jikim.shared.library.overlay import current, documents, shipped_documents
from jikim.shared.ui.tables import Asked
from jikim.shared.workflow.models import StatusChange

KINDS: Mapping[str, Text] = {
    "measures": Text("조치", "Measures"), "occupation": Text("직종", "Occupations"), "checklist": Text("점검표", "Checklist"),
    "kit": Text("캠페인 자료", "Kits"), "manual": Text("안내서", "Manuals"), "course": Text("교육", "Courses"),
}  # fmt: skip
#: kind of pack → the kind its entries have in the register of holders
HELD_AS = {"measures": "measure", "checklist": "checklist", "kit": "piece", "occupation": "situation", "manual": "chapter", "course": "course"}
#: what an address says for the empty key
WHOLE = "-"
TWO_PEOPLE = Text(
    "고친 사람은 승인할 수 없습니다. 다른 편집자가 승인해야 합니다.",
    "Whoever changed it cannot approve it: another editor has to.",
)


@dataclass(frozen=True, slots=True)
class EntryLine:
    pack_id: str
    kind: str
    kind_name: Text
    pack_title: Text
    key: str
    title: Text
    version: int
    open_status: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    number: int
    status: str
    edited_by: str
    edited_at: dt.datetime
    approved_by: str
    note: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class HolderLine:
    name: str
    document: Text
    version: int
    on: dt.date


@dataclass(frozen=True, slots=True)
class Shipped:
    """What came with the program after an editor's change of the same entry, and how it differs from what holds."""

    version: int
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class EntryPage:
    line: EntryLine
    entry: Mapping[str, Any]
    open: ContentChange | None
    changes: tuple[Difference, ...]
    history: tuple[HistoryLine, ...]
    steps: tuple[StatusChange, ...]
    holders: tuple[HolderLine, ...]
    may_edit: Verdict
    may_approve: Verdict
    shipped: Shipped | None = None


def entry_lines(*, asked: Asked, by: Actor) -> tuple[list[EntryLine], int]:
    """Every entry of every pack."""
    require(by, Action.content_see)
    found = [one for one in _lines() if _wanted(one, asked)]
    found.sort(key=lambda one: (getattr(one, asked.sort).ko if asked.sort in ("title", "kind_name", "pack_title") else str(getattr(one, asked.sort or "key")), one.key),
               reverse=asked.descending)  # fmt: skip
    return found[asked.slice], len(found)


def entry_of(pack_id: str, key: str) -> Mapping[str, Any]:
    """The entry as it holds. KeyError if there is none."""
    return dict(entries_of(documents()[pack_id]))[key]


def entry_page(*, pack_id: str, key: str, by: Actor) -> EntryPage:
    """One entry with everything about it. KeyError if there is none."""
    require(by, Action.content_see)
    document, entry = documents()[pack_id], entry_of(pack_id, key)
    rows = list(ContentChange.objects.filter(pack_id=pack_id, entry_key=key).exclude(status="dropped").order_by("number"))
    opened = next((one for one in rows if one.status in ("draft", "proposed")), None)
    line = _line(document, key, entry, opened.status if opened else "")
    return EntryPage(
        line=line, entry=entry, open=opened, changes=differences(entry, opened.body) if opened else (),
        history=_history(pack_id, key, [one for one in rows if one is not opened]),
        steps=tuple(StatusChange.objects.filter(thing_kind="content", thing_key=opened.workflow_key())) if opened else (),
        holders=_holders(document["kind"], pack_id, key, line.version), may_edit=_may_edit(by, opened), may_approve=may_approve(by, opened),
        shipped=_shipped(pack_id, key, entry, next((one.number for one in rows if one.status == "approved"), None)),
    )  # fmt: skip


def overtaken(*, by: Actor) -> list[EntryLine]:
    """Entries editors have changed of which the program has brought a newer version since: the editors' holds, and somebody should look."""
    require(by, Action.content_see)
    approved = ContentChange.objects.filter(status="approved").values_list("pack_id", "entry_key", "number")
    found, now = [], documents()
    for pack_id, key, number in approved:
        entry = dict(entries_of(now[pack_id])).get(key) if pack_id in now else None
        if entry is not None and shipped_version(pack_id, key) >= number:
            found.append(_line(now[pack_id], key, entry, ""))
    return found


def shipped_version(pack_id: str, key: str) -> int:
    """The entry's version as it came with the program or was brought in as a pack; 0 where it did not."""
    shipped = shipped_documents().get(pack_id)
    return version_of(shipped, key) if shipped else 0


def _shipped(pack_id: str, key: str, entry: Mapping[str, Any], approved: int | None) -> Shipped | None:
    version = shipped_version(pack_id, key)
    if approved is None or version < approved:
        return None
    return Shipped(version, differences(entry, dict(entries_of(shipped_documents()[pack_id]))[key]))


def may_approve(by: Actor, change: ContentChange | None) -> Verdict:
    """Never the person who edited it last or put it forward."""
    allowed = may(by, Action.content_approve)
    if not allowed or change is None:
        return allowed
    proposed = StatusChange.objects.filter(thing_kind="content", thing_key=change.workflow_key(), target="proposed").values_list("actor_key", flat=True)
    return Verdict(False, TWO_PEOPLE) if by.key in {change.edited_by_key, *proposed} else allowed


def waiting_for_approval(by: Actor) -> int:
    """Changes this person could approve."""
    return sum(bool(may_approve(by, one)) for one in ContentChange.objects.filter(status="proposed"))


@dataclass(frozen=True, slots=True)
class PackLine:
    id: str
    kind: str
    kind_name: Text
    title: Text
    version: str
    entries: int
    changed: int


def pack_lines(*, by: Actor) -> list[PackLine]:
    """Every pack as it holds, with how many of its entries editors have changed."""
    require(by, Action.content_see)
    changed: dict[str, int] = {}
    for pack_id in ContentChange.objects.filter(status="approved").values_list("pack_id", flat=True):
        changed[pack_id] = changed.get(pack_id, 0) + 1
    return [
        PackLine(key, one["kind"], KINDS[one["kind"]], _text(one["title"]), str(one["version"]), sum(1 for _ in entries_of(one)) - 1, changed.get(key, 0))
        for key, one in documents().items()
    ]  # fmt: skip


def _lines() -> list[EntryLine]:
    opened = {(one.pack_id, one.entry_key): one.status for one in ContentChange.objects.filter(status__in=("draft", "proposed")).defer("body_text")}
    return [
        _line(document, key, entry, opened.get((pack_id, key), ""))
        for pack_id, document in documents().items() for key, entry in entries_of(document)
    ]  # fmt: skip


def _line(document: Mapping[str, Any], key: str, entry: Mapping[str, Any], status: str) -> EntryLine:
    title = entry.get("title") or entry.get("text") or {"ko": key, "en": key}
    kind = document["kind"]
    return EntryLine(document["id"], kind, KINDS[kind], _text(document["title"]), key, _text(title), version_of(document, key), status)


def _wanted(line: EntryLine, asked: Asked) -> bool:
    words = f"{line.title.ko} {line.title.en} {line.key} {line.pack_title.ko} {line.pack_title.en}".lower()
    return (
        all(word in words for word in asked.search.lower().split())
        and asked.filters.get("kind", line.kind) == line.kind
        and asked.filters.get("open", line.open_status) == line.open_status
    )


def _history(pack_id: str, key: str, rows: list[ContentChange]) -> tuple[HistoryLine, ...]:
    shipped = shipped_documents().get(pack_id)
    before: Mapping[str, Any] = dict(entries_of(shipped)).get(key, {}) if shipped else {}
    found = []
    for one in rows:
        found.append(HistoryLine(one.number, one.status, one.edited_by_name, one.edited_at, one.approved_by_name, one.note, differences(before, one.body)))
        before = one.body
    return tuple(reversed(found))


def _holders(kind: str, pack_id: str, key: str, version: int) -> tuple[HolderLine, ...]:
    if not key:
        held = (kind, pack_id) if kind in ("occupation", "course") else None
    else:
        held = (HELD_AS[kind], f"{pack_id}/{key}" if kind in ("occupation", "manual") else key)
    if held is None:
        return ()
    found = who_still_has(kind=held[0], key=held[1], before=version)
    names = {("workplace", key): name for key, name in enrolment.place_names({one.holder_key for one in found if one.holder_kind == "workplace"}).items()}
    names |= {("agency", one): dispatch.agency_name(int(one)) for one in {held.holder_key for held in found if held.holder_kind == "agency"}}
    library = current()
    return tuple(HolderLine(names.get((one.holder_kind, one.holder_key), one.holder_key), _document(one, library), one.number, one.on) for one in found)


def _document(held: Held, library: Library) -> Text:
    """What people call the document; of a kit the piece, of a course its title."""
    what, _, key = held.document.partition(":")
    match what:
        case "improvement-plan":
            return Text("개선계획", "Improvement plan")
        case "manual":
            return Kind(key).label
        case "course" if key in library.courses:
            return library.courses[key].title
        case "kit" if held.edition in library.pieces:
            return library.pieces[held.edition].title
    return Text(held.document, held.document)


def _may_edit(by: Actor, opened: ContentChange | None) -> Verdict:
    allowed = may(by, Action.content_edit)
    if allowed and opened is not None and opened.status == "proposed":
        return Verdict(False, Text("승인을 기다리는 동안에는 고칠 수 없습니다.", "It cannot be changed while it waits for approval."))
    return allowed


def _text(said: Mapping[str, Any]) -> Text:
    return Text(str(said.get("ko", "")), str(said.get("en", ""))) if said else NOTHING
