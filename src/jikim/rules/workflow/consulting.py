"""The checklist of a visit, every measure of an improvement plan, and the talk about it at a visit."""

from jikim.rules.access import Action, Role
from jikim.rules.words import Text
from jikim.rules.workflow.kinds import Arrow, Lifecycle, state

ASSESSMENT = Lifecycle(
    "assessment", Text("관리 점검", "Management check"), "open",
    (
        state("open", "작성 중", "Being written", Role.CONSULTANT),
        state("closed", "마침", "Closed", final=True),
    ),
    (Arrow("open", "closed", Action.checklist_record),),
)

PLAN_ITEM = Lifecycle(
    "plan_item", Text("개선 조치", "Measure of the plan"), "proposed",
    (
        state("proposed", "제안", "Proposed", Role.MANAGER),
        state("agreed", "하기로 함", "Agreed", Role.MANAGER),
        state("doing", "하는 중", "Being done", Role.MANAGER),
        state("done", "했음", "Done", Role.CONSULTANT),
        state("verified", "확인됨", "Verified", final=True),
        state("refused", "하지 않기로 함", "Refused"),
        state("dropped", "거두어들임", "Dropped", final=True),
    ),
    (
        Arrow("proposed", "agreed", Action.plan_keep),
        Arrow("proposed", "refused", Action.plan_keep, reason_required=True),
        Arrow("proposed", "dropped", Action.plan_propose, reason_required=True),
        Arrow("refused", "agreed", Action.plan_keep),
        Arrow("agreed", "doing", Action.plan_keep),
        Arrow("agreed", "done", Action.plan_keep),
        Arrow("agreed", "dropped", Action.plan_keep, reason_required=True),
        Arrow("doing", "done", Action.plan_keep),
        Arrow("doing", "dropped", Action.plan_keep, reason_required=True),
        Arrow("done", "verified", Action.plan_verify),
        Arrow("done", "doing", Action.plan_verify, reason_required=True),
    ),
)

PLAN_RECORD = Lifecycle(
    "plan_record", Text("개선계획 협의", "Talk about the plan"), "open",
    (
        state("open", "작성 중", "Being written", Role.CONSULTANT),
        state("closed", "마침", "Closed", final=True),
        state("aside", "방문 취소로 따로 보관", "Kept aside: visit cancelled", final=True),
    ),
    (
        Arrow("open", "closed", Action.plan_propose),
        Arrow("open", "aside", Action.plan_propose),
    ),
)

LIFECYCLES = (ASSESSMENT, PLAN_ITEM, PLAN_RECORD)
