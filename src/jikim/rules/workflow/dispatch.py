"""Agencies, consultants, the plan and its appointments."""

from jikim.rules.access import Action, Role
from jikim.rules.words import Text
from jikim.rules.workflow.kinds import Arrow, Lifecycle, state

AGENCY = Lifecycle(
    "agency", Text("수행기관 계약", "Agency's contract"), "proposed",
    (
        state("proposed", "계약 전", "Proposed", Role.OFFICE),
        state("active", "수행 중", "Under contract"),
        state("left", "수행 종료", "Left", final=True),
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
        state("proposed", "승인 대기", "Waiting for approval", Role.OFFICE),
        state("returned", "보완 요청", "Sent back", Role.AGENCY),
        state("approved", "승인", "Approved"),
        state("renewing", "자격 갱신 확인 중", "Renewal to be checked", Role.OFFICE),
        state("ended", "활동 종료", "Ended", final=True),
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

PLAN = Lifecycle(
    "plan", Text("방문 계획", "Visit plan"), "draft",
    (
        state("draft", "계획안", "Draft", Role.OFFICE),
        state("accepted", "확정", "In force"),
        state("replaced", "교체됨", "Replaced", final=True),
        state("discarded", "폐기", "Discarded", final=True),
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
        state("proposed", "승인 대기", "Waiting for approval", Role.OFFICE),
        state("approved", "승인", "Approved", final=True),
        state("discarded", "폐기", "Discarded", final=True),
    ),
    (
        Arrow("proposed", "approved", Action.plan_make),
        Arrow("proposed", "discarded", Action.plan_make),
    ),
)

APPOINTMENT = Lifecycle(
    "appointment", Text("방문 일정", "Appointment"), "planned",
    (
        state("planned", "계획", "Planned", Role.OFFICE, Role.AGENCY, Role.CONSULTANT),
        state("proposed", "사업장 확인 중", "Proposed to the workplace", Role.MANAGER),
        state("confirmed", "확정", "Confirmed", Role.CONSULTANT),
        state("held", "방문함", "Held", final=True),
        state("missed", "현장 취소", "Cancelled at the door", final=True),
        state("cancelled", "취소", "Cancelled", final=True),
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

LIFECYCLES = (AGENCY, CONSULTANT, PLAN, REVISION, APPOINTMENT,)
