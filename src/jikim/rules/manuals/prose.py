"""The little Markdown an editor may use in a chapter's own words: paragraphs, **strong**, *emphasis*. Never HTML, links or pictures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line in one weight."""

    text: str
    strong: bool = False
    emphasis: bool = False


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    return MarkdownIt("zero", {"html": False}).enable("emphasis")


@lru_cache(maxsize=8192)
def spans(line: str) -> tuple[Span, ...]:
    """The line in pieces; whatever is no Markdown of ours stays as it was typed."""
    if "*" not in line and "_" not in line:
        return (Span(line),)
    found: list[Span] = []
    strong = emphasis = 0
    for token in _reader().parseInline(line)[0].children or ():
        match token.type:
            case "strong_open":
                strong += 1
            case "strong_close":
                strong -= 1
            case "em_open":
                emphasis += 1
            case "em_close":
                emphasis -= 1
            case "softbreak" | "hardbreak":
                found.append(Span("\n"))
            case _ if token.content:
                found.append(Span(token.content, bool(strong), bool(emphasis)))
    return tuple(found)


def plain(line: str) -> str:
    """The line without its marks."""
    return "".join(one.text for one in spans(line))
