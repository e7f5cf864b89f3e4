"""What other rooms and commands may ask of visits. Nothing here holds a worker's answer."""

from jikim.areas.visits.actions.attaching import attach_photo
from jikim.areas.visits.actions.checks import answer_check, ask_check, remind_checks
from jikim.areas.visits.actions.closing import close_visit, mark_not_held
from jikim.areas.visits.actions.device import KIND, attach, bring, take
from jikim.areas.visits.actions.headcounts import decide_headcount
from jikim.areas.visits.actions.objecting import answer_objection, raise_objection
from jikim.areas.visits.actions.opening import open_visit
from jikim.areas.visits.actions.quality import look_after_records, look_after_season
from jikim.areas.visits.actions.reviewing import accept_visit, return_visit, take_up
from jikim.areas.visits.actions.saving import Saved, save_values, settle_conflict
from jikim.areas.visits.actions.settling import draft_hash, draw_up, freeze_statement, settle_statement
from jikim.areas.visits.actions.terms import set_terms
from jikim.areas.visits.numbers import record_uuid
from jikim.areas.visits.queries.forms import current_form
from jikim.areas.visits.queries.home import waiting
from jikim.areas.visits.queries.incidents import IncidentCount, IncidentCounts, incidents_of
from jikim.areas.visits.queries.statement_lists import line_ids, statement_ids

__all__ = [
    "KIND",
    "IncidentCount",
    "IncidentCounts",
    "Saved",
    "accept_visit",
    "answer_check",
    "answer_objection",
    "ask_check",
    "attach",
    "attach_photo",
    "bring",
    "close_visit",
    "current_form",
    "decide_headcount",
    "draft_hash",
    "draw_up",
    "freeze_statement",
    "incidents_of",
    "line_ids",
    "look_after_records",
    "look_after_season",
    "mark_not_held",
    "open_visit",
    "raise_objection",
    "record_uuid",
    "remind_checks",
    "return_visit",
    "save_values",
    "set_terms",
    "settle_conflict",
    "settle_statement",
    "statement_ids",
    "take",
    "take_up",
    "waiting",
]  # fmt: skip
