"""Who may do what, and how far each role reaches. One table, read by every page, action and test.

Never decides from a state (that is `workflow`) and never reads data: callers say where a thing lies.
"""

from jikim.rules.access.actions import Action
from jikim.rules.access.asking import OUT_OF_REACH, covers, may
from jikim.rules.access.granted import GRANTED
from jikim.rules.access.reach import ANYWHERE, NOBODY, REACH_OF_ROLE, Actor, Grant, Reach, Verdict, Where
from jikim.rules.access.roles import ROLE_NAMES, ROLE_PURPOSES, STAFF_ROLES, Role

__all__ = [
    "ANYWHERE", "GRANTED", "NOBODY", "OUT_OF_REACH", "REACH_OF_ROLE", "ROLE_NAMES", "ROLE_PURPOSES", "STAFF_ROLES",
    "Action", "Actor", "Grant", "Reach", "Role", "Verdict", "Where", "covers", "may",
]  # fmt: skip
