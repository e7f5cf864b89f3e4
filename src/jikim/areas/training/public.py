"""What other rooms and commands may ask of training."""

from jikim.areas.training.actions.answering import finish_self_paced, hand_in, items_of, questions_of
from jikim.areas.training.actions.certifying import certify
from jikim.areas.training.actions.learning import set_credit, share_courses
from jikim.areas.training.actions.planning import announce_session, cancel_session, plan_session
from jikim.areas.training.actions.registering import confirm, look_after_registrations, register
from jikim.areas.training.actions.running import close_session, keep_names, mark_held, open_session
from jikim.areas.training.queries.courses import occupation_of
from jikim.areas.training.queries.home import waiting
from jikim.areas.training.queries.log import year_log
from jikim.areas.training.queries.open import PublicSession, public_sessions
from jikim.areas.training.queries.proofs import proofs_of
from jikim.areas.training.queries.registrations import token_of
from jikim.areas.training.queries.sessions import SessionLine, sessions_of_appointment

__all__ = [
    "PublicSession", "SessionLine", "announce_session", "cancel_session", "certify", "close_session", "confirm", "finish_self_paced", "hand_in", "items_of", "keep_names",
    "look_after_registrations", "mark_held", "occupation_of", "open_session", "plan_session", "proofs_of", "public_sessions", "questions_of", "register",
    "sessions_of_appointment", "set_credit", "share_courses", "token_of", "waiting", "year_log",
]  # fmt: skip
