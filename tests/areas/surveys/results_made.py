"""Finished sheets of every level, and a browser that holds their ticket. For tests of the result's pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client

from jikim.areas.surveys.actions import ticket as tickets
from jikim.areas.surveys.actions.ticket import WorkerTicket, new_ticket
from jikim.shared.clock import today
from jikim.shared.packs import shipped
from jikim.shared.worker_pages import ENTRY_COOKIE
from jikim.vault import by_code
from jikim.vault.by_code import CodeSheet
from tests.areas.surveys.answering import PACKS

AREAS = {"regulation": 5, "overload": 3, "dissonance": 6, "monitoring": 3, "protection": 7}
NOTHING_HAPPENED = (0, 0, 0, 0, 0, -1, -1)


def kels(**sums: int) -> tuple[int, ...]:
    """A complete sheet of the first pack whose areas have these sums after keying; the others are at their lowest."""
    answers: list[int] = []
    for key, count in AREAS.items():
        rest, values = sums.get(key, count) - count, []
        for _ in range(count):
            values.append(1 + min(3, rest))
            rest -= values[-1] - 1
        answers += [5 - value for value in values] if key == "protection" else values
    return tuple(answers)


def sheet(
    strain: tuple[int, ...] | None = None, abuse: tuple[int, ...] = NOTHING_HAPPENED, mood: tuple[int, ...] = (0,) * 8,
    **more: Any,
) -> CodeSheet:  # fmt: skip
    answers = (*(strain or kels()), *abuse, *mood, 0, 0, 0, 0, 4, 0)
    return CodeSheet(answers=answers, **{"sex": "F", "health": True, **more})


LEVELS = {
    "not_known": sheet(health=False, mood=(-1,) * 8),
    "steady": sheet(),
    "watch": sheet(kels(overload=10)),
    "act": sheet(kels(overload=10, dissonance=18, monitoring=8)),
    "seek_help_now": sheet(kels(dissonance=20), mood=(3,) * 8, abuse=(3, 1, 1, 0, 2, 2, 0)),
}


def finish(one: Any, code: str, filled: CodeSheet, *, keep_sex: bool = False) -> WorkerTicket:
    """Hand in, and the ticket that the browser then holds."""
    names = by_code.lookup_names(str(one.workplace_id), code)
    packs = [shipped(name) for name in PACKS]
    by_code.finish_sheet(str(one.pk), names, filled, on=today(), packs=packs, keep_sex=keep_sex)
    return new_ticket(
        purpose="result", round_id=one.pk, workplace_key=str(one.workplace_id), names=names, code=code,
        region=one.workplace.region, season_id=one.season_id,
    )  # fmt: skip


def browser(ticket: WorkerTicket | None = None, *, language: str = "ko") -> Client:
    """A browser that has opened the first page, with this ticket."""
    client = Client()
    client.cookies["jikim_language"] = language
    client.cookies[ENTRY_COOKIE] = "1"
    if ticket is not None:
        client.cookies[tickets.COOKIE] = tickets.give(HttpResponse(), ticket).cookies[tickets.COOKIE].value
    return client
