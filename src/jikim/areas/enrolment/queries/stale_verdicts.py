"""Verdicts that the season's rules, edited since, would give differently. What a clerk decided by hand is left out."""

from __future__ import annotations

from collections.abc import Collection

from jikim.areas.enrolment.models import Application, Season
from jikim.areas.enrolment.queries.intake import JUDGED, earlier_participants, judged, season_rules
from jikim.shared.workflow.models import StatusChange

_OPEN = ("submitted", "eligible", "not_eligible", "waiting")


def stale_verdicts(season: Season, among: Collection[int] | None = None) -> tuple[int, ...]:
    """The applications (of these), by key, whose verdict no longer follows from the season's rules."""
    rules, served, by_hand = season_rules(season), earlier_participants(season), _by_hand(season)
    open_ = Application.objects.filter(season=season, status__in=_OPEN)
    if among is not None:
        open_ = open_.filter(pk__in=among)
    rows = open_.order_by().values_list(
        "pk", "is_eligible", "workplace__number", "workplace__name_key", *(f"workplace__{name}" for name in JUDGED)
    )  # fmt: skip
    found = []
    for pk, stands, number, key, *facts in rows:
        values = dict(zip(JUDGED, facts, strict=True))
        verdict = judged(values, (values["business_number"], key), rules, served)
        if stands is not verdict.eligible and f"{season.pk}/{number}" not in by_hand:
            found.append(pk)
    return tuple(found)


def _by_hand(season: Season) -> set[str]:
    changes = StatusChange.objects.filter(
        thing_kind="application", thing_key__startswith=f"{season.pk}/", target__in=("eligible", "not_eligible")
    )
    last = dict(changes.order_by("id").values_list("thing_key", "actor_key"))
    return {key for key, actor in last.items() if actor != "rules"}
