"""Releases within an actor's reach. Reads release rows only: there is no other way from here to a figure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from jikim.areas.dispatch import public as dispatch
from jikim.areas.statistics.models import Release
from jikim.areas.statistics.report.compose import compose
from jikim.areas.statistics.report.source import Source
from jikim.areas.surveys import public as surveys
from jikim.rules.access import Action, Actor
from jikim.rules.words import Text
from jikim.shared import codes
from jikim.shared.access import require
from jikim.shared.packs import find_pack
from jikim.shared.ui.tables import Asked, narrow


def source_of(release: Release) -> Source:
    """The release as the report reads it."""
    reference = release.reference
    return Source(
        release.content, reference.content, release.form, release.data_date, release.content_hash, reference.number,
        release.rules_version, find_pack(release.instrument_id, release.instrument_version),
    )  # fmt: skip


def releases_of(*, season_id: int, numbers: Iterable[str] | None = None) -> Iterable[Release]:
    """The season's releases by workplace number, newest round last. Asks no actor: callers ask for theirs."""
    found = Release.objects.filter(season_id=season_id).select_related("workplace").prefetch_related("reference")
    if numbers is not None:
        found = found.filter(workplace__number__in=list(numbers))
    return found.order_by("workplace__number", "pk")


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """A release in a list."""

    id: int
    number: str
    form: str
    data_date: dt.date


def newest_release(*, season_id: int, number: str) -> ReleaseLine | None:
    """The workplace's newest release by its 관리번호. Asks no actor."""
    found = Release.objects.filter(season_id=season_id, workplace__number=number).order_by("-data_date", "-pk").first()
    return ReleaseLine(found.pk, number, found.form, found.data_date) if found else None


FORM_NAMES: dict[str, Text] = {
    "full": Text("전체·부서별", "With units"),
    "whole_only": Text("전체만", "Whole workplace only"),
    "no_figures": Text("수치 없음", "Without figures"),
}


KIND_NAMES: dict[str, Text] = {
    "first": Text("1차", "First"), "follow_up": Text("후속", "Follow-up"), "imported": Text("자료 반입", "Imported"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report in the list: everything in it is in its release."""

    id: int
    number: str
    name: str
    region_name: Text
    sector_name: Text
    kind: Text
    form: Text
    offered: int
    answered: int | Text
    data_date: dt.date


def reports(*, by: Actor, season_id: int, asked: Asked) -> tuple[list[ReportRow], int]:
    """The reports within reach; one statement and its count."""
    require(by, Action.report_see)
    within = Release.objects.filter(dispatch.reached_workplaces(by, Action.report_see), season_id=season_id)
    found, total = narrow(
        within.select_related("workplace"), asked,
        sort={"number": "workplace__number", "name": "workplace__name", "form": "form", "data_date": "data_date"},
        search=("workplace__number", "workplace__name"),
        filters={"form": "form", "region": "workplace__region", "sector": "workplace__sector"},
    )  # fmt: skip
    return [_row(one) for one in found], total


@dataclass(frozen=True, slots=True)
class ReportPage:
    """One report on the screen."""

    id: int
    number: str
    name: str
    form: Text
    data_date: dt.date
    data: dict[str, Any]


def report_page(*, by: Actor, release_id: int, language: str) -> ReportPage:
    """What the page shows: the same data the PDF is made from. Raises Release.DoesNotExist, or Refused out of reach."""
    release = Release.objects.select_related("reference", "workplace").get(pk=release_id)
    place = release.workplace
    require(by, Action.report_see, dispatch.workplace_where(place.pk))
    data = compose(source_of(release), language)
    return ReportPage(release.pk, place.number, place.name, FORM_NAMES[release.form], release.data_date, data)


def _row(one: Release) -> ReportRow:
    place = one.content["workplace"]
    whole = one.content["whole"]
    return ReportRow(
        one.pk, place["number"], place["name"], codes.region_name(place["region"], one.data_date),
        codes.sector_name(place["sector"]), KIND_NAMES[one.content["kind"]], FORM_NAMES[one.form], int(one.content["offered"] or 0),
        int(whole["answered"]) if whole else surveys.FEW, one.data_date,
    )  # fmt: skip
