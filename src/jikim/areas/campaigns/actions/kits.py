"""Orders of printed pieces and what is handed out: every copy in the ledger, with the version it had."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from jikim.areas.campaigns.models import KitHandout, KitOrder, KitOrderLine
from jikim.areas.campaigns.queries.kits import agency_reach, piece_of, reach_of
from jikim.areas.enrolment.public import workplace_of
from jikim.rules.access import Action, Actor, Where
from jikim.rules.words import NOTHING, Text
from jikim.shared import audit
from jikim.shared.access import Invalid, require
from jikim.shared.clock import now, today
from jikim.shared.library.holders import note_holding
from jikim.shared.turns import turn
from jikim.shared.workflow import move

MOST_COPIES = 10_000
_NOTHING_WANTED = Text("필요한 수량을 한 가지 이상 적어 주십시오.", "Please say how many you need of one piece at least.")
_TOO_MANY = Text(f"한 번에 {MOST_COPIES:,}장까지 주문할 수 있습니다.", f"At most {MOST_COPIES:,} copies of a piece in one order.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One line of an order."""

    kit: str
    piece: str
    size: str
    copies: int


def order_kit(
    *, workplace_id: int | None = None, organisation_id: int | None = None, token: str, wanted: Sequence[Wanted], address: str, contact: str, phone: str,
    language: str = "ko", note: str = "", by: Actor,
) -> KitOrder:  # fmt: skip
    """Order printed pieces for a workplace, or for an agency itself. The same filled form again is the same order. Invalid when nothing or
    too much is wanted."""
    _reach(workplace_id, organisation_id, Action.kit_order, by)
    whose = {"workplace_id": workplace_id, "organisation_id": organisation_id}
    there = KitOrder.objects.filter(token=token, **whose).first()
    if there is not None:
        return there
    lines = [one for one in wanted if one.copies > 0]
    if not lines:
        raise Invalid({"wanted": _NOTHING_WANTED})
    if any(one.copies > MOST_COPIES for one in lines):
        raise Invalid({"wanted": _TOO_MANY})
    try:
        with transaction.atomic():
            one = KitOrder.objects.create(
                **whose, token=token, language=language, address=address, contact=contact, phone=phone, note=note, ordered_on=today(),
                ordered_by_key=by.key, ordered_by_name=by.name[:120], status="ordered", status_since=now(),
            )  # fmt: skip
            KitOrderLine.objects.bulk_create([KitOrderLine(order=one, kit=w.kit, piece=w.piece, size=w.size, copies=w.copies) for w in lines])
            audit.record(by, "kit_order.made", "kit_order", one.pk, lines=len(lines))
    except IntegrityError:
        return KitOrder.objects.get(token=token, **whose)
    return one


def move_order(*, order_id: int, to: str, by: Actor, reason: Text = NOTHING) -> KitOrder:
    """One step; what is sent goes into the ledger at once."""
    with transaction.atomic():
        one = KitOrder.objects.select_for_update().get(pk=order_id)
        move(one, to, by=by, reason=reason)
        if to == "sent":
            for line in one.lines.all():
                _write(
                    piece=line.piece, language=one.language, copies=line.copies, on=today(), way="post", receiver_kind="workplace" if one.workplace else "agency", receiver="",
                    workplace_id=one.workplace_id, organisation_id=one.organisation_id, region=one.workplace.region if one.workplace else "", order_id=one.pk, by=by,
                )  # fmt: skip
    return one


def hand_out_at_visit(*, workplace_id: int, pieces: Mapping[str, int], language: str = "ko", note: str = "", by: Actor) -> int:
    """What a consultant leaves at a workplace: piece → copies. Returns how many lines were written."""
    where = reach_of(workplace_id, Action.kit_hand_out, by)
    wanted = {piece: copies for piece, copies in pieces.items() if copies > 0}
    if not wanted:
        raise Invalid({"wanted": _NOTHING_WANTED})
    with transaction.atomic():
        for piece, copies in wanted.items():
            _write(
                piece=piece, language=language, copies=copies, on=today(), way="visit", receiver_kind="workplace", receiver="", workplace_id=workplace_id,
                region=where.region, note=note, by=by,
            )  # fmt: skip
    return len(wanted)


def note_download(*, workplace_id: int | None = None, organisation_id: int | None = None, pieces: Sequence[str], language: str, by: Actor) -> None:
    """A manager took files of the own workplace or agency: one line of a piece and day."""
    where = _reach(workplace_id, organisation_id, Action.kit_see, by)
    with turn("kit downloads", workplace_id or 0, organisation_id or 0):
        there = set(KitHandout.objects.filter(workplace_id=workplace_id, organisation_id=organisation_id, way="download", language=language, on=today(), by_name=by.name[:120]).values_list("piece", flat=True))
        for piece in pieces:
            if piece not in there:
                _write(
                    piece=piece, language=language, copies=1, on=today(), way="download", receiver_kind="workplace" if workplace_id else "agency", receiver="",
                    workplace_id=workplace_id, organisation_id=organisation_id, region=where.region, by=by,
                )  # fmt: skip


def hand_out(
    *, piece: str, language: str, copies: int, on: dt.date, way: str, receiver_kind: str, receiver: str = "", region: str = "",
    workplace_id: int | None = None, note: str = "", mark: str = "", by: Actor,
) -> KitHandout:  # fmt: skip
    """A line of the ledger written by hand or out of a list. KeyError for a piece there is none of."""
    if workplace_id is not None:
        region = workplace_of(workplace_id).region
    require(by, Action.kit_hand_out, Where(region=region, workplace=str(workplace_id or "")))
    return _write(
        piece=piece, language=language, copies=copies, on=on, way=way, receiver_kind=receiver_kind, receiver=receiver, region=region,
        workplace_id=workplace_id, note=note, mark=mark, by=by,
    )  # fmt: skip


def _reach(workplace_id: int | None, organisation_id: int | None, action: Action, by: Actor) -> Where:
    """Where it lies, once the actor may there: a workplace's, or an agency's own."""
    if workplace_id is not None:
        return reach_of(workplace_id, action, by)
    assert organisation_id is not None
    return agency_reach(organisation_id, action, by)


def _write(
    *, piece: str, language: str, copies: int, on: dt.date, way: str, receiver_kind: str, receiver: str, by: Actor, region: str = "",
    workplace_id: int | None = None, organisation_id: int | None = None, order_id: int | None = None, note: str = "", mark: str = "",
) -> KitHandout:  # fmt: skip
    kit, found = piece_of(piece)
    with transaction.atomic():
        line = KitHandout.objects.create(
            kit=kit.id, piece=piece, number=found.origin.version, language=language, copies=copies, on=on, way=way, receiver_kind=receiver_kind,
            receiver=receiver[:200], region=region, workplace_id=workplace_id, organisation_id=organisation_id, order_id=order_id, note=note[:300], by_name=by.name[:120], mark=mark,
        )  # fmt: skip
        audit.record(by, "kit.handed_out", "kit", line.pk, piece=piece, copies=copies, way=way)
        if workplace_id is not None or organisation_id is not None:
            holder = ("workplace", workplace_id) if workplace_id is not None else ("agency", organisation_id)
            note_holding(
                document=f"kit:{kit.id}", holder_kind=holder[0], holder_key=str(holder[1]), entries={("piece", piece): found.origin.version}, on=on,
                edition=piece, language=language, copies=copies,
            )  # fmt: skip
    return line
