"""A consultant's account: invited from the agency's page, linked when the invitation is taken up."""

from __future__ import annotations

from django.db import transaction

from jikim.areas.dispatch.models import Consultant
from jikim.areas.people.public import Issued, Offer, invite
from jikim.rules.access import Action, Actor, Role
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Conflict, Invalid, require

_LINKED = Text("이미 계정이 연결되어 있습니다.", "An account is linked already.")
_NO_ADDRESS = Text("초대를 보낼 전자우편 주소를 적어 주십시오.", "Please give the address the invitation goes to.")
_ENDED = Text("활동이 끝난 컨설턴트는 초대할 수 없습니다.", "Somebody who is sent no more cannot be invited.")


def invite_consultant(*, consultant_id: int, email: str, by: Actor) -> Issued:
    """Offer the consultant's seat by mail and remember for whom. Raises Invalid, Conflict."""
    with transaction.atomic():
        one = Consultant.objects.select_for_update(of=("self",)).select_related("agency").get(pk=consultant_id)
        require(by, Action.consultants_record, one.where())
        if one.person_id:
            raise Conflict(_LINKED)
        if one.status == "ended":
            raise Conflict(_ENDED)
        if not email.strip():
            raise Invalid({"email": _NO_ADDRESS})
        issued = invite(email=email, offer=Offer(Role.CONSULTANT, organisation_id=one.agency.organisation_id), by=by, name=one.name)
        one.invitation_id, one.email = issued.invitation_id, email.strip().lower()
        one.save(update_fields=["invitation", "email"])
        audit.record(by, "consultant.invited", "consultant", one.pk, invitation=issued.invitation_id)
    return issued


def link_person(*, consultant_id: int, person_id: int, by: Actor) -> Consultant:
    """Link an account that is there already (the model season's). Linked twice is linked once."""
    with transaction.atomic():
        one = Consultant.objects.select_for_update(of=("self",)).select_related("agency").get(pk=consultant_id)
        require(by, Action.agencies_record)
        if one.person_id not in (None, person_id):
            raise Conflict(_LINKED)
        one.person_id = person_id
        one.save(update_fields=["person"])
        audit.record(by, "consultant.linked", "consultant", one.pk, person=one.key)
    return one


def link_invited(invitation, *, by: Actor) -> None:  # type: ignore[no-untyped-def]
    """After an invitation is taken up (config/wiring): the consultant it was sent for gets the account."""
    for one in Consultant.objects.select_for_update(of=("self",)).filter(invitation_id=invitation.pk, person=None):
        one.person_id = invitation.accepted_by_id
        one.save(update_fields=["person"])
        audit.record(by, "consultant.linked", "consultant", one.pk, person=one.key)
