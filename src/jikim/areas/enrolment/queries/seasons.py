"""Seasons as pages and commands see them: the list, one season with all its numbers, its history."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q

from jikim.areas.enrolment.models import Application, Season, SeasonChange, Workplace
from jikim.areas.enrolment.queries.change_words import change_said
from jikim.rules.access import Action, Actor
from jikim.rules.words import Text, day_said
from jikim.rules.workflow import LIFECYCLES
from jikim.shared import codes
from jikim.shared.access import require
from jikim.shared.ui.words import who


class WhichSeason(Exception):
    """No season was named and it is not clear which is meant. `seasons` lists them, possibly none."""

    def __init__(self, reason: Text, seasons: tuple[Season, ...]) -> None:
        super().__init__(reason.en)
        self.reason, self.seasons = reason, seasons


@dataclass(frozen=True, slots=True)
class SeasonLine:
    id: int
    year: int
    name: Text
    starts_on: dt.date
    ends_on: dt.date
    status: str
    status_name: Text
    target: int
    applications: int
    eligible: int
    not_eligible: int
    enrolled: int
    waiting: int


@dataclass(frozen=True, slots=True)
class QuotaLine:
    """`eligible` counts whoever could still fill it or already does: verdict eligible, not withdrawn."""

    kind: str
    key: str
    name: Text
    minimum: int
    maximum: int | None
    eligible: int
    enrolled: int


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    key: str
    name: Text
    starts_on: dt.date
    ends_on: dt.date | None


@dataclass(frozen=True, slots=True)
class HolidayLine:
    on: dt.date
    name: Text


@dataclass(frozen=True, slots=True)
class ChangeLine:
    at: dt.datetime
    actor_name: str
    actor_key: str
    field: str
    field_name: Text
    before: str
    after: str
    reason: str

    @property
    def who(self) -> Text:
        return who(self.actor_name, self.actor_key)

    @property
    def was(self) -> Text:
        return change_said(self.field, self.before)

    @property
    def became(self) -> Text:
        return change_said(self.field, self.after)


@dataclass(frozen=True, slots=True)
class SeasonPage:
    """Everything about one season. `version` goes into the edit form and back, so that no edit is lost."""

    line: SeasonLine
    version: int
    call_opens_on: dt.date | None
    call_closes_on: dt.date | None
    intensive_target: int
    minimum_service_workers: int
    regions_admitted: tuple[str, ...]
    sectors_admitted: tuple[str, ...]
    admits_earlier_seasons: bool
    existing_contracts: str
    who_counts: Text
    is_trial: bool
    disclosure_minimum: int
    disclosure_minimum_whole: int
    disclosure_minimum_abuse: int
    answers_kept_until: dt.date | None
    fair_share_times: int
    visit_minutes: tuple[tuple[int, int], ...]
    visits_minutes: int
    day_minutes: int
    rest_hours: int
    large_site_from: int | None
    large_site_days: tuple[int, ...]
    start_by_lottery: bool
    quotas: tuple[QuotaLine, ...]
    milestones: tuple[MilestoneLine, ...]
    holidays: tuple[HolidayLine, ...]
    next_states: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class CallState:
    """Whether applications are taken on a day, and why not."""

    open: bool
    reason: Text


#: The season's fields in words, for the form, the history and the audit.
FIELD_NAMES: dict[str, Text] = {
    "name_ko": Text("사업명(한국어)", "Name (Korean)"),
    "name_en": Text("사업명(영어)", "Name (English)"),
    "starts_on": Text("시작일", "Starts on"),
    "ends_on": Text("종료일", "Ends on"),
    "call_opens_on": Text("모집 시작일", "Call opens on"),
    "call_closes_on": Text("모집 마감일", "Call closes on"),
    "target": Text("목표 사업장 수", "Target number of workplaces"),
    "intensive_target": Text("집중지원 사업장 수", "Workplaces for intensive support"),
    "minimum_service_workers": Text("고객응대근로자 최소 인원", "Fewest customer service workers"),
    "regions_admitted": Text("신청 가능 지역", "Regions admitted"),
    "sectors_admitted": Text("신청 가능 업종", "Sectors admitted"),
    "admits_earlier_seasons": Text("이전 연도 참여 사업장 허용", "Workplaces of earlier seasons admitted"),
    "existing_contracts": Text("이미 계약한 사업장과 수행기관", "An agency and a workplace it serves already"),
    "who_counts_ko": Text("인원 산정 기준(한국어)", "Who counts (Korean)"),
    "who_counts_en": Text("인원 산정 기준(영어)", "Who counts (English)"),
    "is_trial": Text("시험 운영", "Trial season"),
    "disclosure_minimum": Text("통계 공개 최소 인원", "Fewest people in a published group"),
    "disclosure_minimum_whole": Text("사업장 전체 통계 최소 인원", "Fewest people for a whole workplace"),
    "disclosure_minimum_abuse": Text("폭언·폭력 문항 최소 인원", "Fewest people for abuse items"),
    "answers_kept_until": Text("응답 보관 기한", "Workers' answers kept until"),
    "fair_share_times": Text("컨설턴트별 배정 상한(공정한 몫의 배수)", "Most workplaces of a consultant, times the fair share"),
    "visit_minutes": Text("방문 1회 소요 시간(인원별, 분)", "Minutes of a visit by headcount"),
    "visits_minutes": Text("하루 두 곳 방문의 최대 시간(분)", "Most minutes of two visits a day with the way between"),
    "day_minutes": Text("이동을 포함한 하루 최대 시간(분)", "Most minutes of such a day with all travel"),
    "rest_hours": Text("방문이 끝난 뒤 다음 날 방문까지의 휴식(시간)", "Hours of rest from the end of a visit to the next day's first"),
    "large_site_from": Text("대규모 사업장 기준(고객응대근로자 수)", "Large sites, from so many customer service workers"),
    "large_site_days": Text("대규모 사업장의 방문 일수(1·2·3차)", "Days of a large site's first, second and third visit"),
    "start_by_lottery": Text("1차 방문 월을 추첨으로 정함", "Month of first visits drawn by lottery"),
    "quotas": Text("지역·업종별 배분", "Quotas by region and sector"),
    "milestones": Text("주요 일정", "Milestones"),
    "holidays": Text("휴일", "Holidays"),
}


def the_season(season_id: int | None = None) -> Season:
    """The season meant: the named one, else the only one. Raises WhichSeason when that is not clear."""
    if season_id is not None:
        found = Season.objects.filter(pk=season_id).first()
        if found is None:
            raise WhichSeason(
                Text(f"사업 {season_id}을(를) 찾을 수 없습니다.", f"There is no season {season_id}."),
                tuple(Season.objects.all()),
            )
        return found
    every = tuple(Season.objects.all())
    if len(every) == 1:
        return every[0]
    if not every:
        raise WhichSeason(Text("사업이 없습니다. 먼저 ‘jikim init’을 실행해 주십시오.",
                               "There is no season yet. Run `jikim init` first."), ())  # fmt: skip
    raise WhichSeason(
        Text("사업이 여럿입니다. --season으로 하나를 지정해 주십시오.", "There are several seasons: name one with --season."), every
    )


def seasons(*, by: Actor) -> tuple[SeasonLine, ...]:
    """Every season with its counts."""
    require(by, Action.season_see)
    tallies = _tallies()
    return tuple(_line(season, tallies.get(season.pk, Counter())) for season in Season.objects.order_by("year", "id"))


def season_page(*, by: Actor, season_id: int) -> SeasonPage:
    """One season, whole. Raises Season.DoesNotExist."""
    require(by, Action.season_see)
    season = Season.objects.get(pk=season_id)
    life = LIFECYCLES["season"]
    return SeasonPage(
        line=_line(season, _tallies().get(season.pk, Counter())), version=season.version,
        call_opens_on=season.call_opens_on, call_closes_on=season.call_closes_on,
        intensive_target=season.intensive_target, minimum_service_workers=season.minimum_service_workers,
        regions_admitted=tuple(season.regions_admitted), sectors_admitted=tuple(season.sectors_admitted),
        admits_earlier_seasons=season.admits_earlier_seasons,
        existing_contracts=season.existing_contracts,
        who_counts=Text(season.who_counts_ko, season.who_counts_en), is_trial=season.is_trial,
        disclosure_minimum=season.disclosure_minimum, disclosure_minimum_whole=season.disclosure_minimum_whole,
        disclosure_minimum_abuse=season.disclosure_minimum_abuse, answers_kept_until=season.answers_kept_until,
        fair_share_times=season.fair_share_times, visit_minutes=tuple((least, minutes) for least, minutes in season.visit_minutes),
        visits_minutes=season.visits_minutes, day_minutes=season.day_minutes,
        rest_hours=season.rest_hours, large_site_from=season.large_site_from, large_site_days=tuple(season.large_site_days), start_by_lottery=season.start_by_lottery,
        quotas=quota_lines(season),
        milestones=tuple(MilestoneLine(m.key, Text(m.name_ko, m.name_en), m.starts_on, m.ends_on)
                         for m in season.milestones.all()),
        holidays=tuple(HolidayLine(h.on, Text(h.name_ko, h.name_en)) for h in season.holidays.all()),
        next_states=tuple((state.key, state.name) for state in life.next_states(season.status)),
    )  # fmt: skip


def season_changes(*, by: Actor, season_id: int, edits: int | None = None) -> tuple[ChangeLine, ...]:
    """Every edited value, newest first; or those of the last so many edits, each of which may have changed several values."""
    require(by, Action.season_see)
    changes = SeasonChange.objects.filter(season_id=season_id)
    if edits is not None:
        moments = list(changes.order_by("-at").values_list("at", flat=True).distinct()[: max(edits, 0)])
        changes = changes.filter(at__in=moments)
    return tuple(
        ChangeLine(
            c.at, c.actor_name, c.actor_key, c.field, FIELD_NAMES.get(c.field, Text(c.field, c.field)), c.before, c.after, c.reason
        )
        for c in changes
    )


def call_state(season: Season, on: dt.date) -> CallState:
    """May a workplace apply on this day? Without dates the call is open until the season is closing."""
    if season.status in ("closing", "closed"):
        return CallState(False, Text("이 사업은 모집을 마쳤습니다.", "This season no longer takes applications."))
    if season.status == "preparing":
        return CallState(False, Text("아직 모집을 시작하지 않았습니다.", "The call has not opened yet."))
    if season.call_opens_on and on < season.call_opens_on:
        return CallState(False, Text("모집은 {day}부터 시작합니다.", "The call opens on {day}.").fill(day=day_said(season.call_opens_on)))
    if season.call_closes_on and on > season.call_closes_on:
        return CallState(False, Text("모집이 {day}에 마감되었습니다.", "The call closed on {day}.").fill(day=day_said(season.call_closes_on)))
    return CallState(True, Text("신청을 받고 있습니다.", "Applications are being taken."))


def quota_lines(season: Season) -> tuple[QuotaLine, ...]:
    """The season's quotas beside what there is."""
    rows = Application.objects.filter(season=season, is_eligible=True).exclude(status="withdrawn").order_by()
    counted = rows.values_list("workplace__region", "workplace__sector").annotate(
        eligible=Count("pk"), enrolled=Count("pk", filter=Q(status="enrolled"))
    )
    counts: dict[tuple[str, str], list[int]] = {}
    for region, sector, eligible, enrolled in counted:
        for cell in (("region", region), ("sector", sector)):
            have = counts.setdefault(cell, [0, 0])
            have[0] += eligible
            have[1] += enrolled
    return tuple(
        QuotaLine(q.kind, q.key, codes.region_name(q.key) if q.kind == "region" else codes.sector_name(q.key),
                  q.minimum, q.maximum, *counts.get((q.kind, q.key), [0, 0]))
        for q in season.quotas.order_by("kind", "key")
    )  # fmt: skip


def next_number(season: Season) -> str:
    """The next free 관리번호 of the form W0001."""
    from jikim.rules.intake import free_numbers

    taken = Workplace.objects.filter(season=season).values_list("number", flat=True)
    return next(free_numbers(set(taken)))


def _tallies() -> dict[int, Counter[str]]:
    """Applications of every season by where they stand: grouped alone, since a season's own columns would be grouped along.

    By status, and in brackets what spans several."""
    found: dict[int, Counter[str]] = {}
    rows = Application.objects.order_by().values_list("season_id", "status", "is_eligible").annotate(many=Count("pk"))
    for season_id, status, eligible, many in rows:
        tally = found.setdefault(season_id, Counter())
        tally["(all sent)"] += many * (status != "draft")
        tally["(meets)"] += many * (eligible is True)
        tally["(fails)"] += many * (eligible is False)
        tally[status] += many
    return found


def _line(season: Season, tally: Counter[str]) -> SeasonLine:
    return SeasonLine(
        id=season.pk, year=season.year, name=Text(season.name_ko, season.name_en),
        starts_on=season.starts_on, ends_on=season.ends_on,
        status=season.status, status_name=LIFECYCLES["season"].state(season.status).name, target=season.target,
        applications=tally["(all sent)"], eligible=tally["(meets)"], not_eligible=tally["(fails)"],
        enrolled=tally["enrolled"], waiting=tally["waiting"],
    )  # fmt: skip
