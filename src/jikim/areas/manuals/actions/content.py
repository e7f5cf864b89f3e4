"""Content changed by two people: one drafts and proposes, another approves. A pack is never edited; packs come in as drafts too."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from jikim.areas.manuals.queries.content import entry_of, may_approve, shipped_version
from jikim.rules.access import Action, Actor
from jikim.rules.library.amend import ENTRIES, entries_of, version_of
from jikim.rules.packs import Fault, PackError, load
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Conflict, Refused, require
from jikim.shared.clock import now
from jikim.shared.library import reference_error
from jikim.shared.library.models import ContentChange
from jikim.shared.library.overlay import documents, pack_with
from jikim.shared.packs import schemas
from jikim.shared.workflow import move

_FASTER = Text(
    "그사이 다른 사람이 이 초안을 고쳤습니다. 적으신 내용은 아래에 남아 있습니다. 새 초안을 보고 다시 저장해 주십시오.",
    "Somebody changed this draft meanwhile. What you typed is still below: look at their draft and save again.",
)
_WAITS = Text("승인을 기다리는 수정이 있습니다. 먼저 그 수정을 마쳐 주십시오.", "A change of it waits for approval: settle that one first.")
_SAME = Text("지금 내용과 같아 바뀐 것이 없습니다.", "It is the same as it stands now: nothing was changed.")


class Faulty(Exception):
    """An entry that cannot be taken. faults: field name (as rules.manuals.entry_form has them; empty for the whole) → why."""

    def __init__(self, faults: list[tuple[str, Text]]) -> None:
        super().__init__("; ".join(f"{name}: {why.en or why.ko}" for name, why in faults))
        self.faults = faults


@dataclass(frozen=True)
class Brought:
    """What came of a pack brought in: drafts made, entries passed over because a change of theirs is open, entries that are the same."""

    pack_id: str
    drafted: int
    passed_over: tuple[str, ...]
    same: int


def save_draft(*, pack_id: str, key: str, body: Mapping[str, Any], note: str, base: int, by: Actor) -> ContentChange:
    """Keep a draft of the entry's next version.

    base  the draft's version the editor began from, 0 where there was none. Conflict if somebody was faster or it waits for
    approval; Faulty names every field that is wrong; KeyError for a pack there is none of.
    """
    require(by, Action.content_edit)
    document = documents()[pack_id]
    # above what came with the program as well, so that one number never names two texts
    number = max(version_of(document, key), shipped_version(pack_id, key)) + 1
    said = as_json({name: value for name, value in body.items() if name != "version"})
    check_entry(pack_id, key, number, said)
    try:
        with transaction.atomic():
            found = ContentChange.objects.select_for_update().filter(pack_id=pack_id, entry_key=key, status__in=("draft", "proposed")).first()
            if found is not None and found.status == "proposed":
                raise Conflict(_WAITS)
            if (found.version if found else 0) != base:
                raise Conflict(_FASTER)
            made = found or ContentChange(
                pack_kind=document["kind"], pack_id=pack_id, entry_key=key, status="draft", status_since=now(), version=0
            )
            made.number, made.body, made.note, made.version = number, said, note, made.version + 1
            made.edited_by_key, made.edited_by_name, made.edited_at = by.key, by.name[:120], now()
            made.save()
            audit.record(by, "content.saved", "content", made.workflow_key())
            return made
    except IntegrityError:
        raise Conflict(_FASTER) from None


def propose(*, change_id: int, by: Actor) -> ContentChange:
    """Put a draft forward. Conflict where it changes nothing."""
    change = ContentChange.objects.get(pk=change_id)
    known = dict(entries_of(documents()[change.pack_id])).get(change.entry_key)
    if known is not None and _words(known) == _words(change.body):
        raise Conflict(_SAME)
    move(change, "proposed", by=by)
    return change


def approve(*, change_id: int, by: Actor) -> ContentChange:
    """Another person's yes: it holds from this moment, the version before it is superseded."""
    with transaction.atomic():
        change = ContentChange.objects.select_for_update().get(pk=change_id)
        verdict = may_approve(by, change)
        if not verdict:
            raise Refused(verdict.reason)
        # what it names may have changed since it was put forward
        check_entry(change.pack_id, change.entry_key, change.number, change.body)
        for before in ContentChange.objects.filter(pack_id=change.pack_id, entry_key=change.entry_key, status="approved"):
            move(before, "superseded", by=by)
        move(change, "approved", by=by)
        change.approved_by_key, change.approved_by_name, change.approved_at = by.key, by.name[:120], now()
        change.save(update_fields=["approved_by_key", "approved_by_name", "approved_at"])
        return change


def send_back(*, change_id: int, reason: Text, by: Actor) -> None:
    """Back to the editor, with why."""
    move(ContentChange.objects.get(pk=change_id), "draft", by=by, reason=reason)


def drop(*, change_id: int, by: Actor) -> None:
    move(ContentChange.objects.get(pk=change_id), "dropped", by=by)


def check_entry(pack_id: str, key: str, number: int, body: Mapping[str, Any]) -> None:
    """Faulty with every field of the entry that could not stand in its pack."""
    try:
        pack = pack_with(pack_id, {key: (number, body)})
        astray = reference_error(pack, pack_id)
        if astray:
            raise astray
    except PackError as wrong:
        raise Faulty([(_field(pack_id, key, one), Text(f"{one.problem.ko} {one.remedy.ko}".strip(), f"{one.problem.en} {one.remedy.en}".strip()))
                      for one in wrong.faults]) from None  # fmt: skip


def bring_pack(*, content: bytes, name: str, by: Actor) -> Brought:
    """Every entry of a pack that says something else than now becomes a draft; nothing holds before two people agree.

    PackError with every row and field that is wrong; KeyError for a pack there is none of (`jikim packs add` brings new ones).
    """
    require(by, Action.content_edit)
    pack = load(content, name, schemas())
    astray = reference_error(pack, name)
    if astray:
        raise astray
    from jikim.rules.packs import read_document

    sent, there = read_document(content, name), documents()[pack.id]
    now_there = dict(entries_of(there))
    opened = set(ContentChange.objects.filter(pack_id=pack.id, status__in=("draft", "proposed")).values_list("entry_key", flat=True))
    drafted, passed, same = 0, [], 0
    with transaction.atomic():
        for key, entry in entries_of(sent):
            if _words(entry) == _words(now_there.get(key, {})):
                same += 1
            elif key in opened:
                passed.append(key)
            else:
                save_draft(pack_id=pack.id, key=key, body=entry, note=name, base=0, by=by)
                drafted += 1
        audit.record(by, "content.imported", "content", pack.id, drafts=drafted)
    return Brought(pack.id, drafted, tuple(passed), same)


def as_json(value: Any) -> Any:
    """As it is kept: dates as text."""
    return json.loads(json.dumps(value, ensure_ascii=False, default=str))


def _words(entry: Mapping[str, Any]) -> Any:
    return as_json({name: value for name, value in entry.items() if name not in ("version", "key")})


def _field(pack_id: str, key: str, fault: Fault) -> str:
    """`measures[3].steps[0].ko` → `steps.0`: the field of the entry's form; empty where the fault is of something else."""
    place = ENTRIES[documents()[pack_id]["kind"]]
    path = fault.path.replace("[", ".").replace("]", "")
    if key and place:
        keys = [one for one, _ in entries_of(documents()[pack_id]) if one]
        at = keys.index(key) if key in keys else len(keys)
        start = f"{place}.{at}."
        if not path.startswith(start):
            return ""
        path = path.removeprefix(start)
    return path.removesuffix(".ko").removesuffix(".en")


__all__ = ["Brought", "Faulty", "approve", "bring_pack", "check_entry", "drop", "entry_of", "propose", "save_draft", "send_back"]
