"""Faults on the way between devices and server, played against the real door: repeats, reorderings, cuts, wrong clocks, two on one visit.

Used at a small size by the tests and at full size by benchmarks/faults_offline.py. Checks compare what clients were told with what is there.
"""

from __future__ import annotations

import datetime as dt
import logging
import random
import threading
import uuid
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from jikim.rules.access import Actor, Grant, Role
from jikim.shared.access import Conflict
from jikim.shared.audit.models import AuditRow
from jikim.shared.offline import sync
from jikim.shared.offline.models import OfflineEdit
from jikim.shared.offline.registry import Taken
from jikim.shared.offline.sync import Edit
from tests.shared.offline_room import Record, Room, merge

FIELDS = ("present", "workers", "shifts", "room", "began", "next_on", "note")
START = dt.datetime(2017, 4, 3, 9, tzinfo=dt.UTC)


def consultant(number: int) -> Actor:
    return Actor(f"person:{number}", f"consultant {number}", (Grant(Role.CONSULTANT, frozenset({f"person:{number}"})),))


class Messages:
    """Fault 2: every message 1–5 times, shuffled, over two connections; one in fifty also with another body under its number."""

    def __init__(self, count: int, *, seed: int) -> None:
        rng = random.Random(seed)
        self.room, self.by = Room("faults"), consultant(0)
        self.records = [self.room.add(self.by.key) for _ in range(min(100, max(1, count // 20)))]
        self.sent = [self._message(rng, number) for number in range(count)]
        self.forged = {edit.uuid for edit in self.sent if rng.random() < 0.02}
        queue = [(edit, False) for edit in self.sent for _ in range(rng.randint(1, 5))]
        queue += [(self._other_body(edit), True) for edit in self.sent if edit.uuid in self.forged]
        rng.shuffle(queue)
        self.queues = [queue[0::2], queue[1::2]]
        self.told: dict[uuid.UUID, list[tuple[bool, Taken | None]]] = {}
        self._lock = threading.Lock()

    def _message(self, rng: random.Random, number: int) -> Edit:
        record = rng.choice(self.records)
        return Edit(uuid.UUID(int=rng.getrandbits(128)), record.uuid, 0, {rng.choice(FIELDS): f"{number}"})

    def _other_body(self, edit: Edit) -> Edit:
        return Edit(edit.uuid, edit.record_uuid, edit.base_version, {"note": "FORGED"})

    def connection(self, number: int) -> None:
        """One of the two connections, start to end."""
        from django.db import connection

        logging.getLogger("jikim.offline").setLevel(logging.ERROR)
        for edit, is_other in self.queues[number]:
            try:
                answer = sync.take(kind=self.room.kind, edit=edit, device=None, by=self.by)
            except Conflict:
                answer = None
            with self._lock:
                self.told.setdefault(edit.uuid, []).append((is_other, answer))
        connection.close()

    def check(self) -> dict[str, Any]:
        """One row each; whichever body came first stands, the other was refused every time, logged, and changed nothing."""
        faults: list[str] = []
        rows = dict(OfflineEdit.objects.values_list("uuid", "body_hash"))
        applied = Counter(number for record in self.records for number, _ in record.edits)
        refused = 0
        for edit in self.sent:
            bodies = {False: edit.body_hash, True: self._other_body(edit).body_hash}
            if applied[edit.uuid] != 1:
                faults.append(f"{edit.uuid} applied {applied[edit.uuid]} times")
            for is_other, answer in self.told[edit.uuid]:
                refused += answer is None
                if (answer is not None) != (rows[edit.uuid] == bodies[is_other]):
                    faults.append(f"{edit.uuid} told wrongly")
        logged = AuditRow.objects.filter(verb="offline.number_used_twice").count()
        if logged != refused:
            faults.append(f"{refused} refused, {logged} logged")
        if len(rows) != len(self.sent):
            faults.append(f"{len(rows)} rows for {len(self.sent)} messages")
        sendings = sum(len(queue) for queue in self.queues)
        return {"messages": len(self.sent), "sendings": sendings, "rows": len(rows), "refused_409": refused, "faults": faults[:10]}


@dataclass
class Device:
    """A device as the app behaves: base, form, one edit under way at a time, sent again as it is until answered."""

    by: Actor
    skew: dt.timedelta
    base: dict[uuid.UUID, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    mine: dict[uuid.UUID, dict[str, Any]] = field(default_factory=dict)
    under_way: dict[uuid.UUID, Edit] = field(default_factory=dict)
    conflicts: dict[uuid.UUID, dict[str, tuple[Any, Any]]] = field(default_factory=dict)
    settled: dict[uuid.UUID, list[tuple[str, ...]]] = field(default_factory=dict)
    offline_until: int = 0


class Season:
    """Fault 3: devices with partitions up to 21 days, clocks up to a week off and going back, cuts in mid-send, pairs on one visit."""

    DAYS, LONGEST = 60, 21

    def __init__(self, devices: int, *, seed: int) -> None:
        self.rng = random.Random(f"season {seed}")  # numbers of its own: fault 2 may lie in the same tables
        self.room = Room("season")
        self.devices = [Device(consultant(n), dt.timedelta(days=self.rng.uniform(-7, 7))) for n in range(devices)]
        # every second pair shares its visits
        self.records: list[Record] = []
        for one, other in zip(self.devices[0::2], self.devices[1::2], strict=False):
            shared = self.rng.random() < 0.5
            self.records += [self.room.add(one.by.key, *([other.by.key] if shared else []), values={"present": "–"}) for _ in range(3)]
            self.records += [] if shared else [self.room.add(other.by.key, values={"present": "–"})]
        self.written: list[tuple[Device, uuid.UUID, str, str]] = []
        self.shown: set[tuple[str, str]] = set()
        self.counts: Counter[str] = Counter()

    def run(self) -> dict[str, Any]:
        for device in self.devices:
            self._bring(device)
        for day in range(self.DAYS):
            for device in self.rng.sample(self.devices, len(self.devices)):
                self._write(device, day)
                if day >= device.offline_until:
                    self._sync(device, day, cuts=True)
                    if self.rng.random() < 0.2:
                        device.offline_until = day + self.rng.randint(1, self.LONGEST)
                        self.counts["partitions"] += 1
        self._settle_all()
        return self._check()

    def _write(self, device: Device, day: int) -> None:
        for number in device.mine:
            if self.rng.random() < 0.15:
                name, value = self.rng.choice(FIELDS), f"{device.by.key}/{len(self.written)}"
                device.mine[number] = {**device.mine[number], name: value}
                if name in device.conflicts.get(number, {}):  # typed over a conflict not yet decided: that is "mine" now
                    device.conflicts[number][name] = (value, device.conflicts[number][name][1])
                self.written.append((device, number, name, value))
        if self.rng.random() < 0.05:  # somebody sets the clock, also back
            device.skew = dt.timedelta(days=self.rng.uniform(-7, 7))
            self.counts["clock_changes"] += 1

    def _sync(self, device: Device, day: int, *, cuts: bool) -> None:
        for number in list(device.mine):
            edit = self._next(device, number, day)
            if edit is None:
                continue
            fate = self.rng.random() if cuts else 1.0
            if fate < 0.1:  # cut before it arrived
                self.counts["cut_going"] += 1
                return
            taken = sync.take(kind=self.room.kind, edit=edit, device=None, by=device.by)
            if fate < 0.2:  # it arrived, the answer did not
                self.counts["cut_coming"] += 1
                return
            self._answered(device, number, edit, taken)
        self._bring(device)

    def _next(self, device: Device, number: uuid.UUID, day: int) -> Edit | None:
        version, base = device.base[number]
        if number not in device.under_way and (device.mine[number] != base or device.settled.get(number)):
            clock = START + dt.timedelta(days=day) + device.skew
            device.under_way[number] = Edit(uuid.UUID(int=self.rng.getrandbits(128)), number, version, dict(device.mine[number]), clock,
                                            settled=tuple(device.settled.pop(number, [])))  # fmt: skip
        return device.under_way.get(number)

    def _answered(self, device: Device, number: uuid.UUID, edit: Edit, taken: Taken) -> None:
        del device.under_way[number]
        device.mine[number] = _mine_first(edit.values, device.mine[number], taken.values)
        device.base[number] = (taken.version, dict(taken.values))
        for clash in taken.conflicts:
            name = clash.path[0]
            mine = clash.mine if clash.mine is not None else edit.values.get(name)
            typed = device.mine[number].get(name)
            device.conflicts.setdefault(number, {})[name] = (mine if typed == clash.theirs else typed, clash.theirs)
            self.shown.add((str(mine), name))
            self.counts["conflicts_shown"] += 1

    def _bring(self, device: Device) -> None:
        for packet in sync.bring(kind=self.room.kind, by=device.by):
            clean = packet.uuid not in device.base or (
                packet.uuid not in device.under_way and device.mine[packet.uuid] == device.base[packet.uuid][1]
            )
            if clean:
                device.base[packet.uuid] = (packet.version, dict(packet.values))
                device.mine[packet.uuid] = dict(packet.values)

    def _settle_all(self) -> None:
        """All lines come back, people choose in every conflict, until nobody has anything left to send."""
        for turn in range(100):
            busy = False
            for device in self.devices:
                for number, clashes in list(device.conflicts.items()):
                    for name, (mine, _theirs) in clashes.items():
                        if self.rng.random() < 0.5:
                            device.mine[number] = {**device.mine[number], name: mine}
                        device.settled.setdefault(number, []).append((name,))
                        busy = True
                    del device.conflicts[number]
                self._sync(device, self.DAYS + turn, cuts=False)
                busy |= any(device.mine[n] != device.base[n][1] for n in device.mine) or bool(device.conflicts) or bool(device.under_way)
            if not busy:
                break
        for device in self.devices:
            self._bring(device)

    def _check(self) -> dict[str, Any]:
        faults: list[str] = []
        for device in self.devices:
            for number, values in device.mine.items():
                if values != self.room.records[number].versions[-1]:
                    faults.append(f"{device.by.key} and the server differ on {number}")
        # nothing written was lost in silence: it reached the server's history, or its writer replaced it before it was sent
        history = {str(value) for record in self.room.records.values() for _, sent in record.edits for value in sent.values()}
        replaced = self._replaced()
        lost = [value for _, _, _, value in self.written if value not in history and value not in replaced]
        faults += [f"lost in silence: {value}" for value in lost[:5]]
        faults += [f"conflict not shown: {one}" for one in self._hidden()[:5]]
        sequences = list(OfflineEdit.objects.filter(kind="season").order_by("sequence").values_list("uuid", flat=True))
        for record in self.room.records.values():
            own = {number for number, _ in record.edits}
            if [number for number in sequences if number in own] != [number for number, _ in record.edits]:
                faults.append(f"order of {record.uuid} is not the server's sequence")
        return {"devices": len(self.devices), "days": self.DAYS, "records": len(self.records), "writes": len(self.written),
                "edits": len(sequences), "lost": len(lost), **self.counts, "faults": faults[:10]}  # fmt: skip

    def _replaced(self) -> set[str]:
        """Values their own writer wrote over in the same field later."""
        seen: dict[tuple[int, uuid.UUID, str], str] = {}
        gone = set()
        for device, number, name, value in self.written:
            if (before := seen.get((id(device), number, name))) is not None:
                gone.add(before)
            seen[id(device), number, name] = value
        return gone

    def _hidden(self) -> list[str]:
        """Replay every record: wherever the merge kept theirs over mine, that pair must have been shown to its writer."""
        hidden = []
        for record in self.room.records.values():
            versions, at = record.versions, 0
            rows = {row.uuid: row for row in OfflineEdit.objects.filter(record_uuid=record.uuid)}
            for number, sent in record.edits:
                merged, clashes = merge(versions[rows[number].base_version], sent, versions[at])
                at += merged != versions[at]
                hidden += [f"{clash.mine}" for clash in clashes if (str(clash.mine), clash.path[0]) not in self.shown]
        return hidden


def _mine_first(base: dict[str, Any] | Any, mine: dict[str, Any], theirs: Any) -> dict[str, Any]:
    """What the app does with what was typed while an edit was under way."""
    made = dict(theirs)
    for name in {*base, *mine}:
        if mine.get(name) != base.get(name):
            made[name] = mine.get(name)
    return made
