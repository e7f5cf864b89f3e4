"""Card sheets: which were printed, and whether more may be."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Sum

from jikim.areas.surveys.models import CardSheet, Round
from jikim.areas.surveys.queries.codes import BY_CODE
from jikim.rules.access import Verdict
from jikim.rules.words import Text

REPRINT = Text(
    "이 회차의 카드는 이미 한 번 인쇄했습니다. 내려받지 못했거나 잃어버렸으면 사유를 적고 묶음을 교체해 주십시오.",
    "The cards of this round have been printed once. If the download failed or they are lost, replace the sheet and say why.",
)
_NO_ROUND = Text("준비 중이거나 열린 회차가 있어야 카드를 인쇄할 수 있습니다.", "Cards are printed for a round that is prepared or open.")


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One printing, as the round's page shows it."""

    id: int
    number: int
    cards: int
    status: str
    printed_on: dt.date


def sheets(workplace_id: int) -> tuple[SheetLine, ...]:
    """Every printing of a workplace, the newest first. The caller has asked whether it may be seen."""
    found = CardSheet.objects.filter(workplace_id=workplace_id).order_by("-number")
    return tuple(SheetLine(one.pk, one.number, one.cards, one.status, one.printed_on) for one in found)


def round_of_cards(workplace_id: int) -> Round | None:
    """The round cards would be printed for now: the one in preparation or open."""
    found = Round.objects.filter(workplace_id=workplace_id, kind__in=BY_CODE, status__in=("prepared", "open"))
    return found.select_related("workplace", "season").order_by("-pk").first()


def cards_left(workplace_id: int) -> int:
    """How many more may be printed: what the workplace's rounds aim at, less what is printed and not replaced.

    So a round is printed for once; a follow-up, or a headcount set higher, leaves room for another sheet.
    """
    aimed = Round.objects.filter(workplace_id=workplace_id, kind__in=BY_CODE).aggregate(n=Sum("target_cards", default=0))["n"]
    printed = CardSheet.objects.filter(workplace_id=workplace_id, status="printed").aggregate(n=Sum("cards", default=0))["n"]
    return max(0, int(aimed - printed))


def may_print(workplace_id: int) -> Verdict:
    """Only for a round that is prepared or open, and only what is not printed yet."""
    if round_of_cards(workplace_id) is None:
        return Verdict(False, _NO_ROUND)
    return Verdict(True) if cards_left(workplace_id) else Verdict(False, REPRINT)
