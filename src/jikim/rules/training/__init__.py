"""Training as values: the deck of a session, its quiz, spoken codes, groups' results, what counts as statutory education, certificates.

Pure: no clock, no database, no randomness of its own. Nothing here knows a person.
"""

from jikim.rules.training.certificates import certificate_number, hours_words, read_certificate_number
from jikim.rules.training.codes import (
    CODE_CHARACTERS,
    UnreadableJoinCode,
    new_join_code,
    print_join_code,
    read_join_code,
)
from jikim.rules.training.deck import LEAST_MINUTES, MOST_MINUTES, Deck, deck_of, setting_faults
from jikim.rules.training.periods import Period, periods_of
from jikim.rules.training.quiz import SATISFACTION, Asked, asked_items, asked_questions, item_value, scored
from jikim.rules.training.results import FEW, GroupMean, difference, few_words, mean_of, shown_count
from jikim.rules.training.statutory import (
    CATEGORIES,
    Category,
    Credit,
    category_on,
    default_credit,
    reckoned_minutes,
)

__all__ = [
    "CATEGORIES", "CODE_CHARACTERS", "FEW", "LEAST_MINUTES", "MOST_MINUTES", "SATISFACTION", "Asked", "Category", "Credit", "Deck",
    "GroupMean", "Period", "UnreadableJoinCode", "asked_items", "asked_questions", "category_on", "certificate_number", "deck_of", "default_credit",
    "difference", "few_words", "hours_words", "item_value", "mean_of", "new_join_code", "periods_of", "print_join_code", "read_certificate_number",
    "read_join_code", "reckoned_minutes", "scored", "setting_faults", "shown_count",
]  # fmt: skip
