"""What other rooms may ask of dispatch."""

from jikim.areas.dispatch.actions.agencies import AgencyFacts, ConsultantFacts, record_agencies
from jikim.areas.dispatch.actions.appointments import end_workplace, note_held, note_missed
from jikim.areas.dispatch.actions.conflicts import declare_conflict
from jikim.areas.dispatch.actions.consultants import keep_proof, record_consultant, set_availability
from jikim.areas.dispatch.actions.invitations import link_invited, link_person
from jikim.areas.dispatch.actions.lists import import_list
from jikim.areas.dispatch.queries.agencies import first_agency_organisation
from jikim.areas.dispatch.queries.appointments import (
    AppointmentLine,
    appointment,
    appointments,
    consultant_keys,
    visit_name,
)
from jikim.areas.dispatch.queries.home import own_standing, people_waiting
from jikim.areas.dispatch.queries.lists import shown_value
from jikim.rules.access import Actor
from jikim.shared.ui.waiting import Standing, Waiting

__all__ = [
    "AgencyFacts", "AppointmentLine", "ConsultantFacts", "appointment", "appointments", "consultant_keys", "declare_conflict",
    "end_workplace", "first_agency_organisation", "import_list", "keep_proof", "link_invited", "link_person", "note_held", "note_missed",
    "record_agencies", "record_consultant", "set_availability", "shown_value", "standings", "visit_name", "waiting",
]  # fmt: skip


def waiting(actor: Actor) -> list[Waiting]:
    """What waits for this actor among agencies, consultants and the plan."""
    return people_waiting(actor)


def standings(actor: Actor) -> list[Standing]:
    """A consultant's own entry."""
    return own_standing(actor)
