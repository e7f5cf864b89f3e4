"""on_paper(): the report's data with its running text ready for the template's lines. The widths are those of report.typ."""

from __future__ import annotations

from typing import Any

from jikim.shared.documents.lines import Lines

#: lengths of lines in em of their own size, as report-parts.typ sets them
FINDING_HEAD, FINDING, LABEL, MEANING, METHOD, ONE_COLUMN = 13.8, 16.5, 13.0, 36.1, 26.3, 54.7
MEASURE, MEASURE_ROOMY, MEASURE_TITLE, STEP, NOTE, SOURCE, TRIAL = 45.4, 42.3, 41.0, 23.2, 53.0, 60.2, 54.6


def on_paper(data: dict[str, Any], language: str) -> dict[str, Any]:
    """A copy in which every running text is a list [plain, boxed, plain, …]."""

    def kept(text: str, width: float, before: str = "", scale: float = 1.0) -> list[str]:
        lines = Lines(width)
        if before:
            lines.skip(before, scale)
        return lines.feed(text) if language == "ko" else [text]

    first, _, rest = data["trial"].partition(". ")
    roomy = data["form"] == "no_figures"
    steps = ("이번 달에 ", "되었다는 증거 ")
    return data | {
        "trial": [f"{first}.", kept(rest, TRIAL, f"{first}.", 1.05)] if first else None,
        "findings": [{"head": kept(f["head"], FINDING_HEAD), "body": kept(f["body"], FINDING)} for f in data["findings"]],
        "meaning": [
            one | {"label": kept(one["label"], LABEL), "body": kept(one["body"], MEANING)} for one in data.get("meaning", [])
        ],
        "measures": [
            one | {
                "title": kept(one["title"], MEASURE_TITLE),
                "what": kept(one["what"], MEASURE_ROOMY if roomy else MEASURE),
                "first": kept(one["first"], STEP, steps[0], 0.9), "proof": kept(one["proof"], STEP, steps[1], 0.9),
            }
            for one in data["measures"]
        ],
        "notes": [_note(one, language) for one in data.get("notes", [])],
        "method": _method(data["method"], kept),
    }  # fmt: skip


def _note(note: dict[str, Any], language: str) -> dict[str, Any]:
    """The reason and how to see more run on in one paragraph."""
    if language != "ko":
        return note | {"why": [note["why"]], "more": [note["more"]]}
    lines = Lines(NOTE, 1.5 if note["number"] else 0.0)
    why = lines.feed(note["why"])
    lines.skip("더 보려면: ")
    return note | {"why": why, "more": lines.feed(note["more"])}


def _method(method: dict[str, Any], kept: Any) -> dict[str, Any]:
    return method | {
        "paragraphs": [one | {"body": kept(one["body"], METHOD)} for one in method["paragraphs"]],
        "cannot": [kept(text, METHOD - 1.3) for text in method["cannot"]],
        "source": kept(method["source"], SOURCE, "출처 "),
        "reliability": kept(method["reliability"], ONE_COLUMN) if method["reliability"] else None,
    }
