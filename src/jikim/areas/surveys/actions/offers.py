"""The register: how many were offered the questionnaire, when and how. Knows no names, and proves that everyone was."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from jikim.areas.enrolment import public as enrolment
from jikim.areas.enrolment.public import Invalid, Paper
from jikim.areas.surveys.models import Offer, Round
from jikim.areas.surveys.queries.names import KINDS, WAYS
from jikim.areas.surveys.queries.round_page import register_open, round_page
from jikim.rules.access import Action, Actor
from jikim.rules.words import Text, day_said
from jikim.shared import audit
from jikim.shared.access import Conflict, require
from jikim.shared.clock import now, today
from jikim.shared.documents import compile_pdf

#: more than this at once is a slip of the finger
MOST_AT_ONCE = 20_000
_HOW_MANY = Text("몇 명에게 제안했는지 적어 주십시오.", "Please say how many were offered it.")
_FUTURE = Text("제안한 날이 오늘보다 뒤입니다.", "This day lies in the future.")
_EARLY = Text("회차를 연 날({day})보다 앞선 날입니다.", "The round opened on {day}; this day lies before it.")
_TAKES_BACK_TOO_MUCH = Text("지금까지 적은 {total}명보다 많이 뺄 수 없습니다.", "No more than the {total} written down so far can be taken back.")
_WHY = Text("이유를 적어 주십시오.", "Please say why.")
_WHY_MORE = Text(
    "합계가 {total}명으로 고객응대근로자 {headcount}명보다 많아집니다. 이유를 적어 주십시오.",
    "This makes {total}, more than the {headcount} customer service workers. Please say why.",
)


@dataclass(frozen=True, slots=True)
class Offered:
    """One entry: `count` people on a day in a way; under zero takes back part of an earlier entry."""

    on: dt.date
    way: str
    count: int
    note: str = ""


def record_offer(*, round_id: int, entry: Offered, key: UUID, by: Actor) -> Round:
    """Write down an offer. `key` comes from the page: the same key again writes nothing.

    Raises Invalid by field; Conflict while the round is neither open nor closed.
    """
    with transaction.atomic():
        one = Round.objects.select_for_update(of=("self",)).select_related("workplace").get(pk=round_id)
        require(by, Action.offers_record, one.where())
        if Offer.objects.filter(key=key).exists():
            return one
        if not (verdict := register_open(one)):
            raise Conflict(verdict.reason)
        if errors := _wrong(one, entry):
            raise Invalid(errors)
        Offer.objects.create(
            round=one, on=entry.on, way=entry.way, count=entry.count, note=entry.note.strip(), recorded_by=by.key,
            recorded_at=now(), key=key,
        )  # fmt: skip
        one.offered = _total(one)
        one.save(update_fields=["offered"])
        audit.record(by, "offers.recorded", "round", one.workflow_key(), count=entry.count, way=entry.way, on=entry.on.isoformat())
    return one


def offers_statement(*, round_id: int, language: str, by: Actor) -> Paper:
    """The register as a statement to be signed: how many workers, how many offered, when and how."""
    language = "en" if language == "en" else "ko"
    page = round_page(by=by, round_id=round_id)
    one = Round.objects.select_related("workplace").get(pk=round_id)
    season = enrolment.the_season(one.season_id)
    contents = {
        "title": Text("설문 제안 확인서", "Statement: everyone was offered the survey").say(language),
        "season": Text(season.name_ko, season.name_en).say(language), "name": one.workplace.name, "number": one.workplace.number,
        "round": KINDS[one.kind].say(language), "headcount": one.headcount or 0, "offered": one.offered or 0,
        "everyone": page.everyone, "missing": page.missing, "consultant": page.row.consultant,
        "offers": [[each.on.isoformat(), each.way.say(language), each.count, each.note] for each in page.offers],
    }  # fmt: skip
    made = compile_pdf("surveys/offers.typ", contents, language, data_date=today())
    audit.record(by, "offers.printed", "round", one.workflow_key(), language=language)
    return Paper(made, f"offers-{one.workplace.number}-{language}.pdf")


def _total(one: Round) -> int:
    return max(0, int(one.offers.aggregate(total=Sum("count", default=0))["total"]))


def _wrong(one: Round, entry: Offered) -> dict[str, Text]:
    errors: dict[str, Text] = {}
    before = _total(one)
    total, headcount = before + entry.count, one.headcount or 0
    if entry.count == 0 or abs(entry.count) > MOST_AT_ONCE:
        errors["count"] = _HOW_MANY
    elif total < 0:
        errors["count"] = _TAKES_BACK_TOO_MUCH.fill(total=before)
    if entry.way not in WAYS:
        errors["way"] = Text("제안한 방법을 골라 주십시오.", "Choose how it was offered.")
    if entry.on > today():
        errors["on"] = _FUTURE
    elif one.opened_on and entry.on < one.opened_on:
        errors["on"] = _EARLY.fill(day=day_said(one.opened_on))
    if not entry.note.strip():
        if entry.count < 0:
            errors["note"] = _WHY
        elif total > headcount:
            errors["note"] = _WHY_MORE.fill(total=total, headcount=headcount)
    return errors
