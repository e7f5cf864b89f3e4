"""The draw of the months of start: the list frozen and published, then drawn with a public draw's result. Never draws twice."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone

from jikim.areas.dispatch.models import Appointment, StartDraw
from jikim.areas.dispatch.queries.question import season_rules
from jikim.areas.dispatch.queries.start_months import StartDrawCard, card, rows
from jikim.areas.dispatch.queries.terms import first_day
from jikim.areas.enrolment import public as enrolment
from jikim.rules import dispatching as rules
from jikim.rules import lottery
from jikim.rules.access import Action, Actor
from jikim.rules.dispatching import start_months
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Conflict, require
from jikim.shared.clock import now, today

_OFF = Text("이 사업은 1차 방문 월을 추첨으로 정하지 않습니다. 먼저 사업 정보에서 설정해 주십시오.",
            "This season does not draw the month of first visits. Please set it in the season first.")  # fmt: skip
_OPEN = Text("이미 확정한 명단의 추첨이 남아 있습니다. 먼저 그 추첨을 마쳐 주십시오.",
             "A frozen list is still waiting for its draw. Please draw that one first.")  # fmt: skip
_NOBODY = Text("추첨할 사업장이 없습니다. 선정된 사업장이 모두 이미 추첨했거나 1차 방문이 확정되었습니다.",
               "There is no workplace to draw for: every enrolled one has a month or a confirmed first visit.")  # fmt: skip
_NO_MONTH = Text("추첨일 뒤에 1차 방문을 시작할 수 있는 달이 둘 이상 남아 있어야 합니다.",
                 "At least two months in which first visits can begin must be left after the draw.")  # fmt: skip
_DRAWN = Text("이미 추첨한 명단입니다. 추첨은 다시 할 수 없습니다.", "This list has been drawn. A lottery is never drawn twice.")


def freeze_start_list(*, season_id: int, draw_source: str, draw_on: dt.date, by: Actor) -> StartDrawCard:
    """Freeze the enrolled workplaces without a month, with the months to be dealt, and publish the list's hash.

    Only months that begin after the draw are dealt: in the month of the draw itself a part of the days is gone.
    """
    require(by, Action.lottery_run)
    season = enrolment.the_season(season_id)
    if not season.start_by_lottery:
        raise Conflict(_OFF)
    if refusal := lottery.may_freeze(today(), draw_on, draw_source):
        raise Conflict(refusal)
    months = _months(season_id, draw_on)
    if len(months) < 2:
        raise Conflict(_NO_MONTH)
    try:
        with transaction.atomic():
            enrolment.lock_season(season_id)
            if StartDraw.objects.filter(season_id=season_id, drawn_at=None).exists():
                raise Conflict(_OPEN)
            places = _to_draw(season_id)
            if not places:
                raise Conflict(_NOBODY)
            frozen = start_months.published(places)
            made = StartDraw.objects.create(
                season_id=season_id, frozen_list=frozen.text, list_hash=frozen.sha256, months=list(months), frozen_at=now(),
                draw_source=draw_source.strip()[:300], draw_on=draw_on,
            )  # fmt: skip
            audit.record(by, "start_draw.frozen", "start_draw", made.pk, season=season_id, list_hash=frozen.sha256, numbers=len(places),
                         months=len(months), draw_source=made.draw_source, draw_on=draw_on.isoformat())  # fmt: skip
    except IntegrityError:  # somebody else froze a list between our look and our writing
        raise Conflict(_OPEN) from None
    return card(made)


def draw_start_months(*, draw_id: int, seed: str, by: Actor) -> StartDrawCard:
    """Enter the public draw's result and deal the months. Once, on or after the draw's day; the same result again changes nothing."""
    require(by, Action.lottery_run)
    said = seed.strip()
    with transaction.atomic():
        one = StartDraw.objects.select_for_update().get(pk=draw_id)
        if one.drawn_at is not None:
            if one.seed != said:
                raise Conflict(_DRAWN)
            return card(one)
        if refusal := lottery.may_draw(today(), one.draw_on, said):
            raise Conflict(refusal)
        assert timezone.localdate(one.frozen_at) < one.draw_on
        one.seed, one.drawn_at = said, now()
        one.drawn = dict(start_months.drawn_of(one.frozen_list, one.months, said).months)
        one.save(update_fields=["seed", "drawn_at", "drawn"])
        audit.record(by, "start_draw.drawn", "start_draw", one.pk, season=one.season_id, seed=said, list_hash=one.list_hash)
    return card(one)


def _months(season_id: int, draw_on: dt.date) -> tuple[str, ...]:
    """Months of first visits after the month of the draw, where that has begun; the whole season where the draw is before it."""
    season = season_rules(season_id)
    after = max(first_day(season_id), draw_on + dt.timedelta(days=1))
    if after > season.starts_on and after.day > 1:
        after = (after.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    return start_months.months_of_start(season, after)


def _to_draw(season_id: int) -> list[rules.Workplace]:
    """Enrolled, in no list so far, and without a first visit that is confirmed or made."""
    listed = {number for one in StartDraw.objects.filter(season_id=season_id) for _, number in rows(one)}
    set_already = set(
        Appointment.objects.filter(season_id=season_id, number=1, status__in=("confirmed", "held")).values_list("workplace_id", flat=True)
    )
    return [
        rules.Workplace(place.number, place.region, 0.0, 0.0)
        for place in enrolment.visit_places(season_id=season_id) if place.number not in listed and place.id not in set_already
    ]  # fmt: skip
