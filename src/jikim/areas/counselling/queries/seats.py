"""Counsellors: as the office keeps them, and as a worker reads them before leaving a contact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from jikim.areas.counselling.models import CounsellorSeat
from jikim.areas.counselling.parts import readers
from jikim.areas.counselling.queries.own import sitting
from jikim.areas.enrolment.public import days_off
from jikim.areas.people.public import people_holding
from jikim.rules.access import Action, Actor, Role
from jikim.rules.counselling import (
    PROFESSIONS,
    WEEKDAY_NAMES,
    WEEKDAYS,
    Offered,
    WorkingTime,
    in_order,
    next_call,
)
from jikim.rules.words import NOTHING, Text
from jikim.shared import codes
from jikim.shared.access import require
from jikim.shared.clock import now, today
from jikim.shared.ui.formats import MONTHS

_NATION = Text("전국", "Nationwide")
LANGUAGE_NAMES = {"ko": Text("한국어", "Korean"), "en": Text("영어", "English")}


@dataclass(frozen=True, slots=True)
class SeatLine:
    """One counsellor for the office. Says whether there is a key, never anything about requests."""

    seat_id: int
    name: str
    profession: Text
    regions: Text
    hours: tuple[Text, ...]
    deputy: str
    has_key: bool
    is_active: bool
    is_away: bool
    away_from: dt.date | None
    away_to: dt.date | None


@dataclass(frozen=True, slots=True)
class SeatTerms:
    """The values of the office's form."""

    seat_id: int
    name: str
    values: Mapping[str, object]
    has_key: bool
    key_made_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Counsellor:
    """What a worker reads: who calls, who pays for it, when a call can come."""

    seat_id: int
    name: str
    profession: Text
    payer: Text
    regions: Text
    languages: Text
    hours: tuple[Text, ...]
    when: Text
    calls_now: bool
    own_region: bool
    speaks: bool
    deputy: str


def seats(*, by: Actor) -> list[SeatLine]:
    """Every counsellor, active ones first."""
    require(by, Action.counsellors_appoint)
    found = CounsellorSeat.objects.select_related("person", "deputy__person").order_by("-is_active", "person__name", "pk")
    day = today()
    return [
        SeatLine(
            one.pk, one.person.name, PROFESSIONS[one.profession], region_words(one.regions), hour_words(one.hours),
            one.deputy.person.name if one.deputy else "", bool(one.public_key), one.is_active,
            WorkingTime({}, (), one.away_from, one.away_to).is_away(day), one.away_from, one.away_to,
        )
        for one in found
    ]  # fmt: skip


def seat_terms(*, seat_id: int, by: Actor) -> SeatTerms:
    """One counsellor's terms. Raises CounsellorSeat.DoesNotExist."""
    require(by, Action.counsellors_appoint)
    one = CounsellorSeat.objects.select_related("person").get(pk=seat_id)
    values: dict[str, object] = {
        "profession": one.profession, "payer_ko": one.payer_ko, "payer_en": one.payer_en, "regions": one.regions,
        "languages": one.languages, "deputy": str(one.deputy_id or ""), "away_from": one.away_from, "away_to": one.away_to,
        "is_active": one.is_active,
    }  # fmt: skip
    for day in WEEKDAYS:
        span = one.hours.get(day) or ("", "")
        values[f"{day}_from"], values[f"{day}_to"] = span
    return SeatTerms(one.pk, one.person.name, values, bool(one.public_key), one.key_made_on)


def appointable(*, by: Actor) -> list[tuple[str, str]]:
    """People who hold a counsellor's seat and have no desk yet."""
    require(by, Action.counsellors_appoint)
    seated = set(CounsellorSeat.objects.values_list("person_id", flat=True))
    return [(str(one.person_id), f"{one.name} ({one.email})") for one in people_holding(Role.COUNSELLOR) if one.person_id not in seated]


def deputies(*, besides: int | None, by: Actor) -> list[tuple[str, str]]:
    """Who may stand in: every other active counsellor."""
    require(by, Action.counsellors_appoint)
    found = CounsellorSeat.objects.filter(is_active=True).exclude(pk=besides or 0).select_related("person").order_by("person__name")
    return [(str(one.pk), one.person.name) for one in found]


def counsellors(*, region: str, language: str) -> list[Counsellor]:
    """Whom a worker may ask now, in the order to read them. A seat without a key, or that can call nobody, is not offered."""
    holidays, at = days_off(), timezone.localtime(now())
    holders = sitting()
    found = {
        one.pk: one for one in CounsellorSeat.objects.filter(is_active=True).exclude(public_key=None).select_related("person", "deputy__person")
        if one.person_id in holders
    }  # fmt: skip
    offers = [
        Offered(
            key, tuple(one.regions), tuple(one.languages),
            next_call(at, WorkingTime(one.hours, holidays, one.away_from, one.away_to)),
        )
        for key, one in found.items()
    ]  # fmt: skip
    ordered = in_order([one for one in offers if one.first_call], region=region, language=language)
    return [_counsellor(found[one.key], one, region, language, at) for one in ordered]


def _counsellor(one: CounsellorSeat, offer: Offered, region: str, language: str, at: dt.datetime) -> Counsellor:
    return Counsellor(
        one.pk, one.person.name, PROFESSIONS[one.profession], Text(one.payer_ko, one.payer_en or one.payer_ko),
        region_words(one.regions), language_words(one.languages), hour_words(one.hours),
        instant_words(offer.first_call), offer.first_call == at, not one.regions or region in one.regions, language in one.languages,
        ", ".join(seat.person.name for seat in readers(one)[1:]),
    )  # fmt: skip


def instant_words(at: dt.datetime | None) -> Text:
    """Day, weekday and time of a call that may come."""
    if at is None:
        return NOTHING
    weekday = WEEKDAY_NAMES[WEEKDAYS[at.weekday()]]
    return Text(f"{at.month}월 {at.day}일({weekday.ko[0]}) {at:%H:%M}", f"{weekday.en}, {at.day} {MONTHS[at.month - 1]}, {at:%H:%M}")


def region_words(keys: Sequence[str]) -> Text:
    if not keys:
        return _NATION
    names = [codes.region_name(key) for key in keys]
    return Text(", ".join(name.ko for name in names), ", ".join(name.en for name in names))


def language_words(keys: Sequence[str]) -> Text:
    names = [LANGUAGE_NAMES[key] for key in keys if key in LANGUAGE_NAMES]
    return Text(", ".join(name.ko for name in names), ", ".join(name.en for name in names))


def hour_words(hours: Mapping[str, Sequence[str]]) -> tuple[Text, ...]:
    """Days with the same hours in a row are one line: 월요일~금요일 09:00~18:00."""
    out: list[Text] = []
    run: list[str] = []
    for day in (*WEEKDAYS, ""):
        span = hours.get(day)
        if run and (not span or list(span) != list(hours[run[0]])):
            out.append(_run_words(run, hours[run[0]]))
            run = []
        if span:
            run.append(day)
    return tuple(out)


def _run_words(run: Sequence[str], span: Sequence[str]) -> Text:
    first, last = WEEKDAY_NAMES[run[0]], WEEKDAY_NAMES[run[-1]]
    if len(run) == 1:
        return Text(f"{first.ko} {span[0]}~{span[1]}", f"{first.en} {span[0]}–{span[1]}")
    return Text(f"{first.ko}~{last.ko} {span[0]}~{span[1]}", f"{first.en} to {last.en}, {span[0]}–{span[1]}")
