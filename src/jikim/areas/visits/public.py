"""What other rooms and commands may ask of visits. Nothing here holds a worker's answer."""

from jikim.areas.visits.actions.attaching import attach_photo
from jikim.areas.visits.actions.checks import answer_check, ask_check, remind_checks
from jikim.areas.visits.actions.closing import close_visit, mark_not_held
from jikim.areas.visits.actions.device import KIND, attach, bring, take
from jikim.areas.visits.actions.headcounts import decide_headcount
from jikim.areas.visits.actions.opening import open_visit
from jikim.areas.visits.actions.reviewing import accept_visit, return_visit, take_up
from jikim.areas.visits.actions.saving import Saved, save_values, settle_conflict
from jikim.areas.visits.numbers import record_uuid
from jikim.areas.visits.queries.forms import current_form
from jikim.areas.visits.queries.home import waiting
from jikim.areas.visits.queries.incidents import IncidentCount, IncidentCounts, incidents_of

__all__ = [
    "KIND", "IncidentCount", "IncidentCounts", "Saved", "accept_visit", "answer_check", "ask_check", "attach", "attach_photo", "bring", "close_visit", "current_form",
    "decide_headcount", "incidents_of", "mark_not_held", "open_visit", "record_uuid", "remind_checks", "return_visit", "save_values", "settle_conflict",
    "take", "take_up", "waiting",
]  # fmt: skip
