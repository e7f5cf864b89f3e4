"""How far a grant goes, who acts, and where a thing lies."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from jikim.rules.access.roles import Role
from jikim.rules.words import NOTHING, Text


class Reach(StrEnum):
    """How far a grant goes."""

    NATION = "nation"
    REGION = "region"
    AGENCY = "agency"
    PERSON = "person"
    WORKPLACE = "workplace"


REACH_OF_ROLE: dict[Role, Reach] = {
    Role.OFFICE: Reach.NATION,
    Role.REGION: Reach.REGION,
    Role.AGENCY: Reach.AGENCY,
    Role.CONSULTANT: Reach.PERSON,
    Role.EXPERT: Reach.PERSON,
    Role.COUNSELLOR: Reach.PERSON,
    Role.KEYING: Reach.PERSON,
    Role.MANAGER: Reach.WORKPLACE,
    Role.JUROR: Reach.PERSON,
    Role.EDITOR: Reach.NATION,
    Role.AUDITOR: Reach.NATION,
    Role.CLINICAL: Reach.NATION,
    Role.CONSOLE: Reach.NATION,
}


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held somewhere. `keys` are region codes, agency keys, person keys or workplace keys; empty for NATION."""

    role: Role
    keys: frozenset[str] = frozenset()

    @property
    def reach(self) -> Reach:
        return REACH_OF_ROLE[self.role]


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody acting now: a key for the record, a name for the page, and what they hold."""

    key: str
    name: str
    grants: tuple[Grant, ...] = ()

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.grants)

    def keys(self, role: Role) -> frozenset[str]:
        """All reach keys this actor holds in one role."""
        return frozenset(key for grant in self.grants if grant.role is role for key in grant.keys)

    @staticmethod
    def console(user: str = "") -> Actor:
        return Actor("console", user or "console", (Grant(Role.CONSOLE),))


NOBODY = Actor("", "", ())


@dataclass(frozen=True, slots=True)
class Where:
    """Where a thing lies. What is left empty cannot be reached by a grant of that kind."""

    region: str = ""
    agency: str = ""
    workplace: str = ""
    persons: frozenset[str] = field(default_factory=frozenset)


#: Asked about nothing in particular ("may this seat open the list at all?"): any grant of a fitting role is enough,
#: and the query then shows only what the grant reaches.
ANYWHERE = Where(region="*", agency="*", workplace="*", persons=frozenset({"*"}))


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer with its reason. The reason is empty only when allowed."""

    allowed: bool
    reason: Text = NOTHING

    def __bool__(self) -> bool:
        return self.allowed
