"""A season of rounds by code, played through the product's own actions, with what everybody really answered kept beside it.

The answers go into the spool in bulk (as finish_sheet puts them there one by one), so that a season takes seconds.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from django.db import connections

from jikim.areas.enrolment.models import Workplace
from jikim.areas.statistics import public as statistics
from jikim.areas.surveys import public as surveys
from jikim.areas.surveys.models import Round
from jikim.rules.asking import Category
from jikim.rules.packs import Pack
from jikim.rules.scoring import Scores, score
from jikim.rules.words import Text
from jikim.shared.clock import rehearsing
from jikim.shared.packs import find_pack
from jikim.vault import by_code, keystore, names, rows
from jikim.vault.keys import vault_keys
from jikim.vault.sheets import CodeSheet, finished, pack
from tests.areas.surveys.code_rounds import agreed
from tests.areas.surveys.making import OFFICE, season

FIRST = (dt.date(2017, 6, 1), dt.date(2017, 6, 30))
FOLLOW_UP = (dt.date(2017, 9, 1), dt.date(2017, 9, 30))
CATEGORIES = {"unit": "UVWX", "age": ("20s", "30s", "40s"), "tenure": ("short", "long"), "job": ("counter", "phone")}
SIZES = (10, 10, 12, 12, 18, 18, 24, 30, 31, 33, 36, 40, 44, 48, 52, 56, 60, 64, 70, 80, 90, 100, 34, 42, 38, 46, 58, 66)
#: workplaces where hardly anybody answers
SMALL = ("L0002", "L0004")
SEXES = {"": 0, "M": 1, "F": 2}


@dataclass(slots=True)
class Worker:
    """A worker and the card: who they are, how strained, and their sheets by round."""

    code: str
    sex: str
    asked: dict[str, str]
    strain: float
    sheets: dict[int, CodeSheet] = field(default_factory=dict)


@dataclass(slots=True)
class Live:
    """`rounds` by (workplace number, kind); `workers` by workplace number."""

    places: dict[str, Workplace] = field(default_factory=dict)
    rounds: dict[tuple[str, str], Round] = field(default_factory=dict)
    workers: dict[str, list[Worker]] = field(default_factory=dict)
    gone: list[tuple[str, Worker]] = field(default_factory=list)

    def sheets(self, number: str, kind: str) -> list[CodeSheet]:
        key = self.rounds[number, kind].pk
        return [worker.sheets[key] for worker in self.workers[number] if key in worker.sheets]


PACKS: list[Pack] = []


def packs() -> list[Pack]:
    if not PACKS:
        PACKS.extend(find_pack(key) for key in surveys.DEFAULT_PACKS)
    return PACKS


def scores_of(sheets: Sequence[CodeSheet]) -> Scores:
    """The subscales of these sheets, scored apart from the vault."""
    instrument = packs()[0].instrument
    answers = np.array([sheet.answers[: len(instrument.items)] for sheet in sheets], np.int8)
    return score(instrument, answers, np.array([SEXES[sheet.sex] for sheet in sheets], np.int8), threads=1)


def first_rounds(
    live: Live, sizes: Sequence[int], *, seed: int = 1, start: int = 1, quiet: Mapping[str, float] | None = None
) -> None:
    """Workplaces of these headcounts, asked, answered, closed. `quiet`: where fewer answer than nine in ten."""
    chance = random.Random(seed)
    for i, size in enumerate(sizes):
        number = f"L{start + i:04d}"
        live.places[number] = agreed(number, size)
        live.workers[number] = _workers(live.places[number], size, chance)
        live.rounds[number, "first"] = _opened(live, number, "first", FIRST)
        answer(live, number, "first", chance, share=(quiet or {}).get(number, 0.9))
    _close(FIRST)


def follow_ups(live: Live, *, seed: int = 2, shift: float = -0.2) -> None:
    """The follow-up of every workplace: most of the same people again, a few others."""
    chance = random.Random(seed)
    for number in sorted(live.places):
        live.rounds[number, "follow_up"] = _opened(live, number, "follow_up", FOLLOW_UP)
        answer(live, number, "follow_up", chance, share=0.8, shift=shift)
    _close(FOLLOW_UP)


def release() -> None:
    statistics.release_rounds(season_id=season().pk, by=OFFICE)


def answer(live: Live, number: str, kind: str, chance: random.Random, *, share: float, shift: float = 0.0) -> None:
    one = live.rounds[number, kind]
    asked = surveys.asked_of([one.pk])[one.pk].names
    here = [worker for worker in live.workers[number] if chance.random() < share]
    for worker in here:
        worker.sheets[one.pk] = _sheet(worker, asked, chance, shift)
    hand_in(one, here)


def hand_in(one: Round, workers: Sequence[Worker]) -> None:
    """Finished sheets into the spool, as by_code.finish_sheet does it."""
    tag, keep = vault_keys().round_tag(str(one.pk)), bool(one.asks.get("keep_sex"))
    ids, keys = keystore.new_keys(len(workers))
    found = []
    for row_id, key, worker in zip(ids, keys, workers, strict=True):
        card = by_code.lookup_names(str(one.workplace_id), worker.code)
        text = pack(finished(worker.sheets[one.pk], on=one.begins_on, packs=packs(), keep_sex=keep))
        found.append((row_id, tag, names.stored("pending", card[0]), len(card), rows.seal_row(key, text, row_id, tag)))
    with connections["vault"].cursor() as cursor:
        cursor.executemany(
            "INSERT INTO vault_pending (id, round_tag, lookup, generation, sealed) VALUES (%s, %s, %s, %s, %s)", sorted(found)
        )


def delete(live: Live, number: str, many: int) -> None:
    """Workers of a released first round take their answers back."""
    one = live.rounds[number, "first"]
    for worker in [worker for worker in live.workers[number] if one.pk in worker.sheets][:many]:
        card = by_code.lookup_names(str(one.workplace_id), worker.code)
        assert by_code.withdraw(str(one.pk), card, on=FOLLOW_UP[0])
        live.gone.append((number, worker))


def _opened(live: Live, number: str, kind: str, period: tuple[dt.date, dt.date]) -> Round:
    place, workers = live.places[number], live.workers[number]
    categories = {
        name: [Category(key, Text(key, key), count) for key, count in sorted(Counter(w.asked[name] for w in workers).items())]
        for name in CATEGORIES
    } if len(workers) >= 30 else {}  # fmt: skip
    sexes = Counter(worker.sex for worker in workers)
    plan = surveys.Plan(*period, len(workers), categories, women=sexes["F"], men=sexes["M"])
    with rehearsing(period[0]):
        one = surveys.prepare_round(workplace_id=place.pk, plan=plan, by=OFFICE, kind=kind)
        if kind == "first":
            printed = surveys.print_cards(workplace_id=place.pk, by=OFFICE, compose=False)
            for worker, code in zip(workers, printed.codes, strict=False):
                worker.code = code
        opened = surveys.open_round(round_id=one.pk, by=OFFICE)
        opened.offered = len(workers)
        opened.save(update_fields=["offered"])
    return opened


def _close(period: tuple[dt.date, dt.date]) -> None:
    with rehearsing(period[1]):
        surveys.close_rounds(season_id=season().pk, by=OFFICE)


def _workers(place: Workplace, size: int, chance: random.Random) -> list[Worker]:
    climate, out = chance.gauss(0, 0.4), []
    for _ in range(size):
        unit = chance.choices("UVWX", (6, 4, 3, 2))[0]
        asked = {"unit": unit} | {name: chance.choice(keys) for name, keys in CATEGORIES.items() if name != "unit"}
        strain = climate + ("UVWX".index(unit) - 1) * 0.3 + chance.gauss(0, 0.9)
        out.append(Worker("", chance.choices("FM", (6, 4))[0], asked, strain))
    return out


def _sheet(worker: Worker, names_asked: object, chance: random.Random, shift: float) -> CodeSheet:
    ticks = [max(1, min(4, round(2.5 + 0.7 * (worker.strain + shift) + chance.gauss(0, 0.8)))) for _ in range(24)]
    ticks[17:] = [5 - tick for tick in ticks[17:]]
    for item in range(24):
        if chance.random() < 0.01:
            ticks[item] = -1
    agreed_to = chance.random() < 0.85
    abuse = [chance.choices((0, 1, 2, 3, 4), (6, 2, 1, 1, 0.5))[0] for _ in range(5)] + [-1, -1]
    mood = [chance.choices((0, 1, 2, 3), (4, 3, 2, 1))[0] if agreed_to else -1 for _ in range(8)]
    tired = [chance.randint(item.scale.lowest, item.scale.highest) if agreed_to else -1 for item in packs()[3].instrument.items]
    given = {name: (_key(keys, worker.asked[name]) if chance.random() > 0.04 else "")
             for name, keys in names_asked.items() if name != "sex"}  # type: ignore[attr-defined]  # fmt: skip
    sex = worker.sex if chance.random() > 0.04 else ""
    return CodeSheet((*ticks, *abuse, *mood, *tired), sex=sex, health=agreed_to, **given)


def _key(keys: dict[str, Text], value: str) -> str:
    """The category as it was merged before the cards were printed."""
    if value in keys:
        return value
    joined = next((key for key in keys if value in re.split(r"\W", key)), None)
    return joined or ("rest" if "rest" in keys else next(iter(keys)))
