"""Which colour goes with a state. The colour never carries the information: the badge says the state's name."""

from __future__ import annotations

from jikim.rules.workflow import LIFECYCLES
from jikim.shared.ui.words import say

TONES = {
    "draft": "gray", "preparing": "gray", "prepared": "gray", "found": "gray", "closed": "gray", "ended": "gray",
    "withdrawn": "gray", "discarded": "gray", "cancelled": "gray", "revoked": "gray", "declined": "gray", "replaced": "gray", "void": "gray", "destroyed": "gray",
    "superseded": "gray", "dropped": "gray", "refused": "gray", "aside": "gray",
    "agreed": "information", "doing": "information", "done": "primary", "verified": "success",
    "submitted": "information", "calling": "information", "contacted": "information", "sent": "information",
    "employer_signed": "information", "workers_signed": "information", "closing": "information",
    "printed": "information", "issued": "information", "keyed_once": "information", "planned": "gray", "asked": "information", "seen": "information",
    "eligible": "success", "in_force": "success", "open": "success", "running": "success", "accepted": "success",
    "applied": "success", "settled": "success", "confirmed": "success",
    "enrolled": "primary", "held": "primary", "released": "primary",
    "waiting": "warning", "differing": "warning", "passed": "warning", "missed": "warning",
    "not_eligible": "danger", "raised": "danger",
    "frozen": "primary", "granted": "success",
    "in_review": "information", "returned": "warning", "not_held": "gray", "carried_on": "success",
    "ordered": "warning", "packed": "information", "received": "success", "sending": "success", "stopped": "warning",
    "offered": "warning", "shown": "success",
    "proposed": "information", "active": "success", "left": "gray", "approved": "success", "renewing": "warning",
}  # fmt: skip


def tone(state: str) -> str:
    return TONES.get(state, "secondary")


def state_name(kind: str, state: str) -> str:
    """The state's name in the page's language; an unknown one as it is, so that a page still shows."""
    life = LIFECYCLES.get(kind)
    found = next((one for one in life.states if one.key == state), None) if life else None
    return say(found.name) if found else state
