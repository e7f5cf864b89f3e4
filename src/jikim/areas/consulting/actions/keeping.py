"""How a record filled at a visit (checklist, talk about the plan) takes an edit in: each once, merged, both versions kept where two people differ.

Knows no form and asks nobody: the record's own actions ask `may()`, hold its row and say what the values mean.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from jikim.rules.access import Actor
from jikim.rules.visiting import Clash, cleaned, differences, merge, taken
from jikim.rules.words import NOTHING, Text
from jikim.shared.access import Conflict, Refused
from jikim.shared.clock import now

LARGEST_BYTES = 400_000
#: appointments at which a record can be filled in: to come, or held and not yet written up
ALIVE = ("planned", "proposed", "confirmed", "held")

TOO_BIG = Text("적은 내용이 너무 많아 저장하지 못했습니다. 긴 메모를 줄여 주십시오.", "There is too much in it to be kept. Please shorten the long notes.")
MIXED_UP = Text("같은 번호로 다른 내용이 이미 저장되어 있습니다. 아무것도 덮어쓰지 않았습니다.",
                "Something else has been kept under this number. Nothing was overwritten.")  # fmt: skip
CLASH = Text("다른 곳에서 같은 항목을 먼저 고쳤습니다. 두 내용을 나란히 보고 하나를 골라 주십시오. 둘 다 남아 있습니다.",
             "The same item was changed elsewhere first. Look at both and choose one; both are kept.")  # fmt: skip
SETTLED = Text("이미 정리된 항목입니다.", "This has been settled already.")


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of an edit. `is_new` is False where the same one had arrived before."""

    edit: Any
    clashes: tuple[Clash, ...]
    theirs_by: str
    is_new: bool

    def reason(self, late: Text) -> Text:
        """Why somebody has to look: it came after closing, or two people differ; NOTHING where nobody has to."""
        return NOTHING if not self.clashes else late if self.edit.outcome == "late" else CLASH


def readable(values: Mapping[str, Any]) -> dict[str, Any]:
    """The document as it is kept. Raises Refused when it is too much."""
    sent: dict[str, Any] = cleaned(values)
    if len(json.dumps(sent, ensure_ascii=False).encode()) > LARGEST_BYTES:
        raise Refused(TOO_BIG)
    return sent


def keep_edit(
    one: Any, *, edit_uuid: uuid.UUID, base_version: int, sent: Mapping[str, Any], by: Actor, source: str,
    made_on_device_at: dt.datetime | None = None, settled: Sequence[Sequence[str]] = (), hidden: Mapping[str, Any] | None = None,
) -> Kept:  # fmt: skip
    """Merge what was sent into the locked record and keep both. `hidden`: fields nobody fills in, already decided, that stand as given."""
    before = one.edits.filter(uuid=edit_uuid).first()
    if before is not None or one.edits.model.objects.filter(uuid=edit_uuid).exists():
        return _as_before(before, sent, by)
    late, decided = one.status != "open", dict(hidden or {})
    mine, theirs = {**sent, **decided}, {**one.values, **decided}
    merged = merge(_base(one, base_version), mine, theirs)
    clashes = differences(mine, theirs) if late else merged.conflicts
    result = dict(one.values) if late else merged.values
    changed = not late and result != one.values
    theirs_by = one.edits.exclude(outcome="late").order_by("-pk").values_list("by_name", flat=True).first() or ""
    if not late:
        _choose(one, sent, settled, by)
    edit = one.edits.create(
        uuid=edit_uuid, base_version=base_version, version=one.version + changed, values=result, sent=None if sent == result else dict(sent),
        outcome="late" if late else "clash" if clashes else "kept", source=source, by_key=by.key, by_name=by.name[:120], at=now(),
        made_on_device_at=made_on_device_at,
    )  # fmt: skip
    for each in clashes:
        edit.clashes.create(field=each.field, mine=each.mine, theirs=each.theirs, theirs_by=theirs_by)
    if changed:
        one.values, one.version = result, edit.version
        one.save(update_fields=["values", "version"])
    return Kept(edit, tuple(clashes), theirs_by, True)


def open_clashes(one: Any) -> Any:
    """Places of a record where somebody has to choose."""
    clash = one.edits.model._meta.get_field("clashes").related_model
    return clash.objects.filter(edit__in=one.edits.all(), chosen="").select_related("edit")


def choose_version(one: Any, clash: Any, choice: Literal["mine", "theirs"], *, by: Actor, late: Text) -> bool:
    """Let one version stand in the locked record; the other stays for ever. The same choice twice is one: then False."""
    if clash.chosen:
        if clash.chosen == choice:
            return False
        raise Conflict(SETTLED)
    if one.status != "open":
        raise Conflict(late)
    values = taken(one.values, (clash.field,), clash.mine if choice == "mine" else clash.theirs)
    if values != one.values:
        one.values, one.version = values, one.version + 1
        one.edits.create(
            uuid=uuid.uuid4(), base_version=one.version - 1, version=one.version, values=values, outcome="kept", source="choice",
            by_key=by.key, by_name=by.name[:120], at=now(),
        )  # fmt: skip
        one.save(update_fields=["values", "version"])
    _chosen(clash, choice, by)
    return True


def _base(one: Any, version: int) -> dict[str, Any]:
    """What it was at that version. One we do not know is taken as empty: then every difference is shown."""
    if version == one.version:
        return dict(one.values)
    edit = one.edits.filter(version=version).exclude(outcome="late").first()
    return dict(edit.values) if edit else {}


def _choose(one: Any, sent: Mapping[str, Any], settled: Sequence[Sequence[str]], by: Actor) -> None:
    fields = {path[0] for path in settled if path}
    for clash in open_clashes(one).filter(field__in=fields) if fields else ():
        value = sent.get(clash.field)
        _chosen(clash, "mine" if value == clash.mine else "theirs" if value == clash.theirs else "new", by)


def _chosen(clash: Any, choice: str, by: Actor) -> None:
    clash.chosen, clash.settled_by, clash.settled_at = choice, by.name[:120], now()
    clash.save(update_fields=["chosen", "settled_by", "settled_at"])


def _as_before(before: Any, sent: Mapping[str, Any], by: Actor) -> Kept:
    kept = None if before is None else before.values if before.sent is None else before.sent
    if before is None or before.by_key != by.key or kept != sent:
        raise Conflict(MIXED_UP)
    rows = list(before.clashes.filter(chosen=""))
    clashes = tuple(Clash((row.field,), None, row.mine, row.theirs) for row in rows)
    return Kept(before, clashes, rows[0].theirs_by if rows else "", False)
