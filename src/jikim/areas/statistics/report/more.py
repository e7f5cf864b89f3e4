"""What rounds by code add to a report: results by sex, age, years and work, what customers do, and change since the first round."""

from __future__ import annotations

from typing import Any

from jikim.areas.statistics.report import units
from jikim.areas.statistics.report.reading import Content
from jikim.areas.statistics.report.source import Source
from jikim.rules.disclosure import Rule
from jikim.rules.words import Text

TITLES: dict[str, Text] = {
    "sex": Text("성별 결과", "Results by sex"),
    "age": Text("나이별 결과", "Results by age"),
    "tenure": Text("근속별 결과", "Results by years of service"),
    "job": Text("하는 일별 결과", "Results by work"),
}
HEADS: dict[str, Text] = {
    "sex": Text("성별", "Sex"), "age": Text("나이", "Age"), "tenure": Text("근속", "Years"), "job": Text("하는 일", "Work"),
}  # fmt: skip
_WHOLE = Text("전체", "All")
_NOTHING = Text("보이지 않음", "not shown")
_ABUSE = "customer-abuse."
_OF_ABUSE = Text("고객의 폭력·부당요구", "Abuse and unreasonable demands by customers")
_OF_ALL = Text("고객의 폭력·부당요구, 마음 상태", "Abuse by customers, mood and exhaustion")
_HOW = Text(
    "지난 6개월에 한 번이라도 겪은 사람의 비율과, 따로 동의하고 답한 사람의 마음 상태입니다. 부서별로는 20명 이상일 때만 보입니다.",
    "Share of people it happened to at least once in six months; mood and exhaustion of those who agreed to answer. By unit from 20 people on.",
)


def tables(source: Source, language: str) -> list[dict[str, Any]]:
    """One per variable asked besides the unit: its groups, or why they are not shown."""
    return [
        {
            "title": TITLES[table["by"]].say(language), "head": HEADS[table["by"]].say(language),
            "columns": [title.say(language) for title in source.titles.values()],
            "rows": [units.group_row(source, group, table["by"], language) for group in table["groups"]],
            "notes": [
                _says(note["why"], language).replace(units.NOT_GIVEN, units.NOT_SAID.say(language)) for note in table["notes"]
                if note["rule"] == Rule.ROLL_UP or not table["groups"]
            ],
        }
        for table in source.content.get("tables", ())
    ]  # fmt: skip


def events(source: Source, language: str) -> dict[str, Any] | None:
    """What happened, and how people are: shares of the whole and of the units that are large enough."""
    whole, items = source.whole, source.content.get("items", {})
    if whole is None or not items:
        return None
    shown = [unit for unit in source.content["units"] if any(f["status"] != "suppressed" for f in unit["counts"].values())]
    only_abuse = all(key.startswith(_ABUSE) for key in items)
    return {
        "title": (_OF_ABUSE if only_abuse else _OF_ALL).say(language), "how": _HOW.say(language),
        "columns": [_WHOLE.say(language), *(units.unit_name(source, unit["key"], "unit", language) for unit in shown)],
        "rows": [
            {"label": _says(title, language), "cells": [_share(source, group["counts"].get(key), language) for group in (whole, *shown)]}
            for key, title in items.items()
        ],
    }  # fmt: skip


def _share(source: Source, figure: Content | None, language: str) -> dict[str, str]:
    if figure is None:
        return {"share": "", "mark": ""}
    return {"share": units.share_words(figure, language), "mark": units.mark(source, figure)}


def change(source: Source, language: str) -> dict[str, Any] | None:
    """Then and now, with the margin within which it may be chance."""
    found = source.content.get("change")
    if not found:
        return None
    linked = found.get("linked", {})
    return {
        "rows": [_changed(title, found["all"].get(key), linked.get("measures", {}).get(key), language)
                 for key, title in source.titles.items()],
        "linked": linked.get("n"),
        "note": _says(found["why"]["why"], language) if "why" in found else "",
    }  # fmt: skip


def _changed(title: Text, one: Content | None, linked: Content | None, language: str) -> dict[str, Any]:
    row = {"label": title.say(language), "linked": f"{linked['difference']:+d}" if linked else ""}
    if one is None:
        return row | {"then": "", "now": "", "difference": _NOTHING.say(language), "reads": ""}
    margin = one.get("margin")
    clear = margin is not None and abs(one["difference"]) > margin
    reads = Text("우연의 범위 안", "may be chance") if not clear else (
        Text("줄었음", "lower") if one["difference"] < 0 else Text("늘었음", "higher")
    )  # fmt: skip
    return row | {
        "then": str(one["then"]), "now": str(one["now"]),
        "difference": f"{one['difference']:+d}" + (f" (±{margin})" if margin is not None else ""),
        "reads": reads.say(language) if margin is not None else "",
    }  # fmt: skip


def _says(text: Content, language: str) -> str:
    return str(text["en" if language == "en" else "ko"])
