"""A report read back from its page: what it prints of each group, as the attacker gets it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from jikim.rules.disclosure import (
    OTHER,
    CountStatistics,
    Figure,
    GroupRelease,
    GroupStatistics,
    ReportForm,
    WorkplaceRelease,
)
from jikim.rules.scoring import score
from jikim.rules.words import Text
from jikim.vault.groups import group_statistics
from jikim.vault.sheets import CodeSheet
from tests.attack.live_gather import Sheet, tables_in
from tests.attack.live_season import packs, scores_of

TITLES = {"부서별 결과": "unit", "성별 결과": "sex", "나이별 결과": "age", "근속별 결과": "tenure", "하는 일별 결과": "job"}
NOT_GIVEN = "not given"
_CELL = re.compile(r"(비공개|\d+) ?\((.*)\)$")


@dataclass(frozen=True, slots=True)
class Report:
    """What a page shows: by variable a release as the attacker sees it (whole included), and the words beside it."""

    tables: Mapping[str, WorkplaceRelease]
    whole: GroupRelease | None


def true_groups(sheets: Sequence[CodeSheet], variable: str) -> list[GroupStatistics]:
    """What everybody really answered, by this variable ("" is the whole), scored apart from the vault's own sums."""
    keys = [getattr(sheet, variable) or NOT_GIVEN if variable else "whole" for sheet in sheets]
    names = sorted(set(keys))
    group = np.array([names.index(key) for key in keys], np.int64)
    found = group_statistics(scores_of(sheets), group, names, [None] * len(names))
    yes_no = _yes_no(sheets)
    return [
        GroupStatistics(one.key, one.answered, one.measures, {
            item: CountStatistics(int(asked[group == i].sum()), int((asked & yes)[group == i].sum()))
            for item, (asked, yes) in yes_no.items()
        }) for i, one in enumerate(found)
    ]  # fmt: skip


def _yes_no(sheets: Sequence[CodeSheet]) -> dict[str, tuple[Any, Any]]:
    answers = np.array([sheet.answers for sheet in sheets], np.int8)
    out = {}
    for place, key in enumerate(("verbal", "threat", "sexual", "physical", "demand"), 24):
        out[f"customer-abuse.{key}"] = (answers[:, place] >= 0, answers[:, place] >= 1)
    start = 24
    for pack, key, line in ((packs()[1], "", 0), (packs()[2], "mood", 10), (packs()[3], "exhaustion", 50)):
        many = len(pack.instrument.items)
        if key:
            value = score(pack.instrument, np.ascontiguousarray(answers[:, start : start + many]), threads=1).score[:, 0]
            out[f"{pack.id}.{key}"] = (~np.isnan(value), np.nan_to_num(value) >= line)
        start += many
    return out


def read_report(page: str, content: Mapping[str, Any], sheets: Sequence[CodeSheet]) -> Report:
    """The page's figures. `content` only helps to tell which category a printed name is; `sheets` give away how many
    persons stand behind each printed figure, which is more than the page says.
    """
    tables = {table.title: table for table in tables_in(page)}
    labels = {one.title.ko: one.key for one in packs()[0].instrument.subscales}
    if "영역별 결과" not in tables:
        return Report({}, None)
    answered = sum(group.answered for group in true_groups(sheets, ""))
    whole = _whole(tables, labels, sheets, answered, content)
    out = {}
    for title, variable in TITLES.items():
        if title in tables:
            names = {name["ko"]: key for key, name in content.get("names", {}).get(variable, {}).items()}
            groups = _groups(tables[title], labels, names, true_groups(sheets, variable), content if variable == "unit" else {}, tables)
            out[variable] = WorkplaceRelease(ReportForm.FULL, None, whole, tuple(groups), ())
    return Report(out, whole)


def _whole(
    tables: Mapping[str, Sheet], labels: Mapping[str, str], sheets: Sequence[CodeSheet], answered: int, content: Mapping[str, Any]
) -> GroupRelease:
    (truth,) = true_groups(sheets, "")
    means, shares = {}, {}
    for row in tables["영역별 결과"].rows[1:]:
        key = labels[row[0]]
        means[key], shares[key] = _mean(row[1], truth.measures[key].scored), _share(row[4], truth.measures[key].classed)
    return GroupRelease("whole", ("whole",), answered, None, means, shares, _items(tables, content, 1, truth))


def _groups(
    table: Sheet, labels: Mapping[str, str], names: Mapping[str, str], truth: Sequence[GroupStatistics],
    content: Mapping[str, Any], tables: Mapping[str, Sheet],
) -> list[GroupRelease]:  # fmt: skip
    by_key = {one.key: one for one in truth}
    out = []
    for row in table.rows[1:]:
        name, _, inside = row[0].partition("\n")
        members = tuple(_key(part, names) for part in inside.split(", ")) if inside else (_key(name, names),)
        groups = [by_key[member] for member in members if member in by_key]
        means, shares = {}, {}
        for title, cell in zip(table.rows[0][2:], row[2:], strict=True):
            key, found = labels[title], _CELL.match(cell)
            assert found, cell
            means[key] = _mean(found[1], sum(one.measures[key].scored for one in groups))
            shares[key] = _share(found[2], sum(one.measures[key].classed for one in groups))
        key = OTHER if inside else members[0]
        out.append(GroupRelease(key, members, int(row[1]), None, means, shares, _unit_items(name, tables, content, groups)))
    return out


def _key(name: str, names: Mapping[str, str]) -> str:
    return NOT_GIVEN if name in {"응답 없음", "부서 미기재"} else names.get(name, name)


def _mean(cell: str, n: int) -> Figure:
    return Figure(value=int(cell), n=n) if cell.isdigit() else Figure()


def _share(cell: str, n: int) -> Figure:
    cell = cell.strip()
    if found := re.fullmatch(r"(\d+)%", cell):
        return Figure(value=int(found[1]), n=n)
    if found := re.fullmatch(r"(\d+)% (미만|초과)", cell):
        way = "under" if found[2] == "미만" else "over"
        return Figure(band=Text(cell, f"{way} {found[1]} %"), n=n)
    assert cell in {"비공개", "–", ""}, cell
    return Figure()


def _items(tables: Mapping[str, Sheet], content: Mapping[str, Any], column: int, truth: GroupStatistics) -> dict[str, Figure]:
    table = next((one for title, one in tables.items() if title.startswith("고객의 폭력")), None)
    if table is None:
        return {}
    keys = {title["ko"]: key for key, title in content["items"].items()}
    return {keys[row[0]]: _share(row[column], truth.counts[keys[row[0]]].asked) for row in table.rows[1:]}


def _unit_items(
    name: str, tables: Mapping[str, Sheet], content: Mapping[str, Any], groups: Sequence[GroupStatistics]
) -> dict[str, Figure]:
    table = next((one for title, one in tables.items() if title.startswith("고객의 폭력")), None)
    if table is None or not content or name not in table.rows[0]:
        return {}
    keys = {title["ko"]: key for key, title in content["items"].items()}
    column = table.rows[0].index(name)
    return {
        keys[row[0]]: _share(row[column], sum(one.counts[keys[row[0]]].asked for one in groups)) for row in table.rows[1:]
    }
