"""What other rooms and commands may ask of statistics."""

from jikim.areas.statistics.actions.release import Released, release, release_rounds
from jikim.areas.statistics.actions.reports import Built, build_reports, report_pdf
from jikim.areas.statistics.queries.home import waiting
from jikim.areas.statistics.queries.released_figures import ReleasedFigure, ReleasedFigures, released_figures
from jikim.areas.statistics.queries.releases import ReleaseLine, newest_release

__all__ = [
    "Built", "ReleaseLine", "Released", "ReleasedFigure", "ReleasedFigures", "build_reports", "newest_release", "release", "release_rounds", "released_figures",
    "report_pdf",    "waiting",
]  # fmt: skip
