"""Full-text search over short documents in two languages: Korean by pairs of syllables, a question's words without their particles; English by word stems.

Pure: gets documents, returns their keys with the passage that fits. Ranked by BM25 (Robertson and Zaragoza 2009).
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

#: BM25's usual constants: how fast repetition stops to count, how much long texts are held back
_SATURATION, _LENGTH = 1.2, 0.75
#: what a title names is what it is about: as much more as a word that stands very often in the text
_TITLE_BONUS = 2.5
_WORD = re.compile(r"[가-힣]+|[a-z0-9]+")
#: longest first; a stem keeps at least three letters
_ENDINGS = ("ingly", "edly", "ments", "ment", "ness", "ings", "ing", "ies", "ied", "est", "ers", "er", "ed", "es", "ly", "s", "e", "y")
#: what a Korean word of a question may carry behind it, longest first; what is left keeps at least two syllables
_PARTICLES = (
    "에서는", "에게는", "으로는", "이라고", "에서", "에게", "한테", "으로", "부터", "까지", "처럼", "보다", "이나", "이랑", "하고",
    "은", "는", "이", "가", "을", "를", "의", "에", "와", "과", "도", "로", "만",
)  # fmt: skip
_STOP = frozenset({"the", "a", "an", "of", "to", "in", "and", "or", "is", "are", "for", "it", "on", "at", "by", "with"})
_PASSAGE = 120
#: letters of an English word that is searched for as the beginning of others
_LEAST = 4


@dataclass(frozen=True, slots=True)
class Page:
    """One document. key: the caller's own name for it."""

    key: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """One document that fits, the higher the score the better; passage: where in its text, may be empty."""

    key: str
    title: str
    passage: str
    score: float


def terms(text: str) -> Iterator[str]:
    """Search terms of a text, in order. A Korean word of one syllable stands for itself."""
    for word in _WORD.findall(unicodedata.normalize("NFKC", text).casefold()):
        if word[0] >= "가":
            yield from (word[at : at + 2] for at in range(max(1, len(word) - 1)))
        elif word not in _STOP:
            yield stem(word)


def asked_words(text: str) -> Iterator[tuple[str, ...]]:
    """The words of a question, each as its terms. A particle says nothing of what is looked for."""
    for word in _WORD.findall(unicodedata.normalize("NFKC", text).casefold()):
        bare = word
        if word[0] >= "가":
            bare = next((word[: -len(one)] for one in _PARTICLES if word.endswith(one) and len(word) - len(one) >= 2), word)
        if found := tuple(terms(bare)):
            yield found


def stem(word: str) -> str:
    """An English word without its common ending; the same for `records` and `recording`, not a dictionary form."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


class Index:
    """Documents made ready for searching; built once, asked often."""

    def __init__(self, pages: Iterable[Page]) -> None:
        self._pages = {page.key: page for page in pages}
        self._counts: dict[str, dict[str, int]] = defaultdict(dict)
        self._titles: dict[str, frozenset[str]] = {}
        self._length: dict[str, int] = {}
        for page in self._pages.values():
            self._titles[page.key] = frozenset(terms(page.title))
            found = Counter([*terms(page.title), *terms(page.text)])
            self._length[page.key] = sum(found.values())
            for term, many in found.items():
                self._counts[term][page.key] = many
        self._mean = max(1.0, sum(self._length.values()) / max(1, len(self._length)))

    def __len__(self) -> int:
        return len(self._pages)

    def search(self, asked: str, *, most: int = 30) -> list[Found]:
        """Best first. A document must hold at least half of the words asked for; an empty question finds nothing.

        A word is held with two thirds of its terms, so that `호텔직원` finds `호텔 직원` and `콜센터` no other centre.
        """
        words = list(dict.fromkeys(asked_words(asked)))
        wanted = list(dict.fromkeys(term for word in words for term in word))
        scores: dict[str, float] = defaultdict(float)
        held: dict[str, set[str]] = defaultdict(set)
        for term in wanted:
            docs = self._with(term)
            rare = math.log(1 + (len(self._pages) - len(docs) + 0.5) / (len(docs) + 0.5))
            for key, many in docs.items():
                damped = many + _SATURATION * (1 - _LENGTH + _LENGTH * self._length[key] / self._mean)
                scores[key] += rare * many * (_SATURATION + 1) / damped
                scores[key] += rare * _TITLE_BONUS * (term in self._titles[key])
                held[key].add(term)
        fitting = [key for key in scores if 2 * sum(3 * len(held[key].intersection(word)) >= 2 * len(word) for word in words) >= len(words)]
        best = sorted(fitting, key=lambda key: (-scores[key], key))[:most]
        return [Found(key, self._pages[key].title, _passage(self._pages[key].text, wanted), scores[key]) for key in best]


    def _with(self, term: str) -> dict[str, int]:
        """How often each document has the term. A single syllable also begins longer words, and so does part of an English word."""
        there = self._counts.get(term, {})
        if len(term) > 1 and (there or term[0] >= "가" or len(term) < _LEAST):
            return there
        found = Counter(there)
        for other, docs in self._counts.items():
            if other != term and other.startswith(term):
                found.update(docs)
        return dict(found)


def _passage(text: str, wanted: list[str]) -> str:
    """The line that holds most of the terms, cut to a readable length."""
    lines = [line for line in text.split("\n") if line.strip()]
    sought = set(wanted)
    line = max(lines, key=lambda one: len(sought & set(terms(one))), default="")
    return line if len(line) <= _PASSAGE else line[:_PASSAGE].rstrip() + "…"
