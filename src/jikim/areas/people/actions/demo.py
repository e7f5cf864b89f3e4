"""The twelve people of a model season. Refuses to work outside one."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from jikim.areas.people.actions.persons import new_person, open_seat
from jikim.areas.people.models import Organisation, Person
from jikim.rules.access import Action, Actor, Role
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Refused, require

DOMAIN = "demo.jikim.test"
#: in the order the sign-in page lists them
PEOPLE: tuple[tuple[Role, str], ...] = (
    (Role.OFFICE, "김본부"), (Role.REGION, "이지역"), (Role.AGENCY, "박기관"), (Role.CONSULTANT, "최방문"),
    (Role.EXPERT, "정전문"), (Role.MANAGER, "한사업"), (Role.JUROR, "오심사"), (Role.EDITOR, "서편집"),
    (Role.AUDITOR, "윤감사"), (Role.COUNSELLOR, "문상담"), (Role.KEYING, "배입력"), (Role.CLINICAL, "신임상"),
)  # fmt: skip
_NOT_A_DEMO = Text(
    "시연 계정은 모형 사업에서만 만들 수 있습니다.", "Demo accounts can be made in a model season only."
)


def demo_addresses() -> list[str]:
    return [f"{role.value}@{DOMAIN}" for role, _ in PEOPLE]


def make_demo_people(
    *, by: Actor, password: str, regions: Sequence[str], agency: Organisation | None = None,
    workplace_key: str = "", workplace_region: str = "",
) -> dict[Role, Person]:  # fmt: skip
    """One account per role with its seat. Made again over existing ones it only renews the password."""
    require(by, Action.demo_build)
    if not settings.JIKIM_DEMO:
        raise Refused(_NOT_A_DEMO)
    one_hash = make_password(
        password
    )  # hashed once: twelve slow hashes would cost the model season five seconds
    made: dict[Role, Person] = {}
    with transaction.atomic():
        for role, name in PEOPLE:
            made[role] = _one(role, name, one_hash, by, regions, agency, workplace_key, workplace_region)
        audit.record(by, "demo.people_made", "person", "demo", count=len(made))
    return made


def _one(
    role: Role, name: str, one_hash: str, by: Actor, regions: Sequence[str], agency: Organisation | None,
    workplace_key: str, workplace_region: str,
) -> Person:  # fmt: skip
    address = f"{role.value}@{DOMAIN}"
    known = Person.objects.filter(email=address).first()
    if known is not None:
        known.password = one_hash
        known.save(update_fields=["password"])
        return known
    organisation = agency if role in (Role.AGENCY, Role.CONSULTANT) else None
    person = new_person(
        email=address, name=name, password_hash=one_hash, organisation=organisation, is_demo=True
    )
    keys: Sequence[str] = ()
    if role is Role.REGION:
        keys = regions
    elif role is Role.MANAGER:
        keys = [workplace_key] if workplace_key else []
    open_seat(
        person=person, role=role, reach_keys=keys, organisation=organisation,
        region=workplace_region if role is Role.MANAGER else "", by=by,
    )  # fmt: skip
    return person
