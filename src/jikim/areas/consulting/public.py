"""What other rooms and commands may ask of consulting. Nothing here holds a worker's answer."""

from jikim.areas.consulting.actions.advising import record_advice
from jikim.areas.consulting.actions.assessing import close_assessment, open_assessment, save_levels
from jikim.areas.consulting.actions.device import KIND
from jikim.areas.consulting.actions.evidence import add_evidence, choose_proof
from jikim.areas.consulting.actions.planning import agree_item, change_item, move_item, propose_measures
from jikim.areas.consulting.actions.reminding import plan_link, remind_plans, send_plan
from jikim.areas.consulting.actions.talking import close_talk, open_talk, save_talk
from jikim.areas.consulting.proofs import Proof, proofs
from jikim.areas.consulting.queries.advice import found_at
from jikim.areas.consulting.queries.assessments import AssessmentLine, assessments_of, change_of, findings_of
from jikim.areas.consulting.queries.editions import checklist_today
from jikim.areas.consulting.queries.home import waiting
from jikim.areas.consulting.queries.plan import IN_FORCE, PlanLine, plan_of

__all__ = [
    "IN_FORCE", "KIND", "AssessmentLine", "PlanLine", "Proof", "add_evidence", "agree_item", "assessments_of", "change_item", "change_of",
    "checklist_today", "choose_proof", "close_assessment", "close_talk", "findings_of", "found_at", "move_item", "open_assessment", "open_talk", "plan_link",
    "plan_of", "proofs", "propose_measures", "record_advice", "remind_plans", "save_levels", "save_talk", "send_plan", "waiting",
]  # fmt: skip
