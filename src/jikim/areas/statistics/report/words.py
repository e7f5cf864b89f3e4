"""The report's fixed sentences in both languages. Plain words for an employer; nothing here knows a figure."""

from __future__ import annotations

from jikim.rules.words import Text

TONES: dict[str, Text] = {
    "above": Text("기준보다 높음", "Above reference"),
    "around": Text("기준과 비슷함", "About the same"),
    "below": Text("기준보다 낮음", "Below reference"),
    "plain": Text("비교 안 함", "Not compared"),
    "hidden": Text("비공개", "Not shown"),
}

#: what a subscale says to the employer, by how it stands against the reference
MEANINGS: dict[str, dict[str, Text]] = {
    "regulation": {
        "above": Text(
            "직원들이 감정을 다스리는 데 쓰는 힘이 다른 사업장보다 큽니다. 응대 사이에 숨을 고를 틈이 있는지, 언제나 밝은 표정을 요구하고 있지는 않은지 살펴보십시오.",
            "Your staff spend more effort on managing their feelings than elsewhere. See whether there is a moment to breathe between customers, and whether a cheerful face is demanded at all times.",
        ),
        "around": Text(
            "감정을 다스리는 데 드는 힘은 다른 사업장과 비슷합니다. 바쁜 시간대와 성수기에도 쉬는 시간이 지켜지는지 확인하십시오.",
            "The effort of managing feelings is about the same as elsewhere. Make sure that breaks hold in busy hours and seasons too.",
        ),
        "below": Text(
            "감정을 다스리는 데 드는 힘이 다른 사업장보다 작습니다. 지금 지키고 있는 휴식과 응대 기준을 이어 가십시오.",
            "The effort of managing feelings is smaller than elsewhere. Keep the breaks and the standard of service you have.",
        ),
    },
    "overload": {
        "above": Text(
            "무리한 요구와 갈등이 다른 사업장보다 많습니다. 혼자 감당하게 두지 말고, 멈추고 넘기는 기준을 먼저 세우십시오.",
            "Unreasonable demands and conflict are more frequent than elsewhere. Nobody should carry them alone: first of all settle when to stop and hand over.",
        ),
        "around": Text(
            "응대의 부담과 갈등은 다른 사업장과 비슷합니다. 갈등이 몰리는 시간과 자리를 찾아 그곳부터 줄이십시오.",
            "Load and conflict are about the same as elsewhere. Find the hours and places where conflict gathers and begin there.",
        ),
        "below": Text(
            "응대의 부담과 갈등이 다른 사업장보다 적습니다. 고객이 몰려도 지금처럼 지켜지는지 살피십시오.",
            "Load and conflict are smaller than elsewhere. See that this holds when customers crowd.",
        ),
    },
    "dissonance": {
        "above": Text(
            "응대하면서 다친 마음이 쌓여 있습니다. 개인의 성격 문제가 아니라 일의 결과입니다. 사건 뒤에 돌보는 순서와 상담을 먼저 마련하십시오.",
            "Hurt from serving customers has built up. It comes from the work, not from anybody's character. Arrange first how people are cared for after an event, and counselling.",
        ),
        "around": Text(
            "마음이 상한 정도는 다른 사업장과 비슷합니다. 힘든 일이 있은 날 누가 먼저 묻고 돕는지 정해 두십시오.",
            "The hurt people carry is about the same as elsewhere. Settle who asks and helps on the day something hard has happened.",
        ),
        "below": Text(
            "마음이 상한 정도가 다른 사업장보다 작습니다. 동료와 관리자가 서로 돕는 지금의 방식을 새로 온 직원에게도 알려 주십시오.",
            "The hurt people carry is smaller than elsewhere. Pass on to newcomers how colleagues and supervisors help each other.",
        ),
    },
    "monitoring": {
        "above": Text(
            "지켜보고 평가하는 방식이 다른 사업장보다 큰 부담을 주고 있습니다. 녹음, 위장 고객, 만족도 점수가 무엇에 쓰이는지부터 다시 정하십시오.",
            "Being watched and rated weighs more heavily than elsewhere. Decide anew what recordings, mystery shoppers and ratings are used for.",
        ),
        "around": Text(
            "감시와 평가의 부담은 다른 사업장과 비슷합니다. 평가 결과가 개인의 불이익으로 이어지지 않는지 확인하십시오.",
            "The burden of being watched and rated is about the same as elsewhere. Make sure ratings do not turn against single persons.",
        ),
        "below": Text(
            "감시와 평가의 부담이 다른 사업장보다 작습니다. 불만이 들어왔을 때 직원의 이야기를 먼저 듣는 지금의 방식을 지키십시오.",
            "The burden of being watched and rated is smaller than elsewhere. Keep hearing the employee first when a complaint comes in.",
        ),
    },
    "protection": {
        "above": Text(
            "어려운 고객을 만났을 때 회사가 지켜 준다고 느끼지 못하는 직원이 다른 사업장보다 많습니다. 신고할 곳과 답을 듣는 날을 분명히 하는 일이 먼저입니다.",
            "More people than elsewhere do not feel protected by the company when a customer is difficult. The first thing is to make clear where to report, and by when there will be an answer.",
        ),
        "around": Text(
            "회사의 지지와 보호는 다른 사업장과 비슷합니다. 절차가 종이에만 있지 않고 실제로 쓰이는지 직원에게 물어보십시오.",
            "Support and protection are about the same as elsewhere. Ask the staff whether the procedures are used, not only written.",
        ),
        "below": Text(
            "직원들이 회사의 지지와 보호를 다른 사업장보다 크게 느끼고 있습니다. 무엇이 도움이 되었는지 적어 두고 이어 가십시오.",
            "People feel better supported and protected than elsewhere. Write down what helped, and keep it up.",
        ),
    },
}  # fmt: skip

TITLE = Text("감정노동 수준 진단 결과 보고서", "Emotional labour at your workplace: report")
SERIES = Text("고객응대근로자 건강보호", "Health protection of customer service workers")
FORMS: dict[str, Text] = {
    "full": Text("전체·부서별 결과", "Whole workplace and units"),
    "whole_only": Text("사업장 전체 결과", "Whole workplace"),
    "no_figures": Text("같은 업종·규모의 기준과 먼저 할 일", "References of your sector and size, and what to do first"),
}
TRIAL = Text(
    "시험용입니다. 작업용 문구로 조사했으므로 위험군 구분은 참고로만 쓰고, 공식 문항으로 조사한 결과와 견주지 마십시오.",
    "Trial. The survey used working wording: take the class “at risk” as a hint only, and do not compare it with results of the official wording.",
)
WORKING_WORDING = Text(
    "작업용 문구 — 공식 문항으로 바꾸어 사용하십시오", "Working wording: replace it with the official items before use"
)
SIZES: dict[str, Text] = {
    "10-29": Text("고객응대근로자 10~29명", "10–29 customer service workers"),
    "30-99": Text("고객응대근로자 30~99명", "30–99 customer service workers"),
    "100-299": Text("고객응대근로자 100~299명", "100–299 customer service workers"),
    "300+": Text("고객응대근로자 300명 이상", "300 or more customer service workers"),
}
CANNOT: tuple[Text, ...] = (
    Text("누가 어떻게 답했는지 알아내거나 짐작하는 데 쓸 수 없습니다.", "It must not be used to find out or guess who answered what."),
    Text("개인이나 부서의 평가, 순위, 보상에 쓸 수 없습니다.", "It must not be used to appraise, rank or reward persons or units."),
    Text("의학적 진단이 아닙니다. 위험군은 도움이 필요할 수 있다는 신호입니다.", "It is no medical diagnosis. “At risk” is a sign that help may be needed."),
    Text("한 번의 조사로 원인을 단정할 수 없습니다. 직원과 함께 뜻을 확인하십시오.", "One survey does not prove causes. Talk with the staff about what it means."),
)  # fmt: skip
