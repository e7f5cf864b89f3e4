"""Training's open pages as the public library lists and searches them: the announced sessions, and each course one can take alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from jikim.areas.training.queries.courses import courses
from jikim.rules.words import Text
from jikim.shared.library.overlay import current
from jikim.shared.open_shelf import Shelved

_PUBLIC = Text("공개 교육", "Public training")
_PUBLIC_ABOUT = Text(
    "사업주와 소비자를 위한 교육 일정과 신청, 휴대전화로 혼자 듣는 과정.", "Sessions for employers and consumers with registration, and courses to take alone on the phone."
)
#: the page of sessions says something else every week; the feed does not tell of it
_SINCE = dt.date(2026, 11, 29)


def shelf() -> Iterator[Shelved]:
    yield Shelved("training/public", _PUBLIC, _PUBLIC_ABOUT, "training_public", 1, _SINCE)
    for one in courses():
        about = Text(f"약 {one.minutes}분. {one.goals[0].ko}", f"About {one.minutes} minutes. {one.goals[0].en}")
        text = (*one.goals, *(line for slide in one.slides for line in (slide.title, *slide.points)))
        yield Shelved(f"training/{one.id}", one.title, about, "learn_course", one.origin.version, one.origin.reviewed_on, {"key": one.id}, text)


def shelf_state() -> object:
    """The library is one object until an editor's change is approved."""
    return id(current())
