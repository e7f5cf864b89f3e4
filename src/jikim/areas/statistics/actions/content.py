"""What a release says, as JSON: only what rules/disclosure lets through, and the facts everybody may know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jikim.areas.enrolment.public import WorkplaceLine
from jikim.areas.statistics.actions.reference import Member
from jikim.areas.surveys.public import RoundLine
from jikim.rules.disclosure import Figure, GroupRelease, Reason
from jikim.rules.words import Text


def season_content(season: Any, *, trial: bool) -> dict[str, Any]:
    """The season as every release names it."""
    return {"year": season.year, "name": {"ko": season.name_ko, "en": season.name_en}, "trial": trial}


def release_content(
    one: RoundLine, member: Member, place: WorkplaceLine, *, season: dict[str, Any], main_job: str
) -> dict[str, Any]:
    """The stored result of one round. `answered` is there only with the whole's own figures."""
    release = member.release
    reasons: list[Reason] = []
    return {
        "workplace": {
            "number": place.number, "name": place.name, "region": place.region, "district": place.district,
            "sector": place.sector, "industry_code": place.industry_code, "industry_name": place.industry_name,
            "size": member.size,
        },
        "season": season, "kind": one.kind, "opened_on": one.opened_on.isoformat() if one.opened_on else None,
        "offered": release.offered, "job": main_job,
        "whole": _group(release.whole, reasons) if release.whole else None,
        "units": [_group(unit, reasons) for unit in release.units],
        "notes": [_reason(note) for note in release.notes],
        "reasons": [_reason(reason) for reason in reasons],
    }  # fmt: skip


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


def _reason(reason: Reason) -> dict[str, Any]:
    return {"rule": reason.rule.value, "why": _text(reason.why), "see_more": _text(reason.see_more)}


def _text(text: Text) -> dict[str, str]:
    return {"ko": text.ko, "en": text.en}
