"""Where Korean lines will end, so that only the words that may meet a line's end are kept whole in a box.

A box costs as much as ten words of text; documents made by the thousand cannot box every word. Our Hangul is 0.864 em
wide and a space 0.288 (Pretendard GOV); everything else is taken as 0.5, hence the margin on both sides of a line's end.
"""

from __future__ import annotations

from functools import lru_cache

_HANGUL, _SPACE, _OTHER, _MARGIN = 0.864, 0.288, 0.5, 0.05


class Lines:
    """A paragraph being set on lines `width` em long. `feed` gives its text as [plain, boxed, plain, boxed, …]."""

    def __init__(self, width: float, start: float = 0.0) -> None:
        self.width = width
        #: where the next word may begin: more than one place where it is not sure whether a word still fitted
        self.starts: tuple[float, ...] = (start,)

    def feed(self, text: str) -> list[str]:
        parts, self.starts = _set(text, self.width, self.starts)
        return list(parts)

    def skip(self, text: str, scale: float = 1.0) -> None:
        """Text of another size that stands here and is printed by the template itself."""
        self.starts = tuple(start + scale * _size(text) + _SPACE for start in self.starts)


@lru_cache(maxsize=4096)
def _set(text: str, width: float, starts: tuple[float, ...]) -> tuple[tuple[str, ...], tuple[float, ...]]:
    sure, possible = width * (1 - _MARGIN), width * (1 + _MARGIN)
    parts, plain = [], ""
    for i, word in enumerate(text.split(" ")):
        size = _size(word)
        ends = [start + size for start in starts]
        near = any(end > sure for end in ends)
        plain += " " if i else ""
        if near and len(word) > 1:
            parts += [plain, word]
            plain = ""
        else:
            plain += word
        found = {end for end in ends if end < possible} | ({size} if near else set())
        starts = tuple(sorted(round(end + _SPACE, 2) for end in found))
    return (*parts, plain), starts


def _size(word: str) -> float:
    hangul = sum("가" <= sign <= "힣" for sign in word)
    return hangul * _HANGUL + (len(word) - hangul) * _OTHER
