"""The released figures of one whole workplace, for advice. Reads release rows only, so nothing comes out that a report does not print."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from jikim.areas.statistics.models import Release
from jikim.areas.statistics.queries.releases import source_of
from jikim.rules.words import Text


@dataclass(frozen=True, slots=True)
class ReleasedFigure:
    """One subscale: printed mean and share at risk with their references, 0 to 100. None where it is not printed."""

    key: str
    title: Text
    mean: int | None
    reference: int | None
    #: above only where the reference lies below the printed interval
    is_above: bool


@dataclass(frozen=True, slots=True)
class ReleasedFigures:
    """The newest release of a workplace that has figures."""

    data_date: dt.date
    figures: tuple[ReleasedFigure, ...]


def released_figures(workplace_id: int) -> ReleasedFigures | None:
    """None where there is no release, or it holds no figures of the whole workplace. Asks no actor: callers ask for theirs."""
    found = Release.objects.select_related("reference").filter(workplace_id=workplace_id).order_by("-data_date", "-pk").first()
    if found is None or not found.content["whole"]:
        return None
    return ReleasedFigures(found.data_date, tuple(
        ReleasedFigure(one.key, one.title, one.value, one.reference, one.tone == "above") for one in source_of(found).readings
    ))  # fmt: skip
