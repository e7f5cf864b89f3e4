"""Reads an applicants' sheet and says what an import would do. Changes nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jikim.areas.enrolment.models import Application, Season, Workplace
from jikim.rules import intake_headings as headings
from jikim.rules.eligibility import Facts, Judgement, SeasonRules, judge
from jikim.rules.intake import (
    FIELDS,
    Checked,
    Codes,
    RowError,
    check_row,
    check_rows,
    is_filler,
    outside_call,
)
from jikim.rules.intake_plan import Difference, Existing, Placed, place
from jikim.rules.words import Text
from jikim.shared import codes
from jikim.shared.imports import ReadFile, read_list

Identity = tuple[str, str]
_STORED = ("number", "name", "business_number", "employer_name", "client_name", "industry_code", "industry_name", "region",
           "district", "address", "latitude", "longitude", "workers", "service_workers", "contact_name", "contact_phone",
           "contact_email", "applied_on")  # fmt: skip

#: what a verdict is given on
JUDGED = ("business_number", "service_workers", "region", "sector", "industry_code")


@dataclass(frozen=True, slots=True)
class Ground:
    """What rows are compared with: the season's rules and everything already in it."""

    season: Season
    rules: SeasonRules
    existing: dict[Identity, Existing]
    holders: dict[str, Existing]
    #: application id and verdict by workplace id
    verdicts: dict[int, bool | None]
    served: dict[Identity, int]


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do with every row of a file."""

    read: ReadFile
    ground: Ground
    placed: tuple[Placed, ...]
    #: the verdict on each row that is not in error, by row
    eligible: dict[int, bool] = field(default_factory=dict)

    def count(self, outcome: str) -> int:
        return sum(row.outcome == outcome for row in self.placed)

    @property
    def errors(self) -> tuple[RowError, ...]:
        return tuple(error for row in self.placed for error in row.errors)

    @property
    def questions(self) -> tuple[RowError, ...]:
        return tuple(question for row in self.placed if row.outcome != "error" for question in row.questions)

    @property
    def differences(self) -> tuple[Difference, ...]:
        return tuple(difference for row in self.placed for difference in row.differences)


def code_lists() -> Codes:
    return Codes(codes.region_spellings(), codes.sector_of)


def read_applicants(source: Path | bytes) -> ReadFile:
    """Read and check a file by itself. Raises SheetError when it is no applicants' sheet."""
    return read_list(
        source, names=FIELDS, columns=headings.match, required=headings.REQUIRED, is_heading=headings.is_heading,
        is_filler=is_filler, check=lambda rows: check_rows(rows, code_lists()),
    )  # fmt: skip


def check_values(values: dict[str, Any], *, row: int = 0) -> Checked:
    """The same checks for values typed into a form."""
    return check_row(values, row, code_lists())


def ground_of(season: Season) -> Ground:
    """Everything rows of this season are compared with, in three statements."""
    existing: dict[Identity, Existing] = {}
    holders: dict[str, Existing] = {}
    for pk, key, *values in Workplace.objects.filter(season=season).values_list("pk", "name_key", *_STORED).order_by():
        known = Existing(pk, values[0], dict(zip(_STORED, values, strict=True)))
        if known.values["business_number"]:
            existing[(known.values["business_number"], key)] = known
        holders[known.number.casefold()] = known
    verdicts = dict(Application.objects.filter(season=season).order_by().values_list("workplace_id", "is_eligible"))
    return Ground(season, season_rules(season), existing, holders, verdicts, earlier_participants(season))


def bare_ground(season: Season) -> Ground:
    """The rules alone, for judging what is in already."""
    return Ground(season, season_rules(season), {}, {}, {}, earlier_participants(season))


def season_rules(season: Season) -> SeasonRules:
    """The season's eligibility rules with the names its reasons print."""
    return SeasonRules(
        minimum_service_workers=season.minimum_service_workers, regions=frozenset(season.regions_admitted),
        sectors=frozenset(season.sectors_admitted), admits_earlier_seasons=season.admits_earlier_seasons,
        who_counts=Text(season.who_counts_ko, season.who_counts_en),
        region_names={r.key: r.name_on(season.starts_on) for r in codes.regions()},
        sector_names={s.key: s.name for s in codes.sectors()},
    )  # fmt: skip


def earlier_participants(season: Season) -> dict[Identity, int]:
    """Workplaces enrolled in an earlier year, with the latest such year; asked only when the season cares."""
    if season.admits_earlier_seasons:
        return {}
    rows = Application.objects.filter(season__year__lt=season.year, status="enrolled").order_by("season__year")
    return {
        (number, key): year
        for number, key, year in rows.values_list("workplace__business_number", "workplace__name_key", "season__year")
    }


def judged(values: dict[str, Any], identity: Identity | None, rules: SeasonRules, served: dict[Identity, int]) -> Judgement:
    """The verdict on a workplace's values."""
    return judge(Facts(
        service_workers=values["service_workers"], region=values["region"], sector=values.get("sector", ""),
        industry_code=values.get("industry_code", ""), served_in=served.get(identity) if identity else None,
    ), rules)  # fmt: skip


def plan_import(read: ReadFile, season: Season) -> Plan:
    """What an import of the file into the season would do now."""
    ground = ground_of(season)
    placed: list[Placed] = []
    eligible: dict[int, bool] = {}
    for checked in read.rows:
        row = with_call_remark(place(checked, ground.existing, ground.holders), season)
        placed.append(row)
        if row.outcome != "error":
            eligible[checked.row] = verdict_of(row, ground)
    return Plan(read, ground, tuple(placed), eligible)


def verdict_of(row: Placed, ground: Ground) -> bool:
    """The stored verdict of what is in, else the one this row would get."""
    if row.existing is not None:
        stored = ground.verdicts.get(row.existing.id)
        if stored is not None:
            return stored
    return judged(row.checked.values, row.checked.identity, ground.rules, ground.served).eligible


def with_call_remark(row: Placed, season: Season) -> Placed:
    """A new row dated outside the call carries a remark for the clerk."""
    applied_on: dt.date | None = row.checked.values.get("applied_on")
    remark = outside_call(applied_on, season.call_opens_on, season.call_closes_on) if row.outcome == "new" else None
    if remark is None:
        return row
    checked = row.checked
    asked = (*checked.questions, RowError(checked.row, "applied_on", remark))
    return Placed(row.outcome, Checked(checked.row, checked.values, checked.errors, asked, checked.given))
