"""What a release says, as JSON: only what rules/disclosure lets through, and the facts everybody may know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jikim.areas.enrolment.public import WorkplaceLine
from jikim.areas.statistics.actions.reference import Member
from jikim.areas.surveys.public import RoundAsked, RoundLine
from jikim.rules.disclosure import OTHER, Figure, GroupRelease, Reason, WorkplaceRelease
from jikim.rules.words import Text


def season_content(season: Any, *, trial: bool) -> dict[str, Any]:
    """The season as every release names it."""
    return {"year": season.year, "name": {"ko": season.name_ko, "en": season.name_en}, "trial": trial}


def release_content(
    one: RoundLine, member: Member, place: WorkplaceLine, *, season: dict[str, Any], main_job: str,
    asked: RoundAsked, items: Mapping[str, Text],
) -> dict[str, Any]:  # fmt: skip
    """The stored result of one round. `answered` is there only with the whole's own figures.

    `asked` names the categories of the tables, `items` what each yes/no item asks: both are frozen with the result.
    """
    release = member.release
    reasons: list[Reason] = []
    content = {
        "workplace": {
            "number": place.number, "name": place.name, "region": place.region, "district": place.district,
            "sector": place.sector, "industry_code": place.industry_code, "industry_name": place.industry_name,
            "size": member.size,
        },
        "season": season, "kind": one.kind, "opened_on": one.opened_on.isoformat() if one.opened_on else None,
        "offered": release.offered, "job": main_job,
        "whole": _group(release.whole, reasons) if release.whole else None,
        "units": [_group(unit, reasons) for unit in release.units],
        "notes": _notes(release, asked.names.get("unit", {})),
    }  # fmt: skip
    if asked.names:
        content["tables"] = [
            {"by": variable, "groups": [_group(group, reasons) for group in table.units],
             "notes": _notes(table, asked.names.get(variable, {}), units=False)}
            for variable, table in member.tables.items()
        ]  # fmt: skip
        content["names"] = {
            variable: {key: _text(name) for key, name in names.items()} for variable, names in asked.names.items()
        }
    if release.whole and release.whole.counts:
        content["items"] = {key: _text(items[key]) for key in release.whole.counts}
    return content | {"reasons": [reason_content(reason) for reason in reasons]}


def _notes(release: WorkplaceRelease, names: Mapping[str, Text], *, units: bool = True) -> list[dict[str, Any]]:
    """The notes with what was merged named as the workers know it."""
    merged = next((unit.members for unit in release.units if unit.key == OTHER), ())
    plain = ", ".join(merged)
    called = {code: ", ".join(getattr(names[key], code) if key in names else key for key in merged) for code in ("ko", "en")}

    def named(text: Text) -> Text:
        ko, en = (text.ko, text.en) if units else (text.ko.replace("부서", "구분"), text.en.replace("unit", "group"))
        return Text(ko.replace(plain, called["ko"]), en.replace(plain, called["en"])) if plain else Text(ko, en)

    return [reason_content(Reason(note.rule, named(note.why), named(note.see_more))) for note in release.notes]


def _group(group: GroupRelease, reasons: list[Reason]) -> dict[str, Any]:
    return {
        "key": group.key, "members": list(group.members), "answered": group.answered,
        "means": _figures(group.means, reasons), "shares": _figures(group.shares, reasons),
        "counts": _figures(group.counts, reasons),
    }  # fmt: skip


def _figures(figures: Mapping[str, Figure], reasons: list[Reason]) -> dict[str, Any]:
    return {key: _figure(figure, reasons) for key, figure in figures.items()}


def _figure(figure: Figure, reasons: list[Reason]) -> dict[str, Any]:
    """`why` is the place of its reason in the release's list."""
    out: dict[str, Any] = {"status": figure.status}
    if figure.value is not None:
        out["value"] = figure.value
    if figure.status != "suppressed":
        out["n"] = figure.n
    if figure.interval:
        out["interval"] = list(figure.interval)
    if figure.band:
        out["band"] = _text(figure.band)
    if figure.reason:
        if figure.reason not in reasons:
            reasons.append(figure.reason)
        out["why"] = reasons.index(figure.reason)
    return out


def reason_content(reason: Reason) -> dict[str, Any]:
    """A reason as it is stored."""
    return {"rule": reason.rule.value, "why": _text(reason.why), "see_more": _text(reason.see_more)}


def _text(text: Text) -> dict[str, str]:
    return {"ko": text.ko, "en": text.en}
