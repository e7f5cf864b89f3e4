"""Reads single cells as people type them: counts, days, business numbers, phones, addresses of mail.

Each reader gives the value or raises Unreadable with a reason in both languages; none of them guesses.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata

from jikim.rules.words import Text

_INVISIBLE = re.compile(r"[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b-\x1f\x7f]")
_SPACES = re.compile(r"\s+")
_PEOPLE = re.compile(r"(명|인|people|persons?|workers?)$", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.0*)?|\d+(\.0*)?")
_DAY = re.compile(
    r"(?P<year>\d{4}|['’]?\d{2})\s*(?:[.\-/]|년)\s*(?P<month>\d{1,2})\s*(?:[.\-/]|월)\s*(?P<day>\d{1,2})\s*(?:일|\.)?"
    r"\s*(?:\([^)]{1,4}\)|[월화수목금토일]요일)?(?:[\sT]+(?:(?:오전|오후|[AaPp][Mm])\s*)?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*(?:오전|오후|[AaPp][Mm]))?)?(?:\s*(?:GMT|UTC)[+-]\d{1,2})?",
)
_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?\.[A-Za-z]{2,24}")
#: Excel counts days from here (its leap year of 1900 that never was included)
_EXCEL_EPOCH = dt.date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 32_874, 73_050  # 1990-01-01 … 2099-12-31
MOST_WORKERS = 1_000_000


class Unreadable(ValueError):
    """The cell does not hold what its column asks for."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


def words(cell: object) -> str:
    """A cell as one line of text: full width to half, no invisible signs, single spaces, whole floats without a point."""
    if cell is None:
        return ""
    if isinstance(cell, float) and math.isfinite(cell) and cell == int(cell):
        cell = int(cell)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        cell = cell.date()
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", str(cell)))
    text = _SPACES.sub(" ", text).strip()
    # an export of ours puts an apostrophe before what a spreadsheet would run; it is not part of the text
    return text[1:] if re.match(r"'[=+\-@]", text) else text


def fold(written: str) -> str:
    """Text as compared: width, case, spaces and simple punctuation ignored."""
    return re.sub(r"[\s.,()\-_·]+", "", unicodedata.normalize("NFKC", written)).casefold()


def headcount(cell: object) -> int:
    """A number of people: 1200, "1,200명", "１２０". Refuses fractions, signs and estimates."""
    if isinstance(cell, bool):
        raise Unreadable(_not_a_count(cell))
    text = words(cell).replace(" ", "")
    if not text:
        raise Unreadable(Text("인원이 비어 있습니다.", "The count is missing."))
    text = _PEOPLE.sub("", text)
    if re.fullmatch(r"[-−–△▲]\s*[\d,.]+|\([\d,]+\)", text):
        raise Unreadable(Text(f"인원은 음수일 수 없습니다({words(cell)}).", f"A count cannot be negative ({words(cell)})."))
    if not _GROUPED.fullmatch(text):
        raise Unreadable(_not_a_count(cell))
    count = int(text.replace(",", "").split(".")[0])
    if count > MOST_WORKERS:
        raise Unreadable(Text(f"인원이 지나치게 큽니다({count:,}).", f"The count is impossibly large ({count:,})."))
    return count


def _not_a_count(cell: object) -> Text:
    shown = words(cell)[:40]
    return Text(f"인원을 정확한 숫자로 적어 주십시오(‘{shown}’).", f"Please give the count as an exact whole number (“{shown}”).")


def day(cell: object) -> dt.date | None:
    """A day: 2017.4.3, 2017-04-03, 17.4.3, 2017년 4월 3일, 20170403, an Excel date or its serial number. Blank is None."""
    if isinstance(cell, dt.datetime):
        return _plausible(cell.date(), cell)
    if isinstance(cell, dt.date):
        return _plausible(cell, cell)
    text = words(cell)
    if not text or text == "-":
        return None
    if isinstance(cell, bool):
        raise Unreadable(_not_a_day(cell))
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        serial = int(float(text))
        if _FIRST_SERIAL <= serial <= _LAST_SERIAL:
            return _EXCEL_EPOCH + dt.timedelta(days=serial)
        raise Unreadable(_not_a_day(cell))
    packed = re.fullmatch(r"(?P<year>\d{4}|\d{2})(?P<month>\d{2})(?P<day>\d{2})", text)
    found = packed or _DAY.fullmatch(text)
    if not found:
        raise Unreadable(_not_a_day(cell))
    year = int(found["year"].lstrip("'’"))
    try:
        return _plausible(dt.date(year if year > 99 else 2000 + year, int(found["month"]), int(found["day"])), cell)
    except ValueError as wrong:
        raise Unreadable(_not_a_day(cell)) from wrong


def _plausible(found: dt.date, cell: object) -> dt.date:
    if not 1990 <= found.year <= 2099:
        raise Unreadable(_not_a_day(cell))
    return found


def _not_a_day(cell: object) -> Text:
    shown = words(cell)[:40]
    return Text(f"날짜를 읽을 수 없습니다(‘{shown}’). 2017-04-03처럼 적어 주십시오.",
                f"The date cannot be read (“{shown}”). Please write it like 2017-04-03.")  # fmt: skip


_WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)


def business_number(cell: object) -> str:
    """The ten digits of a business registration number whose check digit is right.

    Check digit (National Tax Service): 10 − (Σ digit·weight + ⌊9th·5/10⌋) mod 10, weights 1 3 7 1 3 7 1 3 5.
    """
    text = words(cell)
    if not text:
        raise Unreadable(Text("사업자등록번호가 비어 있습니다.", "The business number is missing."))
    digits = re.sub(r"[\s.\-‐‑‒–—−_/]", "", text)
    if not re.fullmatch(r"[0-9]{10}", digits):
        raise Unreadable(Text(f"사업자등록번호는 숫자 10자리여야 합니다(‘{text[:30]}’).",
                              f"A business number has ten digits (“{text[:30]}”)."))  # fmt: skip
    if digits == "0000000000":  # what people type to get past a field; its check digit is right
        raise Unreadable(Text("사업자등록번호가 모두 0입니다.", "The business number is nothing but zeros."))
    if check_digit(digits[:9]) != int(digits[9]):
        raise Unreadable(Text(f"사업자등록번호의 검증번호가 맞지 않습니다({shown_business_number(digits)}).",
                              f"The check digit of the business number is wrong ({shown_business_number(digits)})."))  # fmt: skip
    return digits


def check_digit(nine: str) -> int:
    """The tenth digit that belongs to the first nine."""
    numbers = [int(sign) for sign in nine]
    total = sum(number * weight for number, weight in zip(numbers, _WEIGHTS, strict=True)) + numbers[8] * 5 // 10
    return (10 - total % 10) % 10


def shown_business_number(digits: str) -> str:
    """Ten digits as people write them: 123-45-67890."""
    return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}" if len(digits) == 10 else digits


def phone(cell: object) -> str:
    """A phone number with hyphens; a zero lost to a number cell comes back. What is no number stays as written."""
    text = words(cell)
    digits = re.sub(r"[^\d]", "", re.sub(r"^\+?82\s*[-)]?\s*(?:\(0\))?", "0", text) if text.startswith(("+82", "82-", "82 ")) else text)
    if not digits or re.search(r"[A-Za-z가-힣,/;~]", text):
        return text[:40]
    if (not digits.startswith("0") and (len(digits) in (9, 10) or (len(digits) == 8 and digits.startswith("2"))) and digits[0] != "1") or (len(digits) == 10 and digits.startswith("10")):
        digits = "0" + digits
    return _hyphened(digits) or text[:40]


def _hyphened(digits: str) -> str:
    if re.fullmatch(r"1[5-9]\d{6}", digits):
        return f"{digits[:4]}-{digits[4:]}"
    head = 2 if digits.startswith("02") else 4 if re.match(r"050\d", digits) and len(digits) == 12 else 3
    rest = digits[head:]
    if digits.startswith("0") and len(rest) in (7, 8):
        return f"{digits[:head]}-{rest[:-4]}-{rest[-4:]}"
    return ""


def mail_address(cell: object) -> str:
    """An address of mail, its domain in lower case. Blank is ""."""
    text = words(cell).replace(" ", "").removeprefix("mailto:").rstrip(".,;")
    if not text or text == "-":
        return ""
    if not _MAIL.fullmatch(text) or ".." in text or len(text) > 254:
        raise Unreadable(Text(f"이메일 주소를 확인해 주십시오(‘{text[:60]}’).", f"Please check the e-mail address (“{text[:60]}”)."))
    name, _, domain = text.rpartition("@")
    return f"{name}@{domain.lower()}"


def coordinate(cell: object) -> float | None:
    """Degrees; blank is None."""
    text = words(cell).replace(" ", "").rstrip("°NEne")
    if not text or text == "-":
        return None
    try:
        degrees = float(text)
    except ValueError:
        degrees = math.nan
    if not math.isfinite(degrees):
        raise Unreadable(Text(f"좌표를 읽을 수 없습니다(‘{text[:20]}’).", f"The coordinate cannot be read (“{text[:20]}”)."))
    return degrees


def industry_code(cell: object) -> str:
    """A code of the standard classification: digits, without the section's letter."""
    return re.sub(r"[\s.\-]", "", words(cell)).lstrip("ABCDEFGHIJKLMNOPQRSTUabcdefghijklmnopqrstu")[:10]
