"""May this actor do this there? The one question, answered with its reason."""

from __future__ import annotations

from jikim.rules.access.actions import Action
from jikim.rules.access.granted import GRANTED
from jikim.rules.access.reach import ANYWHERE, Actor, Grant, Reach, Verdict, Where
from jikim.rules.access.roles import ROLE_NAMES, Role
from jikim.rules.words import Text

_NO_SEAT = Text("로그인이 필요합니다.", "Please sign in first.")
_SEAT_ENDED = Text(
    "지금 맡고 계신 역할이 없습니다. 담당 기관에 문의해 주십시오.",
    "You hold no seat at present. Please ask the office that invited you.",
)
_WRONG_ROLE = Text(
    "이 일은 {roles}만 할 수 있습니다.",
    "Only these seats can do this: {roles}.",
)
OUT_OF_REACH = Text(
    "맡으신 범위 밖에 있는 자료입니다.",
    "This lies outside what your seat covers.",
)


def may(actor: Actor, action: Action, where: Where = ANYWHERE) -> Verdict:
    """May this actor do this there?

    Args: actor as built from seats; action; where the thing lies (`ANYWHERE` for lists).
    Returns: a Verdict; a refusal's reason names the roles that may, or that the thing is out of reach.
    """
    if not actor.grants:
        return Verdict(False, _SEAT_ENDED if actor.key else _NO_SEAT)
    roles = GRANTED[action]
    fitting = [grant for grant in actor.grants if grant.role in roles]
    if not fitting:
        names = sorted(roles - {Role.CONSOLE} or roles, key=list(Role).index)
        ko, en = (", ".join(ROLE_NAMES[role].say(language) for role in names) for language in ("ko", "en"))
        return Verdict(False, Text(_WRONG_ROLE.ko.format(roles=ko), _WRONG_ROLE.en.format(roles=en)))
    if any(covers(grant, where) for grant in fitting):
        return Verdict(True)
    return Verdict(False, OUT_OF_REACH)


def covers(grant: Grant, where: Where) -> bool:
    """Does the grant reach that place?"""
    match grant.reach:
        case Reach.NATION:
            return True
        case Reach.REGION:
            return where.region == "*" or where.region in grant.keys
        case Reach.AGENCY:
            return where.agency == "*" or where.agency in grant.keys
        case Reach.WORKPLACE:
            return where.workplace == "*" or where.workplace in grant.keys
        case Reach.PERSON:
            return "*" in where.persons or bool(where.persons & grant.keys)
