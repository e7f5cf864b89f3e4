"""Charts drawn by hand as small SVG, each with a text that says the same. The fixed charts of reports and pages."""

from jikim.shared.charts.bars import Bar, bars
from jikim.shared.charts.columns import Count, columns
from jikim.shared.charts.intervals import IntervalRow, IntervalWords, intervals
from jikim.shared.charts.picture import Chart

__all__ = ["Bar", "Chart", "Count", "IntervalRow", "IntervalWords", "bars", "columns", "intervals"]
