"""May this round open? One answer with its reason, for the button and for the action alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from jikim.areas.enrolment import public as enrolment
from jikim.areas.surveys.models import CardSheet, Round
from jikim.rules.access import Verdict
from jikim.rules.packs import Pack
from jikim.rules.words import Text, day_said
from jikim.shared.packs import find_pack

NOT_OFFICIAL = Text(
    "작업용 문구로 된 측정도구({pack})는 시험용 사업에서만 쓸 수 있습니다. 공식 문구 팩을 등록하거나 사업을 시험용으로 표시해 주십시오.",
    "An instrument in working wording ({pack}) may only be used in a trial season. Add the official pack, or mark the season as a trial.",
)
_NO_PACK = Text("측정도구 팩이 없습니다: {pack}", "There is no such pack: {pack}")
_CHANGED = Text("측정도구 팩의 내용이 준비할 때와 다릅니다: {pack}", "This pack is not the one the round was prepared with: {pack}")
_NOT_PREPARED = Text("준비된 회차만 열 수 있습니다.", "Only a round in preparation can be opened.")
_NOT_ENROLLED = Text("선정된 사업장만 설문을 열 수 있습니다.", "A survey opens at enrolled workplaces only.")
_NO_CARDS = Text("코드 카드를 아직 인쇄하지 않았습니다.", "The code cards have not been printed yet.")
_NO_PERIOD = Text("응답 기간을 정하지 않았습니다.", "No field period has been set.")
_EARLY = Text("응답 기간이 {day}에 시작합니다. 그날부터 열 수 있습니다.", "The field period begins on {day}; the round can be opened from that day.")
_LATE = Text("응답 기간이 {day}에 끝났습니다. 기간을 고친 뒤 열어 주십시오.", "The field period ended on {day}. Change it first.")
_FIRST_OPEN = Text("1차 회차를 마감한 뒤에 후속 회차를 열 수 있습니다.", "The follow-up opens after the first round has closed.")


def opening(one: Round, *, on: dt.date) -> Verdict:
    """Everything that must be true before the first answer. `one` comes with its workplace."""
    if one.status != "prepared":
        return Verdict(False, _NOT_PREPARED)
    in_force = enrolment.agreement_in_force(workplace_id=one.workplace_id)
    if not in_force:
        return in_force
    for reason in (_enrolled(one), _period(one, on), _packs(one), _others(one)):
        if reason is not None:
            return Verdict(False, reason)
    return Verdict(True)


def ready(season_id: int, rounds: Iterable[Round], *, on: dt.date) -> list[Round]:
    """Those of one season that may open: the same questions as `opening`, asked once for all of them."""
    in_force = enrolment.workplaces_in_force(season_id=season_id)
    enrolled = {place.id for place in enrolment.workplaces(season_id=season_id, statuses=("enrolled",))}
    within = {"workplace__season_id": season_id}
    printed = set(CardSheet.objects.filter(**within, status="printed").values_list("workplace_id", flat=True))
    first_waits = set(_first_waiting().filter(**within).values_list("workplace_id", flat=True))
    packs: dict[str, bool] = {}

    def fits(one: Round) -> bool:
        place, asked = one.workplace_id, repr(one.packs)
        if asked not in packs:
            packs[asked] = _packs(one) is None
        waits = one.kind == Round.Kind.FOLLOW_UP and place in first_waits
        stands = place in in_force and place in enrolled and place in printed and not waits
        return one.status == "prepared" and stands and packs[asked] and _period(one, on) is None

    return [one for one in rounds if fits(one)]


def usable(season: Any, pack_id: str, version: str | None = None) -> Pack | Text:
    """The pack if a round of this season may be asked with it, else why not."""
    try:
        pack = find_pack(pack_id, version)
    except KeyError:
        return _NO_PACK.fill(pack=pack_id)
    if pack.trial and not season.is_trial:
        return NOT_OFFICIAL.fill(pack=pack.label)
    return pack


def _enrolled(one: Round) -> Text | None:
    line = enrolment.workplace_of(one.workplace_id)
    return None if line.status == "enrolled" else _NOT_ENROLLED


def _period(one: Round, on: dt.date) -> Text | None:
    if one.begins_on is None or one.ends_on is None:
        return _NO_PERIOD
    if on < one.begins_on:
        return _EARLY.fill(day=day_said(one.begins_on))
    return _LATE.fill(day=day_said(one.ends_on)) if on > one.ends_on else None


def _packs(one: Round) -> Text | None:
    season = enrolment.the_season(one.season_id)
    for part in one.packs:
        found = usable(season, part["id"], part["version"])
        if isinstance(found, Text):
            return found
        if found.content_hash != part["hash"]:
            return _CHANGED.fill(pack=found.label)
    return None if one.packs else _NO_PACK.fill(pack=one.instrument_id)


def _others(one: Round) -> Text | None:
    if not CardSheet.objects.filter(workplace_id=one.workplace_id, status="printed").exists():
        return _NO_CARDS
    waits = one.kind == Round.Kind.FOLLOW_UP and _first_waiting().filter(workplace_id=one.workplace_id).exists()
    return _FIRST_OPEN if waits else None


def _first_waiting() -> QuerySet[Round]:
    return Round.objects.filter(status__in=("prepared", "open"), kind=Round.Kind.FIRST)
