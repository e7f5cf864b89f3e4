"""Code cards: what a worker's code looks like, how it is read back, and its check character.

Twelve random characters of 32 (60 bits) and a thirteenth that checks them. Never stores or compares a code.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from jikim.rules.words import Text

#: Crockford's base 32: no I, L, O or U, so that what looks alike is read as the one that exists
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_CHARACTERS = 12
CODE_CHARACTERS = RANDOM_CHARACTERS + 1
GROUPS = (4, 4, 5)

_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_READ_AS = {"O": "0", "I": "1", "L": "1", "U": "V"}
#: keys of the two-set Korean keyboard, for codes typed without switching to English
_JAMO_KEYS = dict(zip(
    "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡㅃㅉㄸㄲㅆㅒㅖ",
    "QWERTYUIOPASDFGHJKLZXCVBNMQWERTOP", strict=True,
))  # fmt: skip
_COMPOUND = {
    "ㅘ": "ㅗㅏ", "ㅙ": "ㅗㅐ", "ㅚ": "ㅗㅣ", "ㅝ": "ㅜㅓ", "ㅞ": "ㅜㅔ", "ㅟ": "ㅜㅣ", "ㅢ": "ㅡㅣ",
    "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ", "ㄽ": "ㄹㅅ",
    "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ",
}  # fmt: skip
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"


class UnreadableCode(ValueError):
    """What was typed cannot be a code. Says nothing about whether any code exists."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


def new_code(random_bits: Callable[[int], int]) -> str:
    """A fresh code of 13 characters. `random_bits(60)` must come from a cryptographic source."""
    bits = random_bits(5 * RANDOM_CHARACTERS)
    body = "".join(ALPHABET[bits >> shift & 31] for shift in range(0, 5 * RANDOM_CHARACTERS, 5))
    return body + check_character(body)


def check_character(body: str) -> str:
    """Weighted sum over GF(32) with twelve different weights.

    Finds every single wrong character and every swap of any two. Errors: KeyError outside the alphabet.
    """
    total = 0
    for place, character in enumerate(body):
        total ^= _times(_POWERS[place + 1], _VALUE[character])
    return ALPHABET[total]


def read_code(typed: str) -> str:
    """The code a person meant: any case, spaces and hyphens, full-width, Korean keyboard left on, O for 0.

    Errors: UnreadableCode with a reason for the person.
    """
    cleaned = "".join(_READ_AS.get(c, c) for c in latin(typed).upper() if c.isalnum())
    if len(cleaned) != CODE_CHARACTERS:
        raise UnreadableCode(Text(
            f"코드는 {CODE_CHARACTERS}자입니다. {len(cleaned)}자를 입력하셨습니다. 카드를 보고 다시 입력해 주십시오.",
            f"A code has {CODE_CHARACTERS} characters; you typed {len(cleaned)}. Please look at the card and type it again.",
        ))  # fmt: skip
    if any(c not in _VALUE for c in cleaned) or check_character(cleaned[:-1]) != cleaned[-1]:
        raise UnreadableCode(Text(
            "코드에 잘못 입력된 글자가 있습니다. 카드를 보고 다시 입력해 주십시오.",
            "A character of the code is not right. Please look at the card and type it again.",
        ))  # fmt: skip
    return cleaned


def print_code(code: str) -> str:
    """The code in groups, as it stands on the card: XXXX-XXXX-XXXXX."""
    parts, start = [], 0
    for size in GROUPS:
        parts.append(code[start : start + size])
        start += size
    return "-".join(parts)


def latin(typed: str) -> str:
    """Full-width to ASCII, and Hangul back to the keys that were pressed."""
    out: list[str] = []
    for character in _plain(typed):
        point = ord(character) - 0xAC00
        jamo = character
        if 0 <= point < 11172:
            jamo = _INITIALS[point // 588] + _VOWELS[point % 588 // 28] + _FINALS[point % 28].strip()
        for one in jamo:
            for key in _COMPOUND.get(one, one):
                out.append(_JAMO_KEYS.get(key, key))
    return "".join(out)


def _plain(typed: str) -> str:
    """One form of every character. A letter that stands alone (ㅠ) stays as it is: NFKC would make a part of a syllable of it."""
    whole = unicodedata.normalize("NFC", typed)
    return "".join(c if c in _JAMO_KEYS or c in _COMPOUND else unicodedata.normalize("NFKC", c) for c in whole)


def _times(a: int, b: int) -> int:
    """Product in GF(2⁵), modulus x⁵ + x² + 1."""
    product = 0
    while b:
        if b & 1:
            product ^= a
        a = a << 1 ^ (0b100101 if a & 16 else 0)
        b >>= 1
    return product


_POWERS = [1]
while len(_POWERS) < 31:
    _POWERS.append(_times(_POWERS[-1], 2))
