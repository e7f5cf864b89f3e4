"""What other rooms may ask of dispatch."""

from jikim.areas.dispatch.actions.agencies import AgencyFacts, ConsultantFacts, record_agencies
from jikim.areas.dispatch.queries.agencies import first_agency_organisation

__all__ = ["AgencyFacts", "ConsultantFacts", "first_agency_organisation", "record_agencies"]
