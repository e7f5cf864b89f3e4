"""Numbers of certificates, read back however they are typed; hours in words. A number says nothing about a person."""

from __future__ import annotations

from jikim.rules.words import Text


def certificate_number(year: int, serial: int) -> str:
    """T2017-000042-7: year, running number, and a check digit (mod 11 over both, 10 is X)."""
    body = f"{year:04d}{serial:06d}"
    return f"T{body[:4]}-{body[4:]}-{_check(body)}"


def read_certificate_number(typed: str) -> tuple[int, int] | None:
    """(year, serial) of a number somebody typed; None where it cannot be one."""
    plain = "".join(sign for sign in typed.upper() if sign.isalnum()).removeprefix("T")
    body, check = plain[:-1], plain[-1:]
    if len(body) < 10 or not body.isascii() or not body.isdigit() or _check(body) != check:
        return None
    return int(body[:4]), int(body[4:])


def hours_words(minutes: int) -> Text:
    """90 → 1시간 30분 / 1 h 30 min."""
    hours, rest = divmod(minutes, 60)
    ko = " ".join(part for part in (f"{hours}시간" if hours else "", f"{rest}분" if rest or not hours else "") if part)
    en = " ".join(part for part in (f"{hours} h" if hours else "", f"{rest} min" if rest or not hours else "") if part)
    return Text(ko, en)


def _check(body: str) -> str:
    total = sum((2 + place % 7) * int(sign) for place, sign in enumerate(reversed(body)))
    left = -total % 11
    return "X" if left == 10 else str(left)
