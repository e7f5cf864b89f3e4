"""Rounds, cards and paper forms."""

from jikim.rules.access import Action, Role
from jikim.rules.words import Text
from jikim.rules.workflow.kinds import Arrow, Lifecycle, state

ROUND = Lifecycle(
    "round", Text("설문 회차", "Survey round"), "prepared",
    (
        state("prepared", "준비", "Prepared", Role.OFFICE, Role.REGION),
        state("open", "응답 중", "Open"),
        state("closed", "마감", "Closed", Role.OFFICE),
        state("released", "결과 산출", "Released"),
    ),
    (
        Arrow("prepared", "open", Action.round_manage),
        Arrow("open", "closed", Action.round_manage),
        Arrow("closed", "released", Action.release_make),
    ),
)

CARD_SHEET = Lifecycle(
    "card_sheet", Text("코드 카드 묶음", "Sheet of code cards"), "printed",
    (
        state("printed", "인쇄함", "Printed"),
        state("replaced", "교체함", "Replaced", final=True),
    ),
    (Arrow("printed", "replaced", Action.cards_print, reason_required=True),),
)

PAPER_FORM = Lifecycle(
    "paper_form", Text("종이 설문지", "Paper form"), "issued",
    (
        state("issued", "배부", "Issued", Role.KEYING),
        state("keyed_once", "1차 입력", "Keyed once", Role.KEYING),
        state("differing", "불일치", "Entries differ", Role.KEYING),
        state("settled", "입력 완료", "Settled", Role.KEYING),
        state("void", "무효", "Void", Role.KEYING),
        state("destroyed", "파기", "Destroyed", final=True),
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

LIFECYCLES = (ROUND, CARD_SHEET, PAPER_FORM,)
