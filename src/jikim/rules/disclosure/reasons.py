"""Why a figure is not shown, in words a manager can read, and how to see more. Never says which way it would point."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jikim.rules.words import Text


class Rule(StrEnum):
    """The rules of SCIENCE.md § 2 by their number there."""

    PRIMARY = "1"
    SHARE = "2"
    MEAN = "2b"
    COMPLEMENTARY = "3"
    ROLL_UP = "4"
    MEMORY = "5"
    COLLUSION = "6"


@dataclass(frozen=True, slots=True)
class Reason:
    """Which rule acted, what it protects, and what would let more be shown."""

    rule: Rule
    why: Text
    see_more: Text


_WAIT = Text(
    "응답이 더 모이면 다음 회차에 볼 수 있습니다.", "With more answers it can be shown in the next round."
)
_JOIN = Text(
    "작은 부서를 합쳐 조사하거나 응답이 더 모이면 볼 수 있습니다.",
    "It can be shown when small units are joined or more people answer.",
)
# Rules 2b and 6 read alike on purpose: telling them apart would say how extreme the answers are.
_EACH = Text(
    "이 평균을 보면 개인의 결과를 짐작할 수 있어 비공개 처리했습니다.",
    "This mean would let somebody work out single persons' results, so it is not shown.",
)


def too_few(minimum: int) -> Reason:
    """Rule 1."""
    return Reason(
        Rule.PRIMARY,
        Text(
            f"{minimum}명 미만의 결과는 보이지 않습니다.",
            f"Results of fewer than {minimum} people are not shown.",
        ),
        _JOIN,
    )


def too_few_for_shares(minimum: int) -> Reason:
    """Rule 2: no share at all in a group this small."""
    return Reason(
        Rule.SHARE,
        Text(
            f"{minimum}명 미만이면 비율에서 개인이 드러날 수 있어 비율을 보이지 않습니다.",
            f"Below {minimum} people a share could point at a person, so none is shown.",
        ),
        _WAIT,
    )


def share_in_band(minimum: int) -> Reason:
    """Rule 2: the share is shown as a band."""
    return Reason(
        Rule.SHARE,
        Text(
            f"어느 한쪽이 {minimum}명 미만이어서 정확한 비율 대신 구간으로 보입니다.",
            f"Fewer than {minimum} people are on one side, so a band is shown in place of the exact share.",
        ),
        _WAIT,
    )


def single_persons(rule: Rule) -> Reason:
    """Rules 2b and 6."""
    return Reason(rule, _EACH, _WAIT)


def by_subtraction() -> Reason:
    """Rule 3."""
    return Reason(
        Rule.COMPLEMENTARY,
        Text(
            "전체에서 나머지를 빼면 다른 부서의 비공개 결과가 드러나므로 함께 비공개 처리했습니다.",
            "Hidden as well, because subtracting it from the whole would reveal another unit's hidden result.",
        ),
        _JOIN,
    )


def beside_band() -> Reason:
    """Rule 3, jointly: the mean would narrow a share that is shown as a band."""
    return Reason(
        Rule.COMPLEMENTARY,
        Text(
            "구간으로만 보이는 비율을 이 평균으로 더 좁혀 알 수 있어 함께 비공개 처리했습니다.",
            "Hidden as well, because this mean would narrow a share that is shown as a band only.",
        ),
        _WAIT,
    )


def across_tables() -> Reason:
    """Rule 3 over several tables of the same people."""
    return Reason(
        Rule.COMPLEMENTARY,
        Text(
            "함께 공개한 다른 표와 맞추어 보면 비공개 결과가 드러나므로 비공개 처리했습니다.",
            "Hidden, because together with the other tables shown it would reveal a hidden result.",
        ),
        _WAIT,
    )


def rolled_up(names: str, minimum: int) -> Reason:
    """Rule 4; `names` lists what was merged."""
    return Reason(
        Rule.ROLL_UP,
        Text(
            f"{minimum}명 미만인 부서를 보호하려고 다음 부서를 ‘기타’로 합쳤습니다: {names}.",
            f"To protect units with fewer than {minimum} answers, these units are shown together as “other”: {names}.",
        ),
        _JOIN,
    )


def one_group_only(minimum: int) -> Reason:
    """Rules 1 and 4 left no two groups to compare."""
    return Reason(
        Rule.ROLL_UP,
        Text(
            f"부서별로 나누면 {minimum}명 미만인 부서를 보호할 수 없어 사업장 전체 결과만 보입니다.",
            f"Units cannot be shown without exposing one with fewer than {minimum} answers; only the whole workplace is.",
        ),
        _JOIN,
    )


def not_shown_before() -> Reason:
    """Rule 5: a follow-up shows the first round's tables and no others."""
    return Reason(
        Rule.MEMORY,
        Text(
            "1차 결과에서 이 구분으로 보이지 않았으므로 후속 결과에서도 보이지 않습니다.",
            "The first round was not shown by this, so the follow-up is not either: both use the same groups.",
        ),
        _JOIN,
    )


def unlinked_few(minimum: int) -> Reason:
    """Rule 5: change of everybody and of the linked ones side by side."""
    return Reason(
        Rule.MEMORY,
        Text(
            f"두 번 모두 응답한 사람만의 변화는, 한 번만 응답한 사람이 {minimum}명 미만이면 그 사람들을 드러내므로 보이지 않습니다.",
            f"The change of those who answered twice is not shown: beside everybody's it would tell about the fewer than {minimum} who answered once.",
        ),
        _WAIT,
    )
