"""Names that surveys' pages and lists share."""

from __future__ import annotations

from jikim.areas.surveys.models import Offer
from jikim.rules.words import Text

KINDS: dict[str, Text] = {
    "first": Text("1차", "First"), "follow_up": Text("후속", "Follow-up"), "imported": Text("자료 반입", "Imported"),
}  # fmt: skip
WAYS: dict[str, Text] = {
    Offer.Way.BY_HAND: Text("직접 나눠 줌", "Handed out in person"),
    Offer.Way.AT_TRAINING: Text("교육 자리에서", "At a training"),
    Offer.Way.BOX: Text("가져갈 수 있게 비치", "Left to be taken"),
    Offer.Way.PAPER: Text("종이 설문지", "Paper form"),
}  # fmt: skip
