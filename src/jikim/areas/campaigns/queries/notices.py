"""Who holds an old piece and would be written to, what has gone, and the letter itself. Addresses are never shown."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.db.models import Count
from django.urls import reverse

from jikim.areas.campaigns.models import PieceNotice
from jikim.areas.campaigns.queries.kits import piece_title, piece_titles
from jikim.areas.campaigns.queries.ledger import OldHolder, old_holders
from jikim.areas.dispatch.public import agency_addresses
from jikim.areas.enrolment.public import contact_addresses
from jikim.rules.access import Action, Actor
from jikim.rules.words import Text
from jikim.shared.access import require
from jikim.shared.mail.optout import has_opted_out

KIND = "kit_update"
#: letters put into the outbox in an hour, as a wave's usual pace
PACE = 200
#: pieces named in one letter
_NAMED = 8
_SUBJECT = Text("[지킴] 가지고 계신 안내물이 새 판으로 바뀌었습니다", "[Jikim] There is a newer version of your notices")
_BODY = Text(
    "{name} 담당자님, 안녕하십니까.\n\n가지고 계신 안내물 {count}종이 새 판으로 바뀌었습니다. 붙여 두신 것을 새 판으로 바꿔 주십시오.\n\n{pieces}\n\n새 판은 아래 주소에서 내려받거나 인쇄물로 주문하실 수 있습니다.\n{link}\n",
    "To the contact of {name}\n\nThere is a newer version of {count} of the pieces you hold. Please put the new ones up in their place.\n\n{pieces}\n\nDownload them here, or order them in print:\n{link}\n",
)


@dataclass(frozen=True, slots=True)
class Holder:
    """Everything one workplace or agency has that is old. mark: of it and the newest versions."""

    workplace_id: int | None
    organisation_id: int | None
    name: str
    email: str
    pieces: tuple[tuple[str, int, int], ...]
    mark: str


@dataclass(frozen=True, slots=True)
class Counts:
    """would: written to if it began now; the others by what became of them."""

    holders: int
    would: int
    no_address: int
    refused: int
    told: int
    waiting: int
    queued: int
    sent: int
    failed: int


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class NoticesPage:
    counts: Counts
    #: as the first of them gets it; None where there is nobody
    letter: Letter | None


def notices_page(*, by: Actor) -> NoticesPage:
    require(by, Action.wave_send)
    untold, all_of_them = untold_holders(by=by)
    states = dict(PieceNotice.objects.values_list("state").annotate(n=Count("pk")).order_by().values_list("state", "n"))
    mails = dict(PieceNotice.objects.filter(state="queued").values_list("message__state").annotate(n=Count("pk")).order_by().values_list("message__state", "n"))
    refused = sum(bool(one.email) and has_opted_out(one.email, KIND) for one in untold)
    silent = sum(not one.email for one in untold)
    counts = Counts(
        all_of_them, len(untold) - refused - silent, silent, refused, all_of_them - len(untold), states.get("waiting", 0), mails.get("queued", 0),
        mails.get("sent", 0) + mails.get(None, 0), mails.get("failed", 0),
    )  # fmt: skip
    return NoticesPage(counts, letter_of(untold[0].name, untold[0].pieces, is_agency=untold[0].organisation_id is not None) if untold else None)


def untold_holders(*, by: Actor) -> tuple[list[Holder], int]:
    """Holders of old pieces within reach who were not told of the newest versions yet; and how many holders there are in all."""
    found = [list(lines) for _, lines in groupby(old_holders(by=by), key=lambda one: (one.workplace_id, one.organisation_id))]
    places = contact_addresses(one[0].workplace_id for one in found if one[0].workplace_id is not None)
    agencies = agency_addresses(one[0].organisation_id for one in found if one[0].organisation_id is not None)
    holders = [_holder(lines, places, agencies) for lines in found]
    # stopped ones may be begun again
    told = set(PieceNotice.objects.exclude(state="stopped").values_list("mark", flat=True))
    return [one for one in holders if one.mark not in told], len(holders)


def _holder(lines: list[OldHolder], places: Mapping[int, str], agencies: Mapping[int, str]) -> Holder:
    first = lines[0]
    pieces = tuple((one.key, one.number, one.newest) for one in lines)
    email = places.get(first.workplace_id or 0, "") if first.workplace_id is not None else agencies.get(first.organisation_id or 0, "")
    said = repr((first.workplace_id, first.organisation_id, [(key, newest) for key, _, newest in pieces]))
    return Holder(first.workplace_id, first.organisation_id, first.place, email, pieces, hashlib.sha256(said.encode()).hexdigest())


def letter_of(name: str, pieces: Iterable[tuple[str, int, int]], *, is_agency: bool) -> Letter:
    """One mail in both languages, Korean first. The way out stands beneath it, put there by shared/mail."""
    titles, pieces = piece_titles(), list(pieces)
    link = settings.JIKIM_BASE_URL + reverse("my_agency_kits" if is_agency else "my_kits")
    named = [(piece_title(key, titles), had, newest) for key, had, newest in pieces[:_NAMED]]
    ko = [f"- {title.ko}: {had}판 → {newest}판" for title, had, newest in named]
    en = [f"- {title.en}: version {had} → {newest}" for title, had, newest in named]
    if len(pieces) > _NAMED:
        ko.append(f"- 그 밖에 {len(pieces) - _NAMED}종")
        en.append(f"- and {len(pieces) - _NAMED} more")
    said = {"name": name, "count": len(pieces), "link": link}
    return Letter(_SUBJECT.ko, f"{_BODY.ko.format(**said, pieces=chr(10).join(ko))}\n---\n\n{_BODY.en.format(**said, pieces=chr(10).join(en))}")
