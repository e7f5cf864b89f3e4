"""The number a visit's record has before anybody writes in it: made from its appointment, so that a device can hold it beforehand.

Knows nothing and grants nothing: whoever names a record is asked whether they may.
"""

from __future__ import annotations

import uuid

#: “jikim” and a mark, in the form RFC 9562 leaves free (version 8)
_HIGH, _MIDDLE, _VERSION, _VARIANT = 0x6A696B69, 0x6D76, 0x8000, 0x80


def record_uuid(appointment_id: int) -> uuid.UUID:
    """The record's number of an appointment."""
    return uuid.UUID(fields=(_HIGH, _MIDDLE, _VERSION, _VARIANT, 0, appointment_id))


def appointment_of(number: uuid.UUID) -> int | None:
    """The appointment a number was made from; None for a number made otherwise."""
    return number.node if record_uuid(number.node) == number else None
