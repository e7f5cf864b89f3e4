"""What a report is made from: one release, its reference, and the instrument they were answered on. Frozen values only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jikim.areas.statistics.report.reading import Reading, readings
from jikim.rules.packs import Pack
from jikim.rules.words import Text
from jikim.shared import codes

Content = Mapping[str, Any]


@dataclass(frozen=True)
class Source:
    """A release as the report reads it."""

    content: Content
    reference: Content
    form: str
    data_date: dt.date
    content_hash: str
    reference_number: int
    rules_version: str
    pack: Pack

    @property
    def whole(self) -> Content | None:
        found: Content | None = self.content["whole"]
        return found

    @property
    def offered(self) -> int:
        return int(self.content["offered"] or 0)

    @property
    def trial(self) -> bool:
        return bool(self.content["season"]["trial"])

    @cached_property
    def titles(self) -> dict[str, Text]:
        return {subscale.key: subscale.title for subscale in self.pack.instrument.subscales}

    @cached_property
    def readings(self) -> list[Reading]:
        """The whole workplace's subscales; empty in the form without figures."""
        return readings(self.whole, self.season_cell, self.titles) if self.whole else []

    @property
    def season_cell(self) -> Content | None:
        found: Content | None = self.reference["season"]
        return found

    @property
    def sector_cell(self) -> Content | None:
        found: Content | None = self.reference["sectors"].get(self.content["workplace"]["sector"])
        return found

    @property
    def size_cell(self) -> Content | None:
        found: Content | None = self.reference["sizes"].get(self.content["workplace"]["size"])
        return found

    @property
    def job_cell(self) -> Content | None:
        found: Content | None = self.reference["jobs"].get(self.job)
        return found

    @property
    def job(self) -> str:
        """The occupation most of its answers name; without any, the industry's name, which references may know."""
        return str(self.content["job"] or self.content["workplace"]["industry_name"])

    @property
    def job_name(self) -> Text:
        return codes.industry_called(self.job)

    @property
    def sector_name(self) -> Text:
        return codes.sector_name(self.content["workplace"]["sector"])

    @property
    def minimums(self) -> Mapping[str, int]:
        found: Mapping[str, int] = self.reference["minimums"]
        return found
