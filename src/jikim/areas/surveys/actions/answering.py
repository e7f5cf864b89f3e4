"""A worker answers by code: open, consent, save a page, hand in. Writes to the vault alone.

Never an audit row, a status change, a session, a task, a mail or a log line: who answered when is nobody's business.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from jikim.areas.surveys.actions.ticket import WorkerTicket, new_ticket
from jikim.areas.surveys.queries.answering import AskedRound, asked_round
from jikim.areas.surveys.queries.codes import code_place, open_round_of
from jikim.rules.questionnaire import Kind, Page
from jikim.rules.scoring.instrument import MISSING
from jikim.rules.words import Text
from jikim.shared.access import Conflict
from jikim.vault import by_code
from jikim.vault.by_code import AlreadyFinished, Begun, CodeSheet, Held

#: stands for a workplace that does not exist, so that a wrong code costs the same work as a right one
_NOWHERE = "0"
#: two requests of one card change its sheet at the same time at most a few times in a row
_TRIES = 20

ROUND_OVER = Text(
    "이 설문은 마감되어 더는 답을 받지 않습니다. 제출을 마친 답은 그대로 있고, 제출하지 않은 답은 통계에 쓰지 않고 지웁니다.",
    "This survey has closed and takes no more answers. Answers that were handed in are safe; "
    "answers that were not handed in are deleted and go into no statistics.",
)
HANDED_IN = Text(
    "이 설문은 이미 제출하셨습니다. 제출한 답은 바꾸거나 다시 볼 수 없습니다. "
    "비밀번호를 정해 두셨다면 카드의 코드와 비밀번호로 결과를 다시 볼 수 있습니다.",
    "You have already handed in this survey. Answers handed in cannot be changed or read again. "
    "If you chose a secret of your own, you can open your result again with the code on your card and that secret.",
)


class RoundOver(Conflict):
    """The round closed while somebody was answering."""

    title = Text("설문이 마감되었습니다", "This survey has closed")

    def __init__(self) -> None:
        super().__init__(ROUND_OVER)


class HandedIn(Conflict):
    """The answers were handed in before, perhaps in another tab."""

    title = Text("이미 제출하셨습니다", "You have already handed in")

    def __init__(self) -> None:
        super().__init__(HANDED_IN)


@dataclass(frozen=True, slots=True, repr=False)
class Answering:
    """A questionnaire being filled in. No repr: it holds answers."""

    ticket: WorkerTicket
    asked: AskedRound
    sheet: CodeSheet
    #: the state in the vault this was read from; None before the first save
    read: Begun | None = None

    @property
    def has_begun(self) -> bool:
        """The page of consent is behind."""
        return self.sheet.health is not None

    @property
    def is_mine(self) -> bool:
        """Whether this visit saved last. If not, whoever holds the code sees no page that is filled in already."""
        return self.sheet.visit == self.ticket.visit

    @property
    def floor(self) -> int:
        """Pages up to here stay shut: another visit filled them in."""
        return min(self.ticket.floor, self.sheet.page) if self.is_mine else self.sheet.page

    @property
    def telling(self) -> tuple[int, ...]:
        """The answers that may decide what is asked and how it is numbered: those on pages that stay shut count as not given, or
        the question that follows from one of them, and every later number, would tell it to whoever has the card."""
        floor = self.floor
        if not floor:
            return self.sheet.answers
        shut = {column.index for page in self.asked.layout.form.pages if page.number <= floor for column in page.columns}
        return tuple(MISSING if index in shut else value for index, value in enumerate(self.sheet.answers))

    @property
    def next_page(self) -> int:
        """Where whoever comes back goes on; 0 is the page of consent."""
        if not self.has_begun:
            return 0
        return self.asked.layout.form.following(self.sheet.page, self.telling, self.sheet.health)


def open_by_code(code: str) -> WorkerTicket | None:
    """A ticket for a new or unfinished questionnaire; None for every other code, whatever the reason.

    The same questions are asked for every readable code, so that neither words nor time tell whether it exists.
    """
    place = code_place(code)
    workplace_key = str(place.workplace_id) if place else _NOWHERE
    open_round = open_round_of(place.workplace_id if place else 0)
    names = by_code.lookup_names(workplace_key, code)
    state = by_code.held(str(open_round.pk) if open_round else _NOWHERE, names)
    used = by_code.is_used(names)
    ticket = new_ticket(
        purpose="answer", round_id=open_round.pk if open_round else 0, workplace_key=workplace_key, names=names, code=code,
        region=place.region if place else "", season_id=place.season_id if place else 0,
    )  # fmt: skip
    if place is None or open_round is None or state is Held.FINISHED or (place.sheet_replaced and not used):
        return None
    return ticket


def answering(ticket: WorkerTicket) -> Answering:
    """What has been filled in so far. Raises RoundOver or HandedIn."""
    asked = asked_round(ticket.round_id)
    if asked is None or not asked.is_open:
        raise RoundOver
    read = by_code.begun_sheet(ticket.round_key, ticket.names)
    if read is None:
        if by_code.held(ticket.round_key, ticket.names) is Held.FINISHED:
            raise HandedIn
        return Answering(ticket, asked, CodeSheet(answers=asked.layout.form.blank, visit=ticket.visit))
    return Answering(ticket, asked, read.sheet, read)


def consent(now: Answering, *, health: bool, language: str, on: dt.date) -> Answering:
    """Agree to take part, with the health questions or without. Taking the consent back takes those answers away."""
    form = now.asked.layout.form
    health = health and form.asks_health

    def agreed(now: Answering) -> CodeSheet:
        sheet = _back_to_health(now) if health and now.sheet.health is False else now.sheet
        return replace(sheet, health=health, answers=form.cleaned(sheet.answers, health), language=language)

    return _saved(now, agreed, on)


def _back_to_health(now: Answering) -> CodeSheet:
    """Whoever agrees after all goes on at the first health question. What lies behind it and is not this visit's own is
    asked anew rather than shown."""
    form, sheet = now.asked.layout.form, now.sheet
    before = min(page.number for page in form.pages if page.health) - 1
    if before >= sheet.page:
        return sheet
    if now.is_mine and now.floor <= before:
        return replace(sheet, page=before)
    later = {column.index for page in form.pages if page.number > before for column in page.columns}
    answers = tuple(MISSING if index in later else value for index, value in enumerate(sheet.answers))
    return replace(sheet, answers=answers, sex="", unit="", age="", tenure="", job="", page=before)


def save_items(now: Answering, page: Page, given: Mapping[int, int], *, language: str, on: dt.date) -> Answering:
    """Keep one page of answers; what is not given is missing. Doing it twice changes nothing."""
    form = now.asked.layout.form

    def answered(now: Answering) -> CodeSheet:
        answers = list(now.sheet.answers)
        for column in page.columns:
            answers[column.index] = given.get(column.index, MISSING)
        kept = form.cleaned(answers, now.sheet.health)
        return replace(now.sheet, answers=kept, page=max(now.sheet.page, page.number), language=language)

    return _saved(now, answered, on)


def save_about(now: Answering, page: Page, given: Mapping[str, str], *, language: str, on: dt.date) -> Answering:
    """Keep what the worker says about themselves: only categories this round asks for."""
    assert page.kind is Kind.ABOUT
    layout = now.asked.layout
    known = {
        name: value if (value := given.get(name, "")) in layout.allowed(name) else "" for name, _ in layout.about
    }

    def told(now: Answering) -> CodeSheet:
        return replace(now.sheet, **known, page=max(now.sheet.page, page.number), language=language)  # type: ignore[arg-type]

    return _saved(now, told, on)


def answering_late(ticket: WorkerTicket) -> Answering | None:
    """For a page sent after its ticket's time: what to save it into. None where nothing was begun (a card that was replaced meanwhile
    must not come to life), where it would write over what another visit has saved since, where the answers are handed in, or the
    round is over. Raises nothing: whoever only has the browser learns nothing.
    """
    try:
        now = answering(ticket)
    except (RoundOver, HandedIn):
        return None
    return now if now.has_begun and now.is_mine else None


def hand_in(now: Answering, *, on: dt.date) -> WorkerTicket:
    """The end: the answers count from here on and are not opened again. Twice is once. The new ticket shows the result."""
    layout = now.asked.layout
    for _ in range(_TRIES):
        sheet = replace(now.sheet, visit=now.ticket.visit)
        draft = by_code.finished(
            sheet, on=on, packs=layout.packs, keep_sex=layout.keep_sex, instrument=layout.instrument
        )
        if now.read is not None and by_code.change(now.read, draft):
            return now.ticket.as_result()
        now = answering(now.ticket)
    raise RuntimeError("a sheet kept changing while it was handed in")


def result_after_second_tap(ticket: WorkerTicket) -> WorkerTicket | None:
    """For the browser whose own visit handed the answers in, when the answer to its first tap got lost; else None."""
    sheet = by_code.own_sheet(ticket.round_key, ticket.names)
    return ticket.as_result() if sheet is not None and sheet.visit == ticket.visit else None


def _saved(now: Answering, make: Callable[[Answering], CodeSheet], on: dt.date) -> Answering:
    """Save on top of what is there now: what another tab saved a moment ago is read again, never written over."""
    for _ in range(_TRIES):
        ticket = replace(now.ticket, floor=now.floor)
        sheet = replace(make(now), visit=ticket.visit)
        if sheet == now.sheet or _written(now, sheet, on):
            return replace(now, sheet=sheet, ticket=ticket, read=None)
        now = answering(now.ticket)
    raise RuntimeError("a sheet kept changing while it was saved")


def _written(now: Answering, sheet: CodeSheet, on: dt.date) -> bool:
    try:
        if now.read is None:
            return by_code.begin_sheet(now.ticket.round_key, now.ticket.names, sheet, on=on)
        return by_code.change(now.read, by_code.Draft(sheet, on))
    except AlreadyFinished as late:
        raise HandedIn from late
