"""The numbers a visit's checklist and plan record have before anybody writes in them: made from the appointment, so that a device can hold them."""

from __future__ import annotations

import uuid

#: “jikick”, in the form RFC 9562 leaves free (version 8)
_HIGH, _MIDDLE, _VERSION, _VARIANT = 0x6A696B69, 0x636B, 0x8000, 0x80
#: “jikipl”
_PLAN = 0x706C


def checklist_uuid(appointment_id: int) -> uuid.UUID:
    """The number of an appointment's checklist."""
    return uuid.UUID(fields=(_HIGH, _MIDDLE, _VERSION, _VARIANT, 0, appointment_id))


def appointment_of(number: uuid.UUID) -> int | None:
    """The appointment a number was made from; None for a number made otherwise."""
    return number.node if checklist_uuid(number.node) == number else None


def plan_record_uuid(appointment_id: int) -> uuid.UUID:
    """The number of an appointment's talk about the plan."""
    return uuid.UUID(fields=(_HIGH, _PLAN, _VERSION, _VARIANT, 0, appointment_id))


def appointment_of_plan(number: uuid.UUID) -> int | None:
    """The appointment a plan record's number was made from; None for a number made otherwise."""
    return number.node if plan_record_uuid(number.node) == number else None
