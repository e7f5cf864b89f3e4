"""The number a visit's checklist has before anybody writes in it: made from its appointment, so that a device can hold it beforehand."""

from __future__ import annotations

import uuid

#: “jikick”, in the form RFC 9562 leaves free (version 8)
_HIGH, _MIDDLE, _VERSION, _VARIANT = 0x6A696B69, 0x636B, 0x8000, 0x80


def checklist_uuid(appointment_id: int) -> uuid.UUID:
    """The number of an appointment's checklist."""
    return uuid.UUID(fields=(_HIGH, _MIDDLE, _VERSION, _VARIANT, 0, appointment_id))


def appointment_of(number: uuid.UUID) -> int | None:
    """The appointment a number was made from; None for a number made otherwise."""
    return number.node if checklist_uuid(number.node) == number else None
