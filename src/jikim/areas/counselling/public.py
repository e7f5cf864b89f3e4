"""What other rooms and commands may ask of counselling. Nothing here opens anything sealed."""

from jikim.areas.counselling.actions.appointing import Terms, appoint
from jikim.areas.counselling.actions.asking import Asked, Handed, ask, carry_tags_on
from jikim.areas.counselling.actions.desk_key import make_key
from jikim.areas.counselling.actions.emergency import remind
from jikim.areas.counselling.actions.regular import destroy_closed, pass_on, tell_counsellors
from jikim.areas.counselling.queries.home import waiting

__all__ = [
    "Asked", "Handed", "Terms", "appoint", "ask", "carry_tags_on", "destroy_closed", "make_key", "pass_on", "remind", "tell_counsellors", "waiting",
]  # fmt: skip
