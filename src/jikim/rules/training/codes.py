"""Join codes: read aloud in a room, typed on a phone, good only while the session runs. Never stores or compares one.

Six characters of 17 (24 million), without signs that look alike (0 O, 1 I L, 5 S, 8 B, 2 Z) or sound alike when they are
spelled aloud (B D E G P T V). It opens a quiz without names; tries are limited where it is typed in.
"""

from __future__ import annotations

from collections.abc import Callable

from jikim.rules.cards import latin
from jikim.rules.words import Text

ALPHABET = "234679ACFHJKMRXYW"
CODE_CHARACTERS = 6
#: what is typed by mistake, read as the sign of ours it looks like
_READ_AS = {"8": "H", "V": "Y", "U": "W"}


class UnreadableJoinCode(ValueError):
    """What was typed cannot be a code. `reason` is for the person."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


def new_join_code(choose: Callable[[int], int]) -> str:
    """A fresh code. `choose(n)` gives a number from 0 to n-1 out of a cryptographic source."""
    return "".join(ALPHABET[choose(len(ALPHABET))] for _ in range(CODE_CHARACTERS))


def print_join_code(code: str) -> str:
    """In two groups, as it is read aloud: K7M 2XR."""
    return f"{code[:3]} {code[3:]}"


def read_join_code(typed: str) -> str:
    """The code somebody meant: any case, spaces, hyphens, full-width signs, a Korean keyboard left on.

    Errors: UnreadableJoinCode with a reason for the person.
    """
    cleaned = "".join(sign for sign in latin(typed).upper() if sign.isascii() and sign.isalnum())
    if len(cleaned) != CODE_CHARACTERS:
        raise UnreadableJoinCode(Text(
            f"코드는 {CODE_CHARACTERS}자입니다. {len(cleaned)}자를 입력하셨습니다. 화면을 보고 다시 입력해 주십시오.",
            f"A code has {CODE_CHARACTERS} characters; you typed {len(cleaned)}. Please look at the screen and type it again.",
        ))  # fmt: skip
    found = "".join(sign if sign in ALPHABET else _READ_AS.get(sign, sign) for sign in cleaned)
    if any(sign not in ALPHABET for sign in found):
        raise UnreadableJoinCode(Text(
            "코드에 쓰지 않는 글자가 있습니다. 화면을 보고 다시 입력해 주십시오.",
            "There is a character that no code has. Please look at the screen and type it again.",
        ))  # fmt: skip
    return found
