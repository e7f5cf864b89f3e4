"""Tells who holds an old piece that there is a newer one: begun by the office in one action, sent at a pace, stopped at once, told once."""

from __future__ import annotations

from django.db import transaction

from jikim.areas.campaigns.models import PieceNotice
from jikim.areas.campaigns.queries.notices import KIND, PACE, letter_of, untold_holders
from jikim.areas.dispatch.public import agency_addresses, agency_name
from jikim.areas.enrolment.public import contact_addresses
from jikim.rules.access import Action, Actor
from jikim.rules.words import Text
from jikim.shared import audit, mail
from jikim.shared.access import Conflict, require
from jikim.shared.clock import today
from jikim.shared.turns import turn

_NOBODY = Text("옛 판을 가진 곳이 없거나 이미 모두 알렸습니다.", "Nobody holds an old version, or everybody was told already.")


def tell_old_holders(*, by: Actor) -> int:
    """Begin to write to every holder of an old piece who was not told of the newest yet. Returns how many letters will go.

    Holders without an address are remembered as told to nobody, so that the count says so. Conflict where there is nobody.
    """
    require(by, Action.wave_send)
    with turn("piece notices"):
        found, _ = untold_holders(by=by)
        if not found:
            raise Conflict(_NOBODY)
        PieceNotice.objects.filter(state="stopped", mark__in=[one.mark for one in found]).delete()
        made = PieceNotice.objects.bulk_create(
            [
                PieceNotice(
                    workplace_id=one.workplace_id, organisation_id=one.organisation_id, pieces=[list(piece) for piece in one.pieces], mark=one.mark,
                    state="waiting" if one.email else "unreachable", offered_on=today(), offered_by=by.name[:120],
                )
                for one in found
            ],
            batch_size=500, ignore_conflicts=True,
        )  # fmt: skip
        count = sum(one.state == "waiting" for one in made)
        audit.record(by, "kit.told", "kit", "notices", letters=count, unreachable=len(made) - count)
    return count


def stop_telling(*, by: Actor) -> int:
    """No further letter goes into the outbox. Returns how many were held back; telling again goes on with them."""
    require(by, Action.wave_send)
    with transaction.atomic():
        count = PieceNotice.objects.filter(state="waiting").update(state="stopped")
        if count:
            audit.record(by, "kit.telling_stopped", "kit", "notices", letters=count)
    return count


def send_notices() -> int:
    """A minute's share of the letters waiting; returns how many went into the outbox. Whether now is a time to send is for the caller to know."""
    with transaction.atomic():
        rows = list(PieceNotice.objects.select_for_update(of=("self",)).select_related("workplace").filter(state="waiting")[: -(-PACE // 60)])
        places = contact_addresses(one.workplace_id for one in rows if one.workplace_id is not None)
        agencies = agency_addresses(one.organisation_id for one in rows if one.organisation_id is not None)
        return sum(_send(one, places.get(one.workplace_id or 0) or agencies.get(one.organisation_id or 0) or "") for one in rows)


def _send(one: PieceNotice, email: str) -> bool:
    """To the address of today, which may have changed since."""
    if not email:
        PieceNotice.objects.filter(pk=one.pk).update(state="unreachable")
        return False
    is_agency = one.organisation_id is not None
    name = agency_name(one.organisation_id) if one.organisation_id is not None else f"{one.workplace.number} {one.workplace.name}" if one.workplace else ""
    told = letter_of(name, [(str(key), int(had), int(newest)) for key, had, newest in one.pieces], is_agency=is_agency)
    message = mail.send(email, told.subject, told.body, kind=KIND, language="ko", optional=True)
    PieceNotice.objects.filter(pk=one.pk).update(state="queued" if message else "opted_out", message=message)
    return message is not None
