"""Every lifecycle of the programme, one module an area: states, arrows, and whose turn it is. Never reads or writes a thing."""

from __future__ import annotations

from jikim.rules.workflow import (
    campaigns,
    consulting,
    counselling,
    dispatch,
    enrolment,
    library,
    people,
    surveys,
    training,
    visits,
)
from jikim.rules.workflow.campaigns import CAMPAIGN, KIT_ORDER, PLEDGE_NAME, WAVE
from jikim.rules.workflow.consulting import ASSESSMENT, PLAN_ITEM
from jikim.rules.workflow.counselling import COUNSELLING, EMERGENCY
from jikim.rules.workflow.dispatch import AGENCY, APPOINTMENT, CONSULTANT, PLAN, REVISION
from jikim.rules.workflow.enrolment import AGREEMENT, APPLICATION, PROSPECT, SEASON
from jikim.rules.workflow.kinds import Arrow, Lifecycle, State
from jikim.rules.workflow.library import CONTENT
from jikim.rules.workflow.people import INVITATION
from jikim.rules.workflow.surveys import CARD_SHEET, PAPER_FORM, ROUND
from jikim.rules.workflow.training import PUBLIC_TRAINING, TRAINING_SESSION
from jikim.rules.workflow.visits import HEADCOUNT, OBJECTION, STATEMENT, VISIT

__all__ = [
    "AGENCY", "AGREEMENT", "APPLICATION", "APPOINTMENT", "ASSESSMENT", "CAMPAIGN", "CARD_SHEET", "CONSULTANT", "CONTENT", "COUNSELLING", "EMERGENCY",
    "HEADCOUNT", "INVITATION", "KIT_ORDER", "LIFECYCLES", "OBJECTION", "PAPER_FORM", "PLAN", "PLAN_ITEM", "PLEDGE_NAME", "PROSPECT", "PUBLIC_TRAINING", "REVISION", "ROUND", "SEASON",
    "STATEMENT", "TRAINING_SESSION", "VISIT", "WAVE",
    "Arrow", "Lifecycle", "State",
]  # fmt: skip

#: in the order of a season; docs/workflow.md follows it
LIFECYCLES: dict[str, Lifecycle] = {
    life.kind: life
    for area in (enrolment, people, dispatch, visits, surveys, consulting, training, counselling, library, campaigns)
    for life in area.LIFECYCLES
}
