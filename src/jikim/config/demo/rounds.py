"""A few workplaces of the model season are surveyed by card: one is done, two are answering, one is about to begin.

Fifty made-up workers answer through the actions the questionnaire's pages call. Codes exist on no paper here, so the few
that a visitor may try are handed back.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from jikim.areas.dispatch import public as dispatch
from jikim.areas.enrolment import public as enrolment
from jikim.areas.surveys import public as surveys
from jikim.config.demo import dates
from jikim.rules.access import Actor
from jikim.rules.asking import Category
from jikim.rules.questionnaire import Column
from jikim.rules.words import Text
from jikim.shared.clock import rehearsing

#: answers of the three rounds: fifty in all
DONE, WELL_UNDER_WAY, JUST_BEGUN = 30, 14, 6
#: cards a visitor of the demo may try
FREE_CODES = 3
#: customer service workers of a workplace surveyed by card: the fewest, and between how many there is room for every card played here
_LEAST, _FITS = 18, (36, 160)
#: paper forms handed out beside the cards, for the keying seat to try
PAPER_FORMS = 4
_CATEGORIES = (Text("전화 상담", "Telephone"), Text("창구·매장", "Counter and shop floor"), Text("안내·배송", "Reception and delivery"))


@dataclass(frozen=True, slots=True)
class Played:
    """How many answered by card, and codes nobody has used yet."""

    answered: int
    free_codes: tuple[str, ...]
    #: of somebody who answered last, and asks for counselling next
    last: surveys.WorkerTicket | None = None


def play_rounds(
    *, season_id: int, consultant_key: str, rng: np.random.Generator, by: Actor, progress: Callable[[float], None]
) -> Played:
    """Prepare, print, open, offer and answer. Does nothing where there are too few workplaces."""
    places = _places(season_id, consultant_key)
    if len(places) < 4:
        return Played(0, ())
    done, half, new, waiting = places[:4]
    answered, last = 0, None
    with rehearsing(dates.CARDS_PRINTED_ON):
        rounds = {}
        for place, ends_on in ((done, dates.FIRST_ROUND_ENDS), (half, dates.ROUNDS_END), (new, dates.ROUNDS_END), (waiting, dates.ROUNDS_END)):
            rounds[place.id] = surveys.prepare_round(
                workplace_id=place.id, plan=_plan(place, ends_on, consultant_key, rng), by=by
            )
        codes = {
            place.id: list(surveys.print_cards(workplace_id=place.id, by=by, compose=False).codes)
            for place in (done, half, new)
        }
    for place, on, count in (
        (done, dates.CARDS_PRINTED_ON, DONE), (half, dates.SECOND_OPENED_ON, WELL_UNDER_WAY), (new, dates.THIRD_OPENED_ON, JUST_BEGUN),
    ):  # fmt: skip
        with rehearsing(on):
            one = surveys.open_round(round_id=rounds[place.id].pk, by=by)
            surveys.record_offer(
                round_id=one.pk, entry=surveys.Offered(on, "by_hand", one.headcount or 0),
                key=uuid.UUID(bytes=rng.bytes(16), version=4), by=by,
            )  # fmt: skip
            if place is half:
                surveys.issue_paper(round_id=one.pk, count=PAPER_FORMS, language="ko", by=by)
        for code in codes[place.id][:count]:
            day = on + dt.timedelta(days=int(rng.integers(0, 3)))
            with rehearsing(day):
                last = _answer(code, one.asks, rng, day)
            answered += last is not None
            progress(answered / (DONE + WELL_UNDER_WAY + JUST_BEGUN))
    with rehearsing(dates.FIRST_ROUND_ENDS):
        surveys.close_round(round_id=rounds[done.id].pk, by=by)
    free = tuple(codes[half.id][WELL_UNDER_WAY : WELL_UNDER_WAY + FREE_CODES])
    return Played(answered, free, last)


def _places(season_id: int, consultant_key: str) -> Sequence[enrolment.WorkplaceLine]:
    """With an agreement, of a fitting size where there are enough, those the demo's consultant visits first; never the manager's own."""
    own = {one.workplace_id for one in dispatch.appointments(season_id=season_id, consultant_key=consultant_key)}
    in_force = enrolment.workplaces_in_force(season_id=season_id)
    found = [
        place for place in enrolment.workplaces(season_id=season_id, statuses=("enrolled",))[2:]
        if place.id in in_force and place.service_workers >= _LEAST
    ]  # fmt: skip
    fits = {place.id for place in found if _FITS[0] <= place.service_workers <= _FITS[1]}
    return sorted(
        found, key=lambda place: (place.id not in fits, place.id not in own, place.region not in dates.DEMO_REGIONS, place.service_workers)
    )


def _plan(place: enrolment.WorkplaceLine, ends_on: dt.date, consultant_key: str, rng: np.random.Generator) -> surveys.Plan:
    headcount = place.service_workers
    parts = _parts(headcount, len(_CATEGORIES), rng)
    women = round(headcount * 0.6)
    return surveys.Plan(
        begins_on=dates.CARDS_PRINTED_ON, ends_on=ends_on, headcount=headcount,
        categories={
            "unit": [Category(f"u{i}", Text(f"{i}팀", f"Team {i}"), n) for i, n in enumerate(parts, 1)],
            "job": [Category(f"j{i}", name, n) for i, (name, n) in enumerate(zip(_CATEGORIES, parts, strict=True), 1)],
        },
        women=women, men=headcount - women, consultant_key=consultant_key,
    )  # fmt: skip


def _parts(total: int, count: int, rng: np.random.Generator) -> list[int]:
    """Whole numbers that add up to the total, each with a part of it."""
    shares = rng.multinomial(total - count, [1 / count] * count) + 1
    return [int(share) for share in shares]


def _answer(code: str, asks: dict[str, Any], rng: np.random.Generator, on: dt.date) -> surveys.WorkerTicket | None:
    strain = rng.normal(0, 0.8)
    sick = rng.normal(strain, 0.6)

    def choose(column: Column) -> int:
        scale, item = column.item.scale, column.item
        width = scale.highest - scale.lowest
        pull = {"customer-abuse": sick - 0.9, "mood-8": sick - 0.8, "exhaustion-6": sick - 0.2}.get(column.pack, strain)
        value = round(scale.lowest + width * float(np.clip(0.5 + 0.22 * pull + rng.normal(0, 0.2), 0, 1)))
        return scale.lowest + scale.highest - value if item.reverse else value

    about = {name: str(rng.choice([one["key"] for one in asks[name]])) for name in ("unit", "age", "tenure", "job") if asks.get(name)}
    about["sex"] = "F" if rng.random() < 0.62 else "M"
    return surveys.answer_as_worker(code=code, choose=choose, about=about, health=bool(rng.random() < 0.85), on=on)
