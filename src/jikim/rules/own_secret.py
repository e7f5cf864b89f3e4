"""The secret a worker chooses for opening a result again: six digits or more, or a phrase. Never stores or compares one."""

from __future__ import annotations

import itertools
import unicodedata

from jikim.rules.words import Text

FEWEST_DIGITS, FEWEST_SIGNS, MOST_SIGNS = 6, 8, 100
#: wrong tries after which it closes for ever
TRIES = 5


class UnfitSecret(ValueError):
    """Too easy to guess; carries the reason for the person. Never repeats what was typed."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


def plain_secret(typed: str) -> str:
    """What was typed, the way it is kept and compared: a phone's capitals, wide digits and extra spaces do not count."""
    return " ".join(unicodedata.normalize("NFKC", typed[:1000]).split()).casefold()[: MOST_SIGNS + 1]


def chosen_secret(typed: str, again: str) -> str:
    """The secret in its kept form. Raises UnfitSecret when it is short, easy to guess, or typed differently twice."""
    secret = plain_secret(typed)
    if secret != plain_secret(again):
        raise UnfitSecret(Text("두 번 적은 비밀번호가 서로 다릅니다.", "The two entries differ."))
    if len(secret) > MOST_SIGNS:
        raise UnfitSecret(Text(f"{MOST_SIGNS}자까지 쓸 수 있습니다.", f"Use up to {MOST_SIGNS} characters."))
    digits = secret.replace(" ", "").replace("-", "")
    if (digits.isascii() and digits.isdigit()) or not digits:
        _fit_digits(digits)
        return digits
    if len(secret) < FEWEST_SIGNS or len(set(secret)) < 4:
        raise UnfitSecret(Text(
            f"글자를 섞어 쓸 때는 {FEWEST_SIGNS}자 이상, 서로 다른 글자 네 가지 이상으로 적어 주십시오.",
            f"With letters, use at least {FEWEST_SIGNS} characters, four of them different.",
        ))  # fmt: skip
    return secret


def tried_secret(typed: str) -> str:
    """What is compared with the kept secret."""
    secret = plain_secret(typed)
    digits = secret.replace(" ", "").replace("-", "")
    return digits if digits.isascii() and digits.isdigit() else secret


def _fit_digits(digits: str) -> None:
    if len(digits) < FEWEST_DIGITS:
        raise UnfitSecret(Text(f"숫자는 {FEWEST_DIGITS}자리 이상이어야 합니다.", f"Use at least {FEWEST_DIGITS} digits."))
    steps = {(int(b) - int(a)) % 10 for a, b in itertools.pairwise(digits)}
    if len(set(digits)) < 3 or steps in ({1}, {9}):
        raise UnfitSecret(Text(
            "111111이나 123456처럼 되풀이되거나 이어지는 숫자는 남이 쉽게 짐작합니다. 다른 숫자를 골라 주십시오.",
            "Digits repeated or in a row, such as 111111 or 123456, are easily guessed. Please choose others.",
        ))  # fmt: skip
