"""What other rooms may ask of dispatch."""

from jikim.areas.dispatch.actions import AgencyFacts, ConsultantFacts, record_agencies

__all__ = ["AgencyFacts", "ConsultantFacts", "record_agencies"]
