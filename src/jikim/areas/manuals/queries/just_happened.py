"""What somebody reads who has just been through it: by occupation, out of the library, the laws and the help lines of the day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from jikim.rules.duties import Duty, duties_on
from jikim.rules.helplines import HelpLine, HelpLines, Purpose, by_purpose, lines_for
from jikim.rules.library import Occupation
from jikim.rules.words import Text
from jikim.shared.library import laws
from jikim.shared.library.overlay import current
from jikim.shared.packs import find_pack

HELPLINES = "helplines-kr"
#: for whoever finds no other
ANY = "any-service"
#: somebody to talk to comes before every other number
ORDER = (Purpose.CRISIS, Purpose.EMERGENCY, Purpose.VIOLENCE, Purpose.HEALTH, Purpose.LABOUR, Purpose.LANGUAGES)
#: the right to stop and to ask comes first; the rest is said where it belongs
ASKED = ("after_event", "no_retaliation")


@dataclass(frozen=True, slots=True)
class Job:
    """One line of the list of occupations; `also` are its other names."""

    key: str
    title: Text
    also: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class JustHappened:
    """One occupation's page. rights: stop and ask; further: what else the law says; groups: who helps, crisis first."""

    job: Occupation
    urgent: tuple[HelpLine, ...]
    rights: tuple[Duty, ...]
    further: tuple[Duty, ...]
    groups: tuple[tuple[Text, tuple[HelpLine, ...]], ...]


def jobs() -> list[Job]:
    """Every occupation, the general one last."""
    found = sorted(current().occupations.values(), key=lambda job: (job.key == ANY, job.title.ko))
    return [Job(job.key, job.title, job.also) for job in found]


def just_happened(key: str, *, on: dt.date) -> JustHappened:
    """KeyError if there is no such occupation."""
    duties = duties_on(laws(), on)
    lines = help_lines(on)
    return JustHappened(
        current().occupations[key], urgent_lines(on), tuple(one for one in duties if one.key in ASKED),
        tuple(one for one in duties if one.key not in (*ASKED, "prevention")), by_purpose(lines, ORDER),
    )  # fmt: skip


def asked_for(*, on: dt.date) -> Duty | None:
    """What a request to the employer rests on that day; before it was law, the Ministry's recommendation."""
    return next((one for one in duties_on(laws(), on) if one.key == "after_event"), None)


def help_lines(on: dt.date) -> tuple[HelpLine, ...]:
    return lines_for(_pack().on(on), ORDER)


def urgent_lines(on: dt.date) -> tuple[HelpLine, ...]:
    return lines_for(_pack().on(on), [Purpose.EMERGENCY])


def first_to_talk(on: dt.date) -> tuple[HelpLine, ...]:
    return lines_for(_pack().on(on), [Purpose.CRISIS])


def _pack() -> HelpLines:
    return find_pack(HELPLINES).of(HelpLines)
