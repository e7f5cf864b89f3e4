"""The record of a visit on paper, in the reader's part: all of it for the programme, the shared part for the workplace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from jikim.areas.dispatch import public as dispatch
from jikim.areas.visits.queries.record import Record, picture, record
from jikim.rules.access import Actor
from jikim.rules.visiting import Answer
from jikim.rules.words import Text
from jikim.rules.workflow import LIFECYCLES
from jikim.shared import audit
from jikim.shared.access import Conflict
from jikim.shared.documents import compile_pdf
from jikim.shared.files.store import read

_NOT_YET = Text("아직 마치지 않은 기록은 인쇄할 수 없습니다.", "A record that is not closed cannot be printed.")
_NOTE = Text("개인의 설문 응답이나 결과는 이 기록에 들어 있지 않습니다.", "This record holds nobody's answers or results.")
_OWN = Text("사업장용: 함께 확인한 내용만 담았습니다.", "For the workplace: what was agreed with it.")


@dataclass(frozen=True, slots=True)
class Paper:
    data: bytes
    file_name: str


def visit_paper(*, visit_uuid: UUID, language: str, by: Actor) -> Paper:
    """A tagged PDF of the closed record."""
    shown = record(visit_uuid=visit_uuid, by=by)
    if shown.status in ("open", "not_held"):
        raise Conflict(_NOT_YET)
    language = "en" if language == "en" else "ko"
    contents = _contents(shown, language, by)
    audit.record(by, "visit.printed", "visit", visit_uuid, language=language, whole=shown.is_whole)
    safe = "".join(letter for letter in shown.workplace_number if letter.isalnum() or letter in "-_") or "visit"
    made = compile_pdf("visits/record.typ", contents, language, data_date=shown.on)
    return Paper(made, f"visit-{safe}-{shown.number}-{language}.pdf")


def _contents(shown: Record, language: str, by: Actor) -> dict[str, Any]:
    picture_of = list(read(picture(visit_uuid=shown.uuid, picture_uuid=UUID(shown.signature), by=by).file)) if shown.signature else []
    return {
        "title": Text(f"{shown.number}차 방문 기록", f"Record of visit {shown.number}").say(language),
        "visit": dispatch.visit_name(shown.number).say(language), "number": shown.workplace_number, "name": shown.workplace_name,
        "region": shown.region_name.say(language), "agency": shown.agency, "consultant": shown.consultant,
        "minutes": shown.minutes or 0, "status": LIFECYCLES["visit"].state(shown.status).name.say(language),
        "form": shown.form, "note": (_NOTE if shown.is_whole else _OWN).say(language), "signature": picture_of,
        "parts": [{"title": part.title.say(language), "answers": [_answer(one, language) for one in part.answers]} for part in shown.parts],
    }  # fmt: skip


def _answer(one: Answer, language: str) -> dict[str, Any]:
    return {
        "field": one.field, "label": one.label.say(language), "kind": one.kind, "text": one.text.say(language),
        "head": [cell.say(language) for cell in one.head], "rows": [[cell.say(language) for cell in row] for row in one.rows],
        "photos": [caption for _, caption in one.photos],
    }  # fmt: skip
