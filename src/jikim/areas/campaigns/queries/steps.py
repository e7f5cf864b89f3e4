"""Which steps a thing can take, and whether this actor may take them."""

from __future__ import annotations

from dataclasses import dataclass

from jikim.rules.access import ANYWHERE, Actor, Verdict, Where, may
from jikim.rules.words import Text
from jikim.rules.workflow import LIFECYCLES

#: what the button of a step says
_WORDS: dict[tuple[str, str], Text] = {
    ("campaign", "proposed"): Text("승인 요청", "Ask for approval"), ("campaign", "draft"): Text("돌려보내기", "Send back"),
    ("campaign", "approved"): Text("승인", "Approve"), ("campaign", "running"): Text("시작하기", "Start"), ("campaign", "ended"): Text("끝내기", "End"),
    ("campaign", "cancelled"): Text("취소하기", "Cancel the campaign"),
    ("campaign_wave", "sending"): Text("보내기 시작", "Start sending"), ("campaign_wave", "stopped"): Text("멈추기", "Stop"),
    ("kit_order", "packed"): Text("포장했음", "Packed"), ("kit_order", "sent"): Text("보냈음", "Sent"), ("kit_order", "received"): Text("받았음", "Received"),
    ("kit_order", "cancelled"): Text("주문 취소", "Cancel the order"),
}  # fmt: skip
#: taken by the product itself
_OWN = {("campaign_wave", "sent")}
_LOUD = {"proposed", "approved", "running", "sending", "packed", "sent", "received"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step as a button."""

    to: str
    words: Text
    verdict: Verdict
    asks_why: bool
    kind: str


def steps_of(kind: str, status: str, by: Actor, where: Where = ANYWHERE) -> tuple[Step, ...]:
    """In the order of the lifecycle; steps nobody takes by hand are left out."""
    found = []
    for arrow in LIFECYCLES[kind].arrows:
        if arrow.source == status and (kind, arrow.target) not in _OWN:
            name = _WORDS.get((kind, arrow.target)) or LIFECYCLES[kind].state(arrow.target).name
            found.append(Step(arrow.target, name, may(by, arrow.action, where), arrow.reason_required, "primary" if arrow.target in _LOUD else "secondary"))
    return tuple(found)
