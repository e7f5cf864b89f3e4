"""Somebody is in danger: the steps of the emergency page, and when the clinical lead is late. Knows nothing about whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from jikim.rules.words import NOTHING, Text

#: the clinical lead closes an alert within this time
CLOSED_WITHIN = dt.timedelta(hours=24)
#: an alert nobody has looked at is mailed again after this time, and daily once it is overdue
SEEN_WITHIN = dt.timedelta(hours=1)
#: a device's clock and a long way without network: an older time is not believed
BELIEVED = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do. `dial` is a number to call; `line` marks the place where the crisis lines stand."""

    key: str
    title: Text
    says: Text
    done: Text
    dials: tuple[str, ...] = ()
    line: bool = False


STEPS: tuple[Step, ...] = (
    Step(
        "stay",
        Text("곁에 머무르십시오", "Stay"),
        Text(
            "혼자 두지 마십시오. 전화라면 끊지 말고 계속 통화하십시오. “지금 스스로를 해칠 생각이 있으십니까?”라고 분명히 물어도 됩니다. 묻는다고 더 위험해지지 않습니다.",
            "Do not leave the person alone; on the telephone, do not hang up. You may ask plainly: “Are you thinking of harming yourself now?” "
            "Asking does not make it worse.",
        ),
        Text("곁에 있습니다", "I am with them"),
    ),
    Step(
        "call_119",
        Text("목숨이 위험하면 119에 전화하십시오", "Life in danger: call 119"),
        Text("다쳤거나, 약을 먹었거나, 숨이 이상하면 바로 119입니다. 위치를 먼저 말씀하십시오.",
             "Hurt, swallowed something, or breathing badly: 119 at once. Say the place first."),
        Text("119에 전화했습니다", "I called 119"),
        dials=("119",),
    ),
    Step(
        "call_112",
        Text("폭력이나 위협이 있으면 112에 전화하십시오", "Violence or threats: call 112"),
        Text("있는 사람 모두를 먼저 안전한 곳으로 옮기십시오.", "First bring everybody to a safe place."),
        Text("112에 전화했습니다", "I called 112"),
        dials=("112",),
    ),
    Step(
        "crisis_line",
        Text("위기상담 전화에 함께 전화하십시오", "Call a crisis line together"),
        Text("본인이 걸기 어려우면 번호를 눌러 건네주십시오.", "If it is hard for the person, dial and hand over the telephone."),
        Text("위기상담 전화에 걸었습니다", "A crisis line was called"),
        line=True,
    ),
    Step(
        "wanted_person",
        Text("본인이 부르고 싶은 사람에게 연락하십시오", "Call whom the person wants called"),
        Text("누구에게 연락할지 본인에게 물으십시오. 회사나 상사는 본인이 원할 때에만 부릅니다.",
             "Ask whom. The employer or a superior is called only if the person wants it."),
        Text("본인이 원하는 사람에게 연락했습니다", "I called whom they wanted"),
    ),
    Step(
        "least_told",
        Text("꼭 필요한 만큼만 말하십시오", "Tell no more than is needed"),
        Text(
            "목숨이 위험할 때에는 구하는 데 필요한 사람에게, 필요한 내용만 말할 수 있습니다: 어디에 있는지, 지금 상태, 무엇을 했는지. 설문 결과나 상담 내용은 말하지 않습니다.",
            "When life is in danger you may tell those who save it what they need: where, how the person is now, what was done. "
            "Not the survey's result, not what was said in counselling.",
        ),
        Text("필요한 만큼만 알렸습니다", "I told only what was needed"),
    ),
    Step(
        "safe_now",
        Text("안전해졌으면 표시해 주십시오", "Safe now? Say so here"),
        Text("임상 책임자가 24시간 안에 연락드려 마무리합니다. 놀란 마음이 남으면 그때 함께 이야기해 주십시오.",
             "The clinical lead will call you within 24 hours and close this. Tell them, too, if it stays with you."),
        Text("지금은 안전합니다", "Safe for now"),
    ),
)  # fmt: skip
MISTAKE = Step(
    "mistake",
    Text("잘못 눌렀습니다", "Pressed by mistake"),
    NOTHING,
    Text("잘못 눌렀습니다", "Pressed by mistake"),
)
STEP_KEYS = frozenset({step.key for step in STEPS} | {MISTAKE.key})
STEP_DONE: dict[str, Text] = {step.key: step.done for step in (*STEPS, MISTAKE)}

#: how an alert ended: chosen, never written
ENDINGS: dict[str, Text] = {
    "safe": Text("안전을 확인함", "Found safe"),
    "in_care": Text("병원·구급·경찰이 맡음", "In the care of hospital, rescue or police"),
    "with_counsellor": Text("상담으로 이어짐", "Goes on in counselling"),
    "not_reached": Text("알린 사람과 연락이 닿지 않아 절차대로 마침", "The one who raised it could not be reached; closed by procedure"),
    "mistake": Text("잘못 누른 알림", "Pressed by mistake"),
}


def is_overdue(raised: dt.datetime, now: dt.datetime) -> bool:
    """More than 24 hours and not closed."""
    return now - raised > CLOSED_WITHIN


def wants_reminder(*, raised: dt.datetime, seen: bool, reminded: dt.datetime | None, now: dt.datetime) -> bool:
    """Unseen for an hour: once. Open for longer than 24 hours: every day."""
    if not seen and reminded is None and now - raised >= SEEN_WITHIN:
        return True
    return is_overdue(raised, now) and (reminded is None or now - reminded >= dt.timedelta(hours=24) or reminded - raised < CLOSED_WITHIN)


def believed(at: dt.datetime, now: dt.datetime) -> dt.datetime:
    """The device's time, unless it lies ahead or too far back: then now."""
    return at if now - BELIEVED <= at <= now else now
