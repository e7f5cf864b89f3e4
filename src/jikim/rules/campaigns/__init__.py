"""Campaigns as rules: what people know before and after, who is written to when, what may be shown of small numbers. Pure."""

from jikim.rules.campaigns.awareness import Score, Tally, knows, score, tally_of
from jikim.rules.campaigns.difference import Between, Interval, mean_difference, share, share_difference
from jikim.rules.campaigns.reach import Week, weeks
from jikim.rules.campaigns.showing import LEAST, Compared, compared
from jikim.rules.campaigns.waves import WaveFault, drawn, parts, wave_faults

__all__ = [
    "LEAST", "Between", "Compared", "Interval", "Score", "Tally", "WaveFault", "Week", "compared", "drawn", "knows", "mean_difference", "parts",
    "score", "share", "share_difference", "tally_of", "wave_faults", "weeks",
]  # fmt: skip
