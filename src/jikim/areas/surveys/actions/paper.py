"""Paper questionnaires: numbered forms as PDF, with the sheet a worker scores and keeps. The forms know no code and no name."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from jikim.areas.enrolment import public as enrolment
from jikim.areas.surveys.models import PaperForm, Round
from jikim.areas.surveys.queries.answering import Layout, layout_of
from jikim.rules.access import Action, Actor
from jikim.rules.helplines import Purpose, lines_for
from jikim.rules.packs.pack import WORKING_NOTICE
from jikim.rules.paper import SelfScore, new_form_number, self_scores
from jikim.rules.questionnaire import is_health
from jikim.rules.scoring.instrument import Instrument, Item
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Conflict, require
from jikim.shared.clock import now, today
from jikim.shared.documents import compile_pdf
from jikim.shared.packs import find_pack

MOST_AT_ONCE = 100
_ABOUT: dict[str, Text] = {
    "sex": Text("성별", "Sex"), "unit": Text("부서", "Unit"), "age": Text("나이", "Age"),
    "tenure": Text("근속", "Years here"), "job": Text("하는 일", "Work"),
}  # fmt: skip
_PROMISES = (
    Text("답하지 않고 싶은 문항은 비워 두셔도 됩니다. 그만두셔도 불이익이 없습니다.",
         "Leave blank whatever you do not want to answer. Stopping has no disadvantage."),
    Text("이름과 코드를 적지 마십시오. 설문지 번호는 입력이 끝나면 답과 떨어지고, 종이는 파기합니다.",
         "Write no name and no code. The form's number is parted from your answers once they are keyed, and the paper is destroyed."),
    Text("회사와 수행기관은 이 설문지를 보지 못합니다. 봉투에 넣어 직접 봉하십시오.",
         "Neither your employer nor the visiting agency sees this form. Put it into the envelope and seal it yourself."),
    Text("입력을 마친 종이의 답은 나중에 찾아 지울 수 없습니다. 지우거나 다시 보고 싶으면 카드로 답해 주십시오.",
         "Answers keyed from paper cannot be found again to delete them. To delete or see yours later, answer with a card."),
)  # fmt: skip
_CONSENT = Text("건강에 관한 질문에 답하는 것에", "Answering the questions about my health:")
_CONSENT_TEXT = Text(
    "기분과 지친 정도를 묻는 문항은 건강 정보입니다. 동의하지 않아도 나머지 문항에 답할 수 있고 아무 불이익이 없습니다.",
    "The questions about mood and exhaustion are health data. Without your consent you can still answer the rest; nothing follows from refusing.",
)
_RETURN = Text("다 쓰셨으면", "When you have finished")
_RETURN_TEXT = Text(
    "마지막 장(나의 결과 셈하기)을 떼어 가지고, 나머지는 함께 받은 봉투에 넣어 봉한 뒤 회수함에 넣어 주십시오. 봉투는 입력 담당만 엽니다.",
    "Tear off the last sheet (your own result) and keep it. Put the rest into the envelope you got, seal it and drop it into the box. Only the keying seat opens it.",
)
_SCORING_NOTE = Text(
    "빈칸이 있으면 그 영역은 셈하지 마십시오. 이 점수는 진단이 아닙니다. ‘살펴보십시오’에 닿는 영역이 있으면 상담자나 아래 기관과 이야기해 보기를 권합니다.",
    "Do not add up an area with a blank. These points are no diagnosis. If an area reaches its mark, consider a talk with the counsellor or one of the lines below.",
)
#: a sheet cannot know what will be written on it: who answers day and night stands before the first number, for everybody
_FIRST = Text(
    "지금 많이 힘드시거나, 맞거나 성적인 피해를 겪으셨다면 셈하기 전에 먼저 전화하십시오. 이름을 밝히지 않아도 됩니다.",
    "If it is very hard right now, or you were hit or sexually assaulted, call before you add anything up. You need not give your name.",
)
_NOT_OPEN = Text("응답을 받고 있는 회차에서만 종이 설문지를 인쇄할 수 있습니다.", "Paper forms can be printed for an open round only.")
_HOW_MANY = Text(
    f"한 번에 1부에서 {MOST_AT_ONCE}부까지 인쇄할 수 있습니다.", f"Between 1 and {MOST_AT_ONCE} forms can be printed at once."
)


def issue_paper(*, round_id: int, count: int, language: str, by: Actor) -> bytes:
    """Number `count` new forms and return them as one PDF, each with a self-scoring sheet behind it.

    Raises Conflict unless the round is open.
    """
    if not 1 <= count <= MOST_AT_ONCE:
        raise Conflict(_HOW_MANY)
    with transaction.atomic():
        one = Round.objects.select_for_update(of=("self",)).select_related("workplace", "season").get(pk=round_id)
        require(by, Action.paper_issue, one.where())
        if one.status != "open":
            raise Conflict(_NOT_OPEN)
        numbers = [new_form_number(secrets.randbits) for _ in range(count)]
        PaperForm.objects.bulk_create([
            PaperForm(round=one, number=number, status="issued", status_since=now()) for number in sorted(numbers)
        ])  # fmt: skip
        audit.record(by, "paper.issued", "round", one.workflow_key(), count=count)
    return compile_pdf("surveys/paper.typ", paper_contents(one, numbers, language), language, data_date=one.opened_on or one.begins_on or today())


def paper_contents(one: Round, numbers: Sequence[str], language: str) -> dict[str, Any]:
    """What the template prints. Codes are not part of it: paper is not linked between rounds."""
    layout = layout_of(one)
    said = "en" if language == "en" else "ko"
    working = any(pack.trial for pack in layout.packs)
    return {
        "title": Text("고객응대근로자 건강보호 설문", "Survey on the health of customer service workers").say(said),
        "season": enrolment.the_season(one.season_id).name_en if said == "en" else enrolment.the_season(one.season_id).name_ko,
        "numbers": list(numbers), "footer": WORKING_NOTICE.say(said) if working else "",
        "promises": [text.say(said) for text in _PROMISES],
        "consent-title": _CONSENT.say(said), "consent-text": _CONSENT_TEXT.say(said),
        "about": _about(layout, said), "blocks": _blocks(layout, said),
        "return-title": _RETURN.say(said), "return-text": _RETURN_TEXT.say(said),
        "scoring": _scoring(layout, said), "scoring-note": _SCORING_NOTE.say(said), "help": _help(said), "first": _FIRST.say(said), "first-lines": _first(said),
    }  # fmt: skip


def about_fields(layout: Layout) -> list[tuple[str, Text, list[tuple[str, Text]]]]:
    """What is asked about the person: dimension, title, [(key, label)]."""
    return [(name, _ABOUT[name], [(one.key, one.label) for one in found]) for name, found in layout.about]


def _about(layout: Layout, said: str) -> list[dict[str, Any]]:
    return [
        {"title": title.say(said), "options": [{"number": i, "label": label.say(said)} for i, (_, label) in enumerate(options, 1)]}
        for _, title, options in about_fields(layout)
    ]


def _blocks(layout: Layout, said: str) -> list[dict[str, Any]]:
    out = []
    for block in layout.form.blocks:
        start, groups = 1, []
        for items in same_scale(block):
            groups.append({
                "start": start, "items": [item.text.say(said) for item in items],
                "choices": [{"value": c.value, "label": c.label.say(said)} for c in items[0].scale.choices],
            })  # fmt: skip
            start += len(items)
        out.append({
            "title": _bare(block.title, said), "preamble": block.preamble.say(said),
            "health": is_health(layout.form.blocks, block.id), "groups": groups,
        })  # fmt: skip
    return out


def _bare(title: Text, said: str) -> str:
    return title.say(said).split("(")[0].strip()


def same_scale(instrument: Instrument) -> list[list[Item]]:
    """Items in order, those on one scale together: one table each."""
    groups: list[list[Item]] = []
    for item in instrument.items:
        if groups and groups[-1][0].scale.key == item.scale.key:
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups


def _scoring(layout: Layout, said: str) -> list[dict[str, Any]]:
    return [
        {
            "title": _bare(block.title, said),
            "lines": [{
                "title": line.title.say(said), "items": _numbers(line.items), "turned": line.turned_from, "from": _from(line, said),
            } for line in lines],
        }
        for block in layout.form.blocks if (lines := self_scores(block))
    ]  # fmt: skip


def _numbers(items: tuple[int, ...]) -> str:
    whole = items == tuple(range(items[0], items[0] + len(items)))
    return f"{items[0]}–{items[-1]}" if whole and len(items) > 2 else ", ".join(map(str, items))


def _from(line: SelfScore, said: str) -> str:
    if line.bands:
        return " · ".join(f"{start}{'점' if said == 'ko' else ''} {label.say(said)}" for start, label in line.bands if start)
    if line.men == line.women:
        return Text(f"{line.men}점", f"{line.men}").say(said)
    return Text(f"남 {line.men}점 · 여 {line.women}점", f"men {line.men} · women {line.women}").say(said)


def _first(said: str) -> list[dict[str, str]]:
    """One or two lines of each kind that answer at any hour."""
    lines = [line for line in find_pack("helplines-kr").help_lines.on(today()) if line.round_the_clock]
    few = [(Purpose.CRISIS, 2), (Purpose.VIOLENCE, 2), (Purpose.EMERGENCY, 1)]
    picked = {line.number: line for purpose, many in few for line in lines_for(lines, [purpose])[:many]}
    return [{"number": line.number, "name": line.name.say(said)} for line in picked.values()]


def _help(said: str) -> list[dict[str, str]]:
    """The lines to call on the day of printing: whoever answers on paper gets no page that shows them."""
    lines = lines_for(find_pack("helplines-kr").help_lines.on(today()), tuple(Purpose)[:4])
    return [{"number": line.number, "name": line.name.say(said), "hours": line.hours.say(said)} for line in lines]
