"""What a card's code tells the main database: which workplace it was printed for. Never whether it was used."""

from __future__ import annotations

from dataclasses import dataclass

from jikim.areas.surveys.models import CardCode, Round
from jikim.shared import keyfiles

#: rounds that are answered by code
BY_CODE = (Round.Kind.FIRST, Round.Kind.FOLLOW_UP)


@dataclass(frozen=True, slots=True)
class CodePlace:
    """Where a code belongs. Of a replaced sheet only codes already used are good: the vault alone knows which."""

    workplace_id: int
    season_id: int
    region: str
    sheet_replaced: bool


def code_place(code: str) -> CodePlace | None:
    """The workplace a code (13 plain characters, as `rules.cards.read_code` returns it) was printed for; None if none was."""
    tags = list(keyfiles.ring(keyfiles.REGISTER).names(code.encode()))
    found = CardCode.objects.filter(tag__in=tags).select_related("sheet__workplace").first()
    if found is None:
        return None
    place = found.sheet.workplace
    return CodePlace(place.pk, place.season_id, place.region, found.sheet.status == "replaced")


def open_round_of(workplace_id: int) -> Round | None:
    """The round that workers of this workplace can answer by code now. At most one is open at a time."""
    found = Round.objects.filter(workplace_id=workplace_id, kind__in=BY_CODE, status="open")
    return found.select_related("workplace", "season").order_by("-pk").first()
