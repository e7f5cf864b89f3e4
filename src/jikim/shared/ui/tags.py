"""Template tags of every page: `say`, `status`, `field` and friends. Draw; never decide or query."""

from __future__ import annotations

from django import template

from jikim.rules.words import Text
from jikim.shared.ui import words

register = template.Library()


@register.simple_tag
def say(text: Text | str | None) -> str:
    """A rules Text in the page's language."""
    return words.say(text)


@register.filter(name="said")
def said(text: Text | str | None) -> str:
    return words.say(text)
