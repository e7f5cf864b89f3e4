"""The code lists of packs/codes: regions, industries and sectors, public holidays. Reads the package's files once; never the database."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from jikim.rules.intake_cells import fold
from jikim.rules.words import NOTHING, Text

FOLDER = Path(__file__).resolve().parent.parent / "packs" / "codes"


@dataclass(frozen=True, slots=True)
class RegionName:
    name: Text
    since: dt.date


@dataclass(frozen=True, slots=True)
class Region:
    """A province or metropolitan city; `key` outlives its names."""

    key: str
    short: Text
    names: tuple[RegionName, ...]
    codes: tuple[str, ...]
    iso: str
    also: tuple[str, ...]

    @property
    def name(self) -> Text:
        """The newest official name."""
        return self.names[-1].name

    def name_on(self, day: dt.date | None) -> Text:
        """The official name in force on a day: papers of 2017 say 강원도."""
        if day is None:
            return self.name
        return next((n.name for n in reversed(self.names) if n.since <= day), self.names[0].name)


@dataclass(frozen=True, slots=True)
class Sector:
    """A group of industries, for quotas and comparison."""

    key: str
    name: Text


@dataclass(frozen=True, slots=True)
class Industry:
    code: str
    name: Text
    sector: str


@dataclass(frozen=True, slots=True)
class Holiday:
    on: dt.date
    name: Text
    kind: str


def _read(name: str) -> dict[str, Any]:
    with (FOLDER / f"{name}.yaml").open(encoding="utf-8") as file:
        content: dict[str, Any] = yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    return content


def _text(entry: dict[str, Any]) -> Text:
    return Text(str(entry["ko"]), str(entry["en"]))


@lru_cache(maxsize=1)
def regions() -> tuple[Region, ...]:
    """All regions, in the order of the administrative codes."""
    return tuple(
        Region(
            key=entry["key"], short=_text(entry["short"]),
            names=tuple(RegionName(_text(n), n.get("from", dt.date.min)) for n in entry["names"]),
            codes=tuple(entry["codes"]), iso=entry["iso"], also=tuple(entry["also"]),
        )
        for entry in _read("regions")["regions"]
    )  # fmt: skip


def region(key: str) -> Region | None:
    return _regions_by_key().get(key)


def region_name(key: str, on: dt.date | None = None) -> Text:
    """The region's official name (on a day, if given); the key itself when unknown."""
    found = region(key)
    return found.name_on(on) if found else Text(key, key)


@lru_cache(maxsize=1)
def _regions_by_key() -> dict[str, Region]:
    return {entry.key: entry for entry in regions()}


@lru_cache(maxsize=1)
def region_spellings() -> dict[str, str]:
    """Every way a region is written (folded) → key: old, new and short names, English names, codes."""
    spellings: dict[str, str] = {}
    for entry in regions():
        words = [entry.key, entry.iso, *entry.codes, *entry.also, entry.short.ko, entry.short.en]
        for named in entry.names:
            words += [named.name.ko, named.name.en]
        for word in words:
            spellings.setdefault(fold(word), entry.key)
    return spellings


def find_region(written: str) -> Region | None:
    """The region somebody wrote, whatever spelling they used."""
    key = region_spellings().get(fold(written))
    return region(key) if key else None


@lru_cache(maxsize=1)
def districts() -> dict[str, frozenset[str]]:
    """The cities, counties and districts of each region, old and new."""
    return {key: frozenset(names.split()) for key, names in _read("districts")["districts"].items()}


def homes_of(district: str) -> tuple[Region, ...]:
    """The regions that have a district of that name; none when the name is not known. “수원시 영통구” is in the home of 수원시."""
    named = district.split()[0] if district.split() else ""
    return tuple(one for one in regions() if named in districts().get(one.key, frozenset()))


@lru_cache(maxsize=1)
def sectors() -> tuple[Sector, ...]:
    return tuple(Sector(entry["key"], _text(entry)) for entry in _read("industries")["sectors"])


def sector_name(key: str) -> Text:
    return next((entry.name for entry in sectors() if entry.key == key), Text(key, key) if key else NOTHING)


@lru_cache(maxsize=1)
def industries() -> dict[str, Industry]:
    """Divisions (two digits) and named classes (five digits) by code."""
    pack = _read("industries")
    found: dict[str, Industry] = {}
    for entry in [*pack["divisions"], *pack["industries"]]:
        code = entry["code"]
        sector = entry.get("sector") or found[code[:2]].sector
        found[code] = Industry(code, _text(entry), sector)
    return found


def find_industry(code: str) -> Industry | None:
    """The industry of the longest listed beginning of a code: an unlisted class is found by its division."""
    listed = industries()
    return next((listed[code[:n]] for n in range(len(code), 1, -1) if code[:n] in listed), None)


@lru_cache(maxsize=4096)
def industry_called(name: str) -> Text:
    """An industry by its Korean name, in both languages; a name that is not listed stays as it was written."""
    wanted = fold(name)
    return next((entry.name for entry in industries().values() if fold(entry.name.ko) == wanted), Text(name))


@lru_cache(maxsize=4096)
def sector_of(industry_code: str, industry_name: str = "") -> str:
    """The sector key of an industry code; by its name when the code is blank; "" when neither is known."""
    by_code = find_industry(industry_code) if industry_code else None
    if by_code:
        return by_code.sector
    wanted = fold(industry_name)
    if not wanted:
        return ""
    return next((entry.sector for entry in industries().values() if fold(entry.name.ko) == wanted), "")


@lru_cache(maxsize=1)
def all_holidays() -> tuple[Holiday, ...]:
    return tuple(Holiday(entry["date"], _text(entry), entry["kind"]) for entry in _read("holidays")["holidays"])


def days_without_visits(year: int) -> tuple[Holiday, ...]:
    """What a season's calendar begins with: public holidays, and the workers' holiday of years in which it is none; by date."""
    workers = (Holiday(entry["date"], _text(entry), entry["kind"]) for entry in _read("holidays")["workers_holidays"])
    return tuple(sorted((*holidays(year), *(entry for entry in workers if entry.on.year == year)), key=lambda entry: entry.on))


def holidays(year: int) -> tuple[Holiday, ...]:
    """The public holidays of a calendar year; empty for a year the pack does not know."""
    return tuple(entry for entry in all_holidays() if entry.on.year == year)
