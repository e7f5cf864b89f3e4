"""A day people read is the day in Korea: an instant before nine in the morning there is still yesterday in UTC."""

from __future__ import annotations

import re

from tests.house.source import PACKAGE

#: an instant by its name turned into a day as it stands, in UTC
_BARE = re.compile(r"\w(?:_at|_since)(?:\)|\])?\.date\(\)")
_LOCAL = re.compile(r"local(?:time|date)\([^()]*(?:\([^()]*\))?[^()]*\)\.date\(\)")


def test_no_instant_becomes_a_day_without_the_programmes_time_zone() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}:{number} {line.strip()[:120]}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if _BARE.search(_LOCAL.sub("", line))
    ]
    assert not found, "say timezone.localtime(…).date():\n" + "\n".join(found)
