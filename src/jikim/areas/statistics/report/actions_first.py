"""Three measures to begin with, each with how binding it is on the report's date."""

from __future__ import annotations

from typing import Any

from jikim.areas.statistics.report.library import first_three
from jikim.areas.statistics.report.reading import pressing, pressing_of_reference
from jikim.areas.statistics.report.source import Source


def first_measures(source: Source, language: str) -> list[dict[str, Any]]:
    """Chosen by the most pressing subscales: the workplace's own, or else its sector's."""
    if source.whole is not None:
        order = pressing(source.readings)
    else:
        order = pressing_of_reference(source.sector_cell or source.size_cell, source.season_cell, source.titles)
    return [
        {
            "title": measure.title.say(language), "what": measure.what.say(language), "first": measure.steps[0].say(language),
            "proof": measure.done.say(language), "weight": basis.weight.say(language), "cite": basis.cite.say(language),
            "mandatory": basis.mandatory,
            "area": source.titles[measure.first_for].say(language) if measure.first_for in source.titles else "",
        }
        for measure, basis in first_three(order, source.data_date)
    ]  # fmt: skip
