"""Template tags of every page: say, status, field, table and friends. They draw; they never decide or query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.urls import resolve, reverse
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jikim.rules.access import NOBODY, Verdict, may
from jikim.rules.words import Text
from jikim.shared.ui import fields as form_fields
from jikim.shared.ui import formats, tones, words

register = template.Library()
COMPONENTS = "ui/components"


def _draw(component: str, /, **context: Any) -> SafeString:
    return render_to_string(f"{COMPONENTS}/{component}.html", context)


def shown(value: Any) -> Any:
    """Any value as a person reads it: Text in the page's language, dates, numbers, yes and no, a dash for nothing."""
    if value is None or value == "":
        return "–"
    if isinstance(value, Text):
        return words.say(value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, dt.datetime):
        return formats.moment(value)
    if isinstance(value, dt.date):
        return formats.day(value)
    return formats.number(value) if isinstance(value, int | float) else value


@register.simple_tag
def say(text: Text | str | None) -> str:
    """A rules Text in the page's language."""
    return words.say(text)


@register.filter
def said(text: Text | str | None) -> str:
    return words.say(text)


@register.simple_tag
def why(text: Text | str | None) -> str:
    """A reason as a rule gave it, its dates in the page's way."""
    return formats.dated(words.say(text))


@register.filter
def number(value: Any) -> str:
    return formats.number(value)


@register.filter(name="shown")
def shown_filter(value: Any) -> Any:
    return shown(value)


@register.simple_tag
def day(value: dt.date | None, weekday: bool = False) -> str:
    if value is None:
        return "–"
    return format_html('<time datetime="{}">{}</time>', value.isoformat()[:10], formats.day(value, weekday=weekday))


@register.simple_tag
def days(dates: Sequence[dt.date]) -> str:
    """One day, or all the days of a visit that lasts several."""
    return format_html('<time datetime="{}">{}</time>', dates[0].isoformat(), formats.days(dates))


@register.simple_tag
def when(dates: Sequence[dt.date], start: dt.time, end: dt.time | None = None) -> str:
    """The days and hours of one visit."""
    return format_html('<time datetime="{}T{}">{}</time>', dates[0].isoformat(), start.strftime("%H:%M"), formats.when(dates, start, end))


@register.simple_tag
def moment(value: dt.datetime | None) -> str:
    if value is None:
        return "–"
    return format_html('<time datetime="{}">{}</time>', value.isoformat(timespec="seconds"), formats.moment(value))


@register.simple_tag
def period(first: dt.date, last: dt.date | None = None) -> str:
    return formats.period(first, last)


@register.simple_tag
def badge(text: Text | str, tone: str = "secondary") -> str:
    return format_html('<span class="krds-badge bg-light-{}">{}</span>', tone, words.say(text))


@register.simple_tag
def status(kind: str, state: str) -> str:
    """The state's own name from rules/workflow, on its colour."""
    return badge(tones.state_name(kind, state), tones.tone(state))


@register.simple_tag
def errors(form: Any) -> str:
    """Everything that is wrong with a form, in one place, each line a link to its field."""
    if not form.is_bound or form.is_valid():
        return ""
    return _draw("errors", general=form.non_field_errors(), faults=form_fields.faults(form))


@register.simple_tag
def field(bound: Any) -> str:
    return form_fields.draw(bound)


@register.simple_tag
def fields(form: Any, *names: str) -> str:
    """The visible fields in order (or only those named), and all hidden ones unless names were given."""
    chosen = [form[name] for name in names] if names else [*form.hidden_fields(), *form.visible_fields()]
    return SafeString("".join(str(bound) if bound.is_hidden else form_fields.draw(bound) for bound in chosen))


def _asked(verdict: Verdict | str | None) -> Verdict | None:
    """A page may pass an empty place for "not asked"; a refusing Verdict is falsy, so truth is no test."""
    return verdict if isinstance(verdict, Verdict) else None


@register.simple_tag
def act(
    label: Text | str, verdict: Verdict | None = None, name: str = "", value: str = "", kind: str = "primary", size: str = ""
) -> str:
    """A submit button. Refused, it stays readable and reachable, and its reason stands below."""
    return _draw("act", label=words.say(label), verdict=_asked(verdict), name=name, value=value, kind=kind, size=size)


@register.simple_tag
def go(label: Text | str, url: str, verdict: Verdict | None = None, kind: str = "secondary", size: str = "") -> str:
    """A link that looks like a button; refused, it is words with a reason."""
    return _draw("go", label=words.say(label), url=url, verdict=_asked(verdict), kind=kind, size=size)


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: Text | str = "") -> str:
    return _draw("notice", content=content, tone=tone, title=words.say(title))


@register.simple_block_tag
def card(content: str, title: Text | str = "", url: str = "") -> str:
    return _draw("card", content=content, title=words.say(title), url=url)


@register.simple_tag
def facts(pairs: Any) -> str:
    return _draw("facts", pairs=[(words.say(label), shown(value)) for label, value in pairs])


@register.simple_tag
def history(changes: Any) -> str:
    """StatusChange rows, newest first, each with who, when and why."""
    rows = [
        {
            "kind": change.thing_kind, "state": change.target, "at": change.at,
            "by": words.say(words.who(change.actor_name, getattr(change, "actor_key", ""))),
            "reason": words.say_pair(change.reason_ko, change.reason_en), "note": change.note,
        }
        for change in changes
    ]  # fmt: skip
    return _draw("history", changes=sorted(rows, key=lambda row: row["at"], reverse=True))


@register.simple_tag
def steps(labels: Any, current: int) -> str:
    return _draw("steps", steps=[(n, words.say(label)) for n, label in enumerate(labels, 1)], current=int(current))


@register.simple_tag
def empty(text: Text | str, hint: Text | str = "", url: str = "", label: Text | str = "") -> str:
    return _draw("empty", text=words.say(text), hint=words.say(hint), url=url, label=words.say(label))


@register.simple_tag
def figure(value: Any, label: Text | str, hint: Text | str = "", url: str = "") -> str:
    return _draw("figure", value=shown(value), label=words.say(label), hint=words.say(hint), url=url)


@register.simple_tag
def meter(value: int, target: int, label: Text | str) -> str:
    """A bar that also says its numbers."""
    share = min(100, round(100 * value / target)) if target else 0
    return _draw("meter", value=value, target=target, label=words.say(label), share=share)


@register.simple_block_tag
def filled(content: str, tag: str, css: str = "") -> str:
    """Draws its wrapper only around something: an empty paragraph or landmark is noise for a screen reader."""
    if not content.strip():
        return ""
    return format_html('<{} class="{}">{}</{}>', SafeString(tag), css, content, SafeString(tag))


@register.simple_block_tag(takes_context=True)
def filled_title(context: Any, content: str) -> str:
    """The page's own title, else its heading, and what stands between it and the product's name."""
    title = content.strip() or _heading(context)
    return format_html("{} · ", SafeString(title)) if title else ""


def _heading(context: Any) -> str:
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block("heading") if blocks else None
    return " ".join(strip_tags(block.render(context)).split()) if block else ""


@register.simple_block_tag
def crumbs(content: str) -> str:
    if not content.strip():
        return ""
    return format_html('<nav class="crumbs" aria-label="{}"><ol>{}</ol></nav>', _("You are here"), content)


@register.simple_tag(takes_context=True)
def crumb(context: Any, url_name: str, label: Text | str, *args: Any) -> str:
    """One step of the way here; a step this seat may not take is left out."""
    url = reverse(url_name, args=args)
    action = getattr(resolve(url).func, "jikim_action", None)
    if action and not may(context.get("actor") or NOBODY, action):
        return ""
    return format_html('<li><a href="{}" class="txt">{}</a></li>', url, words.say(label))


@register.simple_tag
def table(shown_table: Any) -> str:
    """A page of a table, as `tables.respond` made it."""
    return shown_table.draw()
