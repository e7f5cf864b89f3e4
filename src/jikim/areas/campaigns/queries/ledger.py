"""The distribution ledger and the orders, as far as an actor reaches; who still has an old version of a piece."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Max, Q, QuerySet, Sum

from jikim.areas.campaigns.models import KitHandout, KitOrder
from jikim.areas.campaigns.queries.kits import piece_title, piece_titles
from jikim.areas.dispatch.public import reached_workplaces
from jikim.areas.manuals import public as manuals
from jikim.rules.access import GRANTED, Action, Actor, Reach, Role, Where
from jikim.rules.words import NOTHING, Text
from jikim.shared.access import require
from jikim.shared.library.overlay import current
from jikim.shared.ui.tables import Asked, narrow
from jikim.shared.workflow.models import StatusChange

#: as manuals are handed out, by what is printed; and through those who help
WAYS: Mapping[str, Text] = {
    **{key: manuals.WAYS[key] for key in ("download", "visit", "post", "event")}, "partner": Text("협력 기관을 통해", "Through a partner"),
}  # fmt: skip
RECEIVERS: Mapping[str, Text] = manuals.RECEIVERS


@dataclass(frozen=True, slots=True)
class HandoutLine:
    id: int
    on: dt.date
    piece: Text
    key: str
    number: int
    is_old: bool
    language: str
    copies: int
    way: Text
    receiver_kind: Text
    receiver: str
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class OrderLine:
    id: int
    place: str
    ordered_on: dt.date
    pieces: int
    copies: int
    status: str


@dataclass(frozen=True, slots=True)
class OrderPage:
    """One order. where: where it lies, for the page's buttons."""

    id: int
    place: str
    workplace_id: int | None
    organisation_id: int | None
    status: str
    ordered_on: dt.date
    ordered_by: str
    address: str
    contact: str
    phone: str
    note: str
    language: str
    lines: tuple[tuple[Text, str, int], ...]
    where: Where
    history: tuple[StatusChange, ...]


@dataclass(frozen=True, slots=True)
class OldHolder:
    """A workplace or an agency whose latest copy of a piece is older than what holds."""

    workplace_id: int | None
    organisation_id: int | None
    key: str
    place: str
    piece: Text
    number: int
    newest: int
    on: dt.date


def handout_lines(*, asked: Asked, by: Actor) -> tuple[list[HandoutLine], int]:
    """The ledger. A region sees what was handed out in it."""
    require(by, Action.kit_ledger_see)
    rows, total = narrow(
        KitHandout.objects.select_related("workplace", "organisation").filter(_within(by, Action.kit_ledger_see)), asked,
        sort={"on": "on", "copies": "copies", "receiver": "receiver", "number": "number"},
        search=("receiver", "organisation__name", "workplace__name", "workplace__number", "piece", "note"),
        filters={"way": "way", "language": "language", "receiver_kind": "receiver_kind", "kit": "kit"},
    )  # fmt: skip
    pieces = current().pieces
    newest, titles = {key: piece.origin.version for key, piece in pieces.items()}, {key: piece.title for key, piece in pieces.items()}
    return [_line(one, newest, titles) for one in rows], total


def copies_in_all(*, by: Actor) -> int:
    require(by, Action.kit_ledger_see)
    return KitHandout.objects.filter(_within(by, Action.kit_ledger_see)).aggregate(all=Sum("copies"))["all"] or 0


def versions() -> dict[str, int]:
    """piece → its version today."""
    return {key: piece.origin.version for key, piece in current().pieces.items()}


def old_holders(*, by: Actor) -> tuple[OldHolder, ...]:
    """Who still has the old: workplaces and agencies whose newest copy of a piece is older than the piece is now."""
    require(by, Action.kit_ledger_see)
    return _old(KitHandout.objects.filter(_within(by, Action.kit_ledger_see)))


def old_pieces(*, workplace_id: int | None = None, organisation_id: int | None = None) -> tuple[OldHolder, ...]:
    """What one holder has that is not the newest. Asks no actor: callers ask for theirs."""
    return _old(KitHandout.objects.filter(workplace_id=workplace_id, organisation_id=organisation_id))


def _old(rows: QuerySet[KitHandout]) -> tuple[OldHolder, ...]:
    newest, titles = versions(), piece_titles()
    latest = (
        rows.filter(Q(workplace__isnull=False) | Q(organisation__isnull=False))
        .values("workplace_id", "workplace__number", "workplace__name", "organisation_id", "organisation__name", "piece")
        .annotate(number=Max("number"), last=Max("on")).order_by("workplace__number", "organisation__name", "piece")
    )  # fmt: skip
    return tuple(
        OldHolder(
            row["workplace_id"], row["organisation_id"], row["piece"],
            f"{row['workplace__number']} {row['workplace__name']}" if row["workplace_id"] else row["organisation__name"],
            piece_title(row["piece"], titles), row["number"], newest[row["piece"]], row["last"],
        )
        for row in latest if row["number"] < newest.get(row["piece"], 0)
    )  # fmt: skip


def order_lines(*, asked: Asked, by: Actor) -> tuple[list[OrderLine], int]:
    """Orders within reach."""
    require(by, Action.kit_order)
    rows, total = narrow(
        KitOrder.objects.filter(_reached_orders(by)).select_related("workplace", "organisation").prefetch_related("lines"), asked,
        sort={"ordered_on": "ordered_on", "place": ("workplace__number", "organisation__name")},
        search=("workplace__name", "workplace__number", "organisation__name", "contact"), filters={"status": "status"},
    )  # fmt: skip
    found = []
    for one in rows:
        lines = list(one.lines.all())
        found.append(OrderLine(one.pk, one.holder, one.ordered_on, len(lines), sum(line.copies for line in lines), one.status))
    return found, total


def order_page(order_id: int, *, by: Actor) -> OrderPage:
    """KitOrder.DoesNotExist; refused out of reach."""
    one = KitOrder.objects.select_related("workplace", "organisation").get(pk=order_id)
    where, titles = one.where(), piece_titles()
    require(by, Action.kit_order, where)
    return OrderPage(
        one.pk, one.holder, one.workplace_id, one.organisation_id, one.status, one.ordered_on, one.ordered_by_name, one.address, one.contact, one.phone, one.note,
        one.language, tuple((piece_title(line.piece, titles), line.size, line.copies) for line in one.lines.all()), where,
        tuple(StatusChange.objects.filter(thing_kind="kit_order", thing_key=str(one.pk)).order_by("-id")),
    )  # fmt: skip


def open_orders(by: Actor, *statuses: str) -> int:
    """How many wait in these states within reach."""
    return KitOrder.objects.filter(_reached_orders(by), status__in=statuses).count()


def _reached_orders(by: Actor) -> Q:
    """Orders of reached workplaces, and an agency's own."""
    found = reached_workplaces(by, Action.kit_order)
    if not found:
        return found  # the whole nation: what is joined to an empty filter would narrow it
    return found | Q(organisation__in=[int(key) for key in by.keys(Role.AGENCY) if key.isdigit()])


def _within(by: Actor, action: Action) -> Q:
    """Everything for the nation's seats, the own regions for a regional office."""
    regions: set[str] = set()
    for grant in by.grants:
        if grant.role in GRANTED[action]:
            if grant.reach is Reach.NATION:
                return Q()
            regions |= grant.keys
    return Q(region__in=regions)


def _line(one: KitHandout, newest: Mapping[str, int], titles: Mapping[str, Text]) -> HandoutLine:
    place, agency = one.workplace, one.organisation
    named = f"{place.number} {place.name}" if place else agency.name if agency else one.receiver
    return HandoutLine(
        one.pk, one.on, piece_title(one.piece, titles), one.piece, one.number, one.number < newest.get(one.piece, 0), one.language, one.copies,
        WAYS.get(one.way, Text(one.way, one.way)), RECEIVERS.get(one.receiver_kind, NOTHING), named, one.note, one.by_name,
    )  # fmt: skip
