"""Every lifecycle of the programme: states, arrows, and whose turn it is. Never reads or writes a thing."""

from __future__ import annotations

from dataclasses import dataclass

from jikim.rules.access import Action, Role
from jikim.rules.words import Text


@dataclass(frozen=True, slots=True)
class State:
    """A place in a lifecycle. `turn` is who is waited for; empty means nobody."""

    key: str
    name: Text
    turn: frozenset[Role] = frozenset()
    final: bool = False


@dataclass(frozen=True, slots=True)
class Arrow:
    """A permitted change. `reason_required` arrows refuse an empty reason."""

    source: str
    target: str
    action: Action
    reason_required: bool = False


@dataclass(frozen=True, slots=True)
class Lifecycle:
    kind: str
    name: Text
    initial: str
    states: tuple[State, ...]
    arrows: tuple[Arrow, ...]

    def state(self, key: str) -> State:
        return next(state for state in self.states if state.key == key)

    def arrow(self, source: str, target: str) -> Arrow | None:
        return next((a for a in self.arrows if a.source == source and a.target == target), None)

    def next_states(self, source: str) -> tuple[State, ...]:
        return tuple(self.state(a.target) for a in self.arrows if a.source == source)


def _state(key: str, ko: str, en: str, *turn: Role, final: bool = False) -> State:
    return State(key, Text(ko, en), frozenset(turn), final)


SEASON = Lifecycle(
    "season", Text("사업연도", "Season"), "preparing",
    (
        _state("preparing", "준비", "Preparing", Role.OFFICE),
        _state("calling", "모집", "Calling", Role.OFFICE),
        _state("running", "진행", "Running", Role.OFFICE),
        _state("closing", "마무리", "Closing", Role.OFFICE),
        _state("closed", "종료", "Closed", final=True),
    ),
    (
        Arrow("preparing", "calling", Action.season_edit),
        Arrow("calling", "running", Action.season_edit),
        Arrow("running", "closing", Action.season_edit),
        Arrow("closing", "closed", Action.season_edit),
        Arrow("closing", "running", Action.season_edit, reason_required=True),
    ),
)

APPLICATION = Lifecycle(
    "application", Text("참여 신청", "Application"), "draft",
    (
        _state("draft", "작성 중", "Draft", Role.MANAGER),
        _state("submitted", "접수", "Submitted", Role.OFFICE),
        _state("eligible", "적격", "Eligible", Role.OFFICE),
        _state("not_eligible", "부적격", "Not eligible"),
        _state("enrolled", "선정", "Enrolled", Role.MANAGER),
        _state("waiting", "대기", "Waiting list"),
        _state("withdrawn", "철회", "Withdrawn", final=True),
    ),
    (
        Arrow("draft", "submitted", Action.application_edit),
        Arrow("draft", "withdrawn", Action.application_withdraw),
        Arrow("submitted", "eligible", Action.application_decide, reason_required=True),
        Arrow("submitted", "not_eligible", Action.application_decide, reason_required=True),
        Arrow("submitted", "withdrawn", Action.application_withdraw),
        Arrow("eligible", "enrolled", Action.application_decide, reason_required=True),
        Arrow("eligible", "waiting", Action.application_decide, reason_required=True),
        Arrow("eligible", "not_eligible", Action.application_decide, reason_required=True),
        Arrow("eligible", "withdrawn", Action.application_withdraw),
        Arrow("waiting", "enrolled", Action.application_decide, reason_required=True),
        Arrow("waiting", "eligible", Action.application_decide, reason_required=True),
        Arrow("waiting", "not_eligible", Action.application_decide, reason_required=True),
        Arrow("waiting", "withdrawn", Action.application_withdraw),
        Arrow("enrolled", "withdrawn", Action.application_withdraw, reason_required=True),
        Arrow("not_eligible", "eligible", Action.application_decide, reason_required=True),
    ),
)

AGREEMENT = Lifecycle(
    "agreement", Text("참여 협약", "Participation agreement"), "prepared",
    (
        _state("prepared", "준비", "Prepared", Role.MANAGER, Role.CONSULTANT),
        _state("employer_signed", "사업주 서명", "Signed by the employer", Role.MANAGER, Role.CONSULTANT),
        _state("workers_signed", "근로자대표 서명", "Signed by the workers' representative", Role.MANAGER, Role.CONSULTANT),
        _state("in_force", "체결", "In force"),
        _state("ended", "종료", "Ended", final=True),
    ),
    (
        Arrow("prepared", "employer_signed", Action.agreement_record),
        Arrow("prepared", "workers_signed", Action.agreement_record),
        Arrow("employer_signed", "in_force", Action.agreement_record),
        Arrow("workers_signed", "in_force", Action.agreement_record),
        Arrow("prepared", "ended", Action.agreement_record, reason_required=True),
        Arrow("employer_signed", "ended", Action.agreement_record, reason_required=True),
        Arrow("workers_signed", "ended", Action.agreement_record, reason_required=True),
        Arrow("in_force", "ended", Action.agreement_record, reason_required=True),
    ),
)

ROUND = Lifecycle(
    "round", Text("설문 회차", "Survey round"), "prepared",
    (
        _state("prepared", "준비", "Prepared", Role.OFFICE, Role.REGION),
        _state("open", "응답 중", "Open"),
        _state("closed", "마감", "Closed", Role.OFFICE),
        _state("released", "결과 산출", "Released"),
    ),
    (
        Arrow("prepared", "open", Action.round_manage),
        Arrow("open", "closed", Action.round_manage),
        Arrow("closed", "released", Action.release_make),
    ),
)

PROSPECT = Lifecycle(
    "prospect", Text("발굴 대상", "Prospect"), "found",
    (
        _state("found", "발굴", "Found", Role.OFFICE, Role.REGION, Role.AGENCY),
        _state("contacted", "접촉", "Contacted", Role.OFFICE, Role.REGION, Role.AGENCY),
        _state("applied", "신청함", "Applied", final=True),
        _state("declined", "거절", "Declined", final=True),
    ),
    (
        Arrow("found", "contacted", Action.prospects_manage),
        Arrow("found", "applied", Action.prospects_manage),
        Arrow("found", "declined", Action.prospects_manage, reason_required=True),
        Arrow("contacted", "applied", Action.prospects_manage),
        Arrow("contacted", "declined", Action.prospects_manage, reason_required=True),
    ),
)

INVITATION = Lifecycle(
    "invitation", Text("초대", "Invitation"), "sent",
    (
        _state("sent", "보냄", "Sent"),
        _state("accepted", "수락", "Accepted", final=True),
        _state("revoked", "취소", "Revoked", final=True),
    ),
    (
        Arrow("sent", "accepted", Action.account_manage),
        Arrow("sent", "revoked", Action.seat_end),
    ),
)

CARD_SHEET = Lifecycle(
    "card_sheet", Text("코드 카드 묶음", "Sheet of code cards"), "printed",
    (
        _state("printed", "인쇄함", "Printed"),
        _state("replaced", "교체함", "Replaced", final=True),
    ),
    (Arrow("printed", "replaced", Action.cards_print, reason_required=True),),
)

PAPER_FORM = Lifecycle(
    "paper_form", Text("종이 설문지", "Paper form"), "issued",
    (
        _state("issued", "배부", "Issued", Role.KEYING),
        _state("keyed_once", "1차 입력", "Keyed once", Role.KEYING),
        _state("differing", "불일치", "Entries differ", Role.KEYING),
        _state("settled", "입력 완료", "Settled", Role.KEYING),
        _state("void", "무효", "Void", Role.KEYING),
        _state("destroyed", "파기", "Destroyed", final=True),
    ),
    (
        Arrow("issued", "keyed_once", Action.paper_key),
        Arrow("keyed_once", "settled", Action.paper_key),
        Arrow("keyed_once", "differing", Action.paper_key),
        Arrow("differing", "settled", Action.paper_key),
        Arrow("issued", "void", Action.paper_key, reason_required=True),
        Arrow("keyed_once", "void", Action.paper_key, reason_required=True),
        Arrow("differing", "void", Action.paper_key, reason_required=True),
        Arrow("settled", "destroyed", Action.paper_key),
        Arrow("void", "destroyed", Action.paper_key),
    ),
)

COUNSELLING = Lifecycle(
    "counselling", Text("상담 신청", "Request for counselling"), "asked",
    (
        _state("asked", "신청", "Asked", Role.COUNSELLOR),
        _state("passed", "대리자에게 넘김", "Passed to the deputy", Role.COUNSELLOR),
        _state("accepted", "상담 중", "In counselling", Role.COUNSELLOR),
        _state("closed", "종결", "Closed", final=True),
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
        _state("raised", "발생", "Raised", Role.CLINICAL),
        _state("seen", "확인", "Seen", Role.CLINICAL),
        _state("closed", "마무리", "Closed", final=True),
    ),
    (
        Arrow("raised", "seen", Action.emergency_close),
        Arrow("raised", "closed", Action.emergency_close, reason_required=True),
        Arrow("seen", "closed", Action.emergency_close, reason_required=True),
    ),
)

AGENCY = Lifecycle(
    "agency", Text("수행기관 계약", "Agency's contract"), "proposed",
    (
        _state("proposed", "계약 전", "Proposed", Role.OFFICE),
        _state("active", "수행 중", "Under contract"),
        _state("left", "수행 종료", "Left", final=True),
    ),
    (
        Arrow("proposed", "active", Action.agencies_record),
        Arrow("proposed", "left", Action.agencies_record, reason_required=True),
        Arrow("active", "left", Action.agencies_record, reason_required=True),
    ),
)

CONSULTANT = Lifecycle(
    "consultant", Text("컨설턴트", "Consultant"), "proposed",
    (
        _state("proposed", "승인 대기", "Waiting for approval", Role.OFFICE),
        _state("returned", "보완 요청", "Sent back", Role.AGENCY),
        _state("approved", "승인", "Approved"),
        _state("renewing", "자격 갱신 확인 중", "Renewal to be checked", Role.OFFICE),
        _state("ended", "활동 종료", "Ended", final=True),
    ),
    (
        Arrow("proposed", "approved", Action.consultant_approve),
        Arrow("proposed", "returned", Action.consultant_approve, reason_required=True),
        Arrow("returned", "proposed", Action.consultants_record),
        Arrow("approved", "renewing", Action.consultants_record),
        Arrow("renewing", "approved", Action.consultant_approve),
        Arrow("proposed", "ended", Action.consultants_record, reason_required=True),
        Arrow("returned", "ended", Action.consultants_record, reason_required=True),
        Arrow("approved", "ended", Action.consultants_record, reason_required=True),
        Arrow("renewing", "ended", Action.consultants_record, reason_required=True),
    ),
)

VISIT = Lifecycle(
    "visit", Text("방문 기록", "Visit record"), "open",
    (
        _state("open", "작성 중", "Being written", Role.CONSULTANT),
        _state("closed", "마침", "Closed", Role.OFFICE),
        _state("in_review", "검토 중", "In review", Role.OFFICE),
        _state("returned", "돌려보냄", "Returned", Role.CONSULTANT),
        _state("accepted", "확인됨", "Accepted", final=True),
        _state("not_held", "방문하지 못함", "Not held", final=True),
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
        _state("waiting", "결정 대기", "To be decided", Role.OFFICE),
        _state("carried_on", "계속 진행", "Carried on", final=True),
        _state("replaced", "종료·교체", "Ended and replaced", final=True),
        _state("ended", "종료", "Ended", final=True),
    ),
    (
        Arrow("waiting", "carried_on", Action.headcount_decide, reason_required=True),
        Arrow("waiting", "replaced", Action.headcount_decide, reason_required=True),
        Arrow("waiting", "ended", Action.headcount_decide, reason_required=True),
    ),
)

PLAN = Lifecycle(
    "plan", Text("방문 계획", "Visit plan"), "draft",
    (
        _state("draft", "계획안", "Draft", Role.OFFICE),
        _state("accepted", "확정", "In force"),
        _state("replaced", "교체됨", "Replaced", final=True),
        _state("discarded", "폐기", "Discarded", final=True),
    ),
    (
        Arrow("draft", "accepted", Action.plan_make),
        Arrow("draft", "discarded", Action.plan_make),
        Arrow("accepted", "replaced", Action.plan_make),
    ),
)

REVISION = Lifecycle(
    "revision", Text("계획 조정안", "Proposed re-plan"), "proposed",
    (
        _state("proposed", "승인 대기", "Waiting for approval", Role.OFFICE),
        _state("approved", "승인", "Approved", final=True),
        _state("discarded", "폐기", "Discarded", final=True),
    ),
    (
        Arrow("proposed", "approved", Action.plan_make),
        Arrow("proposed", "discarded", Action.plan_make),
    ),
)

APPOINTMENT = Lifecycle(
    "appointment", Text("방문 일정", "Appointment"), "planned",
    (
        _state("planned", "계획", "Planned", Role.OFFICE, Role.AGENCY, Role.CONSULTANT),
        _state("proposed", "사업장 확인 중", "Proposed to the workplace", Role.MANAGER),
        _state("confirmed", "확정", "Confirmed", Role.CONSULTANT),
        _state("held", "방문함", "Held", final=True),
        _state("missed", "현장 취소", "Cancelled at the door", final=True),
        _state("cancelled", "취소", "Cancelled", final=True),
    ),
    (
        Arrow("planned", "proposed", Action.appointment_arrange),
        Arrow("planned", "confirmed", Action.appointment_arrange),
        Arrow("proposed", "confirmed", Action.appointment_confirm),
        Arrow("proposed", "planned", Action.appointment_confirm, reason_required=True),
        Arrow("confirmed", "planned", Action.appointment_arrange, reason_required=True),
        Arrow("planned", "held", Action.appointment_report),
        Arrow("proposed", "held", Action.appointment_report),
        Arrow("confirmed", "held", Action.appointment_report),
        Arrow("planned", "missed", Action.appointment_report, reason_required=True),
        Arrow("proposed", "missed", Action.appointment_report, reason_required=True),
        Arrow("confirmed", "missed", Action.appointment_report, reason_required=True),
        Arrow("planned", "cancelled", Action.plan_make, reason_required=True),
        Arrow("proposed", "cancelled", Action.plan_make, reason_required=True),
        Arrow("confirmed", "cancelled", Action.plan_make, reason_required=True),
    ),
)

LIFECYCLES: dict[str, Lifecycle] = {
    life.kind: life for life in (
        SEASON, APPLICATION, AGREEMENT, ROUND, PROSPECT, INVITATION, CARD_SHEET, PAPER_FORM, COUNSELLING, EMERGENCY,
        AGENCY, CONSULTANT, PLAN, REVISION, APPOINTMENT,
        VISIT, HEADCOUNT,
    )
}
