"""Korean particles after a word that is only known when the report is written."""

from __future__ import annotations

_PAIRS = {"이": ("이", "가"), "은": ("은", "는"), "을": ("을", "를"), "과": ("과", "와"), "으로": ("으로", "로")}


def josa(word: str, particle: str) -> str:
    """The word with 이/가, 은/는, 을/를, 과/와 or 으로/로, named by its form after a consonant. Brackets and quotes are looked through."""
    closed, open_ = _PAIRS[particle]
    last = next((sign for sign in reversed(word) if "가" <= sign <= "힣" or sign.isalnum()), "")
    if not "가" <= last <= "힣":
        return f"{word}{closed if last in '013678LMNR' and last else open_}"
    tail = (ord(last) - 0xAC00) % 28
    if particle == "으로" and tail == 8:
        return f"{word}로"
    return f"{word}{closed if tail else open_}"


def listed(words: list[str], language: str) -> str:
    """“A, B와 C” / “A, B and C”."""
    if len(words) < 2:
        return "".join(words)
    head, last = words[:-1], words[-1]
    if language == "ko":
        return f"{', '.join([*head[:-1], josa(head[-1], '과')])} {last}"
    return f"{', '.join(head)} and {last}"
