"""Rounds by code before their first answer: who is offered what, when, and what may be asked about the person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction

from jikim.areas.enrolment import public as enrolment
from jikim.areas.enrolment.public import Invalid
from jikim.areas.surveys.models import Round
from jikim.areas.surveys.queries.opening import usable
from jikim.rules.access import Action, Actor, may
from jikim.rules.asking import (
    DIMENSION_NAMES,
    Category,
    still_asked,
    target_cards,
    what_may_be_asked,
)
from jikim.rules.packs import Pack
from jikim.rules.words import Text, day_said
from jikim.shared import audit
from jikim.shared.access import Conflict, require
from jikim.shared.audit.models import AuditRow
from jikim.shared.audit.record import row as audit_row
from jikim.shared.clock import now
from jikim.shared.turns import turn

_AT_ONCE = 200
#: asked unless left out; the first is the instrument of the statistics
DEFAULT_PACKS = ("kels-24", "customer-abuse", "mood-8", "exhaustion-6")
REMINDER = Text(
    "건강 설문에 아직 답하지 않으셨다면 받으신 카드로 지금 답하실 수 있습니다. 5분이면 됩니다. "
    "참여는 자유이고, 누가 답했는지는 어디에도 적지 않습니다. 카드를 잃어버리셨으면 방문하는 컨설턴트에게 말씀해 주십시오.",
    "If you have not answered the health survey yet, your card still works. It takes five minutes. "
    "Taking part is free, and who has answered is written down nowhere. If you lost your card, ask the visiting consultant.",
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is decided for a round before its cards are printed."""

    begins_on: dt.date
    ends_on: dt.date
    headcount: int
    categories: Mapping[str, Sequence[Category]] = field(default_factory=dict)
    women: int | None = None
    men: int | None = None
    consultant_key: str = ""
    packs: tuple[str, ...] = DEFAULT_PACKS
    reminder: Text = REMINDER


def prepare_round(*, workplace_id: int, plan: Plan, by: Actor, kind: str = Round.Kind.FIRST) -> Round:
    """Prepare the first or the follow-up round of an enrolled workplace.

    A follow-up keeps the first round's questions, categories and packs, so that the two can be compared.
    Raises Invalid by field, Conflict when there is such a round already, the workplace is not enrolled, or a pack
    may not be used.
    """
    with turn("rounds", enrolment.workplace_of(workplace_id).season_id):
        place = enrolment.workplace_of(workplace_id)
        require(by, Action.round_manage, place.where)
        if place.status != "enrolled":
            raise Conflict(Text("선정된 사업장만 회차를 준비할 수 있습니다.", "Rounds are prepared for enrolled workplaces only."))
        if Round.objects.filter(workplace_id=workplace_id, kind=kind).exists():
            raise Conflict(Text("이 사업장의 같은 회차가 이미 있습니다.", "This workplace already has that round."))
        one = _new(place.season_id, workplace_id, kind)
        _fill(one, plan)
        one.save()
        audit.record(by, "round.prepared", "round", one.workflow_key(), headcount=one.headcount, kind=kind)
    return one


def change_round(*, round_id: int, plan: Plan, by: Actor) -> Round:
    """Put other decisions in place of a prepared round's."""
    with transaction.atomic():
        one = _locked(round_id, by)
        if one.status != "prepared":
            raise Conflict(Text("준비 중인 회차만 고칠 수 있습니다.", "Only a round in preparation can be changed."))
        _fill(one, plan)
        one.save()
        audit.record(by, "round.changed", "round", one.workflow_key(), headcount=one.headcount)
    return one


def assign_consultant(*, round_id: int, consultant_key: str, by: Actor) -> Round:
    """Give the visit to another consultant, who alone reaches the round from now on. The cards go with it."""
    with transaction.atomic():
        one = _locked(round_id, by)
        one.consultant_key = consultant_key
        one.save(update_fields=["consultant_key"])
        one.workplace.card_sheets.update(consultant_key=consultant_key)
        audit.record(by, "round.consultant", "round", one.workflow_key(), consultant=consultant_key)
    return one


def prepare_all(*, season_id: int, begins_on: dt.date, ends_on: dt.date, by: Actor, consultant_key: str = "") -> int:
    """First rounds, with defaults, for every enrolled workplace within reach whose agreement is in force and that has none."""
    require(by, Action.round_manage)
    season = enrolment.the_season(season_id)
    if errors := _wrong(Plan(begins_on, ends_on, 1), season):
        raise Invalid(errors)
    packs = [_usable(season, name) for name in DEFAULT_PACKS]
    in_force = enrolment.workplaces_in_force(season_id=season_id)
    there = with_round(season_id, Round.Kind.FIRST)
    waiting = [
        place
        for place in enrolment.workplaces(season_id=season_id, statuses=("enrolled",))
        if place.id not in there and place.id in in_force and may(by, Action.round_manage, place.where)
    ]
    usual = Plan(begins_on, ends_on, 1, consultant_key=consultant_key)
    return sum(
        _prepare_part(waiting[start : start + _AT_ONCE], usual, packs, season, by) for start in range(0, len(waiting), _AT_ONCE)
    )


def _prepare_part(
    waiting: Sequence[enrolment.WorkplaceLine], usual: Plan, packs: Sequence[Pack], season: Any, by: Actor
) -> int:
    """In one short turn; whoever has got a round since is left out. Returns how many rounds were prepared."""
    with turn("rounds", season.pk):
        there = with_round(season.pk, Round.Kind.FIRST)
        part = [place for place in waiting if place.id not in there]
        rounds = [_new(season.pk, place.id, Round.Kind.FIRST) for place in part]
        for one, place in zip(rounds, part, strict=True):
            its_own = replace(usual, headcount=place.service_workers)
            _decide(one, its_own)
            _ask(one, its_own, packs, season)
        Round.objects.bulk_create(rounds)
        AuditRow.objects.bulk_create([
            audit_row(by, "round.prepared", "round", f"{season.pk}/{place.number}/first", headcount=place.service_workers, kind="first")
            for place in part
        ])  # fmt: skip
    return len(part)


def with_round(season_id: int, kind: str) -> set[int]:
    """The workplaces that have a round of this kind. Asked within the season's turn of rounds by whoever makes one."""
    return set(Round.objects.filter(season_id=season_id, kind=kind).order_by().values_list("workplace_id", flat=True))


def _locked(round_id: int, by: Actor) -> Round:
    one = Round.objects.select_for_update(of=("self",)).select_related("workplace").get(pk=round_id)
    require(by, Action.round_manage, one.where())
    return one


def _new(season_id: int, workplace_id: int, kind: str) -> Round:
    return Round(season_id=season_id, workplace_id=workplace_id, kind=kind, status="prepared", status_since=now())


def _fill(one: Round, plan: Plan) -> None:
    """Put a plan into a round. Raises Invalid by field, Conflict for a pack that may not be used."""
    season = enrolment.the_season(one.season_id)
    first = None
    if one.kind == Round.Kind.FOLLOW_UP:
        first = Round.objects.filter(workplace_id=one.workplace_id, kind=Round.Kind.FIRST).first()
        if first is None:
            raise Conflict(Text("1차 회차가 있어야 후속 회차를 준비할 수 있습니다.", "A follow-up needs a first round."))
    if errors := _wrong(plan, season):
        raise Invalid(errors)
    _decide(one, plan)
    if first is None:
        _ask(one, plan, [_usable(season, name) for name in plan.packs], season)
    else:
        one.packs, one.asks = first.packs, still_asked(first.asks, headcount=plan.headcount, minimum=season.disclosure_minimum)
        _pin(one)


def _decide(one: Round, plan: Plan) -> None:
    one.begins_on, one.ends_on, one.headcount = plan.begins_on, plan.ends_on, plan.headcount
    one.target_cards, one.consultant_key = target_cards(plan.headcount), plan.consultant_key
    one.reminder_ko, one.reminder_en = plan.reminder.ko, plan.reminder.en


def _ask(one: Round, plan: Plan, packs: Sequence[Pack], season: Any) -> None:
    one.packs = [{"id": pack.id, "version": pack.version, "hash": pack.content_hash} for pack in packs]
    asking = what_may_be_asked(
        headcount=plan.headcount, categories=plan.categories, women=plan.women, men=plan.men, minimum=season.disclosure_minimum
    )
    one.asks = asking.as_json() | {"women": plan.women, "men": plan.men}
    _pin(one)


def _pin(one: Round) -> None:
    """The first questionnaire is the instrument of the statistics."""
    head = one.packs[0]
    one.instrument_id, one.instrument_version, one.instrument_hash = head["id"], head["version"], head["hash"]


def _wrong(plan: Plan, season: Any) -> dict[str, Text]:
    errors: dict[str, Text] = {}
    if plan.begins_on > plan.ends_on:
        errors["ends_on"] = Text("끝나는 날이 시작하는 날보다 앞섭니다.", "The last day lies before the first.")
    elif plan.begins_on < season.starts_on or plan.ends_on > season.ends_on:
        errors["begins_on"] = Text(
            "응답 기간은 사업 기간({first} ~ {last}) 안에 있어야 합니다.", "The field period must lie within the season ({first} to {last}).",
        ).fill(first=day_said(season.starts_on), last=day_said(season.ends_on))
    if plan.headcount < 1:
        errors["headcount"] = Text("고객응대근로자 수를 적어 주십시오.", "Please give the number of customer service workers.")
    if not plan.packs:
        errors["packs"] = Text("측정도구를 하나 이상 골라 주십시오.", "Choose at least one questionnaire.")
    for name, found in plan.categories.items():
        total = sum(one.headcount for one in found)
        if found and total != plan.headcount:
            words = DIMENSION_NAMES[name]
            errors[name] = Text(
                f"{words.ko}별 인원의 합이 {total}명으로, 전체 {plan.headcount}명과 다릅니다.",
                f"{words.en}: the numbers add up to {total}, not to the headcount of {plan.headcount}.",
            )
        if len({one.key for one in found}) != len(found):
            errors[name] = Text("같은 이름이 두 번 있습니다.", "The same name stands there twice.")
    sexes = [count for count in (plan.women, plan.men) if count is not None]
    if len(sexes) == 1 or (sexes and sum(sexes) != plan.headcount):
        errors["women"] = Text("남녀 인원의 합이 전체 인원과 같아야 합니다. 모르면 둘 다 비워 두십시오.",
                               "Women and men must add up to the headcount. Leave both empty if it is not known.")  # fmt: skip
    return errors


def _usable(season: Any, name: str) -> Pack:
    found = usable(season, name)
    if isinstance(found, Text):
        raise Conflict(found)
    return found

