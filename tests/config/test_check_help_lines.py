"""`jikim check` reminds the office to call the help lines again."""

from __future__ import annotations

import datetime as dt

import pytest
import yaml

from jikim.config.commands.checks import help_line_warnings
from jikim.shared.clock import rehearsing
from jikim.shared.packs import added_folder, shipped_sources


@pytest.fixture
def own_lines(tmp_path, monkeypatch):
    """An office's own pack, a newer version of the shipped one, every line checked on the same day."""
    monkeypatch.setenv("JIKIM_HOME", str(tmp_path))
    document = yaml.load(dict(shipped_sources())["helplines-kr.yaml"], Loader=yaml.BaseLoader)
    document["version"] = "1.0.1"
    for line in document["lines"]:
        line["last_checked"] = "2026-06-01"
        if "round_the_clock" in line:
            line["round_the_clock"] = line["round_the_clock"] == "true"
    added_folder().mkdir(parents=True)
    (added_folder() / "helplines-kr-1.0.1.yaml").write_text(yaml.safe_dump(document, allow_unicode=True), "utf-8")


@pytest.mark.usefixtures("own_lines")
def test_checked_lines_are_quiet_for_six_months_and_no_longer():
    with rehearsing(dt.date(2026, 12, 1)):
        assert help_line_warnings() == []
    with rehearsing(dt.date(2026, 12, 2)):
        warned = help_line_warnings()
    assert len(warned) == 12
    assert all("2026-06-01" in one.ko and "six months" in one.en for one in warned)


def test_the_shipped_lines_ask_to_be_called_before_a_real_season(tmp_path, monkeypatch):
    monkeypatch.setenv("JIKIM_HOME", str(tmp_path))
    with rehearsing(dt.date(2026, 11, 24)):
        assert any("1588-9191" in one.ko and "확인한 날이 없습니다" in one.ko for one in help_line_warnings())
