"""Emergency alerts for the clinical lead: who raised them, which steps were taken and when, what is overdue."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from jikim.areas.counselling.models import EmergencyAlert
from jikim.areas.people.public import people_holding
from jikim.rules.access import GRANTED, Action, Actor
from jikim.rules.danger import CLOSED_WITHIN, ENDINGS, MISTAKE, STEP_DONE, STEPS, is_overdue
from jikim.rules.helplines import HelpLine, Purpose, lines_for
from jikim.rules.words import NOTHING, Text
from jikim.shared.access import require
from jikim.shared.clock import now, today
from jikim.shared.packs import find_pack

HELPLINES = "helplines-kr"


@dataclass(frozen=True, slots=True)
class StepTaken:
    name: Text
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class AlertLine:
    """One alert. Never about whom or what."""

    alert_id: int
    status: str
    raised_by: str
    #: how the clinical lead reaches them; empty once they hold no such seat any more
    mail: str
    raised_at: dt.datetime
    due_at: dt.datetime
    overdue: bool
    closed_at: dt.datetime | None
    ending: Text
    steps: tuple[StepTaken, ...]


def alerts(*, by: Actor) -> list[AlertLine]:
    """Open ones first, the oldest first; then the closed ones, newest first."""
    require(by, Action.emergency_see)
    lines = [_line(one) for one in EmergencyAlert.objects.prefetch_related("steps")]
    opened = sorted((one for one in lines if one.status != "closed"), key=lambda one: one.raised_at)
    return opened + [one for one in lines if one.status == "closed"]


def alert(*, alert_id: int, by: Actor) -> AlertLine:
    """One alert. Raises EmergencyAlert.DoesNotExist."""
    require(by, Action.emergency_see)
    return _line(EmergencyAlert.objects.prefetch_related("steps").get(pk=alert_id))


def open_alerts(*, by: Actor) -> tuple[int, int]:
    """How many are open, and how many of them overdue."""
    require(by, Action.emergency_see)
    at = now()
    raised = list(EmergencyAlert.objects.exclude(status="closed").values_list("raised_at", flat=True))
    return len(raised), sum(1 for one in raised if is_overdue(one, at))


def crisis_lines(*purposes: Purpose) -> tuple[HelpLine, ...]:
    """The lines of the pack that can be called today."""
    lines = find_pack(HELPLINES).help_lines
    return lines_for(lines.on(today()), purposes or (Purpose.CRISIS,))


def _line(one: EmergencyAlert) -> AlertLine:
    return AlertLine(
        one.pk, one.status, one.raised_by_name, _mail_of(one.raised_by), one.raised_at, one.raised_at + CLOSED_WITHIN,
        one.status != "closed" and is_overdue(one.raised_at, now()), one.closed_at, ENDINGS.get(one.ending, NOTHING),
        tuple(StepTaken(STEP_DONE.get(step.step, Text(step.step)), step.at) for step in one.steps.all()),
    )  # fmt: skip


def _mail_of(key: str) -> str:
    found = (one.email for role in GRANTED[Action.emergency_raise] for one in people_holding(role) if one.key == key)
    return next(found, "")


def steps_context(actor: Actor | None = None) -> dict[str, object]:
    """What the steps are drawn with, on every page of a seat that may raise an alert."""
    return {"steps": STEPS, "mistake": MISTAKE, "lines": _lines_on(today())}


@lru_cache(maxsize=2)
def _lines_on(day: dt.date) -> tuple[HelpLine, ...]:
    return crisis_lines(Purpose.CRISIS)[:3]
