"""A season's terms of review and pay, all versions of them. The seed of the draw is for those who run and audit it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from jikim.areas.visits.models import VisitTerms
from jikim.rules.access import Actor, Role
from jikim.rules.settling import Tariff, tariff_of_json
from jikim.rules.words import NOTHING, Text
from jikim.shared.access import Conflict

REVIEW_PERCENT, ACCEPT_AFTER_DAYS = 10, 14
READS_SEED = frozenset({Role.OFFICE, Role.AUDITOR, Role.CONSOLE})
_NO_TARIFF = Text("정산 단가가 아직 정해지지 않았습니다. 먼저 단가를 정해 주십시오.", "No tariff has been set yet. Please set it first.")


@dataclass(frozen=True, slots=True)
class Terms:
    """One version; `version` 0 are the programme's defaults before anybody has set any."""

    version: int
    applies_from: dt.date | None
    review_percent: int
    review_seed: str
    accept_after_days: int
    tariff: Tariff | None
    reason: Text = NOTHING
    by: str = ""
    at: dt.datetime | None = None


DEFAULT = Terms(0, None, REVIEW_PERCENT, "", ACCEPT_AFTER_DAYS, None)


def terms_now(*, season_id: int) -> Terms:
    """The newest version. Asks no actor: for actions and duties."""
    found = VisitTerms.objects.filter(season_id=season_id).order_by("-version").first()
    return _terms(found) if found else DEFAULT


def terms_versions(*, season_id: int, by: Actor) -> list[Terms]:
    """All versions, newest first; without the seed for whoever may not know it."""
    shown = bool(by.roles & READS_SEED)
    return [_terms(one, with_seed=shown) for one in VisitTerms.objects.filter(season_id=season_id).order_by("-version")]


def tariffs(*, season_id: int) -> Callable[[dt.date], Tariff]:
    """Which tariff holds on a day: of the versions that apply by then the newest; before any, the first. Raises Conflict where none is set."""
    rows = [_terms(one) for one in VisitTerms.objects.filter(season_id=season_id).exclude(tariff=None).order_by("applies_from", "version")]
    if not rows:
        raise Conflict(_NO_TARIFF)

    def on(day: dt.date) -> Tariff:
        fitting = [one for one in rows if one.applies_from is None or one.applies_from <= day] or rows[:1]
        tariff = fitting[-1].tariff
        assert tariff is not None
        return tariff

    return on


def _terms(one: VisitTerms, *, with_seed: bool = True) -> Terms:
    return Terms(
        one.version, one.applies_from, one.review_percent, one.review_seed if with_seed else "", one.accept_after_days,
        tariff_of_json(one.tariff) if one.tariff else None, one.reason, one.by_name, one.at,
    )  # fmt: skip
