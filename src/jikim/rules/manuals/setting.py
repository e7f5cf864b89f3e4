"""set_out(): an assembled manual in one language as plain values, the same for the page on a phone and for the PDF."""

from __future__ import annotations

from typing import Any

from jikim.rules.library import Block, Composed, Mark, Source
from jikim.rules.manuals.assemble import Assembled
from jikim.rules.manuals.prose import spans
from jikim.rules.words import NOTHING, Text

#: drawn from one situation, these belong under its one title
_LABELS = {
    Source.SAY: Text("이렇게 말합니다", "Words to say"),
    Source.STOP: Text("이때 멈춥니다", "Stop when"),
    Source.NEXT: Text("그다음 10분", "The next ten minutes"),
    Source.KEEP: Text("남겨 둘 것", "What to keep"),
}
_ORDERED = frozenset({Source.NEXT, Source.AFTER})
_HEADS = {
    Source.EMPLOYER: Text("사업주가 해야 하는 것", "What the employer owes"),
    Source.CHECKLIST: Text("점검표로 살피기", "Look at it with the checklist"),
    Source.MEASURES: Text("할 수 있는 조치", "What can be done"),
    Source.HELP_LINES: Text("도움받을 곳", "Who helps"),
    Source.KIT: Text("그대로 쓰는 문안", "Words ready to use"),
}
_PRACTISED = Text("실행하면", "Practised"), Text("점검까지 하면", "Practised and checked")

Data = dict[str, Any]


def set_out(manual: Assembled, language: str) -> Data:
    """{"title", "reader", "occupation", "chapters": [{"key", "title", "lead", "points", "groups": [{"head", "cards"}]}]}.

    lead and points are lists of spans [[text, weight]] with weight "", "strong" or "emphasis". A card is
    {"title", "mark", "tone", "text": [line], "lists": [{"label", "items", "ordered", "quoted"}], "source"}.
    """
    return {
        "title": manual.title.say(language), "kind": manual.edition.kind.value, "kind_name": manual.edition.kind.label.say(language),
        "reader": manual.reader.say(language), "occupation": manual.occupation.say(language),
        "own": bool(manual.edition.workplace),
        "chapters": [set_out_chapter(one, language) for one in manual.chapters],
    }  # fmt: skip


def set_out_chapter(chapter: Composed, language: str) -> Data:
    """One chapter by itself: what an editor looks at before it is saved."""
    lead, *points = chapter.points or (NOTHING,)
    return {
        "key": chapter.key, "title": chapter.title.say(language), "lead": _spans(lead.say(language)),
        "points": [_spans(point.say(language)) for point in points], "groups": _groups(chapter.blocks, language),
    }  # fmt: skip


def _spans(line: str) -> list[list[str]]:
    return [[one.text, "strong" if one.strong else "emphasis" if one.emphasis else ""] for one in spans(line)]


def _groups(blocks: tuple[Block, ...], language: str) -> list[Data]:
    """Blocks of one kind under one heading; what was drawn from one situation on one card, where it first came."""
    groups: list[Data] = []
    situations: dict[tuple[str, str], Data] = {}
    for block in blocks:
        known = situations.get(block.entry) if block.entry else None
        if known is not None and block.source in _LABELS:
            _add(known, block, language)
            continue
        family = "situation" if block.entry and block.entry[0] == "situation" else block.source.value
        if not groups or groups[-1]["family"] != family:
            groups.append({"family": family, "head": _HEADS.get(block.source, NOTHING).say(language), "cards": []})
        if block.source is Source.EMPLOYER and groups[-1]["cards"]:
            _owed(groups[-1]["cards"], block, language)
            continue
        card = _card(block, language)
        groups[-1]["cards"].append(card)
        if family == "situation" and block.entry:
            situations[block.entry] = card
    for group in groups:
        _unlabel(group["cards"])
    return groups


def _unlabel(cards: list[Data]) -> None:
    """Where each card has one list under the same label, the chapter has said so already."""
    if all(not card["text"] and len(card["lists"]) == 1 for card in cards) and len({card["lists"][0]["label"] for card in cards}) == 1:
        for card in cards:
            card["lists"][0]["label"] = ""


def _card(block: Block, language: str) -> Data:
    card: Data = {"title": block.title.say(language), "source": block.source.value, "text": [], "lists": [], **_mark(block, language)}
    lines = [line.say(language) for line in block.lines]
    match block.source:
        case Source.SITUATIONS:
            card["text"] = lines
        case Source.MEASURES:
            card["text"] = lines[:1]
            card["lists"] = [_list("", lines[1:], ordered=True)] if lines[1:] else []
        case Source.CHECKLIST:
            card["lists"] = [_list(label.say(language), [line]) for label, line in zip(_PRACTISED, lines, strict=False)]
        case Source.DUTIES:
            card["text"], card["mark"] = lines[:-1], lines[-1]
        case Source.HELP_LINES:
            card["text"] = lines
        case Source.KIT:
            card["lists"] = [_list("", lines)]
        case Source.EMPLOYER:
            card["mark"], card["tone"] = "", ""
            card["text"] = []
            card["lists"] = [_list("", [_cited(block, language)])]
        case _ if block.source in _LABELS:
            _add(card, block, language)
        case _:
            card["lists"] = [_list("", lines, ordered=block.source in _ORDERED)]
    return card


def _owed(cards: list[Data], block: Block, language: str) -> None:
    """What the employer owes is one list, not a card for each line."""
    cards[-1]["lists"][0]["items"].append(_cited(block, language))


def _cited(block: Block, language: str) -> str:
    told, standing = block.lines[0].say(language), block.standing
    mark = _mark(block, language)["mark"] or (standing.weight.say(language) if standing else "")
    return f"{told} ({mark})" if mark else told


def _add(card: Data, block: Block, language: str) -> None:
    lines = [line.say(language) for line in block.lines]
    said = block.source is Source.SAY
    card["lists"].append(_list(_LABELS[block.source].say(language), lines, ordered=block.source in _ORDERED, quoted=said))


def _list(label: str, items: list[str], *, ordered: bool = False, quoted: bool = False) -> Data:
    return {"label": label, "items": items, "ordered": ordered, "quoted": quoted}


def _mark(block: Block, language: str) -> Data:
    """The words for how binding it is, where it is: what is only practice in the field needs no mark on each card."""
    standing = block.standing
    if standing is None or not standing.mark.mandatory:
        return {"mark": "", "tone": ""}
    note = standing.note.say(language)
    told = f"{standing.weight.say(language)} · {standing.cite.say(language)}" + (f" ({note})" if note else "")
    return {"mark": told, "tone": "fined" if standing.mark is Mark.FINED else "duty"}
