"""Code cards: made, printed once, replaced. A code exists on the paper only: here it is a keyed hash in a random row.

Nothing here writes a file, queues a task or logs; whoever calls gets the PDF and hands it on at once.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from jikim.areas.enrolment import public as enrolment
from jikim.areas.surveys.actions.card_paper import card_paper
from jikim.areas.surveys.models import CardCode, CardSheet, Round
from jikim.areas.surveys.queries.cards import REPRINT, cards_left, may_print, round_of_cards
from jikim.rules.access import Action, Actor, Where
from jikim.rules.cards import new_code
from jikim.rules.words import Text
from jikim.shared import audit, keyfiles
from jikim.shared.access import Conflict, require
from jikim.shared.clock import now, today
from jikim.shared.rowkey import new_row_key
from jikim.shared.turns import turn
from jikim.shared.workflow import move

#: one printing; a larger workplace prints several sheets
MOST_CARDS = 5_000
_HOW_MANY = Text(f"1장에서 {MOST_CARDS}장까지 인쇄할 수 있습니다.", f"Between 1 and {MOST_CARDS} cards can be printed.")
_ANOTHER = Text(
    "그 사이 이 사업장의 다른 묶음이 인쇄되었습니다. 종이에 찍히는 묶음 번호가 달라지므로 다시 한 번 눌러 주십시오.",
    "Another sheet of this workplace was printed meanwhile, so the number on the paper would be wrong. Please press once more.",
)
_NO_LONGER = Text("이미 교체된 묶음입니다.", "This sheet has been replaced already.")


@dataclass(frozen=True, slots=True, repr=False)
class Printed:
    """A sheet and what stands on it, for the one moment of printing. No repr: no traceback shows a code."""

    sheet_id: int
    number: int
    codes: tuple[str, ...]
    pdf: bytes


def print_cards(
    *, workplace_id: int, by: Actor, cards: int | None = None, number: int | None = None, compose: bool = True
) -> Printed:
    """Print the cards of a workplace, once for each of its rounds (a very large one in several sheets).

    cards     how many; by default what the rounds aim at and is not printed yet
    number    the sheet's number as the page showed it: a second click on the same button is told, and prints nothing
    compose   False leaves the PDF out (for building a model season)
    Raises Conflict when they were printed already: then only replacing helps.
    """
    require(by, Action.cards_print, _where(workplace_id))
    verdict = may_print(workplace_id)
    if not verdict:
        raise Conflict(verdict.reason)
    one = round_of_cards(workplace_id)
    assert one is not None  # may_print asked for it
    wanted = min(cards or MOST_CARDS, cards_left(workplace_id), MOST_CARDS)
    return _print(workplace_id, one, wanted, number=number, replaces=None, reason=Text(""), by=by, compose=compose)


def replace_sheet(*, sheet_id: int, reason: Text, by: Actor, compose: bool = True) -> Printed:
    """Print a sheet anew. Unused codes of the old one die; one that was used keeps opening what it opened before.

    Raises Conflict when it was replaced already (a second click), or no reason is given.
    """
    old = CardSheet.objects.select_related("workplace").get(pk=sheet_id)
    require(by, Action.cards_print, old.where())
    if old.status != "printed":
        raise Conflict(_NO_LONGER)
    one = round_of_cards(old.workplace_id) or Round(workplace=old.workplace, season_id=old.workplace.season_id)
    return _print(old.workplace_id, one, old.cards, number=None, replaces=old, reason=reason, by=by, compose=compose)


def _print(
    workplace_id: int, one: Round, wanted: int, *, number: int | None, replaces: CardSheet | None, reason: Text,
    by: Actor, compose: bool,
) -> Printed:  # fmt: skip
    """Codes first, the paper next, the rows last: a paper that cannot be made leaves no sheet behind."""
    if not 1 <= wanted <= MOST_CARDS:
        raise Conflict(_HOW_MANY)
    codes = tuple({new_code(secrets.randbits) for _ in range(wanted)})
    on_paper = _next_number(workplace_id)
    pdf = card_paper(one, codes, sheet=on_paper) if compose else b""
    with turn("cards", workplace_id):
        # held and asked again: the visit may go to somebody else at this moment, and its cards with it
        whose = Round.objects.select_for_update(no_key=True).filter(pk=one.pk).order_by("pk").values_list("consultant_key", flat=True).first()
        is_overtaken = on_paper != _next_number(workplace_id)
        if replaces is not None:
            move(replaces, "replaced", by=by, reason=reason)
            if is_overtaken:
                raise Conflict(_ANOTHER)
        elif is_overtaken or not may_print(workplace_id) or wanted > cards_left(workplace_id) or number not in (None, on_paper):
            raise Conflict(REPRINT)
        sheet = _store(workplace_id, one.consultant_key if whose is None else whose, codes, on_paper, by)
    return Printed(sheet.pk, sheet.number, codes, pdf)


def _store(workplace_id: int, consultant_key: str, codes: tuple[str, ...], number: int, by: Actor) -> CardSheet:
    sheet = CardSheet.objects.create(
        workplace_id=workplace_id, number=number, cards=len(codes), printed_on=today(),
        printed_by=by.key, consultant_key=consultant_key, status="printed", status_since=now(),
    )  # fmt: skip
    ring = keyfiles.ring(keyfiles.REGISTER)
    rows = [CardCode(id=new_row_key(), sheet=sheet, tag=ring.name(code.encode()), generation=ring.generation) for code in codes]
    CardCode.objects.bulk_create(sorted(rows, key=lambda row: row.pk), batch_size=500)
    audit.record(by, "card_sheet.printed", "card_sheet", sheet.workflow_key(), cards=sheet.cards)
    return sheet


def _next_number(workplace_id: int) -> int:
    return CardSheet.objects.filter(workplace_id=workplace_id).count() + 1


def _where(workplace_id: int) -> Where:
    one = round_of_cards(workplace_id)
    return one.where() if one is not None else enrolment.workplace_of(workplace_id).where
