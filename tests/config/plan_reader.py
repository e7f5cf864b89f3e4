"""The rules of SCIENCE.md § 4 read once more, from the office's sheets and the written plan alone: no code of the product is used."""

from __future__ import annotations

import csv
import datetime as dt
import math
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl

FIRST, LAST = dt.date(2017, 4, 3), dt.date(2017, 11, 30)
HOLIDAYS = {dt.date(2017, *day) for day in [(5, 3), (5, 5), (5, 9), (6, 6), (8, 15), (10, 2), (10, 3), (10, 4), (10, 5), (10, 6), (10, 9)]}

Row = dict[str, Any]


def sheet(path: Path) -> list[Row]:
    book = openpyxl.load_workbook(path, read_only=True)
    try:
        heading, *rows = book.active.iter_rows(values_only=True)  # type: ignore[union-attr]
    finally:
        book.close()
    return [dict(zip(heading, row, strict=True)) for row in rows]  # type: ignore[arg-type]


def km(a: Row, b: Row) -> float:
    one, other, turn = math.radians(a["위도"]), math.radians(b["위도"]), math.radians(a["경도"] - b["경도"])
    half = math.sin((one - other) / 2) ** 2 + math.cos(one) * math.cos(other) * math.sin(turn / 2) ** 2
    return 1.3 * 2 * 6371.0088 * math.asin(math.sqrt(half))


def minutes(workplace: Row) -> int:
    many = int(workplace["고객응대근로자수"])
    return 120 if many < 50 else 150 if many < 300 else 180


def breaches(samples: Path, out: Path) -> Counter[str]:
    """How often each rule is broken."""
    places = {row["관리번호"]: row for row in sheet(samples / "applicants.xlsx")}
    agencies = {row["기관명"]: row for row in sheet(samples / "agencies.xlsx")}
    people = {row["이름"]: row for row in sheet(samples / "consultants.xlsx")}
    plan = list(csv.DictReader((out / "plan.csv").read_text(encoding="utf-8-sig").splitlines()))
    left = [row["workplace"] for row in csv.DictReader((out / "unassigned.csv").read_text(encoding="utf-8-sig").splitlines())]
    bad: Counter[str] = Counter()
    visits: dict[str, list[Row]] = defaultdict(list)
    days: dict[tuple[str, dt.date], list[Row]] = defaultdict(list)
    by_agency: Counter[tuple[str, int]] = Counter()
    for row in plan:
        on, place, agency, person = dt.date.fromisoformat(row["date"]), places[row["workplace"]], agencies[row["agency"]], people[row["consultant"]]
        visits[row["workplace"]].append(row)
        days[row["consultant"], on].append(row)
        by_agency[row["agency"], on.month] += 1
        bad["eligible"] += int(place["고객응대근로자수"]) < 10
        bad["region"] += place["시도"] not in [name.strip() for name in agency["관할시도"].split(",")]
        bad["agency"] += person["소속기관"] != row["agency"]
        bad["day"] += on.weekday() > 4 or on in HOLIDAYS or not FIRST <= on <= LAST
    for own in visits.values():
        own.sort(key=lambda row: row["visit"])
        dates = [dt.date.fromisoformat(row["date"]) for row in own]
        bad["three"] += [row["visit"] for row in own] != ["1", "2", "3"]
        bad["same"] += len({row["consultant"] for row in own}) != 1
        bad["intervals"] += (dates[1] - dates[0]).days < 14 or (dates[2] - dates[1]).days < 60
    months = Counter((name, on.month) for name, on in days)
    bad["days a month"] += sum(many > people[name]["월가용일수"] for (name, _), many in months.items())
    bad["visits a month"] += sum(many > agencies[name]["월최대방문수"] for (name, _), many in by_agency.items())
    for (name, _), own in days.items():
        bad.update(_day(people[name], [(row, places[row["workplace"]]) for row in sorted(own, key=lambda row: row["start"])]))
    total = sum(person["월가용일수"] for person in people.values())
    for name, many in Counter(own[0]["consultant"] for own in visits.values()).items():
        bad["share"] += many > max(1, 2 * len(visits) * people[name]["월가용일수"] / total)
    bad["listed once"] += sorted([*visits, *left]) != sorted(places)
    return +bad


def _day(base: Row, stops: list[tuple[Row, Row]]) -> Counter[str]:
    bad: Counter[str] = Counter()
    points = [base, *(place for _, place in stops), base]
    around = sum(km(a, b) for a, b in pairwise(points)) / len(stops)
    bad["travel_km"] += sum(abs(float(row["travel_km"]) - around) > 0.01 for row, _ in stops)
    bad["two a day"] += len(stops) > 2
    for (one, here), (other, there) in pairwise(stops):
        begins, after = (60 * int(row["start"][:2]) + int(row["start"][3:]) for row in (one, other))
        bad["overlap"] += begins + minutes(here) + km(here, there) > after
    return bad
