"""The improvement plan and the consultation record on paper, for the company's board: tagged PDF in either language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jikim.areas.consulting.queries.assessments import assessments_of, change_of
from jikim.areas.consulting.queries.pages import RecordLine, record_of
from jikim.areas.consulting.queries.plan import PlanLine, plan_of
from jikim.areas.consulting.queries.words import TIERS
from jikim.areas.dispatch import public as dispatch
from jikim.areas.enrolment import public as enrolment
from jikim.rules.access import Action, Actor
from jikim.rules.consulting import FindingKind
from jikim.rules.words import Text
from jikim.rules.workflow import LIFECYCLES
from jikim.shared import audit
from jikim.shared.access import Conflict, require
from jikim.shared.clock import today
from jikim.shared.documents import compile_pdf
from jikim.shared.sheets import Column

_NEWER = Text("계획은 이 조치의 {n}판으로 만들었습니다. 자료실에는 {m}판이 있습니다.", "The plan was made from version {n} of this measure; the library has version {m}.")
_NOTHING = Text("아직 계획에 담긴 조치가 없습니다.", "There is no measure in the plan yet.")
_NO_RECORD = Text("아직 기록된 자문이 없습니다.", "No advice has been recorded yet.")
_PLAN = Text("고객응대근로자 보호 개선계획", "Improvement plan: protection of customer service workers")
_RECORD = Text("자문 기록", "Consultation record")
_NOBODY = Text("개인의 설문 응답이나 결과는 담겨 있지 않습니다.", "Nobody's answers or results are in it.")


@dataclass(frozen=True, slots=True)
class Paper:
    data: bytes
    file_name: str


def plan_paper(*, workplace_id: int, language: str, by: Actor) -> Paper:
    """Everything proposed and not taken back, duties first, with who, by when and what shows it; and the checks before and after."""
    require(by, Action.advice_see, dispatch.workplace_where(workplace_id))
    plan = [one for one in plan_of(workplace_id) if one.status != "dropped"]
    if not plan:
        raise Conflict(_NOTHING)
    place, say = enrolment.workplace_of(workplace_id), _say(language)
    change = change_of(workplace_id)
    contents = _head(place, _PLAN, language) | {
        "items": [_item(one, place.workers, language) for one in plan],
        "change": [{"title": say(one.title), "before": one.before, "after": one.after, "change": one.change} for one in change],
        "checks": [{"number": one.number, "on": one.on.isoformat(), "share": one.share, "unmet": one.unmet_duties} for one in assessments_of(workplace_id)],
    }  # fmt: skip
    return _made("plan", place.number, contents, language, workplace_id, by)


def record_paper(*, workplace_id: int, language: str, by: Actor) -> Paper:
    """Every piece of advice, what became of it, why, and by whom."""
    require(by, Action.advice_see, dispatch.workplace_where(workplace_id))
    lines = record_of(workplace_id)
    if not lines:
        raise Conflict(_NO_RECORD)
    place = enrolment.workplace_of(workplace_id)
    contents = _head(place, _RECORD, language) | {"lines": [_line(one, language) for one in lines]}
    return _made("record", place.number, contents, language, workplace_id, by)


_RECORD_COLUMNS = (
    (Text("날짜", "Day"), 12), (Text("방문", "Visit"), 8), (Text("한 자문", "Advice given"), 50), (Text("근거", "Basis"), 30),
    (Text("어떻게 되었는지", "What became of it"), 18), (Text("이유", "Reason"), 40), (Text("들은 사람", "Told to"), 18), (Text("적은 사람", "By whom"), 18),
)  # fmt: skip


def record_columns(language: str) -> list[Column]:
    return [Column(name.say(language), width) for name, width in _RECORD_COLUMNS]


def record_rows(*, workplace_id: int, language: str, by: Actor) -> list[list[Any]]:
    """The consultation record as rows, none where nothing was advised yet. Raises Application.DoesNotExist for no such workplace."""
    require(by, Action.advice_see, dispatch.workplace_where(workplace_id))
    lines, say = record_of(workplace_id), _say(language)
    audit.record(by, "export", "workplace", workplace_id, form="record", rows=len(lines))
    return [
        [one.on, one.number, say(one.advice), say(one.cite), say(one.outcome), say(one.reason), one.told_to, one.by] for one in lines
    ]  # fmt: skip


def _made(what: str, number: str, contents: dict[str, Any], language: str, workplace_id: int, by: Actor) -> Paper:
    audit.record(by, "plan.printed" if what == "plan" else "advice.printed", "workplace", workplace_id, language=language)
    safe = "".join(letter for letter in number if letter.isalnum() or letter in "-_") or "workplace"
    return Paper(compile_pdf(f"consulting/{what}.typ", contents, language, data_date=today()), f"{what}-{safe}-{language}.pdf")


def _head(place: enrolment.WorkplaceLine, title: Text, language: str) -> dict[str, Any]:
    say = _say(language)
    return {
        "title": say(title), "number": place.number, "name": place.name, "region": say(place.region_name), "sector": say(place.sector_name),
        "workers": place.workers, "service_workers": place.service_workers, "note": say(_NOBODY),
    }  # fmt: skip


def _item(one: PlanLine, workers: int, language: str) -> dict[str, Any]:
    say = _say(language)
    return {
        "title": say(one.title), "what": say(one.what), "steps": [say(step) for step in one.steps], "owner": one.owner,
        "due": one.due_on.isoformat() if one.due_on else "", "evidence": one.evidence_wanted, "progress": one.progress, "tier": one.tier,
        "binding": say(TIERS[str(one.tier)]), "cite": say(one.cite), "status": say(LIFECYCLES["plan_item"].state(one.status).name),
        "why": [f"{say(FindingKind(why.kind).label)}: {say(why.text)}" for why in one.why[:4]], "newer": say(_NEWER).format(n=one.measure_version, m=one.newer.version) if one.newer else "",
    }  # fmt: skip


def _line(one: RecordLine, language: str) -> dict[str, Any]:
    say = _say(language)
    return {
        "on": one.on.isoformat(), "number": one.number, "advice": say(one.advice), "cite": say(one.cite), "outcome": say(one.outcome),
        "reason": say(one.reason), "told_to": one.told_to, "by": one.by,
    }  # fmt: skip


def _say(language: str) -> Any:
    return lambda text: text.say(language)
