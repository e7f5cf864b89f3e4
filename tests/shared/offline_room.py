"""A room small enough to read at a glance: forms filled off line and merged field by field. For tests of the door only."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jikim.rules.access import Action, Actor
from jikim.rules.words import NOTHING, Text
from jikim.shared.access import Refused
from jikim.shared.offline.registry import Clash, Fact, Facts, Kind, Missing, Packet, Taken

T = Text
FORM: dict[str, Any] = {
    "id": "test-form", "version": "1.0.0", "hash": "0" * 64,
    "sections": [
        {"key": "people", "title": {"ko": "사람", "en": "People"}, "visits": [1, 2, 3], "fields": [
            {"key": "present", "type": "text", "label": {"ko": "함께한 분", "en": "Who was there"}, "needed": "to_close"},
            {"key": "workers", "type": "number", "label": {"ko": "고객응대근로자 수", "en": "Customer service workers"}, "needed": "to_close", "minimum": 0, "maximum": 9999, "unit": {"ko": "명", "en": "people"}},
            {"key": "shifts", "type": "yesno", "label": {"ko": "교대 근무", "en": "Shift work"}, "needed": "to_close"},
            {"key": "shift_words", "type": "longtext", "label": {"ko": "교대 방식", "en": "How shifts work"}, "needed": "to_close", "asked_if": {"field": "shifts", "in": ["yes"]}},
            {"key": "channels", "type": "choices", "label": {"ko": "응대 방식", "en": "Channels"}, "needed": "never", "options": [{"value": "face", "label": {"ko": "대면", "en": "Face to face"}}, {"value": "phone", "label": {"ko": "전화", "en": "Telephone"}}]},
            {"key": "room", "type": "choice", "label": {"ko": "휴게실", "en": "Rest room"}, "needed": "never", "options": [{"value": "own", "label": {"ko": "있음", "en": "There is one"}}, {"value": "none", "label": {"ko": "없음", "en": "None"}}]},
            {"key": "heads", "type": "table", "label": {"ko": "인원", "en": "Headcounts"}, "needed": "never", "rows": [{"key": "counter", "label": {"ko": "창구", "en": "Counter"}}, {"key": "call", "label": {"ko": "콜센터", "en": "Call centre"}}], "columns": [{"key": "women", "label": {"ko": "여", "en": "Women"}}, {"key": "men", "label": {"ko": "남", "en": "Men"}}]},
        ]},
        {"key": "found", "title": {"ko": "확인한 것", "en": "What was found"}, "visits": [1, 2, 3], "fields": [
            {"key": "began", "type": "time", "label": {"ko": "시작", "en": "Began"}, "needed": "never"},
            {"key": "next_on", "type": "date", "label": {"ko": "다음 방문일", "en": "Next visit"}, "needed": "never"},
            {"key": "incidents", "type": "group", "label": {"ko": "사건", "en": "Incidents"}, "needed": "never", "of": [
                {"key": "what", "type": "text", "label": {"ko": "내용", "en": "What"}, "needed": "to_close"},
                {"key": "times", "type": "number", "label": {"ko": "횟수", "en": "How often"}, "needed": "never"}]},
            {"key": "photos", "type": "photos", "label": {"ko": "사진", "en": "Photos"}, "needed": "never"},
            {"key": "signed", "type": "signature", "label": {"ko": "담당자 서명", "en": "Signature of the manager"}, "needed": "to_close"},
        ]},
    ],
}  # fmt: skip


@dataclass
class Record:
    owners: set[str]
    title: Text
    uuid: uuid.UUID = field(default_factory=uuid.uuid4)
    versions: list[dict[str, Any]] = field(default_factory=lambda: [{}])
    edits: list[tuple[uuid.UUID, dict[str, Any]]] = field(default_factory=list)
    closed: bool = False

    @property
    def version(self) -> int:
        return len(self.versions) - 1


class Room:
    """Every version ever is kept; the newest is the record."""

    def __init__(self, name: str = "test") -> None:
        self.records: dict[uuid.UUID, Record] = {}
        self.attached: dict[uuid.UUID, bytes] = {}
        self.kind = Kind(name, Action.records_offline, self.bring, self.take, self.attach)

    def add(self, *owners: str, title: str = "한빛마트", values: Mapping[str, Any] | None = None) -> Record:
        record = Record(set(owners), Text(title, title), versions=[dict(values or {})])
        self.records[record.uuid] = record
        return record

    def bring(self, by: Actor, since: dt.date, until: dt.date) -> list[Packet]:
        return [
            Packet(one.uuid, one.title, Text("첫 번째 방문", "First visit"), FORM, one.versions[-1], one.version,
                   (Facts(Text("연락처", "Contact"), (Fact(Text("전화", "Telephone"), "02-123-4567", "tel"),)),),
                   on=since, start=dt.time(10), number=1, closed=one.closed)
            for one in self.records.values() if by.key in one.owners
        ]  # fmt: skip

    def take(
        self, *, record_uuid: uuid.UUID, base_version: int, values: Mapping[str, Any], made_on_device_at: dt.datetime | None,
        by: Actor, edit_uuid: uuid.UUID, closing: bool, settled: Sequence[tuple[str, ...]],
    ) -> Taken:  # fmt: skip
        record = self.records[record_uuid]
        if by.key not in record.owners:
            raise Refused(Text("맡은 방문이 아닙니다.", "Not your visit."))
        if any(isinstance(one, str) and "거절" in one for one in values.values()):
            return Taken("refused", record.version, record.versions[-1], reason=Text("‘거절’이라고 적혀 있습니다.", "It says refuse."))
        record.edits.append((edit_uuid, dict(values)))
        base, theirs = record.versions[base_version], record.versions[-1]
        merged, clashes = merge(base, values, theirs)
        if merged != theirs:
            record.versions.append(merged)
        missing: Sequence[Missing] = ()
        if closing and not clashes:
            missing = [Missing(key, Text("아직 비어 있습니다.", "Still empty.")) for key in ("present", "workers") if merged.get(key) in (None, "")]
            record.closed = not missing
        state = "needs_you" if clashes or missing else "received"
        reason = Text("다른 곳에서 먼저 고쳤습니다.", "Somebody changed it first.") if clashes else NOTHING
        return Taken(state, record.version, record.versions[-1], clashes, reason, missing, record.closed)

    def attach(self, *, record_uuid: uuid.UUID, attachment_uuid: uuid.UUID, content: bytes, media_type: str, by: Actor) -> None:
        if by.key not in self.records[record_uuid].owners:
            raise Refused(Text("맡은 방문이 아닙니다.", "Not your visit."))
        self.attached[attachment_uuid] = content


def merge(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> tuple[dict[str, Any], list[Clash]]:
    merged, clashes = dict(theirs), []
    for key in sorted({*base, *mine, *theirs}):
        was, own, other = base.get(key), mine.get(key), theirs.get(key)
        if own in (was, other):
            continue
        if other == was:
            merged[key] = own
        else:
            clashes.append(Clash((key,), own, other, was))
    return merged, clashes
