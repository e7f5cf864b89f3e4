"""Rule 5, memory: what may be shown after something was shown already. Told sizes of differences, never who differs.

The vault compares the sets of respondents (they never leave it) and hands over the sizes; this module decides.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from jikim.rules.disclosure.reasons import Reason, Rule
from jikim.rules.words import Text


@dataclass(frozen=True, slots=True)
class Change:
    """How a group's respondents differ from an earlier release's: `added` since, `removed` since (persons)."""

    added: int
    removed: int

    @property
    def none(self) -> bool:
        return self.added == 0 and self.removed == 0


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether something may be shown; if not, why and how to see more."""

    allowed: bool
    reason: Reason | None = None


class Basis(StrEnum):
    """Whose change between two rounds is shown: everybody who answered, or those who answered both times."""

    ALL = "all"
    LINKED = "linked"


YES = Answer(allowed=True)


def change_between(earlier: Collection[Hashable], now: Collection[Hashable]) -> Change:
    """For the vault: the sizes of now∖earlier and earlier∖now."""
    before, after = set(earlier), set(now)
    return Change(len(after - before), len(before - after))


def both_may_be_shown(change: Change, minimum: int) -> bool:
    """Whether two releases of nearly the same people can stand side by side: each difference is nobody or `minimum`."""
    return all(size == 0 or size >= minimum for size in (change.added, change.removed))


def may_release_again(changes: Iterable[Mapping[str, Change]], minimum: int) -> Answer:
    """A new release of a round that was released before.

    `changes` holds, for each earlier release of the round, the change of every group shown then ("" is the whole
    workplace). Allowed if nothing changed, or if each earlier release's whole gained `minimum` and lost nobody or
    `minimum`, and so did, or did not change at all, each of its groups.
    """
    for groups in changes:
        if all(change.none for change in groups.values()):
            continue
        whole = groups.get("", Change(0, 0))
        if whole.added < minimum or not all(both_may_be_shown(change, minimum) for change in groups.values()):
            return Answer(allowed=False, reason=_too_alike(minimum))
    return YES


def change_bases(first: int, second: int, linked: int, minimum: int, *, asked: Collection[Basis]) -> Answer:
    """Whether change between two rounds may be shown on the `asked` bases.

    `first` and `second` answered, `linked` of them both times. All: both rounds have `minimum`. Linked: `minimum`
    are linked. Both: besides, whoever is not linked is nobody or `minimum` in each round. Errors: ValueError if more
    are linked than answered.
    """
    if not 0 <= linked <= min(first, second):
        raise ValueError(f"{linked} linked of {first} and {second} who answered")
    wanted = set(asked)
    if Basis.ALL in wanted and min(first, second) < minimum:
        return Answer(allowed=False, reason=_few_between(minimum))
    if Basis.LINKED in wanted and linked < minimum:
        return Answer(allowed=False, reason=_few_between(minimum))
    if len(wanted) == 2 and not both_may_be_shown(Change(second - linked, first - linked), minimum):
        return Answer(allowed=False, reason=_few_between(minimum))
    return YES


def movements_may_be_shown(first: int, second: int, linked: int, minimum: int) -> bool:
    """Whether joiners (second − linked) and leavers (first − linked) may be counted: nobody or `minimum`, and linked too."""
    return both_may_be_shown(Change(second - linked, first - linked), minimum) and linked >= minimum


def _too_alike(minimum: int) -> Reason:
    return Reason(
        Rule.MEMORY,
        Text(
            f"이미 공개한 결과와 비교하면 {minimum}명 미만의 차이가 드러나므로 다시 공개하지 않습니다.",
            f"Not released again: beside the earlier release it would show the difference of fewer than {minimum} people.",
        ),
        Text(
            f"응답이 {minimum}건 이상 더 모이거나 다음 회차가 끝나면 볼 수 있습니다.",
            f"It can be shown after {minimum} more answers, or when the next round has closed.",
        ),
    )


def _few_between(minimum: int) -> Reason:
    return Reason(
        Rule.MEMORY,
        Text(
            f"두 회차의 응답자가 {minimum}명 미만만 달라 변화를 이렇게는 보이지 않습니다.",
            f"The change is not shown this way: it would single out fewer than {minimum} people between the rounds.",
        ),
        Text(
            "전체 응답자의 변화와 두 번 모두 응답한 사람의 변화 가운데 하나만 볼 수 있습니다.",
            "Either everybody's change or that of those who answered twice can be shown, not both.",
        ),
    )
