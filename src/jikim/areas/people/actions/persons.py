"""Make persons and organisations. Nobody signs up: a person exists because somebody invited or recorded them."""

from __future__ import annotations

from collections.abc import Sequence

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from jikim.areas.people.models import Organisation, Person, Seat
from jikim.rules.access import REACH_OF_ROLE, Action, Actor, Reach, Role
from jikim.shared import audit
from jikim.shared.access import require


def new_person(
    *, email: str, name: str, password: str | None = None, password_hash: str = "", language: str = "ko",
    organisation: Organisation | None = None, is_demo: bool = False,
) -> Person:  # fmt: skip
    """A person with a proven address. The caller holds the transaction and writes the record."""
    person = Person(
        email=email.strip().lower(),
        name=name.strip(),
        language=language,
        organisation=organisation,
        is_demo=is_demo,
    )
    person.password = password_hash or make_password(password)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def open_seat(
    *, person: Person, role: Role, reach_keys: Sequence[str] = (), organisation: Organisation | None = None,
    region: str = "", invited_by: str = "", by: Actor,
) -> Seat:  # fmt: skip
    """Seat a person. The caller has asked whether `by` may; a seat that reaches persons reaches the one who sits."""
    keys = list(reach_keys)
    if REACH_OF_ROLE[role] is Reach.PERSON:
        keys = [person.key]
    elif REACH_OF_ROLE[role] is Reach.AGENCY and organisation is not None:
        keys = [str(organisation.pk)]
    seat = Seat.objects.create(
        person=person,
        role=role,
        reach_keys=keys,
        organisation=organisation,
        region=region,
        invited_by=invited_by or by.key,
    )
    audit.record(by, "seat.opened", "seat", seat.pk, person=person.key, role=role.value, reach=keys)
    return seat


def ensure_agency_organisation(*, name: str, business_number: str = "", by: Actor) -> Organisation:
    """The agency of that name, recorded now if it was not known."""
    require(by, Action.agencies_record)
    agency, created = Organisation.objects.get_or_create(
        kind=Organisation.Kind.AGENCY, name=name.strip(), defaults={"business_number": business_number}
    )
    if created:
        audit.record(by, "organisation.recorded", "organisation", agency.pk, kind="agency", name=agency.name)
    return agency
