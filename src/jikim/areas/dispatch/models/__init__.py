"""Dispatch's tables: who may be sent, what stands in the way, and the plan."""

from jikim.areas.dispatch.models.agencies import SERVING, Agency, Consultant
from jikim.areas.dispatch.models.appointments import Appointment, AppointmentMove, Proposal
from jikim.areas.dispatch.models.conflicts import DeclaredConflict, DeclinedAllotment, HandOver
from jikim.areas.dispatch.models.plan import Plan, PlanLeft, PlanLine, Revision, RevisionChange, WhatIf
from jikim.areas.dispatch.models.start_draws import StartDraw

__all__ = [
    "SERVING", "Agency", "Appointment", "AppointmentMove", "Consultant", "DeclaredConflict", "DeclinedAllotment", "HandOver",
    "Plan", "PlanLeft", "PlanLine", "Proposal", "Revision", "RevisionChange", "StartDraw", "WhatIf",
]  # fmt: skip
