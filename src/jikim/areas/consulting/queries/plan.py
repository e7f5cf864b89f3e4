"""The measures of workplaces' plans, one frozen line each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from jikim.areas.consulting.models import PlanItem
from jikim.rules.library import Library
from jikim.rules.words import NOTHING, Text
from jikim.shared.clock import today
from jikim.shared.library.overlay import current

#: waits for the workplace
UNDECIDED = ("proposed",)
#: still to be done
OPEN = ("agreed", "doing")
#: what a plan shown to others holds
IN_FORCE = ("agreed", "doing", "done", "verified")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why it was recommended, as it was shown then."""

    kind: str
    text: Text
    cite: Text


@dataclass(frozen=True, slots=True)
class Newer:
    """A measure as the library has it now, where that is a later version than the plan's."""

    version: int
    title: Text
    what: Text
    steps: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One measure of a plan, with the version of the library's entry it was made from.

    newer  None where the library says the same still, or the measure is over: what was done was done by the words of its day
    """

    id: int
    workplace_id: int
    number: int
    measure_key: str
    measure_version: int
    title: Text
    what: Text
    steps: tuple[Text, ...]
    effect: Text
    elsewhere: Text
    level: str
    tier: int
    why: tuple[Reason, ...]
    owner: str
    due_on: dt.date | None
    evidence_wanted: str
    progress: str
    status: str
    version: int
    proposed_by: str
    proposed_on: dt.date
    is_overdue: bool
    newer: Newer | None = None

    @property
    def cite(self) -> Text:
        """The article it answers; empty for a recommendation."""
        return next((one.cite for one in self.why if one.kind in ("fined", "duty")), NOTHING)


def plan_of(workplace_id: int, *, statuses: Iterable[str] = ()) -> tuple[PlanLine, ...]:
    """The workplace's plan, duties first; narrowed to these states where some are given. Asks no actor: callers ask for theirs."""
    found = PlanItem.objects.filter(workplace_id=workplace_id)
    if wanted := tuple(statuses):
        found = found.filter(status__in=wanted)
    library = current()
    return tuple(plan_line(one, library) for one in found)


def plans_of(workplace_ids: Iterable[int]) -> dict[int, list[PlanLine]]:
    """Every measure not given up, of each of these workplaces, in one query. Asks no actor: callers ask for theirs."""
    found: dict[int, list[PlanLine]] = {}
    for one in PlanItem.objects.filter(workplace_id__in=list(workplace_ids)).exclude(status="dropped"):
        found.setdefault(one.workplace_id, []).append(plan_line(one))
    return found


def plan_line(one: PlanItem, library: Library | None = None) -> PlanLine:
    """The line; with a library also whether that has a later version of the measure."""
    body = one.body
    return PlanLine(
        id=one.pk, workplace_id=one.workplace_id, number=one.number, measure_key=one.measure_key, measure_version=one.measure_version,
        title=one.title, what=_text(body["what"]), steps=tuple(_text(step) for step in body["steps"]), effect=_text(body["effect"]),
        elsewhere=_text(body["elsewhere"]) if "elsewhere" in body else NOTHING,
        level=body["level"], tier=one.tier, why=tuple(Reason(why["kind"], _text(why["text"]), _text(why["cite"])) for why in one.why),
        owner=one.owner, due_on=one.due_on, evidence_wanted=one.evidence_wanted, progress=one.progress, status=one.status,
        version=one.version, proposed_by=one.proposed_by_name, proposed_on=timezone.localtime(one.proposed_at).date(),
        is_overdue=one.status in OPEN and one.due_on is not None and one.due_on < today(), newer=_newer(one, library),
    )  # fmt: skip


def _newer(one: PlanItem, library: Library | None) -> Newer | None:
    if library is None or one.status not in UNDECIDED + OPEN:
        return None
    there = library.measures.get(one.measure_key)
    if there is None or there.origin.version <= one.measure_version:
        return None
    return Newer(there.origin.version, there.title, there.what, there.steps)


def _text(said: dict[str, str]) -> Text:
    return Text(said["ko"], said["en"])
