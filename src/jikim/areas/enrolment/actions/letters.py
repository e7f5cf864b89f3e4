"""The decision letter of one application as PDF, Korean or English: the decision, its reason, what to do next, how to object."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings

from jikim.areas.enrolment.queries.detail import LetterFacts, application_for_letter
from jikim.rules.access import Actor
from jikim.rules.words import NOTHING, Text
from jikim.shared.access import Conflict
from jikim.shared.clock import today
from jikim.shared.documents import compile_pdf


@dataclass(frozen=True, slots=True)
class Paper:
    """A finished document and the name it is saved under."""

    data: bytes
    file_name: str


@dataclass(frozen=True, slots=True)
class Wording:
    """What a letter of one kind says: its title, the decision in a sentence, and the steps that follow."""

    title: Text
    decision: Text
    steps: tuple[Text, ...] = ()


_OBJECT = Text(
    "이 결정에 다른 의견이 있으시면 근거 자료를 붙여 관할 지역본부에 서면이나 전자우편으로 알려 주십시오. 다시 살펴 결과와 이유를 알려 드립니다.",
    "If you see this differently, tell your regional office in writing or by e-mail and attach what supports it. "
    "The decision will be looked at again, and you will be told the outcome and why.",
)
_WITHDRAW = Text(
    "참여는 언제든지 철회할 수 있으며, 철회로 불이익을 받지 않습니다.",
    "You can withdraw at any time, and nothing will be held against you for it.",
)

WORDINGS: dict[str, Wording] = {
    "eligible": Wording(
        Text("참여 요건 판정 결과(적격)", "Your application is eligible"),
        Text("귀 사업장은 {season}의 참여 요건을 갖춘 것으로 판정되었습니다.",
             "Your workplace meets the conditions of the {season}."),
        (Text("참여 사업장은 요건을 갖춘 사업장 가운데에서 정해진 기준에 따라 선정합니다. 선정 결과는 따로 알려 드립니다.",
              "Places are given among eligible workplaces by the published rules. You will get a second letter with the outcome."),
         Text("지금 따로 하실 일은 없습니다. 연락처가 바뀌면 알려 주십시오.", "There is nothing you need to do now. Tell us if your contact changes.")),
    ),
    "not_eligible": Wording(
        Text("참여 요건 판정 결과(부적격)", "Your application is not eligible"),
        Text("귀 사업장은 {season}의 참여 요건을 갖추지 못한 것으로 판정되었습니다.",
             "Your workplace does not meet the conditions of the {season}."),
        (Text("신청 내용에 잘못된 숫자나 업종이 있었다면 고쳐서 다시 판정받으실 수 있습니다.",
              "If a number or the industry in your application was wrong, correct it and it will be judged again."),),
    ),
    "enrolled": Wording(
        Text("참여 사업장 선정 통지", "Your workplace is enrolled"),
        Text("귀 사업장은 {season}의 참여 사업장으로 선정되었습니다.", "Your workplace has a place in the {season}."),
        (Text("사업주와 근로자대표가 참여 협약에 서명해 주십시오. 협약이 체결되어야 설문을 시작할 수 있습니다.",
              "The employer and the workers' representative sign the participation agreement. No survey opens before it is in force."),
         Text("협약의 게시용 안내문을 근로자가 잘 볼 수 있는 곳에 붙여 주십시오.", "Put the agreement's one-page notice where every worker can read it."),
         Text("담당 수행기관의 컨설턴트가 방문 일정을 정하기 위해 연락드립니다.", "A consultant will call you to agree on dates for the visits."),
         _WITHDRAW),
    ),
    "waiting": Wording(
        Text("대기 순번 통지", "Your workplace is on the waiting list"),
        Text("귀 사업장은 {season}의 참여 요건을 갖추었으며, 현재 대기 {place}번입니다.",
             "Your workplace is eligible for the {season} and stands at place {place} on the waiting list."),
        (Text("자리가 나면 순번과 지역·업종 할당에 따라 선정하고 바로 알려 드립니다.",
              "When a place becomes free it goes to the next in line that the quotas allow, and you will hear at once."),
         _WITHDRAW),
    ),
    "withdrawn": Wording(
        Text("참여 신청 철회 확인", "Your application has been withdrawn"),
        Text("{season} 참여 신청이 철회되었습니다.", "Your application for the {season} has been withdrawn."),
        (Text("다음 사업연도에 다시 신청하실 수 있습니다.", "You are welcome to apply again in a later season."),),
    ),
}  # fmt: skip


def letter(*, application_id: int, language: str, by: Actor) -> Paper:
    """The letter for the application's present state. Raises Refused, Conflict before there is a decision, DoesNotExist."""
    facts = application_for_letter(by=by, application_id=application_id)
    wording = WORDINGS.get(facts.status)
    if wording is None:
        raise Conflict(Text("아직 판정 전이어서 통지서가 없습니다.", "No decision has been made yet, so there is no letter."))
    language = "en" if language == "en" else "ko"
    data = compile_pdf(
        "enrolment/letter.typ", _contents(facts, wording, language), language, data_date=facts.decided_on or today()
    )
    return Paper(data, f"letter-{plain_name(facts.number)}-{language}.pdf")


def plain_name(number: str) -> str:
    """A number as part of a file's name."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", number).strip("-.") or "workplace"


def _contents(facts: LetterFacts, wording: Wording, language: str) -> dict[str, object]:
    def said(text: Text) -> str:
        return text.say(language)

    named = {"season": said(facts.season_name), "place": facts.waiting_place or ""}
    objection = NOTHING if facts.status == "withdrawn" else _OBJECT
    return {
        "title": said(wording.title), "to": facts.employer_name or facts.name, "name": facts.name, "number": facts.number,
        "contact": facts.contact_name, "address": facts.address, "season": said(facts.season_name),
        "decision": said(wording.decision.fill(**named)), "status": said(facts.status_name),
        "reason": said(facts.reason), "workers": f"{facts.workers:,}", "service_workers": f"{facts.service_workers:,}",
        "minimum": f"{facts.minimum_service_workers:,}", "who_counts": said(facts.who_counts),
        "steps": [said(step) for step in wording.steps], "objection": said(objection), "site": settings.JIKIM_BASE_URL,
    }  # fmt: skip
