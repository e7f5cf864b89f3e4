"""What other rooms may ask of dispatch."""

from jikim.areas.dispatch.actions.agencies import AgencyFacts, ConsultantFacts, record_agencies
from jikim.areas.dispatch.actions.appointments import end_workplace, note_held, note_missed
from jikim.areas.dispatch.actions.conflicts import declare_conflict
from jikim.areas.dispatch.actions.consultants import keep_proof, record_consultant, set_availability
from jikim.areas.dispatch.actions.invitations import link_invited, link_person
from jikim.areas.dispatch.actions.lists import import_list
from jikim.areas.dispatch.actions.moving import confirm_appointment, confirm_appointments, move_appointment
from jikim.areas.dispatch.actions.planning import accept_plan, make_plan
from jikim.areas.dispatch.actions.proposing import (
    Offer,
    accept_date,
    link_holder,
    offer_dates,
    propose_date,
    propose_dates,
)
from jikim.areas.dispatch.actions.revising import (
    approve_revision,
    follow_agency,
    follow_withdrawal,
    revise_now,
)
from jikim.areas.dispatch.queries.agencies import (
    agency_addresses,
    agency_ids,
    agency_name,
    first_agency_organisation,
    people_of,
    regions_of,
)
from jikim.areas.dispatch.queries.appointment_page import RowOfList, appointment_rows
from jikim.areas.dispatch.queries.appointments import (
    AppointmentLine,
    appointment,
    appointments,
    consultant_keys,
    visit_name,
)
from jikim.areas.dispatch.queries.home import own_standing, people_waiting
from jikim.areas.dispatch.queries.lists import shown_value
from jikim.areas.dispatch.queries.plan_home import (
    draft_id,
    plan_figures,
    plan_standings,
    plan_waiting,
    talks_unmet,
)
from jikim.areas.dispatch.queries.reached_places import (
    Visitor,
    reached_workplaces,
    visited_keys,
    visited_workplaces,
    visitor_of,
    workplace_where,
)
from jikim.areas.dispatch.queries.start_months import StartMonth, start_months
from jikim.areas.dispatch.queries.talk_hours import minutes_left
from jikim.rules.access import Actor
from jikim.shared.ui.waiting import Figure, Standing, Waiting

__all__ = [
    "AgencyFacts",
    "AppointmentLine",
    "ConsultantFacts",
    "Offer",
    "RowOfList",
    "StartMonth",
    "Visitor",
    "accept_date",
    "accept_plan",
    "agency_addresses",
    "agency_ids",
    "agency_name",
    "appointment",
    "appointment_rows",
    "appointments",
    "approve_revision",
    "confirm_appointment",
    "confirm_appointments",
    "consultant_keys",
    "declare_conflict",
    "draft_id",
    "end_workplace",
    "figures",
    "first_agency_organisation",
    "follow_agency",
    "follow_withdrawal",
    "import_list",
    "keep_proof",
    "link_holder",
    "link_invited",
    "link_person",
    "make_plan",
    "minutes_left",
    "move_appointment",
    "note_held",
    "note_missed",
    "offer_dates",
    "people_of",
    "propose_date",
    "propose_dates",
    "reached_workplaces",
    "record_agencies",
    "record_consultant",
    "regions_of",
    "revise_now",
    "set_availability",
    "shown_value",
    "standings",
    "start_months",
    "talks_unmet",
    "visit_name",
    "visited_keys",
    "visited_workplaces",
    "visitor_of",
    "waiting",
    "workplace_where",
]  # fmt: skip


def waiting(actor: Actor) -> list[Waiting]:
    """What waits for this actor among agencies, consultants and the plan."""
    return [*people_waiting(actor), *plan_waiting(actor)]


def figures(actor: Actor) -> list[Figure]:
    """The season's visits in numbers."""
    return plan_figures(actor)


def standings(actor: Actor) -> list[Standing]:
    """A consultant's own entry, and what comes next of somebody's own visits."""
    return [*own_standing(actor), *plan_standings(actor)]
