"""What the headcount verified at the first visit means for a workplace, and what is proposed to the office. Never decides."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from jikim.rules.words import NOTHING, Text


@dataclass(frozen=True, slots=True)
class HeadcountVerdict:
    """Enough customer service workers or not, with the reason when not (or not yet known)."""

    enough: bool
    known: bool = True
    reason: Text = NOTHING


class Proposal(StrEnum):
    """What the office may do with a workplace found too small."""

    CARRY_ON = "carry_on"
    REPLACE = "replace"
    END = "end"


PROPOSAL_NAMES: dict[Proposal, Text] = {
    Proposal.CARRY_ON: Text("계속 진행", "Carry on"),
    Proposal.REPLACE: Text("종료하고 다음 순번으로 교체", "End and replace by the next in line"),
    Proposal.END: Text("교체 없이 종료", "End without a replacement"),
}


def headcount_verdict(found: int | None, minimum: int) -> HeadcountVerdict:
    """`found` customer service workers counted on the spot against the season's `minimum`; None when not counted yet."""
    if found is None:
        return HeadcountVerdict(
            False, False, Text("고객응대근로자 수를 아직 확인하지 않았습니다.", "The customer service workers have not been counted yet.")
        )
    if found >= minimum:
        return HeadcountVerdict(True)
    return HeadcountVerdict(False, True, Text(
        f"방문하여 확인한 고객응대근로자는 {found}명으로, 사업 참여 기준({minimum}명 이상)에 미치지 못합니다.",
        f"{found} customer service workers were counted on the spot; the season asks for {minimum} or more.",
    ))  # fmt: skip


def three_visits_fit(first_possible: dt.date, season_ends: dt.date, *, days_to_second: int = 14, days_to_third: int = 60) -> bool:
    """Could a workplace that starts on `first_possible` still have three visits (SCIENCE.md § 4: 14 and 60 days apart)?"""
    return first_possible + dt.timedelta(days=days_to_second + days_to_third) <= season_ends


def headcount_proposal(*, found: int, minimum: int, first_possible: dt.date, season_ends: dt.date) -> tuple[Proposal, Text]:
    """What to put before the office, with the reason: nine-tenths of the minimum carries on, else replace while three visits fit."""
    if found * 10 >= minimum * 9:
        return Proposal.CARRY_ON, Text(
            f"{found}명으로 기준({minimum}명)에 가깝고 이미 방문을 시작하였으므로 계속 진행할 것을 제안합니다.",
            f"With {found} it is close to the {minimum} asked for and the visits have begun: carry on.",
        )
    if three_visits_fit(first_possible, season_ends):
        return Proposal.REPLACE, Text(
            f"{found}명으로 기준({minimum}명)에 미치지 못하고, 다음 순번 사업장이 사업 기간 안에 세 차례 방문을 받을 수 있으므로 교체를 제안합니다.",
            f"With {found} it is below the {minimum} asked for, and the next in line can still have three visits within the season: replace it.",
        )
    return Proposal.END, Text(
        f"{found}명으로 기준({minimum}명)에 미치지 못하고, 남은 기간에는 다음 순번 사업장이 세 차례 방문을 받을 수 없으므로 교체 없이 종료할 것을 제안합니다.",
        f"With {found} it is below the {minimum} asked for, and three visits no longer fit for the next in line: end it without a replacement.",
    )
