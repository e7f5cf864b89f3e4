"""What a row of the distribution ledger says, as a spreadsheet brings it: who got which edition, when, how many. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jikim.rules import intake_cells as cells
from jikim.rules.intake import Checked, RowError
from jikim.rules.intake_agencies import match_columns
from jikim.rules.intake_cells import Unreadable, fold
from jikim.rules.library import Size
from jikim.rules.manuals.edition import Edition, Kind
from jikim.rules.words import Text

#: headings as the ledger is exported with
FIELDS: dict[str, Text] = {
    "on": Text("날짜", "Date"), "kind": Text("안내서", "Manual"), "occupation": Text("직종", "Occupation"),
    "size": Text("근로자 수", "Number of workers"), "number": Text("판", "Edition"), "language": Text("언어", "Language"),
    "way": Text("방법", "How"), "receiver_kind": Text("누구에게", "To whom"), "receiver": Text("받는 곳", "Name of the receiver"),
    "copies": Text("부수", "Copies"), "note": Text("비고", "Note"),
}  # fmt: skip
REQUIRED = ("on", "kind", "occupation", "way", "copies")
_ALIASES: dict[str, tuple[str, ...]] = {
    "on": ("날짜", "배포일", "일자", "date", "on"), "kind": ("안내서", "종류", "manual", "kind"), "occupation": ("직종", "occupation", "job"),
    "size": ("근로자수", "규모", "numberofworkers", "size"), "number": ("판", "판번호", "edition"), "language": ("언어", "language"),
    "way": ("방법", "배포방법", "how", "way"), "receiver_kind": ("누구에게", "받는곳구분", "구분", "towhom"),
    "receiver": ("받는곳", "받는곳이름", "수령기관", "관리번호", "nameofthereceiver", "receiver"), "copies": ("부수", "수량", "copies", "quantity"),
    "note": ("비고", "메모", "note"),
}  # fmt: skip
COMPARED = ("copies", "note")
MOST_COPIES = 1_000_000
_LONGEST = {"receiver": 200, "note": 300}
_KIND_WORDS = {Kind.PRACTICE: ("사업주용", "실무안내서", "practice"), Kind.SELF_PROTECTION: ("근로자용", "자기보호안내서", "self-protection")}
_LANGUAGES = {fold(word): code for code, words in {"ko": ("ko", "한국어", "국문", "Korean"), "en": ("en", "영어", "영문", "English")}.items() for word in words}


@dataclass(frozen=True, slots=True)
class Known:
    """What names in a row may mean.

    occupations  folded spelling → key            editions   edition key → numbers there are
    ways         folded spelling → key            by_hand    keys of ways a person writes down
    receivers    folded spelling → key            workplaces folded 관리번호 → (key, number and name)
    """

    occupations: Mapping[str, str]
    ways: Mapping[str, str]
    receivers: Mapping[str, str]
    workplaces: Mapping[str, tuple[int, str]]
    editions: Mapping[str, frozenset[int]]
    by_hand: frozenset[str]
    today: dt.date


def columns(row: Sequence[object]) -> dict[str, int]:
    return match_columns(row, _ALIASES)


def is_heading(row: Sequence[object]) -> bool:
    return len(columns(row).keys() & set(REQUIRED)) >= 3


def is_filler(raw: Mapping[str, object]) -> bool:
    """A line that names no manual: blank, a total, a note."""
    return not any(cells.words(raw.get(key)) for key in ("kind", "occupation"))


def check_ledger(rows: Iterable[tuple[int, Mapping[str, object]]], known: Known) -> list[Checked]:
    """Every row read. The same line twice in one file is an error: it says which row it stands in already."""
    read, first = [], dict[tuple[object, ...], int]()
    for row, raw in rows:
        errors: list[RowError] = []
        values = _row(row, raw, known, errors)
        if not errors and first.setdefault(identity(values), row) != row:
            errors.append(_wrong(row, "receiver", Text(f"{first[identity(values)]}행과 같은 줄입니다. 부수를 합쳐 한 줄로 적어 주십시오.",
                                                      f"The same line as row {first[identity(values)]}: add the copies up in one row.")))  # fmt: skip
        given = frozenset(key for key in FIELDS if cells.words(raw.get(key)))
        read.append(Checked(row, values, tuple(errors), (), given))
    return read


def identity(values: Mapping[str, Any]) -> tuple[object, ...]:
    """What makes two lines the same: the edition, its language, the day, the way, and who got it."""
    who = values["workplace"] or fold(values["receiver"])
    return values["edition"], values["number"], values["language"], values["way"], values["on"], values["receiver_kind"], who


def _row(row: int, raw: Mapping[str, object], known: Known, errors: list[RowError]) -> dict[str, Any]:
    values: dict[str, Any] = {key: cells.words(raw.get(key)) for key in ("receiver", "note")}
    for key, most in _LONGEST.items():
        if len(values[key]) > most:
            errors.append(_wrong(row, key, Text(f"{most}자까지 적을 수 있습니다.", f"At most {most} characters.")))
    values["on"] = _day(row, raw, known, errors)
    values["edition"] = _edition(row, raw, known, errors)
    values["number"] = _number(row, raw, known, values["edition"], errors)
    values["language"] = _meant(row, "language", raw, _LANGUAGES, errors, default="ko")
    values["way"] = _meant(row, "way", raw, known.ways, errors)
    values["receiver_kind"] = _meant(row, "receiver_kind", raw, known.receivers, errors, default="other")
    values["copies"] = _copies(row, raw, errors)
    values["workplace"] = _workplace(row, values, known, errors)
    values["name"] = values["receiver"]
    return values


def _day(row: int, raw: Mapping[str, object], known: Known, errors: list[RowError]) -> dt.date | None:
    try:
        day = cells.day(raw.get("on"))
    except Unreadable as wrong:
        errors.append(_wrong(row, "on", wrong.reason))
        return None
    if day is None:
        errors.append(_wrong(row, "on", Text("날짜가 비어 있습니다.", "The date is missing.")))
    elif day > known.today:
        errors.append(_wrong(row, "on", Text(f"아직 오지 않은 날입니다({day}).", f"This day has not come yet ({day}).")))
    return day


def _edition(row: int, raw: Mapping[str, object], known: Known, errors: list[RowError]) -> str:
    """The key of a general edition, or empty with an error."""
    said = cells.words(raw.get("kind"))
    kinds = {fold(word): kind for kind in Kind for word in (kind.value, kind.label.ko, kind.label.en, *_KIND_WORDS[kind])}
    kind = kinds.get(fold(said))
    if kind is None:
        errors.append(_wrong(row, "kind", _unknown(said, [one.label.ko for one in Kind], [one.label.en for one in Kind])))
    said = cells.words(raw.get("occupation"))
    job = known.occupations.get(fold(said), "")
    if not job:
        errors.append(_wrong(row, "occupation", Text(f"자료에 없는 직종입니다(‘{said}’).", f"The library has no such occupation (“{said}”).")))
    size = _size(row, raw, kind, errors)
    if kind is None or not job or (kind is Kind.PRACTICE and size is None):
        return ""
    return Edition(kind, job, size if kind is Kind.PRACTICE else None).key


def _size(row: int, raw: Mapping[str, object], kind: Kind | None, errors: list[RowError]) -> Size | None:
    said = cells.words(raw.get("size"))
    sizes = {fold(word).replace("~", ""): one for one in Size for word in (one.value, one.label.ko, one.label.en)}
    size = sizes.get(fold(said).replace("~", "").replace("–", ""))
    if size is None and (kind is Kind.PRACTICE or (said and said not in ("–", "-"))):
        errors.append(_wrong(row, "size", _unknown(said, [one.label.ko for one in Size], [one.label.en for one in Size])))
    return size


def _number(row: int, raw: Mapping[str, object], known: Known, edition: str, errors: list[RowError]) -> int:
    """The edition handed out; blank means the newest there is, 1 where none has been made yet."""
    there = known.editions.get(edition, frozenset())
    said = cells.words(raw.get("number"))
    digits = "".join(sign for sign in said if sign.isdigit())
    if not said:
        return max(there, default=1)
    if not digits or len(digits) > 6 or int(digits) not in there | {max(there, default=1)}:
        if edition:
            newest = max(there, default=1)
            errors.append(_wrong(row, "number", Text(f"이 안내서에 그런 판이 없습니다(‘{said}’). 지금은 제{newest}판까지 있습니다.",
                                                    f"There is no such edition (“{said}”); the newest is {newest}.")))  # fmt: skip
        return 0
    return int(digits)


def _copies(row: int, raw: Mapping[str, object], errors: list[RowError]) -> int:
    said = cells.words(raw.get("copies")).replace(",", "").removesuffix("부").removesuffix("copies").strip()
    if not said.isascii() or not said.isdigit() or not 1 <= int(said[:9]) <= MOST_COPIES or len(said) > 7:
        told = cells.words(raw.get("copies"))[:40]
        errors.append(_wrong(row, "copies", Text(f"부수는 1부터 {MOST_COPIES:,}까지의 숫자로 적어 주십시오(‘{told}’).",
                                                f"Give the copies as a number from 1 to {MOST_COPIES:,} (“{told}”).")))  # fmt: skip
        return 0
    return int(said)


def _workplace(row: int, values: Mapping[str, Any], known: Known, errors: list[RowError]) -> int | None:
    """A workplace is named by its number, with or without its name behind it."""
    if values["receiver_kind"] != "workplace":
        return None
    found = known.workplaces.get(fold(values["receiver"].split(" ")[0]))
    if found is None:
        errors.append(_wrong(row, "receiver", Text(f"관리번호를 찾을 수 없습니다(‘{values['receiver']}’). 사업장에 준 것은 관리번호로 적어 주십시오.",
                                                  f"No such workplace (“{values['receiver']}”): name a workplace by its number.")))  # fmt: skip
        return None
    return found[0]


def _meant(row: int, key: str, raw: Mapping[str, object], spellings: Mapping[str, str], errors: list[RowError], *, default: str = "") -> str:
    said = cells.words(raw.get(key))
    found = spellings.get(fold(said), "") if said else default
    if not found:
        names = sorted({word for word in spellings if not word.isascii()}), sorted({word for word in spellings if word.isascii()})
        errors.append(_wrong(row, key, _unknown(said, *names)))
    return found


def _unknown(said: str, ko: Iterable[str], en: Iterable[str]) -> Text:
    return Text(f"알 수 없는 값입니다(‘{said}’). 이 가운데 하나로 적어 주십시오: {', '.join(ko)}", f"Not known (“{said}”). Give one of: {', '.join(en)}")


def _wrong(row: int, key: str, reason: Text) -> RowError:
    return RowError(row, key, reason, FIELDS[key])
