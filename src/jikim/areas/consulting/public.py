"""What other rooms and commands may ask of consulting. Nothing here holds a worker's answer."""

from jikim.areas.consulting.queries.assessments import AssessmentLine, assessments_of, change_of, findings_of
from jikim.areas.consulting.queries.plan import IN_FORCE, PlanLine, plan_of

__all__ = ["IN_FORCE", "AssessmentLine", "PlanLine", "assessments_of", "change_of", "findings_of", "plan_of"]
