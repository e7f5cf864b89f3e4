"""Manuals put together from the library: which editions there are, what stands in each, how it is set, what has changed.

Frozen values and pure functions only. Composes nothing anew: `rules.library` draws the entries, this puts them on pages.
"""

from jikim.rules.manuals.assemble import BLANKS, Assembled, Own, assemble
from jikim.rules.manuals.changes import Change, changes_between
from jikim.rules.manuals.edition import Edition, Kind, general_editions
from jikim.rules.manuals.prose import Span, plain, spans
from jikim.rules.manuals.setting import set_out

__all__ = [
    "BLANKS", "Assembled", "Change", "Edition", "Kind", "Own", "Span", "assemble", "changes_between", "general_editions", "plain", "set_out", "spans",
]  # fmt: skip
