"""The sealed parts of a request: contact, what was handed over, notes. Each has a key of its own, sealed to each seat."""

from __future__ import annotations

from collections.abc import Sequence

from jikim.areas.counselling import sealing
from jikim.areas.counselling.models import CounsellingRequest, CounsellorSeat

CONTACT, HANDOVER, NOTES = "contact", "handover", "notes"


def readers(seat: CounsellorSeat) -> list[CounsellorSeat]:
    """The seats a new part is sealed to: the counsellor, and the deputy who can already open something."""
    deputy = seat.deputy
    return [seat, deputy] if deputy is not None and deputy.is_active and deputy.public_key else [seat]


def new_part(request: CounsellingRequest, part: str, seats: Sequence[CounsellorSeat]) -> bytes:
    """A fresh key for a part, sealed to these seats and to nobody else. The caller saves the request."""
    key = sealing.new_key()
    request.wraps[part] = {
        str(seat.pk): [sealing.fingerprint(seat.public_key), sealing.wrap(key, seat.public_key, bound(request, part))]
        for seat in seats
    }
    return key


def sealed(request: CounsellingRequest, part: str, text: str, seats: Sequence[CounsellorSeat]) -> bytes:
    """A text under a fresh key of that part."""
    return sealing.seal(new_part(request, part, seats), text, bound(request, part))


def key_of(request: CounsellingRequest, part: str, seat: CounsellorSeat, private: bytes) -> bytes:
    """The key of a part. Raises CannotOpen: not sealed to this seat, or to a key the seat has lost."""
    found = request.wraps.get(part, {}).get(str(seat.pk))
    if found is None:
        raise sealing.CannotOpen
    return sealing.unwrap(found[1], private, bound(request, part))


def readers_of(request: CounsellingRequest) -> list[CounsellorSeat]:
    """The seats that can open the notes now: a part sealed anew goes to the same, if their keys are still the same."""
    held = request.wraps.get(NOTES, {})
    seats = CounsellorSeat.objects.filter(pk__in=[int(key) for key in held]).exclude(public_key=None)
    return [seat for seat in seats if held[str(seat.pk)][0] == sealing.fingerprint(seat.public_key)]


def can_open(request: CounsellingRequest, seat: CounsellorSeat) -> bool:
    """Is the contact sealed to the key this seat has today?"""
    found = request.wraps.get(CONTACT, {}).get(str(seat.pk))
    return bool(found and seat.public_key and found[0] == sealing.fingerprint(seat.public_key))


def bound(request: CounsellingRequest, part: str) -> str:
    """Ties a sealed text to its request and part, so that none can be put in another's place."""
    return f"{request.pk}/{part}"
