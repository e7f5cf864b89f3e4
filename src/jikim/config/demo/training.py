"""The model season's training so far: given with second visits, one under way on the day the season is looked at, some to come, two for the public.

Plays whatever visits there are, through the public functions a click calls. Bounded, however large the season.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
from django.db import transaction

from jikim.areas.consulting import public as consulting
from jikim.areas.dispatch import public as dispatch
from jikim.areas.enrolment import public as enrolment
from jikim.areas.people import public as people
from jikim.areas.training import public as training
from jikim.config.demo import dates
from jikim.rules.access import Actor
from jikim.shared.clock import rehearsing

#: sessions given, sessions to come, and of those given so many with answers
GIVEN, COMING, ANSWERED = 20, 8, 4
#: for managers, apart from a visit
APART = 3
_QUALIFICATIONS = ("산업전문간호사", "산업보건지도사", "임상심리사 1급", "산업위생관리기사")
_NAMES = ("한가람", "윤슬기", "표아름", "도담", "서이랑", "명하나", "국온유", "방시내", "옥다솜", "선우진", "길보람", "채운")
_PUBLIC: tuple[dict[str, Any], ...] = (
    {
        "scope": "employers", "course": "managers", "on": dt.date(2017, 7, 5), "start": dt.time(14), "place": "서울 여성플라자 2층", "seats": 5, "trainer": "강하늘",
        "qualification": "산업전문간호사", "title_ko": "사건 직후 10분, 관리자가 할 일", "title_en": "The ten minutes after: what a manager does",
        "about_ko": "폭언을 겪은 직원에게 건네는 첫마디와 10분의 순서를 함께 해 봅니다.", "about_en": "First words to somebody who has been abused, and the order of ten minutes, practised together.",
    },
    {
        "scope": "consumers", "course": "customers", "on": dt.date(2017, 7, 11), "start": dt.time(10), "place": "", "link": "https://meet.example.org/customers", "seats": 100,
        "trainer": "문바다", "qualification": "소비자교육 강사", "title_ko": "서로 기분 좋은 고객 되기", "title_en": "A customer people are glad to see",
        "about_ko": "불만을 제대로 전하는 세 문장을 연습합니다.", "about_en": "Three sentences that carry a complaint well.",
    },
)  # fmt: skip


def play_training(*, season_id: int, rng: np.random.Generator, by: Actor) -> int:
    """Returns how many sessions there are."""
    held = dispatch.appointments(season_id=season_id, until=dates.REHEARSED_ON - dt.timedelta(days=1), statuses=("held",))
    own = enrolment.workplaces(season_id=season_id, statuses=("enrolled",))[0].id
    # the demo's manager finds something in the log, whatever visits there have been
    chosen = [line for line in held if line.workplace_id == own][-1:] + [line for line in held if line.number == 2 and line.workplace_id != own][-GIVEN:]
    count = 0
    for n, line in enumerate(chosen):
        with transaction.atomic(), rehearsing(line.on):
            _given(line, n, rng, by)
            count += 1
    for n, line in enumerate(chosen[:APART]):
        with transaction.atomic(), rehearsing(dates.RELEASED_ON):
            _apart(line, dates.REHEARSED_ON + dt.timedelta(days=8 + n), _trainer(line, by))
            count += 1
    coming = dispatch.appointments(season_id=season_id, since=dates.REHEARSED_ON + dt.timedelta(days=1), statuses=("confirmed", "planned"))
    for line in [one for one in coming if one.number == 2][:COMING]:
        with transaction.atomic(), rehearsing(dates.RELEASED_ON):
            _planned(line, 0, _trainer(line, by))
            count += 1
    with transaction.atomic(), rehearsing(dates.REHEARSED_ON):
        count += _today(season_id, rng, by)
        count += _public(by)
        training.share_courses(workplace_id=own, by=by)
        _as_evidence({line.workplace_id for line in chosen}, by)
    return count


def _as_evidence(places: set[int], by: Actor) -> None:
    """A training given shows, at some workplaces, that a measure under way or done is more than paper."""
    for workplace_id in sorted(places)[:GIVEN]:
        given = [one for one in training.proofs_of(workplace_id) if one.key.startswith("training:")]
        open_items = consulting.plan_of(workplace_id, statuses=("doing", "done"))
        if given and open_items:
            consulting.choose_proof(item_id=open_items[0].id, key=given[0].key, by=by)


def _given(line: dispatch.AppointmentLine, n: int, rng: np.random.Generator, by: Actor) -> None:
    trainer = _trainer(line, by)
    one = _planned(line, n, trainer, with_names=n % 3 == 0)
    training.open_session(session_id=one.pk, by=trainer)
    there = max(6, line.service_workers // 2)
    if n < ANSWERED:
        _answer(one, "before", min(there, 20), 0.55, rng)
    training.mark_held(session_id=one.pk, by=trainer)
    if n < ANSWERED:
        _answer(one, "after", min(there, 20) - 2, 0.82, rng)
    if n % 3 == 0:
        training.keep_names(session_id=one.pk, names=_NAMES[: min(there, len(_NAMES))], by=trainer)
    training.close_session(session_id=one.pk, attended=max(there, len(_NAMES) if n % 3 == 0 else 0), note="", by=trainer)


def _planned(line: dispatch.AppointmentLine, n: int, trainer: Actor, *, with_names: bool = False) -> Any:
    start = (dt.datetime.combine(line.on, line.start) + dt.timedelta(minutes=60)).time()
    return training.plan_session(workplace_id=line.workplace_id, appointment_id=line.id, by=trainer, values={
        "course": "self-protection", "occupation": training.occupation_of(line.workplace_id), "language": "ko", "on": line.on, "start": start, "minutes": 40,
        "place": "교육실", "link": "", "trainer": line.consultant_name, "qualification": _QUALIFICATIONS[n % len(_QUALIFICATIONS)], "with_names": with_names,
    })  # fmt: skip


def _apart(line: dispatch.AppointmentLine, on: dt.date, trainer: Actor) -> None:
    training.plan_session(workplace_id=line.workplace_id, by=trainer, values={
        "course": "managers", "occupation": "", "language": "ko", "on": on, "start": dt.time(16), "minutes": 40, "place": "회의실", "link": "",
        "trainer": line.consultant_name, "qualification": _QUALIFICATIONS[0], "with_names": True,
    })  # fmt: skip


def _answer(one: Any, part: str, people_there: int, share: float, rng: np.random.Generator) -> None:
    """So many phones: right with that chance, and liked as sessions are."""
    for _ in range(people_there):
        key = rng.bytes(18).hex()[:32]
        asked = training.questions_of(one.course, one.occupation, key)
        sent = {each.key: str(each.question.right if rng.random() < share else (each.question.right + 1) % len(each.question.options)) for each in asked}
        for item in training.items_of(one.course, part):
            most = len(item.scale.labels)
            sent[f"item-{item.key}"] = str(int(np.clip(round(rng.normal(most * (0.5 if part == "before" else 0.85), 0.8)), 1, most)))
        training.hand_in(session_id=one.pk, part=part, key=key, answers=sent)


def _today(season_id: int, rng: np.random.Generator, by: Actor) -> int:
    """One under way, given by the demo's consultant: the code stands on that seat's screen and nowhere else."""
    key = f"person:{people.person_of(email=f'consultant@{people.DEMO_DOMAIN}', by=by)}"
    lines = dispatch.appointments(season_id=season_id, consultant_key=key)
    line = min(lines, key=lambda one: (abs((one.on - dates.REHEARSED_ON).days), one.id), default=None)
    if line is None or training.sessions_of_appointment(line.id) is not None:
        return 0
    trainer = Actor(key, line.consultant_name, by.grants)
    one = training.plan_session(workplace_id=line.workplace_id, by=trainer, values={
        "course": "self-protection", "occupation": training.occupation_of(line.workplace_id), "language": "ko", "on": dates.REHEARSED_ON, "start": dt.time(15),
        "minutes": 40, "place": "2층 교육실", "link": "", "trainer": line.consultant_name, "qualification": _QUALIFICATIONS[0], "with_names": False,
    })  # fmt: skip
    training.open_session(session_id=one.pk, by=trainer)
    _answer(one, "before", 7, 0.55, rng)
    return 1


def _public(by: Actor) -> int:
    """One for employers with a waiting list, one for consumers."""
    for n, said in enumerate(_PUBLIC):
        values = {"language": "ko", "minutes": 40, "link": "", "occupation": ""} | said
        one = training.announce_session(values=values, by=by)
        for i, name in enumerate(_NAMES[: 7 - 3 * n]):
            training.register(session_id=one.pk, name=name, email=f"{said['scope']}{i}@example.org", organisation="", language="ko")
            if i != 3:
                training.confirm(token=training.token_of(session_id=one.pk, email=f"{said['scope']}{i}@example.org"))
    return len(_PUBLIC)


def _trainer(line: dispatch.AppointmentLine, by: Actor) -> Actor:
    return Actor(line.consultant_key or by.key, line.consultant_name, by.grants)
