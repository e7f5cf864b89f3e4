"""Courses of the library as they stand today, and the deck of one for an occupation and a workplace."""

from __future__ import annotations

import datetime as dt

from jikim.areas.consulting import public as consulting
from jikim.areas.enrolment import public as enrolment
from jikim.areas.training.models import CourseCredit, TrainingSession
from jikim.rules.helplines import Purpose, lines_for
from jikim.rules.library import Block, Course, Occupation, Setting, Source
from jikim.rules.training import Credit, Deck, deck_of, default_credit
from jikim.rules.words import Text
from jikim.shared.clock import today
from jikim.shared.library import laws
from jikim.shared.library.overlay import current
from jikim.shared.packs import find_pack

HELPLINES = "helplines-kr"
#: the occupation where neither industry nor sector names one
ANY = "any-service"
_HELP = Text("이야기할 곳", "Somebody to talk to")
_PLAN = Text("우리 사업장이 하기로 한 것", "What our workplace has agreed to do")
#: help lines a slide holds
_LINES_SHOWN, _MEASURES_SHOWN = 4, 6


def courses() -> list[Course]:
    return sorted(current().courses.values(), key=lambda one: list(type(one.audience)).index(one.audience))


def course(key: str) -> Course:
    """KeyError if there is none."""
    return current().courses[key]


def occupations() -> list[Occupation]:
    """Every occupation, the general one last."""
    return sorted(current().occupations.values(), key=lambda job: (job.key == ANY, job.title.ko))


def occupation_of(workplace_id: int) -> str:
    """The occupation met with at a workplace: by industry, else by sector, else work with customers in general."""
    place, library = enrolment.workplace_of(workplace_id), current()
    found = library.occupations_of(industry=place.industry_code, sector=place.sector)
    return found[0].key if found else ANY if ANY in library.occupations else next(iter(library.occupations))


def deck(course_key: str, occupation: str, *, on: dt.date, workplace_id: int | None = None, workers: int | None = None) -> Deck:
    """The deck as it would be shown on that day. KeyError for a course or an occupation there is none of."""
    library = current()
    job = library.occupations[occupation] if occupation else None
    own: dict[Source, tuple[Block, ...]] = {Source.HELP_LINES: _help_lines(on)}
    if workplace_id is not None:
        own[Source.PLAN] = _plan(workplace_id)
    return deck_of(library.courses[course_key], library, Setting(laws(), on, job, workers, own))


def deck_of_session(one: TrainingSession) -> Deck:
    """A workplace's own measures stand on the slides of its own sessions."""
    return deck(one.course, one.occupation, on=one.on, workplace_id=one.workplace_id, workers=one.workplace.workers if one.workplace else None)


def credit_of(course_key: str) -> Credit:
    """How the course counts now: as the office has set it last, else as the rules suggest."""
    return credits_now().get(course_key) or default_credit(course(course_key).audience)


def credits_now() -> dict[str, Credit]:
    return {row.course: Credit(row.category, row.most_minutes) for row in CourseCredit.objects.order_by("pk")}


def title_of(course_key: str) -> Text:
    """A course's title; its key where the library no longer has it."""
    found = current().courses.get(course_key)
    return found.title if found else Text(course_key, course_key)


def occupation_title(key: str) -> Text:
    found = current().occupations.get(key)
    return found.title if found else Text(key, key)


def _help_lines(on: dt.date) -> tuple[Block, ...]:
    lines = lines_for(find_pack(HELPLINES).help_lines.on(on or today()), tuple(Purpose))[:_LINES_SHOWN]
    told = tuple(Text(f"{one.name.ko} {one.number}", f"{one.name.en} {one.number}") for one in lines)
    return (Block(Source.HELP_LINES, _HELP, told),) if told else ()


def _plan(workplace_id: int) -> tuple[Block, ...]:
    agreed = consulting.plan_of(workplace_id, statuses=consulting.IN_FORCE)[:_MEASURES_SHOWN]
    return (Block(Source.PLAN, _PLAN, tuple(one.title for one in agreed)),) if agreed else ()
