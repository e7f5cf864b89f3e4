"""A worker's first and follow-up results side by side, with the change in words. Only ever between one person's own two sheets.

A difference within one answer step (one question answered one step differently) is called *about the same* [J]: a single
sheet says no more than that. Different instruments, or versions of one, are never compared (SCIENCE.md § 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jikim.rules.result import OwnResult
from jikim.rules.result_areas import AreaResult
from jikim.rules.words import Text

NOT_COMPARED = Text(
    "두 설문의 질문이 달라 영역별로 견주지 않았습니다.",
    "The two rounds asked different questions, so their areas are not compared.",
)


class Turn(StrEnum):
    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    UNKNOWN = "unknown"


_WORDS: dict[Turn, Text] = {
    Turn.BETTER: Text("지난번보다 가벼워졌습니다.", "Lighter than last time."),
    Turn.SAME: Text("지난번과 비슷합니다.", "About the same as last time."),
    Turn.WORSE: Text("지난번보다 무거워졌습니다.", "Heavier than last time."),
    Turn.UNKNOWN: Text("한쪽에 점수가 없어 견주지 않았습니다.", "Not compared: one of the two has no score."),
}


@dataclass(frozen=True, slots=True)
class AreaChange:
    """One subscale then and now."""

    before: AreaResult
    now: AreaResult
    turn: Turn

    @property
    def says(self) -> Text:
        return _WORDS[self.turn]


def changes(before: OwnResult, now: OwnResult) -> tuple[AreaChange, ...]:
    """The areas both sheets have, of the same instrument in the same version; none: nothing can be compared."""
    earlier = {(area.instrument, area.key): area for area in before.every_area}
    return tuple(
        AreaChange(then, area, _turn(then, area))
        for area in now.every_area
        if (then := earlier.get((area.instrument, area.key))) is not None
    )


def _turn(before: AreaResult, now: AreaResult) -> Turn:
    if before.score is None or now.score is None:
        return Turn.UNKNOWN
    difference = now.score - before.score
    if abs(difference) <= now.step:
        return Turn.SAME
    return Turn.WORSE if (difference > 0) == now.higher_is_worse else Turn.BETTER
