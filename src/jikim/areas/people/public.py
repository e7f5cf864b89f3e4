"""What other rooms may ask of people."""

from jikim.areas.people.actions.demo import DOMAIN as DEMO_DOMAIN
from jikim.areas.people.actions.demo import demo_addresses, make_demo_people
from jikim.areas.people.actions.factors import reset_second_step
from jikim.areas.people.actions.invitations import (
    Issued,
    Offer,
    invite,
    invite_first_office,
    resend_invitation,
    revoke_invitation,
)
from jikim.areas.people.actions.links import (
    ReadLink,
    read_signed_link,
    revoke_links,
    signed_link,
)
from jikim.areas.people.actions.persons import ensure_agency_organisation
from jikim.areas.people.actions.seats import end_seat
from jikim.areas.people.places import WorkplaceCard, Workplaces, workplaces
from jikim.areas.people.queries import (
    Holder,
    actor_of,
    demo_accounts_exist,
    holders_of,
    holders_reaching,
    people_holding,
    person_of,
)
from jikim.areas.people.waiting import waiting

__all__ = [
    "DEMO_DOMAIN", "Holder", "Issued", "Offer", "ReadLink", "WorkplaceCard", "Workplaces", "actor_of", "demo_accounts_exist",
    "demo_addresses", "end_seat", "ensure_agency_organisation", "holders_of", "holders_reaching", "invite", "invite_first_office", "make_demo_people",
    "people_holding", "person_of",
    "read_signed_link", "resend_invitation", "reset_second_step", "revoke_invitation", "revoke_links", "signed_link", "waiting", "workplaces",
]  # fmt: skip
