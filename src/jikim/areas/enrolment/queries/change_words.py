"""A season's edited values as people read them in its history. Never stored: the history keeps the plain values."""

from __future__ import annotations

import datetime as dt

from jikim.rules.words import Text, day_said
from jikim.shared import codes

#: what the season says of an agency and a workplace it serves under contract already
EXISTING_CONTRACTS: dict[str, Text] = {
    "forbid": Text("배정하지 않음", "Kept apart"),
    "tell": Text("배정할 수 있으며 사업장에 알림", "Allowed, and the workplace is told"),
}
_YES_NO = {"True": Text("예", "yes"), "False": Text("아니요", "no")}


def change_said(field: str, value: str) -> Text:
    """One old or new value: dates, regions, sectors and quotas by name instead of by key."""
    if not value:
        return Text("없음", "none")
    if field == "quotas":
        return _joined([_quota(one) for one in value.split("; ")])
    if field == "regions_admitted":
        return _joined([codes.region_name(key) for key in value.split(", ")])
    if field == "sectors_admitted":
        return _joined([codes.sector_name(key) for key in value.split(", ")])
    if field == "visit_minutes":  # "[0, 120], [50, 150]"
        return _plain(value.replace("], [", "\n").replace(", ", ":").replace("\n", ", ").strip("[]"))
    if field == "milestones":  # "key 2017-04-03–2017-04-07 name"; the key is ours alone
        return _plain("; ".join(one.partition(" ")[2] for one in value.split("; ")))
    if field == "existing_contracts":
        return EXISTING_CONTRACTS.get(value, _plain(value))
    return _YES_NO.get(value) or _date(value) or _plain(value)


def _plain(value: str) -> Text:
    return Text(value, value)


def _date(value: str) -> Text | None:
    try:
        day = dt.date.fromisoformat(value)
    except ValueError:
        return None
    return day_said(day)


def _quota(written: str) -> Text:
    parts = written.split(" ")
    if len(parts) != 3 or "–" not in parts[2]:
        return _plain(written)
    kind, key, numbers = parts
    name = codes.region_name(key) if kind == "region" else codes.sector_name(key)
    least, _, most = numbers.partition("–")
    ko = [f"최소 {least}"] * (least != "0") + [f"최대 {most}"] * bool(most)
    en = [f"at least {least}"] * (least != "0") + [f"at most {most}"] * bool(most)
    return Text(f"{name.ko} {' '.join(ko) or '제한 없음'}", f"{name.en} {', '.join(en) or 'no limit'}")


def _joined(texts: list[Text]) -> Text:
    return Text(" · ".join(one.ko for one in texts), " · ".join(one.en for one in texts))
