"""One round with everything its page shows and what may be done next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from jikim.areas.surveys.models import Round
from jikim.areas.surveys.queries import cards
from jikim.areas.surveys.queries.codes import BY_CODE
from jikim.areas.surveys.queries.monitor import WeekRow, weeks_of
from jikim.areas.surveys.queries.names import WAYS
from jikim.areas.surveys.queries.opening import opening
from jikim.areas.surveys.queries.rounds import RoundRow, consultants, row
from jikim.rules.access import Action, Actor, Verdict, Where, may
from jikim.rules.asking import DIMENSION_NAMES
from jikim.rules.words import Text
from jikim.shared.access import require
from jikim.shared.clock import today
from jikim.shared.packs import find_pack
from jikim.shared.workflow.models import StatusChange

_ONLY_OPEN = Text("응답을 받고 있는 회차만 마감할 수 있습니다.", "Only an open round can be closed.")
_ONLY_PREPARED = Text("준비 중인 회차만 고칠 수 있습니다.", "Only a round in preparation can be changed.")
_REGISTER_SHUT = Text("열린 회차와 마감한 회차에만 기록할 수 있습니다.", "The register is open while a round is open or closed.")
_AFTER_FIRST = Text("1차 회차를 마감한 뒤에 준비할 수 있습니다.", "It can be prepared after the first round has closed.")
_ONCE = Text("후속 회차가 이미 있습니다.", "There is a follow-up round already.")


@dataclass(frozen=True, slots=True)
class OfferLine:
    on: dt.date
    way: Text
    count: int
    note: str


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A question about the person and its choices, as the cards' owners will see them."""

    name: Text
    choices: tuple[tuple[Text, int], ...]


@dataclass(frozen=True, slots=True)
class RoundPage:
    """One round with what may be done next; each verdict carries its reason."""

    row: RoundRow
    where: Where
    by_code: bool
    is_first: bool
    consultant_key: str
    follow_up: Verdict
    target_cards: int | None
    packs: tuple[Text, ...]
    asked: tuple[AskedLine, ...]
    merged: tuple[Text, ...]
    keep_sex: bool
    reminder: Text
    sheets: tuple[cards.SheetLine, ...]
    offers: tuple[OfferLine, ...]
    weeks: tuple[WeekRow, ...]
    history: tuple[StatusChange, ...]
    opening: Verdict
    closing: Verdict
    changing: Verdict
    printing: Verdict
    offering: Verdict
    may_manage: bool
    may_print: bool

    @property
    def everyone(self) -> bool:
        """Whether at least as many were offered as there are workers."""
        return bool(self.row.headcount) and (self.row.offered or 0) >= (self.row.headcount or 0)

    @property
    def missing(self) -> int:
        return max(0, (self.row.headcount or 0) - (self.row.offered or 0))


def round_page(*, by: Actor, round_id: int) -> RoundPage:
    """One round. Raises Round.DoesNotExist, or Refused out of reach."""
    one = Round.objects.select_related("workplace", "season").get(pk=round_id)
    require(by, Action.monitor_see, one.where())
    by_code = one.kind in BY_CODE
    manage, printing = may(by, Action.round_manage, one.where()), may(by, Action.cards_print, one.where())
    return RoundPage(
        row=row(one, consultants()), where=one.where(), by_code=by_code, is_first=one.kind == Round.Kind.FIRST, consultant_key=one.consultant_key,
        follow_up=manage and _follow_up(one), target_cards=one.target_cards, packs=_packs(one), asked=_asked(one),
        merged=tuple(Text(part["ko"], part["en"]) for part in one.asks.get("merged", ())),
        keep_sex=bool(one.asks.get("keep_sex")), reminder=Text(one.reminder_ko, one.reminder_en),
        sheets=cards.sheets(one.workplace_id) if by_code and printing else (),
        offers=tuple(OfferLine(each.on, WAYS[each.way], each.count, each.note) for each in one.offers.all()),
        weeks=tuple(weeks_of(one)) if by_code else (),
        history=tuple(StatusChange.objects.filter(thing_kind="round", thing_key=one.workflow_key())),
        opening=manage and opening(one, on=today()),
        closing=manage and Verdict(one.status == "open", Text("") if one.status == "open" else _ONLY_OPEN),
        changing=manage and Verdict(one.status == "prepared", Text("") if one.status == "prepared" else _ONLY_PREPARED),
        printing=printing and cards.may_print(one.workplace_id),
        offering=may(by, Action.offers_record, one.where()) and register_open(one),
        may_manage=bool(manage), may_print=bool(printing),
    )  # fmt: skip


def register_open(one: Round) -> Verdict:
    """Offers are written down while a round is open, and after its close until the result is released."""
    right = one.kind in BY_CODE and one.status in ("open", "closed")
    return Verdict(True) if right else Verdict(False, _REGISTER_SHUT)


def _follow_up(one: Round) -> Verdict:
    """A second round comes after the first has closed, once."""
    if one.kind != Round.Kind.FIRST or one.status not in ("closed", "released"):
        return Verdict(False, _AFTER_FIRST)
    there = Round.objects.filter(workplace_id=one.workplace_id, kind=Round.Kind.FOLLOW_UP).exists()
    return Verdict(False, _ONCE) if there else Verdict(True)


def _packs(one: Round) -> tuple[Text, ...]:
    parts = one.packs or [{"id": one.instrument_id, "version": one.instrument_version}]
    return tuple(_pack_name(part["id"], part["version"]) for part in parts)


def _pack_name(pack_id: str, version: str) -> Text:
    try:
        pack = find_pack(pack_id, version)
    except KeyError:
        return Text(f"{pack_id} {version}", f"{pack_id} {version}")
    return Text(f"{pack.title.ko} ({pack.label})", f"{pack.title.say('en')} ({pack.label})")


def _asked(one: Round) -> tuple[AskedLine, ...]:
    return tuple(
        AskedLine(name, tuple((Text(part["ko"], part["en"]), part["headcount"]) for part in one.asks[key]))
        for key, name in DIMENSION_NAMES.items()
        if one.asks.get(key)
    )
