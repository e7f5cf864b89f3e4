"""The library: checklist, measures, occupations, courses, kits and manuals, written once and used in many places.

Frozen values and pure functions only. `rules.packs` makes them from packs; `shared.library` finds the packs.
"""

from jikim.rules.library.checklist import Checklist, ChecklistItem, Part
from jikim.rules.library.compose import (
    Block,
    Composed,
    Setting,
    chapters_of,
    draw,
    entries_of_blocks,
    quiz_of,
    slides_of,
)
from jikim.rules.library.courses import Course, FormItem, Question, Slide
from jikim.rules.library.entry import (
    Basis,
    Effort,
    Factor,
    Hazard,
    Level,
    Line,
    Origin,
    Size,
    Subject,
    TimeNeeded,
)
from jikim.rules.library.kits import Form, Kit, Piece
from jikim.rules.library.manuals import Chapter, Manual
from jikim.rules.library.measures import Cost, Measure, Measures
from jikim.rules.library.occupations import Occupation, Owed, Situation
from jikim.rules.library.pull import Pull, Source
from jikim.rules.library.shelf import Library, library_faults
from jikim.rules.library.standing import Mark, Standing, standing_on

__all__ = [
    "Basis", "Block", "Chapter", "Checklist", "ChecklistItem", "Composed", "Cost", "Course", "Effort", "Factor", "Form", "FormItem", "Hazard", "Kit",
    "Level", "Library", "Line", "Manual", "Mark", "Measure", "Measures", "Occupation", "Origin", "Owed", "Part", "Piece", "Pull",
    "Question", "Setting", "Situation", "Size", "Slide", "Source", "Standing", "Subject", "TimeNeeded", "chapters_of", "draw", "entries_of_blocks", "library_faults", "quiz_of", "slides_of", "standing_on",
]  # fmt: skip
