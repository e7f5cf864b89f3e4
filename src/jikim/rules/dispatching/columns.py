"""A consultant's day of one or two workplaces as a column of a set partition, and the rows it has part in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy  # type: ignore[import-untyped]  # its parts load when they are first used
from numpy.typing import NDArray

from jikim.rules.dispatching.allot import Room
from jikim.rules.dispatching.distances import Distances, Floats
from jikim.rules.dispatching.hours import hours_apart, shared_day

Ints = NDArray[np.int64]
#: first columns: so many near workplaces each, by so many near consultants
NEAR_WORKPLACES, NEAR_CONSULTANTS, NEAR_ALONE, FAR_ALONE = 8, 6, 16, 30
UNSERVED_KM = 1e4
PIECE = 4096


@dataclass(frozen=True, slots=True)
class Columns:
    """Consultant, first and second workplace (equal: a day of one), and the round's km."""

    c: Ints
    i: Ints
    j: Ints
    km: Floats

    def with_more(self, more: Columns) -> Columns:
        both = np.stack([np.r_[self.c, more.c], np.r_[self.i, more.i], np.r_[self.j, more.j]])
        _, keep = np.unique(both, axis=1, return_index=True)
        return Columns(both[0, keep], both[1, keep], both[2, keep], np.r_[self.km, more.km][keep])

    def only(self, which: NDArray[np.bool_] | Ints) -> Columns:
        return Columns(self.c[which], self.i[which], self.j[which], self.km[which])


class Ground:
    """`apart`: those that start in different months share no day at all (no bound follows from such columns).

    The candidates' distances, who may serve them, the places there are, and how many candidates may be left out."""

    def __init__(self, road: Distances, candidates: Sequence[int], wanted: int, room: Room, seed: int, *, apart: bool) -> None:
        served = self.served = np.array(candidates, dtype=np.int64)
        self.spare = float(len(served) - wanted)
        self.base = road.base[:, served]
        self.between = road.between[np.ix_(served, served)]
        self.may = road.may[:, served]
        self.minutes = road.minutes[served]
        #: rounds a visit takes on average: a large site's lasts several days
        self.days = road.days[served]
        self.km_a_minute, self.day_minutes = road.km_an_hour / 60, road.day_minutes
        # two that cannot share a day whoever goes
        pair_minutes = self.minutes[:, None] + self.minutes[None, :]
        never = self.between / self.km_a_minute + pair_minutes > road.visits_minutes
        alone = road.alone[served]
        never |= road.apart(served) if apart else alone[:, None] | alone[None, :]
        self.road, self.named = road, np.array([bool(road.hours[w]) for w in served], bool)
        if self.named.any():
            never |= hours_apart(road, served)
        self.between[never & ~np.eye(len(served), dtype=bool)] = np.inf
        self.caps = np.array(room.consultant, float)
        self.agency_of = np.array(room.agency_of, dtype=np.int64)
        # only agencies that can bind get a row
        inside = np.array([self.caps[self.agency_of == a].sum() for a in range(len(room.agency))])
        self.agencies = [a for a in range(len(room.agency)) if inside[a] > room.agency[a]]
        self.agency_caps = np.array([room.agency[a] for a in self.agencies], float)
        self.noise = np.random.default_rng(seed).uniform(0, 1e-6, len(served))

    def made(self, c: Ints, i: Ints, j: Ints) -> Columns:
        """Columns that are allowed, each once, the first workplace the lower."""
        i, j = np.minimum(i, j), np.maximum(i, j)
        km = self.base[c, i] + self.between[i, j] + self.base[c, j]
        short = km <= self.km_a_minute * (self.day_minutes - self.minutes[i] - self.minutes[j])
        good = self.may[c, i] & self.may[c, j] & (short | (i == j)) & (self.caps[c] >= np.where(i == j, 1, 2))
        found = np.unique(np.stack([c[good], i[good], j[good]]), axis=1)
        c, i, j = found[0], found[1], found[2]
        if self.named.any():
            held = np.array([self.in_hours(*of) for of in zip(c, i, j, strict=True)], bool)
            c, i, j = c[held], i[held], j[held]
        return Columns(c, i, j, (self.base[c, i] + self.between[i, j] + self.base[c, j]) * np.where(i == j, self.days[i], 1.0))

    def alone(self, consultants: Sequence[int], places: Sequence[int]) -> Columns:
        """Days of one for these workplaces (as the season counts them), each with its consultant."""
        w = np.searchsorted(self.served, np.array(places, dtype=np.int64))
        return self.made(np.array(consultants, dtype=np.int64), w, w)

    def _open_km(self) -> Floats:
        """From each base to each workplace; infinite where that consultant may not serve it or has no place."""
        return np.where(self.may & (self.caps > 0)[:, None], self.base, np.inf)

    def near_alone(self) -> Columns:
        """Days of one: each workplace by the consultants nearest to it and, ever more sparsely, by further ones."""
        cost = self._open_km()
        ranks = np.unique(np.r_[np.arange(NEAR_ALONE), np.geomspace(NEAR_ALONE, max(NEAR_ALONE, len(cost) - 1), FAR_ALONE).astype(int)])
        near = np.argsort(cost, axis=0, kind="stable")[ranks[ranks < len(cost)]]
        w = np.tile(np.arange(len(self.served)), len(near))
        return self.made(near.ravel(), w, w)

    def mates(self, singles: Columns) -> Columns:
        """Days of two for every two of these workplaces that have the same consultant."""
        order = np.lexsort((singles.i, singles.c))
        c, w = singles.c[order], singles.i[order]
        shifts = range(1, int(np.bincount(c).max(initial=0)))
        pairs = [(at, at + shift) for shift in shifts for at in [np.flatnonzero(c[shift:] == c[:-shift])]]
        one, other = (np.concatenate([np.zeros(0, np.int64), *side]) for side in zip(*pairs, strict=True)) if pairs else (c[:0], c[:0])
        return self.made(c[one], w[one], w[other])

    def in_hours(self, c: int, i: int, j: int) -> bool:
        """Do the hours the two named leave this consultant a day for both?"""
        free = i == j or not (self.named[i] or self.named[j])
        return bool(free) or shared_day(self.road, int(c), int(self.served[i]), int(self.served[j])) is not None

    def first_columns(self, places: Floats | None = None) -> Columns:
        """Near workplaces by consultants near to both; `places`: what a place with each consultant is thought to cost, in km."""
        n = len(self.served)
        far = np.where(np.eye(n, dtype=bool), np.inf, self.between)
        near = np.argsort(far, axis=1, kind="stable")[:, : min(NEAR_WORKPLACES, n - 1)]
        i, j = np.repeat(np.arange(n), near.shape[1]), near.ravel()
        i, j = np.r_[np.arange(n), i], np.r_[np.arange(n), j]
        cost = self._open_km()
        if places is not None:
            cost += places[:, None]
        # in pieces: all pairs by all consultants of a large season would not fit in memory
        some = [np.arange(at, min(at + PIECE, len(i))) for at in range(0, len(i), PIECE)]
        c = np.concatenate([np.argsort((cost[:, i[p]] + cost[:, j[p]]).T, axis=1, kind="stable")[:, :NEAR_CONSULTANTS] for p in some])
        many = c.shape[1]
        return self.made(c.ravel(), np.repeat(i, many), np.repeat(j, many))

    def rows(self, columns: Columns) -> tuple[scipy.sparse.csr_array, scipy.sparse.csr_array]:
        many, n = len(columns.c), len(self.served)
        at = np.arange(many)
        pair = columns.i != columns.j
        serve = scipy.sparse.csr_array(
            (np.ones(many + pair.sum()), (np.r_[columns.i, columns.j[pair]], np.r_[at, at[pair]])), shape=(n, many)
        )
        size = np.where(pair, 2.0, 1.0)
        hold = scipy.sparse.csr_array((size, (columns.c, at)), shape=(len(self.caps), many))
        if self.agencies:
            rows = [np.where(self.agency_of[columns.c] == a, size, 0.0) for a in self.agencies]
            hold = scipy.sparse.csr_array(scipy.sparse.vstack([hold, scipy.sparse.csr_array(np.array(rows))]))
        return serve, hold

    def costs(self, km: Floats) -> Floats:
        """Of columns, of workplaces left out because there are more than wanted, and of those that find no column."""
        n = len(self.served)
        return np.asarray(np.r_[km, np.zeros(n), np.full(n, UNSERVED_KM)])

    def limits(self) -> Floats:
        return np.asarray(np.r_[self.caps, self.agency_caps, self.spare])

    def with_left_out(self, hold: scipy.sparse.csr_array) -> scipy.sparse.csr_array:
        """The rows of places, and one for how many may be left out."""
        many, n = hold.shape[1], len(self.served)
        last = scipy.sparse.csr_array(np.r_[np.zeros(many), np.ones(n), np.zeros(n)][None, :])
        wide = scipy.sparse.hstack([hold, scipy.sparse.csr_array((hold.shape[0], 2 * n))])
        return scipy.sparse.csr_array(scipy.sparse.vstack([wide, last]))

    def reduced(self, columns: Columns, prices: Floats, places: Floats) -> Floats:
        pair = columns.i != columns.j
        second = np.where(pair, places[columns.c] - prices[columns.j], 0.0)
        return np.asarray(columns.km + places[columns.c] - prices[columns.i] + second)
