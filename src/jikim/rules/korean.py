"""Korean particles after a word that is only known when a sentence is written. Never guesses how a foreign word is read."""

from __future__ import annotations

import re

_PAIRS = {"이": ("이", "가"), "은": ("은", "는"), "을": ("을", "를"), "과": ("과", "와"), "으로": ("으로", "로")}
_BOTH = {"이(가)": "이", "은(는)": "은", "을(를)": "을", "과(와)": "과", "와(과)": "과", "(으)로": "으로"}
_WRITTEN = re.compile("|".join(re.escape(both) for both in _BOTH))
#: signs read with a final consonant; of them, those read with a final ㄹ: 1 일, 7 칠, 8 팔, L 엘, R 알
_CLOSED, _RIEUL = frozenset("013678LMNR"), frozenset("178LR")
_ASIDE = re.compile(r"\([^()]*\)$")


def josa(word: str, particle: str) -> str:
    """The word with 이/가, 은/는, 을/를, 과/와 or 으로/로, named by its form after a consonant. Brackets and quotes are looked through."""
    last = next((sign for sign in reversed(word) if "가" <= sign <= "힣" or sign.isalnum()), "")
    return word + _form(last, particle)


def settled(sentence: str) -> str:
    """The sentence with each 이(가), 은(는), 을(를), 과(와) or 와(과), (으)로 settled by the word before it.

    What is said in brackets is not read. After a word in foreign letters both forms stay: how it is read is not known.
    """
    return _WRITTEN.sub(lambda found: _settle(sentence[: found.start()], found[0]), sentence)


def _settle(before: str, both: str) -> str:
    word = before.rstrip("’”'\"》」")
    while _ASIDE.search(word):
        word = _ASIDE.sub("", word).rstrip("’”'\"》」 ")
    last = word[-1:]
    known = "가" <= last <= "힣" or last.isdecimal() or _is_acronym(word)
    return _form(last, _BOTH[both]) if known else both


def _is_acronym(word: str) -> bool:
    """Capitals are read letter by letter: KB, U2, W0001."""
    run = re.search(r"[A-Za-z]+$", word)
    return run is not None and run[0].isupper() and len(run[0]) <= 4


def _form(last: str, particle: str) -> str:
    closed, opened = _PAIRS[particle]
    if "가" <= last <= "힣":
        tail = (ord(last) - 0xAC00) % 28
        return opened if tail == 0 or (particle == "으로" and tail == 8) else closed
    return closed if last in _CLOSED and not (particle == "으로" and last in _RIEUL) else opened
