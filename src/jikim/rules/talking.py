"""Ten minutes with the consultant on the day of a visit: slots, the rota, what may be told of talks. Pure; never who or when.

By default everybody is freed for the same ten minutes and chooses inside to talk, to read or to rest, so that going says
nothing. Free booking is for places where people move about anyway.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from jikim.rules.dispatching.talks import TALK_MINUTES
from jikim.rules.words import Text

#: length of a turn, as the plan counts them (rules.dispatching.talks)
SLOT_MINUTES = TALK_MINUTES
#: columns of a rota sheet that fit a page
MOST_GROUPS = 6
MOST_WORKERS = 20_000
MOST_TALKS = 60
#: a count of talks under this is never shown to anybody but the consultant who wrote it down
TOLD_FROM = 5

FEWER = Text("5건 미만", "fewer than 5")


class Mode(StrEnum):
    """How workers come to a talk."""

    ROTA = "rota"
    FREE = "free"


MODE_NAMES: dict[Mode, Text] = {
    Mode.ROTA: Text("순번표(기본)", "Rota (default)"),
    Mode.FREE: Text("자유 예약", "Free booking"),
}
MODE_MEANS: dict[Mode, Text] = {
    Mode.ROTA: Text(
        "고객응대근로자 모두가 차례대로 똑같이 10분 동안 자리를 비웁니다. 들어와서 상담할지, 자료를 읽을지, 쉴지는 각자 정하므로 "
        "들어간다는 사실만으로는 아무것도 알 수 없습니다.",
        "Every customer service worker is freed for the same ten minutes in turn. Inside, each chooses to talk, to read or to "
        "rest, so that going says nothing.",
    ),
    Mode.FREE: Text(
        "근로자가 카드의 코드만으로 빈 시간을 잡습니다. 매장이나 창고처럼 평소에도 오가며 일하는 곳, 자리를 비워도 눈에 띄지 "
        "않는 곳에서만 쓰십시오.",
        "Workers take a free time with nothing but the code on their card. Only where people move about anyway, as in a shop or a "
        "store room, and nobody is noticed for being away.",
    ),
}

#: kinds of advice a talk can hold: a closed list, so that nothing about a person can be written into it
ADVICE: dict[str, Text] = {
    "result": Text("본인 결과 설명", "Their own result explained"),
    "incident": Text("폭언·폭행을 겪었을 때의 대처", "What to do in an incident of abuse"),
    "avoid": Text("업무 중단 등 법에 따른 권리", "Rights under the law, such as stopping work"),
    "recovery": Text("휴식과 회복 방법", "Rest and recovery"),
    "health": Text("진료나 건강진단 안내", "Where to see a doctor or have a check-up"),
    "counselling": Text("심리상담 안내", "Where to find counselling"),
    "help": Text("신고·지원 제도 안내", "Whom to report to, who supports"),
    "other": Text("그 밖의 조언", "Other advice"),
}

_TOO_MANY = Text("한 번 방문에서 {most}건까지 적을 수 있습니다.", "Up to {most} talks can be written down for one visit.")
_MORE_THAN_TALKS = Text("상담 {talks}건보다 많을 수 없습니다.", "It cannot be more than the {talks} talks.")
_ONE_OF_LIST = Text("목록에 있는 조언만 적을 수 있습니다.", "Only advice of the list can be written down.")
_NOT_AFTER = Text("컨설턴트가 있는 시간({start}~{end}) 안에서 시작해야 합니다.", "The first turn must lie between {start} and {end}, while the consultant is there.")
_HOW_MANY = Text("이 시각부터는 1번에서 {most}번까지 들어갑니다.", "From then on there is room for 1 to {most} turns.")
_WORKERS = Text("1명에서 {most}명까지 적어 주십시오.", "Please give a number from 1 to {most}.")
_GROUPS = Text("1조에서 {most}조까지 나눌 수 있습니다.", "There can be 1 to {most} groups.")


@dataclass(frozen=True, slots=True)
class Slot:
    """One turn, numbered from 1."""

    number: int
    start: dt.time
    end: dt.time


@dataclass(frozen=True, slots=True)
class Turn:
    """A slot of the rota: how many of each group go in it."""

    slot: Slot
    heads: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.heads)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How the talks of a visit are set: the first turn so many minutes after the visit's start, how many turns, for whom."""

    mode: Mode
    after_minutes: int
    slots: int
    groups: int
    workers: int


def most_slots(minutes: int, after_minutes: int) -> int:
    """How many turns fit between the first and the moment the consultant leaves, `minutes` after the visit's start. Never under 0."""
    return max(0, (minutes - after_minutes) // SLOT_MINUTES)


def by_default(*, minutes: int, left: int, workers: int) -> Arrangement:
    """What goes for a visit nobody has set: the rota, when the visit's own work is done.

    Args: minutes of the visit; minutes left after it; customer service workers, of whom each needs one turn at most.
    """
    return Arrangement(Mode.ROTA, minutes, min(most_slots(minutes + left, minutes), max(1, workers)), 1, max(1, workers))


def slots_of(start: dt.time, arranged: Arrangement) -> tuple[Slot, ...]:
    """The turns of a visit that begins at `start`, in order. Nothing goes past midnight."""
    first = start.hour * 60 + start.minute + arranged.after_minutes
    begins = [first + SLOT_MINUTES * i for i in range(arranged.slots)]
    return tuple(
        Slot(i, _clock(at), _clock(at + SLOT_MINUTES)) for i, at in enumerate(begins, 1) if at + SLOT_MINUTES < 24 * 60
    )


def unmet(*, workers: int, slots: int) -> int:
    """Workers for whom there is no turn of their own to talk. A turn holds one talk, however many sit in the room."""
    return max(0, workers - slots)


def even_groups(workers: int, groups: int) -> tuple[int, ...]:
    """So many workers in so many groups, as even as can be, the larger first."""
    each, more = divmod(workers, groups)
    return tuple(each + (i < more) for i in range(groups))


def rota(slots: Sequence[Slot], groups: Sequence[int]) -> tuple[Turn, ...]:
    """Everybody once: each group's people spread evenly over the turns, so that no team is emptied at a time.

    Args: slots; how many workers each group has. Returns: one Turn for each slot; over all turns a group's heads add up to
    its workers, and no two turns of a group differ by more than one.
    """
    count = len(slots)
    if not count:
        return ()

    def gone(size: int, group: int, turns: int) -> int:
        # groups are shifted against each other, so that their larger turns do not all fall together
        return (turns * size * len(groups) + group * count) // (count * len(groups))

    return tuple(
        Turn(slot, tuple(gone(size, g, i + 1) - gone(size, g, i) for g, size in enumerate(groups)))
        for i, slot in enumerate(slots)
    )


def told(count: int) -> Text:
    """A count of talks for anybody but the consultant: from 5 on in steps of five, so that nothing small comes back by
    subtracting one visit from many."""
    low = max(0, count) // TOLD_FROM * TOLD_FROM
    return Text(f"{low}~{low + TOLD_FROM - 1}건", f"{low}–{low + TOLD_FROM - 1}") if low else FEWER


def arrangement_faults(arranged: Arrangement, *, start: dt.time, minutes: int) -> dict[str, Text]:
    """What is wrong with an arrangement, by field (`begins`, `slots`, `workers`, `groups`); empty when nothing is.

    Args: start of the visit; minutes from then until the consultant leaves.
    """
    faults: dict[str, Text] = {}
    most = most_slots(minutes, arranged.after_minutes)
    end = start.hour * 60 + start.minute + minutes
    if arranged.after_minutes < 0 or not most:
        faults["begins"] = _NOT_AFTER.fill(start=f"{start:%H:%M}", end=f"{_clock(min(end, 24 * 60 - 1)):%H:%M}")
    elif not 1 <= arranged.slots <= most:
        faults["slots"] = _HOW_MANY.fill(most=most)
    if not 1 <= arranged.workers <= MOST_WORKERS:
        faults["workers"] = _WORKERS.fill(most=MOST_WORKERS)
    if not 1 <= arranged.groups <= MOST_GROUPS:
        faults["groups"] = _GROUPS.fill(most=MOST_GROUPS)
    return faults


def tally_faults(talks: int, advice: Mapping[str, int], *, days: int = 1) -> dict[str, Text]:
    """What is wrong with a consultant's count for a visit of so many days, by field; empty when nothing is."""
    faults: dict[str, Text] = {}
    if not 0 <= talks <= MOST_TALKS * days:
        faults["talks"] = _TOO_MANY.fill(most=MOST_TALKS * days)
    for kind, count in advice.items():
        if kind not in ADVICE:
            faults["talks"] = _ONE_OF_LIST
        elif not 0 <= count <= max(0, talks):
            faults[kind] = _MORE_THAN_TALKS.fill(talks=talks)
    return faults


def _clock(minute: int) -> dt.time:
    return dt.time(minute // 60, minute % 60)
