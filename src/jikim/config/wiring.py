"""The one table of what follows what across rooms: after this arrow, call that room's public function."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from jikim.shared.workflow import followers

#: (kind, state reached) → dotted functions taking (thing, *, by), run in the same transaction
WIRES: dict[tuple[str, str], list[str]] = {
    ("invitation", "accepted"): ["jikim.areas.dispatch.public.link_invited"],
    ("application", "withdrawn"): ["jikim.areas.dispatch.public.follow_withdrawal"],
    ("agency", "left"): ["jikim.areas.dispatch.public.follow_agency"],
    ("plan", "accepted"): ["jikim.areas.surveys.public.follow_plan"],
    ("revision", "approved"): ["jikim.areas.surveys.public.follow_plan"],
    ("appointment", "confirmed"): ["jikim.areas.surveys.public.follow_appointment"],
}
#: rooms' regular duties: name, every so many seconds, dotted function
DUTIES: tuple[tuple[str, int, str], ...] = (
    ("enrolment.empty_drafts", 24 * 3600, "jikim.areas.enrolment.public.empty_old_drafts"),
    ("visits.remind_checks", 24 * 3600, "jikim.areas.visits.public.remind_checks"),
    ("visits.look_after_records", 3600, "jikim.areas.visits.public.look_after_records"),
    ("consulting.remind_plans", 24 * 3600, "jikim.areas.consulting.public.remind_plans"),
    ("training.look_after", 24 * 3600, "jikim.areas.training.public.look_after_registrations"),
    ("surveys.recount", 600, "jikim.areas.surveys.public.recount"),
    ("surveys.settle_vault", 3600, "jikim.areas.surveys.public.settle_vault"),
    ("surveys.close_past_rounds", 3600, "jikim.areas.surveys.public.close_past_rounds"),
    ("surveys.forget_bookings", 3600, "jikim.areas.surveys.public.forget_bookings"),
    ("surveys.rewrite_vault", 24 * 3600, "jikim.areas.surveys.public.rewrite_vault"),
    ("counselling.pass_on", 600, "jikim.areas.counselling.public.pass_on"),
    ("counselling.destroy_closed", 24 * 3600, "jikim.areas.counselling.public.destroy_closed"),
    ("counselling.tell_counsellors", 3600, "jikim.areas.counselling.public.tell_counsellors"),
    ("counselling.remind", 900, "jikim.areas.counselling.public.remind"),
    ("manuals.tell_holders", 24 * 3600, "jikim.areas.manuals.public.tell_holders"),
    ("campaigns.send_waves", 60, "jikim.areas.campaigns.public.send_letters"),
    ("campaigns.end_past", 3600, "jikim.areas.campaigns.public.end_past_campaigns"),
)


def connect() -> None:
    """Fill the workflow's followers; called once when the app is ready."""
    from jikim.areas.consulting.public import proofs
    from jikim.areas.enrolment.public import visitors
    from jikim.areas.people.public import workplaces
    from jikim.shared.jobs.duties import regularly

    followers.clear()
    for arrow, names in WIRES.items():
        followers[arrow] = [_function(name) for name in names]
    for duty, seconds, name in DUTIES:
        regularly(duty, seconds, _function(name))
    # people sits before enrolment and may not ask it; it is told how to name a workplace
    workplaces.find = _function("jikim.areas.enrolment.public.place_of_number")
    workplaces.named = _function("jikim.areas.enrolment.public.place_names")
    # enrolment sits before dispatch in the same way
    visitors.reached = _function("jikim.areas.dispatch.public.visited_workplaces")
    visitors.where = _function("jikim.areas.dispatch.public.workplace_where")
    # and consulting before training: what was given there shows that a measure is done
    proofs.found = _function("jikim.areas.training.public.proofs_of")


def _function(dotted: str) -> Callable[..., Any]:
    def call(*args: object, **kwargs: object) -> Any:
        module, name = dotted.rsplit(".", 1)
        return getattr(import_module(module), name)(*args, **kwargs)

    return call
