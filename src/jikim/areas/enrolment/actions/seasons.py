"""Seasons are made, edited and moved on. Every edited value is kept beside the old one, with who, when and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from jikim.areas.enrolment.actions.errors import Invalid
from jikim.areas.enrolment.models import Milestone, Quota, Season, SeasonChange, SeasonHoliday
from jikim.areas.enrolment.queries.seasons import FIELD_NAMES
from jikim.rules.access import Action, Actor
from jikim.rules.calendar import WHO_COUNTS, default_milestones, season_dates
from jikim.rules.dispatching.model import MOST_DAYS
from jikim.rules.words import NOTHING, Text
from jikim.shared import audit, codes
from jikim.shared.access import Conflict, require
from jikim.shared.clock import now
from jikim.shared.turns import turn
from jikim.shared.workflow import move

#: the fields `edit_season` takes; quotas, milestones and holidays have functions of their own
EDITABLE: dict[str, Text] = {key: name for key, name in FIELD_NAMES.items() if key not in ("quotas", "milestones", "holidays")}
_COUNTS = {"target": 1, "intensive_target": 0, "minimum_service_workers": 0, "disclosure_minimum": 5,
           "disclosure_minimum_whole": 5, "disclosure_minimum_abuse": 5, "fair_share_times": 1,
           "visits_minutes": 60, "day_minutes": 60}  # fmt: skip
_DATES = ("starts_on", "ends_on", "call_opens_on", "call_closes_on", "answers_kept_until")
#: from six in the evening, when a day usually ends, to nine, when the next begins: more would forbid days in a row
MOST_REST_HOURS = 15
_STALE = Text(
    "그사이 다른 사람이 이 사업을 고쳤습니다.",
    "Somebody else has edited this season meanwhile.",
)


@dataclass(frozen=True, slots=True)
class QuotaValue:
    kind: str
    key: str
    minimum: int = 0
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class MilestoneValue:
    key: str
    name_ko: str
    name_en: str
    starts_on: dt.date
    ends_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class HolidayValue:
    on: dt.date
    name_ko: str
    name_en: str = ""


def ensure_default_season(*, year: int, by: Actor) -> Season:
    """The year's season, made with the programme's defaults and its call open, unless it is there."""
    with turn("season", year):
        found = Season.objects.filter(year=year).order_by("pk").first()
        if found:
            return found
        season = create_season(year=year, by=by)
        move(season, "calling", by=by)
    return season


def create_season(*, year: int, by: Actor) -> Season:
    """A season with default dates, targets, milestones, public holidays and Labour Day; everything admitted, no quotas, no closing date."""
    require(by, Action.season_edit)
    starts_on, ends_on = season_dates(year)
    with transaction.atomic():
        season = Season.objects.create(
            year=year, status="preparing", status_since=now(), starts_on=starts_on, ends_on=ends_on,
            name_ko=f"{year}년 고객응대근로자 건강보호 컨설팅 사업", name_en=f"{year} consulting season for customer service workers' health",
            who_counts_ko=WHO_COUNTS.ko, who_counts_en=WHO_COUNTS.en,
        )  # fmt: skip
        Milestone.objects.bulk_create(
            Milestone(season=season, key=m.key, name_ko=m.name.ko, name_en=m.name.en, starts_on=m.starts_on, ends_on=m.ends_on)
            for m in default_milestones(year)
        )
        SeasonHoliday.objects.bulk_create(
            SeasonHoliday(season=season, on=h.on, name_ko=h.name.ko, name_en=h.name.en) for h in codes.days_without_visits(year)
        )
        audit.record(by, "season.created", "season", season.pk, year=year)
    return season


def lock_season(season_id: int) -> Season:
    """The season, held until the caller's transaction ends: imports, verdicts, places and the waiting line change one after the other.

    Always the first lock taken. Rows that point at the season may be written meanwhile (no_key).
    """
    return Season.objects.select_for_update(no_key=True).get(pk=season_id)


def edit_season(*, season_id: int, version: int, values: Mapping[str, Any], by: Actor, reason: str = "") -> Season:
    """Change fields of a season. Raises Invalid field by field, Conflict when somebody edited it since `version`."""
    require(by, Action.season_edit)
    unknown = set(values) - set(EDITABLE)
    if unknown:
        raise ValueError(f"not fields of a season: {sorted(unknown)}")
    with transaction.atomic():
        season = _current(season_id, version)
        before = {key: getattr(season, key) for key in values}
        for key, value in values.items():
            setattr(season, key, value)
        errors = _season_errors(season)
        if errors:
            raise Invalid(errors)
        changed = [key for key in values if before[key] != getattr(season, key)]
        if changed:
            _keep(season, {key: (before[key], getattr(season, key)) for key in changed}, reason, by)
    return season


def set_quotas(*, season_id: int, version: int, quotas: Sequence[QuotaValue], by: Actor, reason: str = "") -> Season:
    """Replace all quotas of a season."""
    require(by, Action.season_edit)
    errors = _quota_errors(quotas)
    if errors:
        raise Invalid(errors)
    with transaction.atomic():
        season = _current(season_id, version)
        before = _quotas_said(season.quotas.order_by("kind", "key"))
        season.quotas.all().delete()
        kept = [q for q in quotas if q.minimum or q.maximum is not None]
        Quota.objects.bulk_create(Quota(season=season, kind=q.kind, key=q.key, minimum=q.minimum, maximum=q.maximum) for q in kept)
        after = _quotas_said(season.quotas.order_by("kind", "key"))
        if before != after:
            _keep(season, {"quotas": (before, after)}, reason, by)
    return season


def set_milestones(
    *, season_id: int, version: int, milestones: Sequence[MilestoneValue], by: Actor, reason: str = ""
) -> Season:
    """Replace all milestones of a season."""
    require(by, Action.season_edit)
    errors = {
        m.key: Text("종료일이 시작일보다 빠릅니다.", "It ends before it begins.")
        for m in milestones if m.ends_on and m.ends_on < m.starts_on
    }  # fmt: skip
    if errors:
        raise Invalid(errors)
    with transaction.atomic():
        season = _current(season_id, version)
        before = _milestones_said(season)
        season.milestones.all().delete()
        Milestone.objects.bulk_create(
            Milestone(season=season, key=m.key, name_ko=m.name_ko, name_en=m.name_en, starts_on=m.starts_on, ends_on=m.ends_on)
            for m in {m.key: m for m in milestones}.values()
        )
        after = _milestones_said(season)
        if before != after:
            _keep(season, {"milestones": (before, after)}, reason, by)
    return season


def set_holidays(*, season_id: int, version: int, holidays: Sequence[HolidayValue], by: Actor, reason: str = "") -> Season:
    """Replace all holidays of a season."""
    require(by, Action.season_edit)
    with transaction.atomic():
        season = _current(season_id, version)
        before = _holidays_said(season)
        season.holidays.all().delete()
        SeasonHoliday.objects.bulk_create(
            SeasonHoliday(season=season, on=h.on, name_ko=h.name_ko, name_en=h.name_en)
            for h in {h.on: h for h in holidays}.values()
        )
        after = _holidays_said(season)
        if before != after:
            _keep(season, {"holidays": (before, after)}, reason, by)
    return season


def move_season(*, season_id: int, to: str, by: Actor, reason: Text = NOTHING) -> Season:
    """Move a season on in its lifecycle."""
    season = Season.objects.get(pk=season_id)
    move(season, to, by=by, reason=reason)
    return season


def _current(season_id: int, version: int) -> Season:
    season = lock_season(season_id)
    if season.version != version:
        raise Conflict(_STALE)
    return season


def _keep(season: Season, changes: Mapping[str, tuple[Any, Any]], reason: str, by: Actor) -> None:
    at = now()
    SeasonChange.objects.bulk_create(
        SeasonChange(season=season, field=key, before=_said(before), after=_said(after), reason=reason,
                     actor_key=by.key, actor_name=by.name[:120], at=at)
        for key, (before, after) in changes.items()
    )  # fmt: skip
    season.version += 1
    season.save()
    audit.record(by, "season.edited", "season", season.pk, reason=reason, fields=sorted(changes), version=season.version)


def _said(value: Any) -> str:
    if value is None:
        return ""
    return ", ".join(str(one) for one in value) if isinstance(value, list | tuple) else str(value)


def _season_errors(season: Season) -> dict[str, Text]:
    errors: dict[str, Text] = {}
    for key in ("name_ko", "starts_on", "ends_on"):
        if not getattr(season, key):
            errors[key] = Text("비워 둘 수 없습니다.", "This cannot be blank.")
    for key in _DATES:
        value = getattr(season, key)
        if value is not None and not isinstance(value, dt.date):
            errors[key] = Text("날짜가 아닙니다.", "This is not a date.")
    for key, least in _COUNTS.items():
        value = getattr(season, key)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= 100_000:
            errors[key] = Text(f"{least} 이상의 숫자여야 합니다.", f"This must be a number of {least} or more.")
    if not isinstance(season.rest_hours, int) or isinstance(season.rest_hours, bool) or not 0 <= season.rest_hours <= MOST_REST_HOURS:
        errors["rest_hours"] = Text(f"0에서 {MOST_REST_HOURS}까지의 숫자여야 합니다.", f"This must be a number from 0 to {MOST_REST_HOURS}.")
    if season.large_site_from is not None and not 1 <= season.large_site_from <= 100_000:
        errors["large_site_from"] = Text("1 이상의 숫자여야 합니다.", "This must be a number of 1 or more.")
    if why := _wrong_days(season.large_site_days):
        errors["large_site_days"] = why
    if why := _wrong_bands(season.visit_minutes):
        errors["visit_minutes"] = why
    if errors:
        return errors
    if max(minutes for _, minutes in season.visit_minutes) > season.visits_minutes:
        errors["visit_minutes"] = Text(
            f"하루의 방문이 한도({season.visits_minutes}분)보다 깁니다. 여러 날 방문하는 대규모 사업장도 하루마다 이 시간을 쓰므로 한도 안에서 적어 주십시오.",
            f"A visit is longer than a day allows ({season.visits_minutes} minutes). A large site's visit takes so long on each of its days: keep within the limit.",
        )
    if season.day_minutes < season.visits_minutes:
        errors["day_minutes"] = Text("이동을 포함한 시간이 방문만의 시간보다 짧습니다.", "With travel a day is no shorter than the visits alone.")
    if season.ends_on < season.starts_on:
        errors["ends_on"] = Text("종료일이 시작일보다 빠릅니다.", "The season ends before it begins.")
    if season.call_opens_on and season.call_closes_on and season.call_closes_on < season.call_opens_on:
        errors["call_closes_on"] = Text("모집 마감일이 시작일보다 빠릅니다.", "The call closes before it opens.")
    if season.answers_kept_until and season.answers_kept_until <= season.ends_on:
        errors["answers_kept_until"] = Text("보관 기한은 사업 종료일보다 뒤여야 합니다.", "Answers are kept beyond the season's end.")
    if season.intensive_target > season.target:
        errors["intensive_target"] = Text("집중지원 수가 목표보다 많습니다.", "More intensive workplaces than the target.")
    strange = [key for key in season.regions_admitted if codes.region(key) is None]
    if strange:
        errors["regions_admitted"] = Text(f"알 수 없는 지역: {', '.join(strange)}", f"Unknown regions: {', '.join(strange)}")
    sectors = {sector.key for sector in codes.sectors()}
    strange = [key for key in season.sectors_admitted if key not in sectors and not str(key)[:1].isdigit()]
    if strange:
        errors["sectors_admitted"] = Text(f"알 수 없는 업종: {', '.join(strange)}", f"Unknown sectors: {', '.join(strange)}")
    return errors


def _wrong_days(days: Any) -> Text | None:
    """Of the three visits of a large site."""
    rows = list(days) if isinstance(days, list | tuple) else []
    if len(rows) == 3 and all(isinstance(many, int) and not isinstance(many, bool) and 1 <= many <= MOST_DAYS for many in rows):
        return None
    return Text(f"1·2·3차 방문 일수를 1에서 {MOST_DAYS}까지의 숫자 세 개로 적어 주십시오.", f"Give three numbers from 1 to {MOST_DAYS}, the days of the first, second and third visit.")


def _wrong_bands(bands: Any) -> Text | None:
    """Minutes by headcount: pairs that begin at nobody and rise."""
    try:
        rows = [(int(least), int(minutes)) for least, minutes in bands]
    except (TypeError, ValueError):
        rows = []
    rising = [least for least, _ in rows] == sorted({least for least, _ in rows})
    if rows and rows[0][0] == 0 and rising and all(10 <= minutes <= 480 for _, minutes in rows):
        return None
    return Text("‘0:120, 50:150’처럼 0명부터 인원이 늘어나는 순서로, 시간은 10~480분으로 적어 주십시오.",
                "Write “0:120, 50:150”: from 0 people, rising, with 10 to 480 minutes each.")  # fmt: skip


def _quota_errors(quotas: Sequence[QuotaValue]) -> dict[str, Text]:
    errors: dict[str, Text] = {}
    seen: set[tuple[str, str]] = set()
    sectors = {sector.key for sector in codes.sectors()}
    for quota in quotas:
        label = f"{quota.kind}:{quota.key}"
        known = codes.region(quota.key) is not None if quota.kind == "region" else quota.kind == "sector" and quota.key in sectors
        if not known:
            errors[label] = Text("알 수 없는 지역이나 업종입니다.", "This region or sector is not known.")
        elif (quota.kind, quota.key) in seen:
            errors[label] = Text("두 번 적혔습니다.", "This stands twice.")
        elif quota.minimum < 0 or (quota.maximum is not None and quota.maximum < quota.minimum):
            errors[label] = Text("최대가 최소보다 작습니다.", "The maximum is below the minimum.")
        seen.add((quota.kind, quota.key))
    return errors


def _quotas_said(quotas: Any) -> str:
    return "; ".join(f"{q.kind} {q.key} {q.minimum}–{'' if q.maximum is None else q.maximum}" for q in quotas)


def _milestones_said(season: Season) -> str:
    return "; ".join(f"{m.key} {m.starts_on}{f'–{m.ends_on}' if m.ends_on else ''} {m.name_ko}" for m in season.milestones.all())


def _holidays_said(season: Season) -> str:
    return "; ".join(f"{h.on} {h.name_ko}" for h in season.holidays.all())
