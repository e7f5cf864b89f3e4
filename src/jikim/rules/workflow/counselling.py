"""Requests for counselling, and emergencies."""

from jikim.rules.access import Action, Role
from jikim.rules.words import Text
from jikim.rules.workflow.kinds import Arrow, Lifecycle, state

COUNSELLING = Lifecycle(
    "counselling", Text("상담 신청", "Request for counselling"), "asked",
    (
        state("asked", "신청", "Asked", Role.COUNSELLOR),
        state("passed", "대리자에게 넘김", "Passed to the deputy", Role.COUNSELLOR),
        state("accepted", "상담 중", "In counselling", Role.COUNSELLOR),
        state("closed", "종결", "Closed", final=True),
    ),
    (
        Arrow("asked", "accepted", Action.counselling_desk),
        Arrow("asked", "passed", Action.operate),
        Arrow("passed", "accepted", Action.counselling_desk),
        Arrow("accepted", "closed", Action.counselling_desk, reason_required=True),
        Arrow("asked", "closed", Action.counselling_desk, reason_required=True),
        Arrow("passed", "closed", Action.counselling_desk, reason_required=True),
    ),
)

EMERGENCY = Lifecycle(
    "emergency", Text("긴급 알림", "Emergency alert"), "raised",
    (
        state("raised", "발생", "Raised", Role.CLINICAL),
        state("seen", "확인", "Seen", Role.CLINICAL),
        state("closed", "마무리", "Closed", final=True),
    ),
    (
        Arrow("raised", "seen", Action.emergency_close),
        Arrow("raised", "closed", Action.emergency_close, reason_required=True),
        Arrow("seen", "closed", Action.emergency_close, reason_required=True),
    ),
)

LIFECYCLES = (COUNSELLING, EMERGENCY,)
