"""The distribution ledger: lines and sums. Of the public there is only a count for each day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Sum

from jikim.areas.manuals.models import ManualHandout
from jikim.rules.access import Action, Actor
from jikim.rules.library import Size
from jikim.rules.manuals import Kind
from jikim.rules.words import NOTHING, Text
from jikim.shared.access import require
from jikim.shared.library.overlay import current
from jikim.shared.ui.tables import Asked, narrow

WAYS: Mapping[str, Text] = {
    "download": Text("내려받음", "Downloaded"), "visit": Text("방문 때 건넴", "Handed over on a visit"), "post": Text("우편", "By post"),
    "mail": Text("전자우편", "By e-mail"), "event": Text("행사", "At an event"), "public": Text("공개 화면", "Public page"),
    "command": Text("명령", "Command"),
}  # fmt: skip
RECEIVERS: Mapping[str, Text] = {
    "workplace": Text("사업장", "Workplace"), "agency": Text("수행기관", "Agency"), "office": Text("공단", "Programme office"),
    "public": Text("일반", "The public"), "other": Text("그 밖", "Others"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LedgerLine:
    id: int
    on: dt.date
    kind: Text
    occupation: Text
    size: Text
    number: int
    language: str
    way: Text
    receiver_kind: Text
    receiver: str
    copies: int
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class CopiesOf:
    """Copies handed out, of one kind."""

    kind: Text
    copies: int


def ledger_lines(*, asked: Asked, by: Actor) -> tuple[list[LedgerLine], int]:
    require(by, Action.manual_ledger_see)
    rows, total = narrow(
        ManualHandout.objects.select_related("edition", "workplace"), asked,
        sort={"on": "on", "number": "edition__number", "copies": "copies", "receiver": "receiver"},
        search=("receiver", "workplace__name", "workplace__number", "edition__occupation", "note"),
        filters={"kind": "edition__kind", "way": "way", "language": "language", "receiver_kind": "receiver_kind"},
    )  # fmt: skip
    jobs = current().occupations
    return [_line(one, {key: job.title for key, job in jobs.items()}) for one in rows], total


def sums(*, by: Actor) -> tuple[CopiesOf, ...]:
    require(by, Action.manual_ledger_see)
    found = dict(ManualHandout.objects.values_list("edition__kind").annotate(all=Sum("copies")).values_list("edition__kind", "all"))
    return tuple(CopiesOf(kind.label, found.get(kind.value, 0)) for kind in Kind)


def _line(one: ManualHandout, jobs: Mapping[str, Text]) -> LedgerLine:
    edition, place = one.edition, one.workplace
    return LedgerLine(
        id=one.pk, on=one.on, kind=Kind(edition.kind).label, occupation=jobs.get(edition.occupation, Text(edition.occupation, edition.occupation)),
        size=Size(edition.size).label if edition.size else NOTHING, number=edition.number, language=one.language,
        way=WAYS.get(one.way, Text(one.way, one.way)), receiver_kind=RECEIVERS.get(one.receiver_kind, NOTHING),
        receiver=f"{place.number} {place.name}" if place else one.receiver, copies=one.copies, note=one.note, by=one.by_name,
    )  # fmt: skip
