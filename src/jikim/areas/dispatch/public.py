"""What other rooms may ask of dispatch."""

from jikim.areas.dispatch.actions.agencies import AgencyFacts, ConsultantFacts, record_agencies
from jikim.areas.dispatch.actions.appointments import end_workplace, note_held, note_missed
from jikim.areas.dispatch.queries.agencies import first_agency_organisation
from jikim.areas.dispatch.queries.appointments import (
    AppointmentLine,
    appointment,
    appointments,
    consultant_keys,
    visit_name,
)

__all__ = [
    "AgencyFacts", "AppointmentLine", "ConsultantFacts", "appointment", "appointments", "consultant_keys", "end_workplace",
    "first_agency_organisation", "note_held", "note_missed", "record_agencies", "visit_name",
]  # fmt: skip
