"""Visit records, headcounts found below the minimum, and what is paid for it all."""

from jikim.rules.access import Action, Role
from jikim.rules.words import Text
from jikim.rules.workflow.kinds import Arrow, Lifecycle, state

VISIT = Lifecycle(
    "visit", Text("방문 기록", "Visit record"), "open",
    (
        state("open", "작성 중", "Being written", Role.CONSULTANT),
        state("closed", "마침", "Closed", Role.OFFICE),
        state("in_review", "검토 중", "In review", Role.OFFICE),
        state("returned", "돌려보냄", "Returned", Role.CONSULTANT),
        state("accepted", "확인됨", "Accepted", final=True),
        state("not_held", "방문하지 못함", "Not held", final=True),
    ),
    (
        Arrow("open", "closed", Action.visit_record),
        Arrow("open", "not_held", Action.visit_record, reason_required=True),
        Arrow("closed", "in_review", Action.visit_review),
        Arrow("closed", "accepted", Action.visit_review),
        Arrow("in_review", "returned", Action.visit_review, reason_required=True),
        Arrow("in_review", "accepted", Action.visit_review),
        Arrow("returned", "closed", Action.visit_record),
    ),
)

HEADCOUNT = Lifecycle(
    "headcount", Text("인원 확인 결과", "Verified headcount"), "waiting",
    (
        state("waiting", "결정 대기", "To be decided", Role.OFFICE),
        state("carried_on", "계속 진행", "Carried on", final=True),
        state("replaced", "종료·교체", "Ended and replaced", final=True),
        state("ended", "종료", "Ended", final=True),
    ),
    (
        Arrow("waiting", "carried_on", Action.headcount_decide, reason_required=True),
        Arrow("waiting", "replaced", Action.headcount_decide, reason_required=True),
        Arrow("waiting", "ended", Action.headcount_decide, reason_required=True),
    ),
)

STATEMENT = Lifecycle(
    "statement", Text("정산 명세서", "Settlement statement"), "draft",
    (
        state("draft", "작성 중", "Draft", Role.OFFICE),
        state("frozen", "확정", "Frozen", Role.OFFICE, Role.AGENCY),
        state("settled", "정산 완료", "Settled", final=True),
    ),
    (
        Arrow("draft", "frozen", Action.settlement_freeze),
        Arrow("frozen", "settled", Action.settlement_freeze),
    ),
)

OBJECTION = Lifecycle(
    "objection", Text("정산 이의신청", "Objection to a statement"), "raised",
    (
        state("raised", "답변 대기", "To be answered", Role.OFFICE),
        state("granted", "인정", "Granted", final=True),
        state("refused", "인정하지 않음", "Not granted", final=True),
    ),
    (
        Arrow("raised", "granted", Action.objection_answer, reason_required=True),
        Arrow("raised", "refused", Action.objection_answer, reason_required=True),
    ),
)

LIFECYCLES = (VISIT, HEADCOUNT, STATEMENT, OBJECTION)
