"""The table by unit, and the notes that say which rule hid what and how to see more."""

from __future__ import annotations

from typing import Any

from jikim.areas.statistics.report.reading import Content, readings
from jikim.areas.statistics.report.source import Source
from jikim.rules.disclosure import OTHER, Rule
from jikim.rules.words import Text

#: as the vault names a unit nobody named
NOT_GIVEN = "not given"
_NAMES = {OTHER: Text("기타(합산)", "Other (joined)"), NOT_GIVEN: Text("부서 미기재", "Unit not given")}
NOT_SAID = Text("응답 없음", "Not given")
_HIDDEN = Text("비공개", "hidden")


def unit_name(source: Source, key: str, variable: str, language: str) -> str:
    """A category as workers know it: named in the release where the round asked for it, else by its key."""
    if key == NOT_GIVEN and variable != "unit":
        return NOT_SAID.say(language)
    if key in _NAMES:
        return _NAMES[key].say(language)
    named = source.content.get("names", {}).get(variable, {}).get(key)
    return str(named["en" if language == "en" else "ko"]) if named else key


def unit_table(source: Source, language: str) -> dict[str, Any] | None:
    """Units against the season's reference; None where none may be shown."""
    if not source.content["units"]:
        return None
    return {
        "columns": [title.say(language) for title in source.titles.values()],
        "rows": [group_row(source, unit, "unit", language) for unit in source.content["units"]],
    }


def group_row(source: Source, group: Content, variable: str, language: str) -> dict[str, Any]:
    """One group of a table: its name, how many answered, and each subscale's mean and share."""
    joined = len(group["members"]) > 1
    return {
        "name": unit_name(source, group["key"], variable, language),
        "members": ", ".join(unit_name(source, key, variable, language) for key in group["members"]) if joined else "",
        "answered": group["answered"],
        "cells": [
            {
                "column": reading.title.say(language), "mean": "" if reading.value is None else str(reading.value), "mark": mark(source, reading.mean),
                "share": share_words(reading.share, language), "share_mark": mark(source, reading.share),
                "tone": reading.tone,
            }
            for reading in readings(group, source.season_cell, source.titles)
        ],
    }  # fmt: skip


def share_words(share: Content, language: str) -> str:
    """A share, its band, or "hidden"; blank where there is none at all."""
    match share.get("status"):
        case "published":
            return f"{share['value']}%"
        case "band":
            return str(share["band"]["en" if language == "en" else "ko"]).replace(" %", "%")
        case "suppressed":
            return _HIDDEN.say(language)
    return ""


def mark(source: Source, figure: Content) -> str:
    """The number of the note that says why this figure is hidden or coarse."""
    if "why" not in figure:
        return ""
    return str(_numbered(source).index(_spoken(source.content["reasons"][figure["why"]])) + 1)


def notes(source: Source, language: str) -> list[dict[str, Any]]:
    """Roll-up first, without number; then each reason once, by the number the tables carry."""
    rolled = [note for note in source.content["notes"] if note["rule"] == Rule.ROLL_UP]
    out = [{"number": "", "rule": note["rule"], **_said(_translated(source, note), language)} for note in rolled]
    for number, (rule, why_ko, why_en, more_ko, more_en) in enumerate(_numbered(source), 1):
        why, more = Text(why_ko, why_en), Text(more_ko, more_en)
        out.append({"number": str(number), "rule": rule, "why": why.say(language), "more": more.say(language)})
    return out


def _numbered(source: Source) -> list[tuple[str, str, str, str, str]]:
    """Reasons that read alike are one note, whichever rule they come from: telling them apart would tell more."""
    return list(dict.fromkeys(_spoken(reason) for reason in source.content["reasons"]))


def _spoken(reason: Content) -> tuple[str, str, str, str, str]:
    same = {"6": "2b", "2b": "2b"}.get(reason["rule"], reason["rule"])
    return (same, reason["why"]["ko"], reason["why"]["en"], reason["see_more"]["ko"], reason["see_more"]["en"])


def _said(reason: Content, language: str) -> dict[str, str]:
    code = "en" if language == "en" else "ko"
    return {"why": reason["why"][code], "more": reason["see_more"][code]}


def _translated(source: Source, note: Content) -> Content:
    """The roll-up note with the name of the unit nobody named put into each language."""
    why = {code: says.replace(NOT_GIVEN, _NAMES[NOT_GIVEN].say(code)) for code, says in note["why"].items()}
    return {**note, "why": why}
