"""Tables of surveys: rounds, cards and paper; the ten-minute talks of a visit day."""

from jikim.areas.surveys.models.rounds import (
    CardCode,
    CardSheet,
    Offer,
    PaperDestruction,
    PaperForm,
    Round,
    WeekCount,
)
from jikim.areas.surveys.models.talk import TalkDay, TalkSlot

__all__ = ["CardCode", "CardSheet", "Offer", "PaperDestruction", "PaperForm", "Round", "TalkDay", "TalkSlot", "WeekCount"]
