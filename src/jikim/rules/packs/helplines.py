"""Help line packs: what a well-shaped document must also mean, and the HelpLines made from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from jikim.rules.helplines import HelpLine, HelpLines, Purpose
from jikim.rules.packs.faults import Fault
from jikim.rules.packs.read import words
from jikim.rules.words import Text

Document = Mapping[str, Any]
_DATES = ("valid_from", "valid_to", "last_checked")


def help_lines_of(document: Document) -> HelpLines:
    """The HelpLines of a checked document."""
    return HelpLines(
        document["id"], document["version"], words(document["title"]), tuple(_line(one) for one in document["lines"])
    )


def _line(one: Document) -> HelpLine:
    return HelpLine(
        key=one["key"], name=words(one["name"]), number=one["number"], about=words(one["about"]),
        hours=words(one["hours"]), cost=words(one["cost"]),
        purposes=tuple(Purpose(purpose) for purpose in one["for"]), languages=tuple(one["languages"]),
        valid_from=_date(one, "valid_from"), valid_to=_date(one, "valid_to"), last_checked=_date(one, "last_checked"),
        source=words(one["source"]), round_the_clock=one.get("round_the_clock", False), to_check=words(one.get("to_check")),
    )  # fmt: skip


def _date(one: Document, name: str) -> dt.date | None:
    return dt.date.fromisoformat(one[name]) if one.get(name) else None


def help_line_faults(document: Document) -> list[Fault]:
    """Dates that do not exist or run backwards, the same line twice on one day, no line for a crisis."""
    return [*_dates(document)] or [*_overlaps(document), *_crisis(document)]


def _dates(document: Document) -> Iterator[Fault]:
    for i, one in enumerate(document["lines"]):
        for name in _DATES:
            try:
                _date(one, name)
            except ValueError:
                yield Fault(
                    f"lines[{i}].{name}",
                    Text(f"‘{one[name]}’은(는) 없는 날짜입니다.", f"There is no day “{one[name]}”."),
                    Text("2024-01-01처럼 적어 주십시오.", "Write it as 2024-01-01."),
                )
                return
        if one.get("valid_from") and one.get("valid_to") and one["valid_to"] < one["valid_from"]:
            yield Fault(
                f"lines[{i}].valid_to",
                Text("끝난 날이 시작한 날보다 앞섭니다.", "It ends before it begins."),
            )


def _overlaps(document: Document) -> Iterator[Fault]:
    seen: list[HelpLine] = []
    for i, line in enumerate(help_lines_of(document).lines):
        if any(_meet(line, other) for other in seen if other.key == line.key):
            yield Fault(
                f"lines[{i}].key",
                Text(f"‘{line.key}’이(가) 같은 기간에 두 번 나옵니다.", f"“{line.key}” stands twice for the same days."),
                Text("앞의 것에 valid_to를 적어 주십시오.", "Give the earlier one a `valid_to`."),
            )
        seen.append(line)


def _meet(one: HelpLine, other: HelpLine) -> bool:
    begin = max(one.valid_from or dt.date.min, other.valid_from or dt.date.min)
    return begin <= min(one.valid_to or dt.date.max, other.valid_to or dt.date.max)


def _crisis(document: Document) -> Iterator[Fault]:
    for purpose in (Purpose.CRISIS, Purpose.EMERGENCY):
        if not any(purpose in one["for"] and not one.get("valid_to") for one in document["lines"]):
            yield Fault(
                "lines",
                Text(f"지금 쓸 수 있는 {purpose} 번호가 하나도 없습니다.", f"There is no line for {purpose} that has not ended."),
                Text("위기 때 걸 번호는 반드시 있어야 합니다.", "A number to call in a crisis must be there."),
            )
