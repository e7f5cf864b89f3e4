"""The model season's visits so far: records of the past closed with plausible values, some left as life leaves them.

Plays whatever appointments there are, through the same public functions a consultant's click calls. The same seed writes the same records.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from django.db import transaction

from jikim.areas.dispatch import public as dispatch
from jikim.areas.visits import public as visits
from jikim.config.demo import dates
from jikim.config.demo.visit_values import first_values, second_values, third_values
from jikim.rules.access import Actor
from jikim.rules.words import Text
from jikim.shared.clock import rehearsing

#: written in one go, so that a thousand workplaces take no longer than they must
_BATCH = 40
_SHUT = Text("담당자가 갑자기 출장을 가게 되어 문 앞에서 취소되었습니다.", "The contact was called away; it was cancelled at the door.")
_CHECK = Text("인원 칸의 합계와 근무표를 다시 확인해 주십시오.", "Please check the numbers against the rota once more.")


@dataclass(frozen=True, slots=True)
class Played:
    """How many records were closed and what is left to do, by kind."""

    closed: int
    open: int
    below: int
    not_held: int


def play_visits(*, season_id: int, rng: np.random.Generator, by: Actor, progress: Callable[[float], None] = lambda _share: None) -> Played:
    """Write up every visit before the day the season is looked at; leave one of that day open, one with two versions."""
    lines = dispatch.appointments(season_id=season_id, until=dates.REHEARSED_ON, statuses=("planned", "proposed", "confirmed"))
    past = [line for line in lines if line.last < dates.REHEARSED_ON]
    odd = _oddities(past)
    closed = 0
    for start in range(0, len(past), _BATCH):
        with transaction.atomic():
            for line in past[start : start + _BATCH]:
                with rehearsing(line.last):
                    closed += _play(line, odd.get(line.id, ""), rng, by)
        progress(min(len(past), start + _BATCH) / max(1, len(past)))
    today = [line for line in lines if dates.REHEARSED_ON in line.days]
    for line in today[:1]:
        with rehearsing(dates.REHEARSED_ON):
            _half_written(line, rng, by)
    return Played(closed, len(today[:1]) + ("two" in odd.values()), sum(kind == "below" for kind in odd.values()), sum(kind == "shut" for kind in odd.values()))


def _oddities(past: Sequence[dispatch.AppointmentLine]) -> dict[int, str]:
    """Which records do not simply go well: the last first visits, so that whoever looks finds them at the top."""
    firsts = [line.id for line in past if line.number == 1][::-1]
    return dict(zip(firsts, ("two", "below", "shut", "returned", "review"), strict=False))


def _play(line: dispatch.AppointmentLine, odd: str, rng: np.random.Generator, by: Actor) -> bool:
    writer = Actor(by.key, line.consultant_name, by.grants)
    values = _values(line, rng, below=odd == "below")
    if odd == "shut":
        visits.mark_not_held(appointment_id=line.id, reason=_SHUT, by=writer)
        return False
    visit = visits.open_visit(appointment_id=line.id, by=writer)
    signature = values.get("signature")
    if isinstance(signature, dict):
        visits.attach_photo(visit_id=visit.pk, attachment_uuid=uuid.UUID(signature["attachment"]), content=_scribble(), by=writer)
    saved = visits.save_values(visit_id=visit.pk, edit_uuid=_number(rng), base_version=0, values=values, by=writer, source="device")
    if odd == "two":
        _write_twice(visit.pk, saved.version, values, rng, writer)
        return False
    missing = visits.close_visit(visit_id=visit.pk, by=writer)
    if missing:
        raise RuntimeError(f"a made-up record cannot be closed: {missing[0].field} {missing[0].reason.en}")
    if odd == "returned":
        visits.return_visit(visit_id=visit.pk, reason=_CHECK, by=by)
    elif odd == "review":
        visits.take_up(visit_id=visit.pk, by=by)
    elif line.last < dates.REHEARSED_ON - dt.timedelta(days=14):
        visits.accept_visit(visit_id=visit.pk, by=by)
    return True


def _write_twice(visit_id: int, version: int, values: Mapping[str, Any], rng: np.random.Generator, by: Actor) -> None:
    """The telephone and the tablet both had the record open."""
    for words in ("다음 방문에서 보고서를 설명하고 안내문 초안을 함께 봅니다.", "다음 방문 전에 휴게실 사진을 받아 두고, 보고서를 설명합니다."):
        visits.save_values(
            visit_id=visit_id, edit_uuid=_number(rng), base_version=version, values={**values, "next_step": words}, by=by, source="device"
        )


def _half_written(line: dispatch.AppointmentLine, rng: np.random.Generator, by: Actor) -> None:
    """Today's record, as far as the consultant has got."""
    writer = Actor(by.key, line.consultant_name, by.grants)
    visit = visits.open_visit(appointment_id=line.id, by=writer)
    values = {key: value for key, value in _values(line, rng).items() if key in ("held_on", "started_at", "met_with", "workers_total")}
    visits.save_values(visit_id=visit.pk, edit_uuid=_number(rng), base_version=0, values=values, by=writer, source="device")


def _values(line: dispatch.AppointmentLine, rng: np.random.Generator, *, below: bool = False) -> dict[str, Any]:
    if line.number == 1:
        return first_values(line, 7 if below else line.service_workers, rng)
    return second_values(line, rng) if line.number == 2 else third_values(line, rng)


def _number(rng: np.random.Generator) -> uuid.UUID:
    return uuid.UUID(bytes=rng.bytes(16), version=4)


@lru_cache(maxsize=1)
def _scribble() -> bytes:
    """A signature of nobody: three strokes."""
    import io

    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (320, 120), "white")
    pen = ImageDraw.Draw(picture)
    for stroke in (((20, 80), (60, 30), (90, 90), (130, 40)), ((120, 70), (170, 60), (220, 75)), ((200, 30), (240, 95), (300, 50))):
        pen.line(stroke, fill="#1e2124", width=4, joint="curve")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
