"""Help lines: only what can be called that day, and nobody may forget to check them."""

from __future__ import annotations

import copy
import datetime as dt
from dataclasses import replace

import pytest
import yaml

from jikim.rules.helplines import HelpLines, Purpose, by_purpose, lines_for, months_before, stale_lines
from jikim.rules.packs import PackError, load
from jikim.shared.packs import find_pack, schemas, shipped_sources

PACK = find_pack("helplines-kr").help_lines
DOCUMENT = yaml.load(dict(shipped_sources())["helplines-kr.yaml"], Loader=yaml.BaseLoader)  # dates stay text


@pytest.mark.parametrize(
    ("day", "there", "not_there"),
    [
        (dt.date(2017, 6, 26), "1577-0199", {"109", "1393", "1588-6497"}),
        (dt.date(2018, 12, 26), "1588-9191", {"109", "1393"}),
        (dt.date(2018, 12, 27), "1393", {"109"}),
        (dt.date(2023, 12, 31), "1393", {"109"}),
        (dt.date(2024, 1, 1), "109", {"1393", "129"}),
    ],
)
def test_a_line_is_shown_only_while_it_exists(day, there, not_there):
    numbers = {line.number for line in PACK.on(day)}
    assert there in numbers
    assert not numbers & not_there


@pytest.mark.parametrize("year", range(2017, 2027))
def test_every_day_of_ten_years_has_somebody_to_call(year):
    for month in range(1, 13):
        lines = PACK.on(dt.date(year, month, 1))
        assert len([line for line in lines_for(lines, [Purpose.CRISIS]) if line.round_the_clock]) >= 2
        assert {"119", "112"} <= {line.number for line in lines_for(lines, [Purpose.EMERGENCY])}


def test_a_line_not_checked_for_six_months_is_named():
    checked = replace(PACK.lines[0], last_checked=dt.date(2026, 5, 24))
    pack = HelpLines("own", "1.0.0", PACK.title, (checked, replace(checked, key="never", last_checked=None)))
    assert [one.line.key for one in stale_lines(pack, dt.date(2026, 11, 24))] == ["never"]
    found = stale_lines(pack, dt.date(2026, 11, 25))
    assert [one.line.key for one in found] == ["suicide_prevention", "never"]
    assert "2026-05-24" in found[0].says.ko
    assert "six months" in found[0].says.en
    assert "never checked" in found[1].says.en


def test_a_line_that_has_ended_needs_no_check():
    assert "1393" not in {one.line.number for one in stale_lines(PACK, dt.date(2026, 11, 24))}


def test_six_months_before_the_last_of_a_month():
    assert months_before(dt.date(2026, 8, 31), 6) == dt.date(2026, 2, 28)
    assert months_before(dt.date(2024, 8, 30), 6) == dt.date(2024, 2, 29)
    assert months_before(dt.date(2026, 12, 1), 6) == dt.date(2026, 6, 1)


def test_dial_is_what_a_telephone_understands():
    assert {line.dial for line in PACK.lines} >= {"109", "15770199", "15889191"}


def broken(change):
    document = copy.deepcopy(DOCUMENT)
    for line in document["lines"]:
        line.pop("round_the_clock", None)
    change(document)
    with pytest.raises(PackError) as caught:
        load(document, "test.yaml", schemas())
    return {fault.path for fault in caught.value.faults}


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (lambda d: d["lines"][0].update(valid_from="2024-02-30"), "lines[0].valid_from"),
        (lambda d: d["lines"][0].update(number="call me"), "lines[0].number"),
        (lambda d: d["lines"][0].pop("hours"), "lines[0]"),
        (lambda d: d["lines"][0]["cost"].pop("en"), "lines[0].cost"),
        (lambda d: d["lines"][1].update(valid_to="2018-01-01"), "lines[1].valid_to"),
        (lambda d: d["lines"][1].update(valid_to="2024-01-01"), "lines[1].key"),
        (lambda d: [line.update({"for": ["labour"]}) for line in d["lines"]], "lines"),
    ],
)
def test_a_pack_of_lines_that_cannot_be_right_is_refused(change, path):
    assert path in broken(change)


def test_each_line_stands_under_one_heading():
    groups = by_purpose(PACK.on(dt.date(2026, 11, 24)), tuple(Purpose))
    numbers = [line.number for _, lines in groups for line in lines]
    assert sorted(numbers) == sorted(line.number for line in PACK.on(dt.date(2026, 11, 24)))
    assert groups[0][0].ko == "마음이 너무 힘들 때"


def test_every_language_is_named_in_itself():
    named = {code: name for line in PACK.lines for code, name in line.spoken}
    assert named["vi"] == "Tiếng Việt"
    assert all(code != name for code, name in named.items())
