"""Dispatch's tables: who may be sent, what stands in the way, and the plan."""

from jikim.areas.dispatch.models.agencies import SERVING, Agency, Consultant
from jikim.areas.dispatch.models.conflicts import DeclaredConflict, DeclinedAllotment, HandOver

__all__ = ["SERVING", "Agency", "Consultant", "DeclaredConflict", "DeclinedAllotment", "HandOver"]
