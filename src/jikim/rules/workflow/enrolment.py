"""Seasons, applications, agreements and prospects."""

from jikim.rules.access import Action, Role
from jikim.rules.words import Text
from jikim.rules.workflow.kinds import Arrow, Lifecycle, state

SEASON = Lifecycle(
    "season", Text("사업연도", "Season"), "preparing",
    (
        state("preparing", "준비", "Preparing", Role.OFFICE),
        state("calling", "모집", "Calling", Role.OFFICE),
        state("running", "진행", "Running", Role.OFFICE),
        state("closing", "마무리", "Closing", Role.OFFICE),
        state("closed", "종료", "Closed", final=True),
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
        state("draft", "작성 중", "Draft", Role.MANAGER),
        state("submitted", "접수", "Submitted", Role.OFFICE),
        state("eligible", "적격", "Eligible", Role.OFFICE),
        state("not_eligible", "부적격", "Not eligible"),
        state("enrolled", "선정", "Enrolled", Role.MANAGER),
        state("waiting", "대기", "Waiting list"),
        state("withdrawn", "철회", "Withdrawn", final=True),
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
        state("prepared", "준비", "Prepared", Role.MANAGER, Role.CONSULTANT),
        state("employer_signed", "사업주 서명", "Signed by the employer", Role.MANAGER, Role.CONSULTANT),
        state("workers_signed", "근로자대표 서명", "Signed by the workers' representative", Role.MANAGER, Role.CONSULTANT),
        state("in_force", "체결", "In force"),
        state("ended", "종료", "Ended", final=True),
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

PROSPECT = Lifecycle(
    "prospect", Text("발굴 대상", "Prospect"), "found",
    (
        state("found", "발굴", "Found", Role.OFFICE, Role.REGION, Role.AGENCY),
        state("contacted", "접촉", "Contacted", Role.OFFICE, Role.REGION, Role.AGENCY),
        state("applied", "신청함", "Applied", final=True),
        state("declined", "거절", "Declined", final=True),
    ),
    (
        Arrow("found", "contacted", Action.prospects_manage),
        Arrow("found", "applied", Action.prospects_manage),
        Arrow("found", "declined", Action.prospects_manage, reason_required=True),
        Arrow("contacted", "applied", Action.prospects_manage),
        Arrow("contacted", "declined", Action.prospects_manage, reason_required=True),
    ),
)

LIFECYCLES = (SEASON, APPLICATION, AGREEMENT, PROSPECT,)
