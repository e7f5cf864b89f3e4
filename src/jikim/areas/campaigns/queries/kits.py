"""Kits as they hold today: for everybody, and filled with what a workplace has written of itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from jikim.areas.dispatch import public as dispatch
from jikim.areas.enrolment.public import WorkplaceLine, workplace_of
from jikim.areas.manuals import public as manuals
from jikim.rules.access import Action, Actor, Role, Where
from jikim.rules.campaigns.filling import Filled, filled, missing
from jikim.rules.library import Kit
from jikim.rules.library.kits import For, Form, Piece
from jikim.rules.words import NOTHING, Text
from jikim.shared.access import require
from jikim.shared.clock import today
from jikim.shared.library.overlay import current

#: spoken, or shown on a screen: words to copy, no paper
SPOKEN = (Form.CALL_WAITING, Form.CALL_ENDING, Form.SCRIPT, Form.BANNER)
AUDIENCES: Mapping[str, Text] = {
    For.EMPLOYERS.value: Text("사업주", "Employers"), For.CONSUMERS.value: Text("소비자", "Consumers"),
}  # fmt: skip
PLACE_NAMES: Mapping[str, Text] = {
    "officer": Text("담당자 이름", "Named officer"), "channel": Text("고객이 알릴 곳", "Where customers tell"), "helpline": Text("상담 전화", "Help line"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Values:
    """What pieces are filled with: by place; whose; the address of the QR; empty `workplace` is the general edition."""

    places: Mapping[str, Text]
    address: str
    workplace: str = ""
    workplace_id: int | None = None


@dataclass(frozen=True, slots=True)
class PieceLine:
    """One piece on a page. spoken: words to copy in both languages; open: places nobody has filled."""

    key: str
    kit: str
    form: Text
    title: Text
    where: Text
    sizes: tuple[str, ...]
    number: int
    open: tuple[Text, ...]
    spoken: tuple[Filled, ...]


@dataclass(frozen=True, slots=True)
class KitPage:
    """A kit with its pieces, those on paper first."""

    id: str
    title: Text
    audience: Text
    paper: tuple[PieceLine, ...]
    words: tuple[PieceLine, ...]
    #: places some piece wants and nobody has filled
    open: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class PlaceKits:
    """A workplace's kits, and whether its own officer is written down; or an agency's (then `number` is empty)."""

    workplace_id: int
    number: str
    name: str
    kits: tuple[KitPage, ...]
    has_officer: bool


def general() -> Values:
    """For everybody: the help line of the day, and the page It has just happened."""
    return Values({"helpline": _help_line()}, manuals.now_address())


def values_of(workplace_id: int) -> Values:
    """With what the workplace has written. Asks no actor: callers do. Application.DoesNotExist for an unknown workplace."""
    place, found = workplace_of(workplace_id), manuals.posters_of([workplace_id]).get(workplace_id)
    name = Text(place.name, place.name)
    if found is None:
        return Values({"helpline": _help_line(), "workplace": name}, general().address, place.name, place.id)
    who = " ".join(part for part in (found.officer_role, found.officer) if part)
    told = f"{who}({found.phone})" if found.phone else who
    return Values(
        {"helpline": _help_line(), "workplace": name, "officer": Text(told, told), "channel": Text(found.customer_channel, found.customer_channel)},
        found.address, place.name, place.id,
    )  # fmt: skip


def values_of_agency(organisation_id: int) -> Values:
    """With the agency's name; it has no officer of its own to turn to. Asks no actor: callers do. LookupError if there is no such agency."""
    name = dispatch.agency_name(organisation_id)
    return Values({"helpline": _help_line(), "workplace": Text(name, name)}, general().address, name)


def agency_reach(organisation_id: int, action: Action, by: Actor) -> Where:
    """Where an agency's own things lie, once it is sure that the actor may there."""
    where = Where(agency=str(organisation_id))
    require(by, action, where)
    return where


def agency_kits(*, organisation_id: int, by: Actor) -> PlaceKits:
    """What an agency may print: every piece. Refused out of reach."""
    agency_reach(organisation_id, Action.kit_see, by)
    values = values_of_agency(organisation_id)
    return PlaceKits(organisation_id, "", values.workplace, tuple(page_of(kit, values) for kit in current().kits.values()), has_officer=True)


def own_agencies(by: Actor) -> list[tuple[int, str]]:
    """The agencies an agency's manager keeps: key, name."""
    return [(int(key), dispatch.agency_name(int(key))) for key in sorted(by.keys(Role.AGENCY)) if key.isdigit()]


def reach_of(workplace_id: int, action: Action, by: Actor) -> Where:
    """Where the workplace lies, once it is sure that the actor may there."""
    where = dispatch.workplace_where(workplace_id)
    require(by, action, where)
    return where


def place_kits(*, workplace_id: int, by: Actor) -> PlaceKits:
    """What a workplace may print of both kits. Refused out of reach."""
    reach_of(workplace_id, Action.kit_see, by)
    place, values = workplace_of(workplace_id), values_of(workplace_id)
    kits = tuple(page_of(kit, values, place) for kit in current().kits.values())
    return PlaceKits(place.id, place.number, place.name, kits, "officer" in values.places)


def page_of(kit: Kit, values: Values, place: WorkplaceLine | None = None) -> KitPage:
    """A kit as a page shows it; of a workplace only what fits its occupation."""
    lines = [_line(kit, piece, values) for piece in fitting(kit, place)]
    said = {place: None for line in lines for place in line.open}
    return KitPage(
        kit.id, kit.title, AUDIENCES[kit.audience.value], tuple(line for line in lines if not line.spoken),
        tuple(line for line in lines if line.spoken), tuple(said),
    )  # fmt: skip


def fitting(kit: Kit, place: WorkplaceLine | None) -> list[Piece]:
    """Pieces made for one occupation only are for workplaces of that occupation, and for everybody in the general edition."""
    if place is None:
        return list(kit.pieces)
    job = manuals.occupation_of(current(), place).key
    return [piece for piece in kit.pieces if not piece.occupations or job in piece.occupations]


def piece_of(key: str, kit: str | None = None) -> tuple[Kit, Piece]:
    """A piece with its kit. KeyError if there is none."""
    for one in current().kits.values():
        for piece in one.pieces:
            if piece.key == key and kit in (None, one.id):
                return one, piece
    raise KeyError(key)


def paper_pieces() -> list[tuple[Kit, Piece]]:
    """Everything that can be printed."""
    return [(kit, piece) for kit in current().kits.values() for piece in kit.pieces if piece.form not in SPOKEN and piece.sizes]


def piece_titles() -> Mapping[str, Text]:
    """piece → its title, asked once for a whole list."""
    return {key: piece.title for key, piece in current().pieces.items()}


def piece_title(key: str, titles: Mapping[str, Text] | None = None) -> Text:
    """Its title; the key itself of a piece that is no more."""
    return (piece_titles() if titles is None else titles).get(key) or Text(key, key)


def own_places(by: Actor) -> list[int]:
    """The workplaces a manager looks after, by key."""
    return sorted(int(key) for key in by.keys(Role.MANAGER) if key.isdigit())


def _line(kit: Kit, piece: Piece, values: Values) -> PieceLine:
    is_spoken = piece.form in SPOKEN
    return PieceLine(
        piece.key, kit.id, piece.form.label, piece.title, piece.where, piece.sizes, piece.origin.version,
        tuple(PLACE_NAMES[one] for one in missing(piece, values.places)),
        tuple(filled(piece, values.places, language) for language in ("ko", "en")) if is_spoken else (),
    )  # fmt: skip


def _help_line(on: dt.date | None = None) -> Text:
    first = next(iter(manuals.first_to_talk(on or today())), None)
    return Text(f"{first.name.ko} {first.number}", f"{first.name.en} {first.number}") if first else NOTHING
