"""Help lines as data: which of them can be called on a day, which come first for what, and which nobody has checked lately.

Pure: gets the pack's lines and a date. Never decides that somebody needs help; `rules.result` does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from jikim.rules.words import NOTHING, Text

#: Numbers and hours change: a line is to be called and checked again after this many months (issue 3).
CHECK_EVERY_MONTHS = 6


class Purpose(StrEnum):
    """What a line is for. The order is the order on the page of somebody in need."""

    CRISIS = "crisis"  # somebody to talk to at once, by day and night
    EMERGENCY = "emergency"  # life in danger: police, rescue
    VIOLENCE = "violence"  # after sexual or physical violence
    HEALTH = "health"  # health and mind at work
    LABOUR = "labour"  # the employer's duties, compensation
    LANGUAGES = "languages"  # in languages other than Korean


#: each language's name for itself: whoever needs it reads no other
LANGUAGE_NAMES = {
    "ko": "한국어", "en": "English", "zh": "中文", "vi": "Tiếng Việt", "th": "ภาษาไทย", "tl": "Filipino", "id": "Bahasa Indonesia",
    "mn": "Монгол", "ru": "Русский", "uz": "Oʻzbekcha", "km": "ខ្មែរ", "lo": "ລາວ", "ne": "नेपाली", "ja": "日本語",
}  # fmt: skip

PURPOSE_WORDS: dict[Purpose, Text] = {
    Purpose.CRISIS: Text("마음이 너무 힘들 때", "When it is too much to bear"),
    Purpose.EMERGENCY: Text("위급할 때", "In an emergency"),
    Purpose.VIOLENCE: Text("폭력이나 성희롱을 겪었을 때", "After violence or sexual harassment"),
    Purpose.HEALTH: Text("일하면서 몸과 마음이 지칠 때", "When work wears you out"),
    Purpose.LABOUR: Text("회사의 조치와 산재 보상", "Your employer's duties, and compensation"),
    Purpose.LANGUAGES: Text("한국어가 어려울 때", "In languages other than Korean"),
}


@dataclass(frozen=True, slots=True)
class HelpLine:
    """One line in one period of its life. `last_checked` None: nobody has checked it yet.

    `to_check` names what could not be confirmed; it is for whoever keeps the pack, not for the worker.
    """

    key: str
    name: Text
    number: str
    about: Text
    hours: Text
    cost: Text
    purposes: tuple[Purpose, ...]
    languages: tuple[str, ...]
    valid_from: dt.date | None
    valid_to: dt.date | None
    last_checked: dt.date | None
    source: Text
    round_the_clock: bool = False
    to_check: Text = NOTHING

    @property
    def dial(self) -> str:
        """The number as a telephone link wants it: digits only."""
        return "".join(sign for sign in self.number if sign.isdigit())

    @property
    def spoken(self) -> tuple[tuple[str, str], ...]:
        """(code, own name) of every language besides Korean; empty where there is none."""
        return tuple((code, LANGUAGE_NAMES.get(code, code)) for code in self.languages if code != "ko")

    def valid_on(self, day: dt.date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class HelpLines:
    """The lines of one country or agency, in the order to show them, in one immutable version."""

    id: str
    version: str
    title: Text
    lines: tuple[HelpLine, ...]

    def on(self, day: dt.date) -> tuple[HelpLine, ...]:
        """Only what can be called on that day: a season of 2017 never prints a number that began in 2024."""
        return tuple(line for line in self.lines if line.valid_on(day))


@dataclass(frozen=True, slots=True)
class Stale:
    """A line that is due for a check. `last_checked` None: never checked."""

    line: HelpLine
    last_checked: dt.date | None
    says: Text


def lines_for(lines: Iterable[HelpLine], purposes: Sequence[Purpose]) -> tuple[HelpLine, ...]:
    """The lines for these purposes: those for the first purpose first, none twice, the pack's order within a purpose."""
    found: dict[str, HelpLine] = {}
    every = tuple(lines)
    for purpose in purposes:
        for line in every:
            if purpose in line.purposes:
                found.setdefault(line.key, line)
    return tuple(found.values())


def by_purpose(lines: Iterable[HelpLine], order: Sequence[Purpose]) -> tuple[tuple[Text, tuple[HelpLine, ...]], ...]:
    """(heading, lines), each line under the first purpose of the order that it serves; empty headings are left out."""
    rest, found = list(lines), []
    for purpose in order:
        here = tuple(line for line in rest if purpose in line.purposes)
        rest = [line for line in rest if line not in here]
        if here:
            found.append((PURPOSE_WORDS[purpose], here))
    return tuple(found)


def stale_lines(pack: HelpLines, today: dt.date) -> tuple[Stale, ...]:
    """Lines in use today that were not checked within the last six months, in the pack's order."""
    limit = months_before(today, CHECK_EVERY_MONTHS)
    return tuple(
        Stale(line, line.last_checked, _due(pack, line))
        for line in pack.on(today)
        if line.last_checked is None or line.last_checked < limit
    )


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day some months earlier; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    first_of_next = dt.date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(dt.date(year, month + 1, 1) + dt.timedelta(days=day.day - 1), first_of_next - dt.timedelta(days=1))


def _due(pack: HelpLines, line: HelpLine) -> Text:
    ko, en = line.name.say("ko"), line.name.say("en")
    if line.last_checked is None:
        return Text(
            f"도움 전화 {ko}({line.number}): 아직 확인한 날이 없습니다. 걸어 보고 {pack.id} 자료 묶음에 확인한 날을 적어 주십시오.",
            f"Help line {en} ({line.number}): never checked. Call it and enter the day in the pack {pack.id}.",
        )
    return Text(
        f"도움 전화 {ko}({line.number}): {line.last_checked.isoformat()}에 확인한 뒤 여섯 달이 지났습니다. 다시 걸어 보고 확인한 날을 고쳐 주십시오.",
        f"Help line {en} ({line.number}): last checked on {line.last_checked.isoformat()}, more than six months ago. Call it again and enter the day.",
    )
