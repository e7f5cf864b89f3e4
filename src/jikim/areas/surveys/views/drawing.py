"""Draws a page of questions. What is the same for everybody is drawn once per language and text size; per worker only what is
ticked is filled in. Asks no database; what is kept in memory holds no worker's answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jikim.areas.surveys.actions.answering import Answering
from jikim.areas.surveys.forms.answer import field_name
from jikim.areas.surveys.queries.answering import Layout
from jikim.rules.questionnaire import Column, Kind, Page
from jikim.rules.scoring.instrument import MISSING
from jikim.rules.words import Text
from jikim.shared.ui.words import say
from jikim.shared.worker_pages import worker_html

#: a place left open in what was drawn once: what kind, of which field, which value. The control characters can stand in
#: no pack and no category (they are not allowed in what is read)
_PLACE = re.compile("\x02(checked|open|number):([a-z0-9]+):([^\x03]*)\x03")

#: drawn pages kept per process, some 15 kB each
KEPT_PAGES = 400
_kept: dict[tuple[Any, ...], str] = {}


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    mark: str


@dataclass(frozen=True, slots=True)
class Question:
    """One fieldset, with its open places as marks."""

    name: str
    words: str
    hint: str
    options: tuple[Option, ...]
    layout: str

    @property
    def mark_open(self) -> str:
        return _mark("open", self.name)

    @property
    def mark_number(self) -> str:
        return _mark("number", self.name)


@dataclass(frozen=True, slots=True)
class Gap:
    """A question left out, named once."""

    name: str
    number: int
    words: str


def drawn_page(request: HttpRequest, now: Answering, page: Page) -> HttpResponse:
    """A page of items or the page about the person, with what this visit has answered so far."""
    form, answers, health = now.asked.layout.form, now.telling, now.sheet.health
    asked = form.open_columns(page, answers, health)
    before_page = form.columns[: asked[0].index] if asked else ()
    first = 1 + sum(form.asked(column, answers, health) for column in before_page)
    named_once = now.ticket.has_nudged(page.number) and page.number <= now.sheet.page
    gaps = tuple(
        Gap(field_name(column), first + place, say(column.item.text))
        for place, column in enumerate(asked)
        if named_once and answers[column.index] == MISSING
    )
    before = form.preceding(page.number, answers, health)
    frame = Frame(
        *form.progress(page.number, answers, health), has_back=before > now.floor or not now.floor,
        resumed=bool(now.floor) and page.number == now.next_page and before <= now.floor, gaps=gaps,
    )  # fmt: skip
    return HttpResponse(_filled(_drawn(request, now.asked.layout, page, asked, frame), now, asked, first, gaps))


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the questions."""

    step: int
    steps: int
    has_back: bool
    resumed: bool
    gaps: tuple[Gap, ...]


def _drawn(request: HttpRequest, layout: Layout, page: Page, asked: tuple[Column, ...], frame: Frame) -> str:
    """The page with marks where a worker's own answers belong. Kept while nothing but those differs."""
    if frame.gaps or page.kind is Kind.ABOUT:
        return _draw(request, layout, page, asked, frame)
    key = (
        layout.asked_line, page.number, tuple(column.index for column in asked), frame, settings.JIKIM_DEMO,
        request.worker,  # type: ignore[attr-defined]
    )  # fmt: skip
    kept = _kept.get(key)
    if kept is None:
        if len(_kept) >= KEPT_PAGES:
            _kept.clear()
        kept = _kept[key] = _draw(request, layout, page, asked, frame)
    return kept


def _draw(request: HttpRequest, layout: Layout, page: Page, asked: tuple[Column, ...], frame: Frame) -> str:
    is_about = page.kind is Kind.ABOUT
    return worker_html(request, "surveys/answer/page.html", {
        "look_form": "answers", "page": page, "frame": frame, "heading": heading(page),
        "questions": _about(layout) if is_about else [_item(column) for column in asked],
        "is_about": is_about, "is_hard": page.is_hard, "keep_sex": layout.keep_sex,
        "preamble": say(page.block.preamble) if page.block and not page.depth else "",
        "note": page.block is not None and page.opens_block and page.block.trial,
    })  # fmt: skip


def heading(page: Page) -> str:
    return bare_title(page.block.title) if page.block else _("About you")


def bare_title(title: Text) -> str:
    """A block's title without what stands in brackets, which is for those who run the programme."""
    return re.sub(r"\s*\(.*$", "", say(title))


def _filled(drawn: str, now: Answering, asked: tuple[Column, ...], first: int, gaps: tuple[Gap, ...]) -> str:
    """The drawn page with this worker's answers in it. What is put in is fixed words and numbers, nothing typed."""
    given = {field_name(column): str(now.sheet.answers[column.index]) for column in asked}
    numbers = {field_name(column): str(first + place) for place, column in enumerate(asked)}
    about = {name: getattr(now.sheet, name) for name, _categories in now.asked.layout.about}
    left_out = {gap.name for gap in gaps}

    def fill(place: re.Match[str]) -> str:
        kind, name, value = place.groups()
        if kind == "checked":
            return " checked" if value == (given.get(name) or about.get(name)) else ""
        return numbers.get(name, "") if kind == "number" else " open" if name in left_out else ""

    return _PLACE.sub(fill, drawn)


def _item(column: Column) -> Question:
    name, choices = field_name(column), column.item.scale.choices
    options = tuple(_option(name, str(choice.value), choice.label) for choice in choices)
    return Question(name, say(column.item.text), "", options, "four" if len(choices) == 4 else "one")


def _about(layout: Layout) -> list[Question]:
    words: dict[str, Callable[[], str]] = {
        "sex": lambda: _("Your sex"), "unit": lambda: _("Where do you work?"), "age": lambda: _("How old are you?"),
        "tenure": lambda: _("How long have you worked here?"), "job": lambda: _("What is your work?"),
    }  # fmt: skip
    why_sex = _("Used to compare your answers with the published reference, which differs for women and men.")
    return [
        Question(
            name, words[name](), why_sex if name == "sex" else "",
            tuple(_option(name, one.key, one.label) for one in categories), "two",
        )
        for name, categories in layout.about
    ]  # fmt: skip


def _option(name: str, value: str, label: Text) -> Option:
    return Option(value, say(label), _mark("checked", name, value))


def _mark(kind: str, name: str, value: str = "") -> str:
    return f"\x02{kind}:{name}:{value}\x03"
