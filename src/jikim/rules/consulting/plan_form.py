"""The improvement plan as a form to fill at a visit: what is agreed, what is seen, which measures are added; and what the answers mean.

The form is a visit form, so that one app, one check and one merge serve all three records of a visit (rules.visiting). Each answer
carries the mark of the measure it was made from (`MADE_FROM`): a measure changed since then is never overwritten unasked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jikim.rules.visiting import Condition, Field, Option, Problem, Section, VisitForm, is_empty
from jikim.rules.words import NOTHING, Text, day_said

#: hidden in the values: measure's key in the form → the mark it had when the form was made
MADE_FROM = "made-from"
#: so many recommended measures are offered beside the plan
MOST_OFFERED = 10
LONGEST_OWNER = 120
MET, NOTE = "met", "talk-note"
_VISITS = (1, 2, 3)
_TO_AGREE = ("proposed", "refused")
_GOING = ("agreed", "doing", "done")
PARTS = ("agree", "check", "owner", "due", "evidence", "seen", "why", "note", "over")

#: decision at the visit → state of the measure → the states it is moved through; a state that is absent cannot take the decision
STEPS: dict[str, dict[str, tuple[str, ...]]] = {
    "agreed": {"proposed": ("agreed",), "refused": ("agreed",), "agreed": (), "doing": (), "done": ()},
    "not_now": {"proposed": ("refused",), "refused": ()},
    "verified": {"agreed": ("done", "verified"), "doing": ("done", "verified"), "done": ("verified",), "verified": ()},
    "not_yet": {"agreed": (), "doing": (), "done": ("doing",)},
    "dropped": {"proposed": ("dropped",), "agreed": ("dropped",), "doing": ("dropped",), "done": ("doing", "dropped"), "dropped": ()},
    "proposed": {"proposed": (), "agreed": (), "doing": (), "done": (), "verified": (), "refused": ()},
}

_BELONGS = {
    "owner": ("agreed",), "due": ("agreed", "not_yet"), "evidence": ("agreed",), "seen": ("verified", "not_yet"), "why": ("not_now", "dropped"),
}  # fmt: skip
_TITLE = Text("개선계획 협의", "Talk about the plan")
_TALK = Text("협의", "The talk")
_MET = Text("협의한 사람(직위)", "Whom you talked with (position)")
_TALK_NOTE = Text("협의 메모", "Notes on the talk")
_READ = Text("사업장도 읽을 수 있습니다. 근로자의 이름이나 건강 이야기는 적지 마십시오.", "The workplace can read this. Write no worker's name or health matter.")
_OFFERS = Text("더 할 조치 고르기", "Further measures")
_AGREE = Text("사업장과 정한 것", "Decided with the workplace")
_CHECK = Text("현장에서 확인한 것", "Seen at the workplace")
_OPTIONS = {
    "agreed": Text("하기로 함", "They will do it"), "not_now": Text("지금은 하지 않음", "Not now"),
    "verified": Text("했고 현장에서 확인함", "Done, and verified here"), "not_yet": Text("아직 덜 됨", "Not yet"),
    "dropped": Text("그만두기로 함", "Given up"), "proposed": Text("제안만 함", "Proposed only"),
}  # fmt: skip
_OWNER = Text("맡을 사람", "Person in charge")
_DUE = Text("언제까지", "Due")
_EVIDENCE = Text("무엇이 있으면 한 것으로 보는가", "What will show that it is done")
_SEEN = Text("본 것", "What was seen")
_WHY = Text("이유", "Reason")
_NOTE = Text("메모", "Note")
_NOW = Text("지금 계획: {stands}", "In the plan: {stands}")
_EMPTY_STAYS = Text("비워 두면 그대로: {value}", "Left empty it stays: {value}")
_OVER = Text("그동안 계획이 바뀌었습니다", "The plan has changed meanwhile")
_OVER_HELP = Text("지금 계획: {stands}. 방문에서 정한 것: {said}.", "In the plan now: {stands}. Decided at the visit: {said}.")
_TAKE_PLAN = Text("지금 계획을 그대로 둠(방문에서 정한 것은 이 기록에만 남음)", "Leave the plan as it is now (what the visit decided stays in this record only)")
_TAKE_VISIT = Text("방문에서 정한 것으로 바꿈", "Put what the visit decided in its place")
_STALE = Text("방문한 뒤에 계획이 바뀌었습니다. 두 내용을 보고 하나를 고르십시오.", "The plan was changed since. Look at both and choose one.")
_OWNER_NEEDED = Text("맡을 사람을 적어 주십시오.", "Please say who is in charge.")
_PAST = Text("지난 날짜입니다. 앞으로의 날짜를 적어 주십시오.", "This day has passed. Please give a day to come.")
_LONG = Text("120자까지 적을 수 있습니다.", "Up to 120 characters.")
_UNKNOWN = Text("이 사업장의 계획에도 자료실에도 없는 조치입니다.", "Neither the plan nor the library has this measure.")


@dataclass(frozen=True, slots=True)
class Planned:
    """One measure of the plan as it stands now. `key` is its name in the form, `stands` state, person and day in words."""

    key: str
    title: Text
    status: str
    mark: str
    stands: Text
    owner: str = ""
    due_on: dt.date | None = None
    evidence: str = ""
    progress: str = ""
    why: Text = NOTHING


@dataclass(frozen=True, slots=True)
class Offered:
    """One recommended measure that is not in the plan, with its reason. `due_on`: the day its usual time needs."""

    key: str
    title: Text
    why: Text
    due_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was decided about one measure at the visit."""

    key: str
    decision: str
    made_from: str
    owner: str
    due_on: dt.date | None
    evidence: str
    seen: str
    why: str
    note: str
    over: str

    @property
    def kept_by_plan(self) -> bool:
        """Somebody chose that the plan stays as it is."""
        return self.over == "plan"

    def says(self) -> Text:
        """The decision in words, with person, day and reason."""
        due = day_said(self.due_on) if self.due_on else NOTHING
        parts = (_OPTIONS[self.decision], Text(self.owner), due, Text(self.seen), Text(self.why))
        return Text(*(" · ".join(said for part in parts if (said := part.say(tongue))) for tongue in ("ko", "en")))


def mark_of(version: int, status: str) -> str:
    """A measure's mark: another one means that somebody changed it."""
    return f"{version}-{status}"


def item_key(item_id: int) -> str:
    """A measure of the plan, in the form."""
    return f"item-{item_id}"


def offer_key(measure: str) -> str:
    """A recommended measure, in the form."""
    return f"add-{measure}"


def part_key(key: str, part: str) -> str:
    """One question about a measure."""
    return f"{key}--{part}"


def named_in(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Keys of the measures about which something is written, in order."""
    found = (key.rpartition("--") for key, value in values.items() if not is_empty(value))
    return tuple(dict.fromkeys(key for key, _, part in found if key and part in PARTS))


def plan_form(planned: Sequence[Planned], offered: Sequence[Offered], values: Mapping[str, Any], *, finished: bool = False) -> VisitForm:
    """The talk, one section for every measure of the plan, and one for the measures to add. A finished one asks nobody to choose any more."""
    talk = (Field(MET, "text", _MET, needed=True), Field(NOTE, "longtext", _TALK_NOTE, _READ))
    sections = [Section("talk", _TALK, _VISITS, talk)]
    sections += [Section(one.key, one.title, _VISITS, tuple(_of_item(one, values, finished))) for one in planned]
    if offered:
        sections.append(Section("offers", _OFFERS, _VISITS, tuple(field for one in offered for field in _of_offer(one))))
    return VisitForm("improvement-plan", "1", _TITLE, tuple(sections), headcount="", starts="", ends="", held_on="")


def _of_item(one: Planned, values: Mapping[str, Any], finished: bool) -> Iterator[Field]:
    agree, check = part_key(one.key, "agree"), part_key(one.key, "check")
    now = _NOW.fill(stands=one.stands)
    asks_agree = one.status in _TO_AGREE or not is_empty(values.get(agree)) or one.key.startswith("add-")
    asks_check = one.status in _GOING or not is_empty(values.get(check))
    if not is_empty(values.get(part_key(one.key, "over"))) or (not finished and is_stale(one, values)):
        yield _over(one, values)
    if asks_agree:
        yield Field(agree, "choice", _AGREE, now, options=_options("agreed", "not_now" if not one.key.startswith("add-") else "proposed"))
        yield from _agreeing(one, agree)
    if asks_check:
        yield Field(check, "choice", _CHECK, now, options=_options("verified", "not_yet", "dropped"))
        yield Field(part_key(one.key, "seen"), "longtext", _SEEN, needed=True, asked_if=Condition(check, ("verified", "not_yet")))
        if not asks_agree:
            yield Field(part_key(one.key, "due"), "date", _DUE, _stays(one.due_on), asked_if=Condition(check, ("not_yet",)))
    deciding, reasons = (check, ("dropped",)) if asks_check else (agree, ("not_now",))
    yield Field(part_key(one.key, "why"), "longtext", _WHY, needed=True, asked_if=Condition(deciding, reasons))
    yield Field(part_key(one.key, "note"), "longtext", _NOTE)


def _agreeing(one: Planned, agree: str) -> Iterator[Field]:
    agreed = Condition(agree, ("agreed",))
    yield Field(part_key(one.key, "owner"), "text", _OWNER, _stays(one.owner), needed=not one.owner, asked_if=agreed)
    yield Field(part_key(one.key, "due"), "date", _DUE, _stays(one.due_on), needed=one.due_on is None, asked_if=agreed)
    yield Field(part_key(one.key, "evidence"), "longtext", _EVIDENCE, _stays(one.evidence), asked_if=agreed)


def _of_offer(one: Offered) -> Iterator[Field]:
    agree = part_key(one.key, "agree")
    agreed = Condition(agree, ("agreed",))
    yield Field(agree, "choice", one.title, one.why, options=_options("agreed", "proposed"))
    yield Field(part_key(one.key, "owner"), "text", _OWNER, needed=True, asked_if=agreed)
    yield Field(part_key(one.key, "due"), "date", _DUE, _stays(one.due_on), asked_if=agreed)
    yield Field(part_key(one.key, "evidence"), "longtext", _EVIDENCE, asked_if=agreed)


def _over(one: Planned, values: Mapping[str, Any]) -> Field:
    """Both versions and a choice; the visit's only where the measure can still take it, and only over what is seen here."""
    answer = answer_about(one.key, values)
    options = [Option("plan", _TAKE_PLAN)]
    if answer and one.status in STEPS[answer.decision]:
        options.append(Option(over_value(one), _TAKE_VISIT))
    if answer and answer.over and not is_stale(one, values) and answer.over not in [option.value for option in options]:
        options.append(Option(answer.over, _TAKE_VISIT))  # chosen, and done since
    said = answer.says() if answer else NOTHING
    return Field(part_key(one.key, "over"), "choice", _OVER, _OVER_HELP.fill(stands=one.stands, said=said), needed=True, options=tuple(options))


def over_value(one: Planned) -> str:
    """The choice that puts the visit's decision over the plan as it stands with this mark, and over no later one."""
    return f"visit-{one.mark}"


def answers_of(values: Mapping[str, Any]) -> tuple[Answer, ...]:
    """What was decided, measure by measure; measures about which nothing was decided are left out."""
    return tuple(answer for key in named_in(values) if (answer := answer_about(key, values)))


def answer_about(key: str, values: Mapping[str, Any]) -> Answer | None:
    """What was decided about one measure. A check says more than an agreement where a form holds both."""
    def said(part: str) -> str:
        value = values.get(part_key(key, part))
        return value.strip() if isinstance(value, str) else ""

    decision = said("check") or said("agree")
    if decision not in STEPS:
        return None
    marks = values.get(MADE_FROM)
    made_from = marks.get(key) if isinstance(marks, Mapping) else None
    def asked(part: str) -> str:
        """What belongs to this decision; the rest was written before somebody changed it."""
        return said(part) if decision in _BELONGS[part] else ""

    return Answer(
        key, decision, made_from if isinstance(made_from, str) else "", asked("owner"), _date(asked("due")), asked("evidence"), asked("seen"),
        asked("why"), said("note"), said("over"),
    )  # fmt: skip


def is_true_already(one: Planned, answer: Answer) -> bool:
    """The plan says what the answer says, so that nothing has to be done and nobody asked."""
    if answer.decision == "agreed":
        return one.status in (*_GOING, "verified") and _fits(one, answer)
    if answer.decision == "not_yet":
        return one.status in ("agreed", "doing") and one.progress == answer.seen and answer.due_on in (None, one.due_on)
    return one.status == {"not_now": "refused", "proposed": one.status}.get(answer.decision, answer.decision)


def _fits(one: Planned, answer: Answer) -> bool:
    return answer.owner in ("", one.owner) and answer.due_on in (None, one.due_on) and answer.evidence in ("", one.evidence)


def is_stale(one: Planned, values: Mapping[str, Any]) -> bool:
    """The measure was changed after the form was made, and says something else than the visit decided."""
    answer = answer_about(one.key, values)
    if answer is None or is_true_already(one, answer):
        return False
    return answer.made_from != one.mark or one.status not in STEPS[answer.decision]


def problems_of(planned: Mapping[str, Planned], offered: Mapping[str, Offered], values: Mapping[str, Any], *, day: dt.date) -> tuple[Problem, ...]:
    """Why answers cannot be put into the plan on that day: chosen over by nobody yet, nobody in charge, a day that has passed, an unknown measure."""
    found: list[Problem] = []
    for answer in answers_of(values):
        one = planned.get(answer.key)
        if one is None and answer.key not in offered:
            found.append(Problem(part_key(answer.key, "agree"), _UNKNOWN))
        elif one is not None and is_stale(one, values) and answer.over not in ("plan", over_value(one)):
            found.append(Problem(part_key(answer.key, "over"), _STALE))
        elif not answer.kept_by_plan and not (one is not None and is_true_already(one, answer)):
            found += _lacking(one, answer, day)
    return tuple(found)


def _lacking(one: Planned | None, answer: Answer, day: dt.date) -> Iterator[Problem]:
    if answer.decision not in ("agreed", "not_yet"):
        return
    if answer.decision == "agreed" and not (answer.owner or (one and one.owner)):
        yield Problem(part_key(answer.key, "owner"), _OWNER_NEEDED)
    if len(answer.owner) > LONGEST_OWNER:
        yield Problem(part_key(answer.key, "owner"), _LONG)
    begins = one is None or one.status in _TO_AGREE
    due_on = answer.due_on or (one.due_on if one and answer.decision == "agreed" and begins else None)
    if due_on is not None and due_on < day and (one is None or begins or due_on != one.due_on):
        yield Problem(part_key(answer.key, "due"), _PAST)


def marks_kept(held: Mapping[str, Any], sent: Mapping[str, Any], now: Mapping[str, str]) -> dict[str, str]:
    """Marks of a record after an edit: of two that differ the one that is not the measure's present mark, so that a change is never missed."""
    mine, theirs = _marks(sent), _marks(held)
    answered = set(named_in(held))
    found = {}
    for key in [*theirs, *(key for key in mine if key not in theirs)]:
        both = [marks[key] for marks in (theirs if key in answered or key not in mine else {}, mine) if key in marks]
        found[key] = next((mark for mark in both if mark != now.get(key)), both[0])
    return found


def _marks(values: Mapping[str, Any]) -> dict[str, str]:
    marks = values.get(MADE_FROM)
    return {key: mark for key, mark in marks.items() if isinstance(mark, str)} if isinstance(marks, Mapping) else {}


def _options(*keys: str) -> tuple[Option, ...]:
    return tuple(Option(key, _OPTIONS[key]) for key in keys)


def _stays(value: str | dt.date | None) -> Text:
    return _EMPTY_STAYS.fill(value=day_said(value) if isinstance(value, dt.date) else value) if value else NOTHING


def _date(said: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(said) if len(said) == 10 else None
    except ValueError:
        return None
