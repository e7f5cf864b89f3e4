"""Who can be served: applications in order, each admitted when everybody admitted so far can still be (augmenting paths).

The sets that can be served together form a transversal matroid, so taking applications in order serves the most possible and,
of all such sets, the one that puts earlier applications first. Kilometres play no part here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jikim.rules.dispatching.capacity import fair_caps, most_of_agency, most_of_consultant, open_days
from jikim.rules.dispatching.distances import Bools
from jikim.rules.dispatching.model import Model


@dataclass(frozen=True, slots=True)
class Room:
    """Places per consultant and per agency; `agency_of[c]` counts agencies as the model lists them (−1: unknown)."""

    consultant: tuple[int, ...]
    agency: tuple[int, ...]
    agency_of: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shares:
    """Places left of everybody's fair share, where some workplaces are already served."""

    model: Model
    held: tuple[int, ...]
    already: int

    def caps(self, more: int) -> list[int]:
        """The most further workplaces each consultant may have when so many more are served."""
        return [max(0, cap - held) for cap, held in zip(fair_caps(self.model, self.already + more), self.held, strict=True)]


@dataclass(frozen=True, slots=True)
class Admitted:
    """The workplaces that can be served (in order) and the places they were tested against."""

    served: tuple[int, ...]
    room: Room
    fair: tuple[int, ...]
    #: who would serve each of `served`, were kilometres of no account
    holders: tuple[int, ...] = ()


def calendar_room(model: Model) -> Room:
    """Places by the calendar and the agencies' monthly maxima, before anybody's fair share."""
    season, days = model.season, open_days(model.season, model.not_before)
    index = {agency.name: a for a, agency in enumerate(model.agencies)}
    return Room(
        tuple(most_of_consultant(season, days, consultant) for consultant in model.consultants),
        tuple(most_of_agency(season, days, agency) for agency in model.agencies),
        tuple(index.get(consultant.agency, -1) for consultant in model.consultants),
    )


def admit(model: Model, may: Bools, room: Room, barred: frozenset[int], shares: Shares) -> Admitted:
    """The largest plan whose fair shares hold for its own size: the number served falls until it agrees with its caps."""
    wanted = len(model.workplaces) if model.target is None else min(model.target, len(model.workplaces))
    able = np.ascontiguousarray(may.T)
    while True:
        fair = shares.caps(wanted)
        places = Room(tuple(min(pair) for pair in zip(fair, room.consultant, strict=True)), room.agency, room.agency_of)
        holders = _in_order(able, places, wanted, barred)
        if len(holders) == wanted:
            served = sorted(holders)
            return Admitted(tuple(served), places, tuple(fair), tuple(holders[w] for w in served))
        wanted = len(holders)


def _in_order(able: Bools, room: Room, wanted: int, barred: frozenset[int]) -> dict[int, int]:
    """Who is served, and by whom. `able[w, c]`: c may serve w."""
    network, served = _Network(room), 0
    for w in range(able.shape[0]):
        if served == wanted:
            break
        served += w not in barred and network.place(w, np.flatnonzero(able[w]).tolist())
    return {w: c for c, held in enumerate(network.held) for w in held}


class _Network:
    """Workplaces placed with consultants, consultants' places inside their agency's; one more goes in by a shortest chain of moves."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.held: list[dict[int, None]] = [{} for _ in room.consultant]
        self.agency_held = [0] * len(room.agency)
        self.options: dict[int, Sequence[int]] = {}
        self.members: list[list[int]] = [[] for _ in room.agency]
        for c, a in enumerate(room.agency_of):
            if a >= 0:
                self.members[a].append(c)
        #: consultants from whom no chain leads to a free place; that never heals while places only fill
        self.closed: set[int] = set()

    def place(self, w: int, options: Sequence[int]) -> bool:
        """Breadth first through the residual network: a consultant is reached with one workplace too many."""
        self.options[w] = options
        for c in options:  # most find a free place at once
            a = self.room.agency_of[c]
            if len(self.held[c]) < self.room.consultant[c] and self.agency_held[a] < self.room.agency[a]:
                self._apply(c, {c: (w, -1)})
                return True
        came: dict[int, tuple[int, int]] = {}  # consultant → (workplace moved there or −1, consultant before or −1)
        queue: deque[int] = deque()
        seen_agencies: set[int] = set()
        self._reach(options, (w, -1), came, queue)
        while queue:
            c = queue.popleft()
            a = self.room.agency_of[c]
            if len(self.held[c]) < self.room.consultant[c]:
                if self.agency_held[a] < self.room.agency[a]:
                    self._apply(c, came)
                    return True
                if a not in seen_agencies:
                    # the agency is full: any of its consultants may give one up instead
                    seen_agencies.add(a)
                    self._reach([g for g in self.members[a] if self.held[g]], (-1, c), came, queue)
            for held in self.held[c]:
                self._reach(self.options[held], (held, c), came, queue)
        self.closed.update(came)
        return False

    def _reach(self, some: Sequence[int], by: tuple[int, int], came: dict[int, tuple[int, int]], queue: deque[int]) -> None:
        for c in some:
            if c not in came and c not in self.closed and (by[0] < 0 or self.room.consultant[c]):
                came[c] = by
                queue.append(c)

    def _apply(self, end: int, came: dict[int, tuple[int, int]]) -> None:
        moves: list[tuple[int, int, int]] = []
        c = end
        while c >= 0:
            w, before = came[c]
            if w >= 0:
                moves.append((w, before, c))
            c = before
        for w, before, c in moves:
            if before >= 0:
                del self.held[before][w]
                self.agency_held[self.room.agency_of[before]] -= 1
            self.held[c][w] = None
            self.agency_held[self.room.agency_of[c]] += 1
