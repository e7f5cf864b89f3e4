"""Words for what agencies and consultants are: professions, languages, places, how long a qualification still holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from jikim.rules.words import Text
from jikim.shared import codes

QUALIFICATIONS: dict[str, Text] = {
    "산업간호": Text("산업간호", "Occupational nursing"),
    "산업위생": Text("산업위생", "Occupational hygiene"),
    "직업환경의학": Text("직업환경의학", "Occupational medicine"),
    "심리": Text("심리", "Psychology"),
}
LANGUAGES: dict[str, Text] = {
    "ko": Text("한국어", "Korean"),
    "en": Text("영어", "English"),
    "zh": Text("중국어", "Chinese"),
    "ja": Text("일본어", "Japanese"),
    "vi": Text("베트남어", "Vietnamese"),
    "th": Text("태국어", "Thai"),
    "ru": Text("러시아어", "Russian"),
    "mn": Text("몽골어", "Mongolian"),
}
#: so long before it runs out a qualification is named
EXPIRING_WITHIN = dt.timedelta(days=60)
EXPIRY: dict[str, Text] = {
    "expired": Text("유효기한 지남", "Run out"),
    "expiring": Text("60일 안에 끝남", "Runs out within 60 days"),
    "unknown": Text("기한 없음", "No date given"),
    "holds": Text("유효", "Holds"),
}


def expiry(until: dt.date | None, today: dt.date) -> str:
    if until is None:
        return "unknown"
    if until < today:
        return "expired"
    return "expiring" if until <= today + EXPIRING_WITHIN else "holds"


def qualification(key: str) -> Text:
    return QUALIFICATIONS.get(key, Text(key, key))


def language_names(keys: Iterable[str]) -> Text:
    return joined(LANGUAGES.get(key, Text(key, key)) for key in keys)


def region_names(keys: Iterable[str]) -> Text:
    return joined(codes.region(key).short for key in keys)


def base(region: str, district: str) -> Text:
    if not region:
        return Text(district, district)
    short = codes.region(region).short
    return Text(f"{short.ko} {district}".strip(), f"{short.en} {district}".strip())


def joined(texts: Iterable[Text]) -> Text:
    told = list(texts)
    return Text(", ".join(one.ko for one in told), ", ".join(one.en or one.ko for one in told))
