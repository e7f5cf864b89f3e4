"""Draws a page of questions from plain values, so that the template asks nothing and decides little."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jikim.areas.surveys.actions.answering import Answering
from jikim.areas.surveys.forms.answer import field_name
from jikim.rules.questionnaire import Kind, Page
from jikim.rules.scoring.instrument import MISSING
from jikim.rules.words import Text
from jikim.shared.ui.words import say
from jikim.shared.worker_pages import worker_page


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One fieldset. `open`: asked about once because it was left out."""

    name: str
    number: int
    words: str
    hint: str
    options: tuple[Option, ...]
    layout: str
    open: bool


def drawn_page(request: HttpRequest, now: Answering, page: Page) -> HttpResponse:
    """A page of items or the page about the person, with what this visit has answered so far."""
    form, sheet = now.asked.layout.form, now.sheet
    asked_about = now.ticket.has_nudged(page.number) and page.number <= sheet.page
    questions = _about(now) if page.kind is Kind.ABOUT else _items(now, page, asked_about)
    step, steps = form.progress(page.number, sheet.answers, sheet.health)
    before = form.preceding(page.number, sheet.answers, sheet.health)
    return worker_page(request, "surveys/answer/page.html", {
        "look_form": "answers", "page": page, "questions": questions, "step": step, "steps": steps,
        "gaps": [one for one in questions if one.open], "has_back": before > now.floor or not now.floor,
        "resumed": bool(now.floor) and page.number == now.next_page and before <= now.floor,
        "heading": heading(page), "is_about": page.kind is Kind.ABOUT, "keep_sex": now.asked.layout.keep_sex,
        "preamble": say(page.block.preamble) if page.block and not page.depth else "",
        "note": _trial_note(page),
    })  # fmt: skip


def heading(page: Page) -> str:
    return bare_title(page.block.title) if page.block else _("About you")


def bare_title(title: Text) -> str:
    """A block's title without what stands in brackets, which is for those who run the programme."""
    return re.sub(r"\s*\(.*$", "", say(title))


def _items(now: Answering, page: Page, asked_about: bool) -> list[Question]:
    form, sheet = now.asked.layout.form, now.sheet
    asked = form.open_columns(page, sheet.answers, sheet.health)
    first = sum(form.asked(column, sheet.answers, sheet.health) for column in form.columns[: asked[0].index])
    return [
        Question(
            field_name(column), first + place, say(column.item.text), "",
            tuple(
                Option(str(choice.value), say(choice.label), sheet.answers[column.index] == choice.value)
                for choice in column.item.scale.choices
            ),
            "four" if len(column.item.scale.choices) == 4 else "one",
            asked_about and sheet.answers[column.index] == MISSING,
        )
        for place, column in enumerate(asked, 1)
    ]  # fmt: skip


def _about(now: Answering) -> list[Question]:
    words = {
        "sex": (_("Your sex"), _("Used to compare your answers with the published reference, which differs for women and men.")),
        "unit": (_("Where do you work?"), ""),
        "age": (_("How old are you?"), ""),
        "tenure": (_("How long have you worked here?"), ""),
        "job": (_("What is your work?"), ""),
    }  # fmt: skip
    questions = []
    for place, (name, categories) in enumerate(now.asked.layout.about, 1):
        given = getattr(now.sheet, name)
        options = tuple(Option(one.key, say(one.label), given == one.key) for one in categories)
        questions.append(Question(name, place, words[name][0], words[name][1], options, "two", open=False))
    return questions


def _trial_note(page: Page) -> bool:
    """Working wording is named as such where it is asked."""
    return page.block is not None and page.opens_block and page.block.trial
