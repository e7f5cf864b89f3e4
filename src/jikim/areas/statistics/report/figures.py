"""The figures of the whole workplace as chart, table and words; or, without figures, the references instead."""

from __future__ import annotations

from typing import Any

from jikim.areas.statistics.report import words
from jikim.areas.statistics.report.reading import Content, Reading
from jikim.areas.statistics.report.source import Source
from jikim.areas.statistics.report.units import mark, share_words
from jikim.rules.words import Text
from jikim.shared.charts import Bar, Chart, IntervalRow, IntervalWords, bars, intervals

HIDDEN = Text("비공개 처리", "not shown")


def with_figures(source: Source, language: str) -> dict[str, Any]:
    return {
        "chart": _drawn(whole_chart(source, language)),
        "table": [_row(source, reading, language) for reading in source.readings],
        "meaning": [_meaning(reading, language) for reading in source.readings],
        "comparison": comparison(source, language),
    }


def without_figures(source: Source, language: str) -> dict[str, Any]:
    return {
        "chart": _drawn(reference_chart(source, language)),
        "comparison": comparison(source, language),
        "reported": reported(source, language),
    }


def whole_chart(source: Source, language: str) -> Chart:
    """The whole workplace's means with their intervals, beside the season's."""
    rows = [
        IntervalRow(
            reading.title.say(language), reading.value, reading.interval, reading.reference,
            "plain" if reading.tone == "hidden" else reading.tone,
            note=HIDDEN.say(language), says=_short(reading, language),
        )
        for reading in source.readings
    ]  # fmt: skip
    chart_words = IntervalWords(
        Text("하위영역별 평균과 95% 구간, 0점에서 100점", "Means by area with 95 % intervals, 0 to 100").say(language),
        Text("이 사업장 평균", "this workplace").say(language), Text("95% 구간", "95 % interval").say(language),
        Text("참여 사업장 평균(기준)", "mean of all workplaces").say(language),
    )  # fmt: skip
    return intervals(rows, chart_words)


def reference_chart(source: Source, language: str) -> Chart:
    """The sector's means beside the season's, for a workplace without figures of its own."""
    cell = source.sector_cell or source.size_cell or source.season_cell
    rows = [
        IntervalRow(title.say(language), _value(cell, key, "mean"), None, _value(source.season_cell, key, "mean"),
                    note=Text("기준 없음", "no reference yet").say(language))
        for key, title in source.titles.items()
    ]  # fmt: skip
    name = _cell_name(source).say(language)
    chart_words = IntervalWords(
        Text("하위영역별 기준, 0점에서 100점", "References by area, 0 to 100").say(language), name,
        "", Text("참여 사업장 전체", "all workplaces").say(language),
    )  # fmt: skip
    return intervals(rows, chart_words)


def _cell_name(source: Source) -> Text:
    if source.sector_cell:
        return Text(f"{source.sector_name.ko} 평균", f"{source.sector_name.en}, mean")
    size = words.SIZES[source.content["workplace"]["size"]]
    return Text(f"{size.ko} 평균", f"{size.en}, mean") if source.size_cell else Text("전체 평균", "mean of all")


def _short(reading: Reading, language: str) -> str:
    return {"above": "▲", "below": "▼"}.get(reading.tone, "")


def _row(source: Source, reading: Reading, language: str) -> dict[str, Any]:
    return {
        "key": reading.key,
        "label": reading.title.say(language),
        "mean": reading.value,
        "interval": f"{reading.interval[0]}–{reading.interval[1]}" if reading.interval else "",
        "mark": mark(source, reading.mean),
        "reference": reading.reference,
        "share": share_words(reading.share, language),
        "share_mark": mark(source, reading.share),
        "reference_share": reading.reference_share,
        "tone": reading.tone,
        "tone_name": words.TONES[reading.tone].say(language),
    }


def _meaning(reading: Reading, language: str) -> dict[str, str]:
    known = words.MEANINGS.get(reading.key, {}).get(reading.tone)
    if known is None:
        known = _GENERAL[reading.tone if reading.tone in _GENERAL else "plain"]
    return {
        "label": reading.title.say(language), "tone": reading.tone, "tone_name": words.TONES[reading.tone].say(language),
        "body": known.say(language),
    }  # fmt: skip


_GENERAL: dict[str, Text] = {
    "above": Text("다른 참여 사업장보다 높습니다. 직원과 함께 까닭을 살펴보십시오.", "Above the other workplaces. Look for the reasons together with your staff."),
    "around": Text("다른 참여 사업장과 뚜렷한 차이가 없습니다.", "No clear difference from the other workplaces."),
    "below": Text("다른 참여 사업장보다 낮습니다.", "Below the other workplaces."),
    "hidden": Text("직원을 지키기 위해 보이지 않습니다.", "Not shown, to protect your staff."),
    "plain": Text("비교할 기준이 아직 없어 뜻을 정하지 않았습니다.", "There is no reference yet, so nothing is read into it."),
}  # fmt: skip


def comparison(source: Source, language: str) -> dict[str, Any] | None:
    """Reference means of season, sector, size class and occupation in one table; None where there is no reference at all."""
    candidates: list[tuple[str, Content | None]] = [
        (Text("참여 사업장 전체", "All workplaces").say(language), source.season_cell),
        (Text(f"업종: {source.sector_name.ko}", f"Sector: {source.sector_name.en}").say(language), source.sector_cell),
        (Text("규모: ", "Size: ").say(language) + words.SIZES[source.content["workplace"]["size"]].say(language), source.size_cell),
        (Text("직무: ", "Occupation: ").say(language) + source.job_name.say(language), source.job_cell),
    ]
    rows = [(name, cell) for name, cell in candidates if cell]
    if not rows:
        return None
    return {
        "columns": [title.say(language) for title in source.titles.values()],
        "rows": [
            {
                "name": name,
                "cells": [
                    {"column": title.say(language), "mean": _value(cell, key, "mean"), "share": _value(cell, key, "share")}
                    for key, title in source.titles.items()
                ],
            }
            for name, cell in rows
        ],
    }


def reported(source: Source, language: str) -> dict[str, Any] | None:
    """What people in this occupation most often answer on the unfavourable side, over all workplaces."""
    items = source.reference["items"]
    own = source.job if source.job in items else ""
    found = items.get(own)
    if not found or not found["top"]:
        return None
    instrument = source.pack.instrument
    rows = []
    for entry in found["top"]:
        item = instrument.item(entry["item"])
        says = item.text.say(language)
        if item.reverse:
            says += Text(" — 그렇지 않다", " — not true").say(language)
        rows.append(Bar(says, entry["share"]))
    who = (source.job_name if own else Text("참여한 모든 직무", "all occupations")).say(language)
    title = Text(f"‘{who}’에서 가장 많이 겪는 일", f"What people in this work ({who}) most often report").say(language)
    return {"title": title, "workplaces": found["workplaces"], "chart": _drawn(bars(rows, title=title, tone="plain"))}


def _value(cell: Content | None, key: str, part: str) -> int | None:
    inner = ((cell or {}).get(key) or {}).get(part)
    return int(inner["value"]) if inner else None


def _drawn(chart: Chart) -> dict[str, str]:
    return {"svg": chart.svg, "alt": chart.alt}
