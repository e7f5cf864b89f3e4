"""Counts per round and week: how many finished, how many destroyed their answers. The finest time the vault keeps."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connections

from jikim.shared.rowkey import new_row_key
from jikim.vault.keys import vault_keys
from jikim.vault.models import Tally
from jikim.vault.pending import drafts_of


@dataclass(frozen=True, slots=True)
class WeekTally:
    finished: int = 0
    withdrawn: int = 0


def week_of(day: dt.date) -> str:
    """ISO year and week: "2017-W23"."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def count_up(tag: bytes, week: str, *, finished: int = 0, withdrawn: int = 0) -> None:
    """Within the caller's transaction of the vault."""
    with connections["vault"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO vault_tally (id, round_tag, week, finished, withdrawn) VALUES (%s, %s, %s, %s, %s) "
            "ON CONFLICT (round_tag, week) DO UPDATE SET finished = vault_tally.finished + excluded.finished, "
            "withdrawn = vault_tally.withdrawn + excluded.withdrawn",
            [new_row_key(), tag, week, finished, withdrawn],
        )


def finished_by_week(round_keys: Iterable[str]) -> dict[str, dict[str, WeekTally]]:
    """Round key → week → counts, those still in the spool included. For rules to look at, never for a page as it is."""
    tags = {vault_keys().round_tag(key): key for key in round_keys}
    finished: dict[str, Counter[str]] = {key: Counter() for key in tags.values()}
    withdrawn: dict[str, Counter[str]] = {key: Counter() for key in tags.values()}
    for tally in Tally.objects.all():
        if key := tags.get(bytes(tally.round_tag)):
            finished[key][tally.week] += tally.finished
            withdrawn[key][tally.week] += tally.withdrawn
    for draft in drafts_of(tags):
        if draft.draft.finished:
            finished[tags[draft.row.tag]][week_of(draft.draft.on)] += 1
    return {key: _weeks(finished[key], withdrawn[key]) for key in tags.values()}


def begun_count(round_keys: Iterable[str]) -> dict[str, int]:
    """How many were begun and not finished, per round."""
    tags = {vault_keys().round_tag(key): key for key in round_keys}
    begun = Counter(tags[one.row.tag] for one in drafts_of(tags) if not one.draft.finished)
    return {key: begun[key] for key in tags.values()}


def _weeks(finished: Mapping[str, int], withdrawn: Mapping[str, int]) -> dict[str, WeekTally]:
    return {week: WeekTally(finished.get(week, 0), withdrawn.get(week, 0)) for week in sorted({*finished, *withdrawn})}
