"""compose(): a release in one language, as the plain data the template lays out. Every figure in it is in the release."""

from __future__ import annotations

from typing import Any

from jikim.areas.statistics.report import actions_first, figures, front, method, more, units, words
from jikim.areas.statistics.report.source import Source

TEMPLATE = "statistics/report.typ:report"


def compose(source: Source, language: str) -> dict[str, Any]:
    """Data of one report."""
    data: dict[str, Any] = {
        "form": source.form,
        "title": words.TITLE.say(language),
        "series": words.SERIES.say(language),
        "form_name": words.FORMS[source.form].say(language),
        **front.front(source, language),
        "measures": actions_first.first_measures(source, language),
        "method": method.method(source, language),
    }
    if source.whole is None:
        return data | figures.without_figures(source, language)
    data |= figures.with_figures(source, language)
    data["units"] = units.unit_table(source, language)
    data["notes"] = units.notes(source, language)
    data["tables"] = more.tables(source, language)
    data["events"] = more.events(source, language)
    data["change"] = more.change(source, language)
    return data
