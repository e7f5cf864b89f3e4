"""Invitations to a seat."""

from jikim.rules.access import Action
from jikim.rules.words import Text
from jikim.rules.workflow.kinds import Arrow, Lifecycle, state

INVITATION = Lifecycle(
    "invitation", Text("초대", "Invitation"), "sent",
    (
        state("sent", "보냄", "Sent"),
        state("accepted", "수락", "Accepted", final=True),
        state("revoked", "취소", "Revoked", final=True),
    ),
    (
        Arrow("sent", "accepted", Action.account_manage),
        Arrow("sent", "revoked", Action.seat_end),
    ),
)

LIFECYCLES = (INVITATION,)
