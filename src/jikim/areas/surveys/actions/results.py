"""A worker's own result: see it, keep a secret for it, open it again, delete the answers. Asks the vault alone.

Never an audit row, a status change, a session, a task, a mail or a log line. A bare code opens nothing here.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jikim.areas.surveys.actions.ticket import WorkerTicket, new_ticket
from jikim.areas.surveys.models import Round
from jikim.areas.surveys.queries.answering import AskedRound, asked_round
from jikim.areas.surveys.queries.codes import code_place
from jikim.areas.surveys.queries.names import KINDS
from jikim.rules.helplines import HelpLine, Purpose, by_purpose
from jikim.rules.own_secret import chosen_secret, tried_secret
from jikim.rules.packs import read_document
from jikim.rules.result import Around, Filled, OwnResult, own_result
from jikim.rules.result_change import AreaChange, changes
from jikim.rules.words import Text
from jikim.shared.access import Conflict
from jikim.shared.packs import find_pack
from jikim.vault import by_code
from jikim.vault.by_code import CodeSheet, Opened

#: stands for a workplace that does not exist, so that a wrong code costs the same work as a right one
_NOWHERE = "0"
#: rounds answered by code, the earlier first
_ORDER = (Round.Kind.FIRST, Round.Kind.FOLLOW_UP)

SECRET_NOT_KEPT = Text(
    "이 비밀번호로는 저장할 수 없습니다. 1차 설문 때 정한 비밀번호가 있으면 그것을 입력해 주십시오. "
    "기억나지 않으면 ‘한 번만 보기’를 고르십시오.",
    "This secret cannot be used. If you chose one in the first round, please enter that one. "
    "If you do not remember it, choose to see the result once.",
)


class SecretNotKept(Conflict):
    """Another secret was chosen before, or it has been closed. Does not say which."""

    def __init__(self) -> None:
        super().__init__(SECRET_NOT_KEPT)


@dataclass(frozen=True, slots=True, repr=False)
class RoundResult:
    """The result of one round. No repr: a traceback must not print it."""

    kind: Text
    result: OwnResult


@dataclass(frozen=True, slots=True, repr=False)
class Results:
    """All this browser may see: one round just finished, or with the secret every round finished. The latest comes last."""

    rounds: tuple[RoundResult, ...]
    changes: tuple[AreaChange, ...]

    @property
    def latest(self) -> OwnResult:
        return self.rounds[-1].result


def results(ticket: WorkerTicket, *, on: dt.date) -> Results | None:
    """What this ticket may show; None when nothing is left, as after deleting."""
    found = []
    for asked, kind in _rounds(ticket):
        sheet = by_code.own_sheet(str(asked.id), ticket.names)
        if sheet is not None:
            found.append(RoundResult(KINDS[kind], _result(asked, sheet, on)))
    if not found:
        return None
    compared = changes(found[-2].result, found[-1].result) if len(found) > 1 else ()
    return Results(tuple(found), compared)


def who_helps(*, on: dt.date) -> tuple[tuple[Text, tuple[HelpLine, ...]], ...]:
    """Every line of that day under what it is for; who answers in a crisis comes first. Nobody's own."""
    return by_purpose(_around().lines.on(on), tuple(Purpose))


def keep_secret(ticket: WorkerTicket, typed: str, again: str) -> WorkerTicket:
    """Keep this result under the worker's own secret. Where one was chosen in an earlier round, that one has to be given:
    whoever merely found the card must not put a secret of their own before the earlier result. The ticket then shows every
    round kept under it. Without an answer there is nothing to keep: a secret left on an unused card would open whatever
    its next holder answers.

    Raises UnfitSecret, or SecretNotKept.
    """
    secret = chosen_secret(typed, again)
    mine = [str(asked.id) for asked, _ in _rounds(ticket)]
    if ticket.round_key not in mine or by_code.own_sheet(ticket.round_key, ticket.names) is None:
        raise SecretNotKept
    opened, _left = by_code.try_secret(ticket.names, secret)
    if opened is Opened.NONE and by_code.set_secret(ticket.names, secret, round_key=ticket.round_key):
        return ticket
    if opened is Opened.OPEN and by_code.keep_round(ticket.names, ticket.round_key):
        return ticket.as_result(fresh=False)
    raise SecretNotKept


def open_with_secret(code: str, typed: str) -> WorkerTicket | None:
    """A ticket for the results kept under this code and secret; None for every failure, whatever the reason."""
    place = code_place(code)
    workplace_key = str(place.workplace_id) if place else _NOWHERE
    names = by_code.lookup_names(workplace_key, code)
    opened, _left = by_code.try_secret(names, tried_secret(typed))
    if opened in (Opened.NONE, Opened.CLOSED):
        _as_long_as_a_try()
    if place is None or opened is not Opened.OPEN:
        return None
    ticket = new_ticket(
        purpose="result", round_id=0, workplace_key=workplace_key, names=names, code=code,
        region=place.region, season_id=place.season_id, fresh=False,
    )  # fmt: skip
    latest = [asked.id for asked, _ in _rounds(ticket) if by_code.own_sheet(str(asked.id), names) is not None]
    return replace(ticket, round_id=latest[-1]) if latest else None


def _as_long_as_a_try() -> None:
    """Where there is nothing to compare with, the time it takes must not say so."""
    hashlib.scrypt(b"", salt=b"0" * 16, n=2**14, r=8, p=1, dklen=32)


def withdraw(ticket: WorkerTicket, *, on: dt.date) -> bool:
    """Destroy the answers this ticket shows, with their keys. False when they were gone already: deleting twice harms nothing."""
    gone = [by_code.withdraw(str(asked.id), ticket.names, on=on) for asked, _ in _rounds(ticket)]
    return any(gone)


def _rounds(ticket: WorkerTicket) -> list[tuple[AskedRound, str]]:
    """Just finished: that round alone, since the card is all it took, and only what this very visit handed in. With the
    secret: the rounds kept under it, no others."""
    asked = _asked(ticket)
    if ticket.fresh:
        return [pair for pair in asked if pair[0].id == ticket.round_id and not _is_anothers(ticket)]
    opened = by_code.rounds_opened(ticket.names, [str(one.id) for one, _ in asked])
    return [pair for pair in asked if str(pair[0].id) in opened]


def _is_anothers(ticket: WorkerTicket) -> bool:
    """Answers handed in with this card by another visit, after this one's were deleted. Told while they are in the spool."""
    sheet = by_code.own_sheet(ticket.round_key, ticket.names)
    return sheet is not None and sheet.visit not in (0, ticket.visit)


def is_proven(ticket: WorkerTicket) -> bool:
    """Whether this ticket shows more than that somebody has the card: a secret as old as the workplace's first round."""
    return not ticket.fresh and bool(asked := _asked(ticket)) and _rounds(ticket)[:1] == asked[:1]


def _asked(ticket: WorkerTicket) -> list[tuple[AskedRound, str]]:
    """Every round of the workplace that is answered by code, the earlier first."""
    found = Round.objects.filter(kind__in=_ORDER, workplace_id=int(ticket.workplace_key))
    kinds = dict(found.order_by().values_list("pk", "kind"))
    asked = [(one, kinds[pk]) for pk in kinds if (one := asked_round(pk)) is not None]
    return sorted(asked, key=lambda pair: _ORDER.index(Round.Kind(pair[1])))


def _result(asked: AskedRound, sheet: CodeSheet, on: dt.date) -> OwnResult:
    filled = Filled(tuple(sheet.answers), sheet.sex, sheet.health, _kept_classes(asked, sheet))
    return own_result(asked.layout.packs, filled, _around(), on=on)


def _kept_classes(asked: AskedRound, sheet: CodeSheet) -> tuple[int, ...] | None:
    """Where sex is not kept after the round, the classes it gave are. While sex is still there it says more."""
    if sheet.sex or not sheet.classes:
        return None
    return sheet.classes[: len(asked.layout.instrument.subscales)]


@lru_cache(maxsize=1)
def _around() -> Around:
    """Rule, lines and advice are looked for once per process: an agency's own packs come in with a restart."""
    return Around(
        find_pack("personal-level").rule, find_pack("helplines-kr").help_lines, find_pack("own-steps").own_steps, _laws()
    )


def _laws() -> dict[str, Any]:
    source = (files("jikim") / "packs" / "codes" / "laws.yaml").read_bytes()
    return read_document(source, "laws.yaml")
