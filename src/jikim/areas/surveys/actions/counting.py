"""Takes counts from the vault into the rounds: never one person at a time, never finer than the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import Q, QuerySet

from jikim.areas.surveys.models import Round, WeekCount
from jikim.areas.surveys.queries.codes import BY_CODE
from jikim.areas.surveys.queries.monitor import is_large
from jikim.rules.field_counts import is_due, week_of
from jikim.shared.clock import today
from jikim.vault import by_code
from jikim.vault.aggregate import answered_counts
from jikim.vault.store import rewrite

_AT_ONCE = 200


def recount(*, season_id: int | None = None, round_ids: list[int] | None = None) -> int:
    """Write the vault's counts into the rounds. Safe at any time; a duty does it regularly. Returns how many changed.

    Answers from a file are counted whenever asked. Rounds by code: when a week is over, daily where a hundred were
    offered, once when the round has closed and once when its result is released; never again after that, so that a
    later withdrawal shows nowhere.
    """
    found = Round.objects.all()
    if season_id is not None:
        found = found.filter(season_id=season_id)
    if round_ids is not None:
        found = found.filter(pk__in=round_ids)
    return _recount_imported(found.exclude(kind__in=BY_CODE)) + _recount_by_code(found.filter(kind__in=BY_CODE))


def settle_vault() -> int:
    """A duty: finished sheets leave the spool where enough are together; of closed rounds, all. Returns how many."""
    closed = Round.objects.filter(kind__in=BY_CODE, status__in=("closed", "released")).values_list("pk", flat=True)
    return by_code.move_spool([str(key) for key in closed])


def rewrite_vault() -> bool:
    """A daily duty: the vault's pages on disk keep no trace of the order answers came in."""
    return rewrite()


def _recount_imported(found: QuerySet[Round]) -> int:
    counted = dict(found.order_by().values_list("pk", "answered"))
    holds = answered_counts([str(key) for key in counted])
    changed = [key for key, answered in counted.items() if holds[str(key)] != answered]
    if not changed:
        return 0
    with transaction.atomic():
        # counted again while no import may add any: an older count never replaces a newer one
        rounds = list(_held(changed))
        holds = answered_counts([str(one.pk) for one in rounds])
        for one in rounds:
            one.answered = holds[str(one.pk)]
        Round.objects.bulk_update(rounds, ["answered"], batch_size=200)
    return len(changed)


def _held(keys: Sequence[int]) -> QuerySet[Round]:
    """Locked, in the order in which all who lock several rounds do."""
    return Round.objects.select_for_update(of=("self",)).filter(pk__in=keys)


def _recount_by_code(found: QuerySet[Round]) -> int:
    on = today()
    due = [
        one
        for one in found.filter(Q(status="open") | Q(status="closed", counted_on=None)).order_by("pk")
        if one.status == "closed" or is_due(large=is_large(one), counted_on=one.counted_on, on=on)
    ]
    if not due:
        return 0
    weeks = by_code.finished_by_week([str(one.pk) for one in due])
    large = [str(one.pk) for one in due if one.status == "open" and is_large(one)]
    begun = by_code.begun_count(large) if large else {}
    changed = 0
    for start in range(0, len(due), _AT_ONCE):
        part = due[start : start + _AT_ONCE]
        changed += _write(part, weeks, begun, on)
    return changed


def _write(
    rounds: Sequence[Round], weeks: Mapping[str, Mapping[str, by_code.WeekTally]], begun: Mapping[str, int], on: dt.date
) -> int:
    """A batch of rounds with their weeks in one transaction. Returns how many counts became different.

    A round that was closed, or counted by somebody else, since it was read is left to them: their count is the newer one.
    """
    with transaction.atomic():
        now_there = {one.pk: _stage(one) for one in _held([one.pk for one in rounds])}
        return _write_held([one for one in rounds if now_there.get(one.pk) == _stage(one)], weeks, begun, on)


def _stage(one: Round) -> tuple[str, dt.date | None, dt.date | None]:
    return one.status, one.closed_on, one.counted_on


def _write_held(
    rounds: Sequence[Round], weeks: Mapping[str, Mapping[str, by_code.WeekTally]], begun: Mapping[str, int], on: dt.date
) -> int:
    changed, rows = 0, []
    for one in rounds:
        found = weeks[str(one.pk)]
        # no row for a week after the close: it could only say that somebody took answers back
        last = week_of(one.closed_on or on)
        over = {week: tally for week, tally in found.items() if week < week_of(on) or one.status == "closed"}
        counted = found if is_large(one) else over
        over = {week: tally for week, tally in over.items() if week <= last}
        answered = max(0, sum(tally.finished - tally.withdrawn for tally in counted.values()))
        changed += answered != one.answered
        one.answered, one.begun, one.counted_on = answered, begun.get(str(one.pk)), on
        over = {week: by_code.WeekTally() for week in _weeks(one, on)} | over  # a week's row must not say that somebody finished
        rows += [
            WeekCount(round=one, week=week, finished=tally.finished, withdrawn=tally.withdrawn) for week, tally in over.items()
        ]
    Round.objects.bulk_update(rounds, ["answered", "begun", "counted_on"], batch_size=_AT_ONCE)
    WeekCount.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["round", "week"], update_fields=["finished", "withdrawn"]
    )
    return changed


def _weeks(one: Round, on: dt.date) -> list[str]:
    """Every week of the field that is over, from the opening on; all of them once closed."""
    first = one.opened_on or on
    last = (one.closed_on or on) if one.status == "closed" else on - dt.timedelta(days=on.weekday() + 1)
    return sorted({week_of(first + dt.timedelta(days=n)) for n in range((last - first).days + 1)})
