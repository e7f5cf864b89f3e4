"""Campaigns, their waves of mail, orders of printed pieces, and names given with a pledge."""

from jikim.rules.access import Action, Role
from jikim.rules.words import Text
from jikim.rules.workflow.kinds import Arrow, Lifecycle, state

CAMPAIGN = Lifecycle(
    "campaign", Text("캠페인", "Campaign"), "draft",
    (
        state("draft", "작성 중", "Draft", Role.OFFICE, Role.EDITOR),
        state("proposed", "승인 대기", "Proposed", Role.OFFICE),
        state("approved", "승인", "Approved", Role.OFFICE),
        state("running", "진행 중", "Running", Role.OFFICE),
        state("ended", "종료", "Ended", final=True),
        state("cancelled", "취소", "Cancelled", final=True),
    ),
    (
        Arrow("draft", "proposed", Action.campaign_draft),
        Arrow("draft", "cancelled", Action.campaign_draft, reason_required=True),
        Arrow("proposed", "draft", Action.campaign_approve, reason_required=True),
        Arrow("proposed", "approved", Action.campaign_approve),
        Arrow("approved", "running", Action.campaign_run),
        Arrow("approved", "cancelled", Action.campaign_run, reason_required=True),
        Arrow("running", "ended", Action.campaign_run),
        Arrow("running", "cancelled", Action.campaign_run, reason_required=True),
    ),
)

WAVE = Lifecycle(
    "campaign_wave", Text("메일 차수", "Wave of mail"), "planned",
    (
        state("planned", "준비", "Planned", Role.OFFICE),
        state("sending", "보내는 중", "Being sent", Role.OFFICE),
        state("sent", "보냄", "Sent", final=True),
        state("stopped", "중단", "Stopped"),
    ),
    (
        Arrow("planned", "sending", Action.wave_send),
        Arrow("planned", "stopped", Action.wave_send, reason_required=True),
        Arrow("sending", "sent", Action.wave_send),
        Arrow("sending", "stopped", Action.wave_send, reason_required=True),
        Arrow("stopped", "sending", Action.wave_send),
    ),
)

KIT_ORDER = Lifecycle(
    "kit_order", Text("홍보물 주문", "Order of printed pieces"), "ordered",
    (
        state("ordered", "주문", "Ordered", Role.OFFICE),
        state("packed", "포장", "Packed", Role.OFFICE),
        state("sent", "발송", "On its way", Role.MANAGER),
        state("received", "받음", "Received", final=True),
        state("cancelled", "취소", "Cancelled", final=True),
    ),
    (
        Arrow("ordered", "packed", Action.kit_pack),
        Arrow("ordered", "cancelled", Action.kit_order, reason_required=True),
        Arrow("packed", "sent", Action.kit_pack),
        Arrow("packed", "cancelled", Action.kit_pack, reason_required=True),
        Arrow("sent", "received", Action.kit_order),
    ),
)

PLEDGE_NAME = Lifecycle(
    "pledge_name", Text("다짐한 기관 이름", "Name given with a pledge"), "offered",
    (
        state("offered", "확인 대기", "To be checked", Role.EDITOR),
        state("shown", "공개", "Shown"),
        state("refused", "공개하지 않음", "Not shown"),
    ),
    (
        Arrow("offered", "shown", Action.pledge_decide),
        Arrow("offered", "refused", Action.pledge_decide, reason_required=True),
        Arrow("shown", "refused", Action.pledge_decide, reason_required=True),
    ),
)

LIFECYCLES = (CAMPAIGN, WAVE, KIT_ORDER, PLEDGE_NAME)
