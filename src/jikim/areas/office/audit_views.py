"""The auditor's page: who did what to which thing, when and why. Reads only; an export is itself recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from jikim.rules.access import Action
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import acts
from jikim.shared.audit.queries import Entry, Search, audit_entries, audit_kinds, audit_state, audit_verbs
from jikim.shared.audit.words import kind_words, verb_words
from jikim.shared.clock import today
from jikim.shared.ui.tables import Asked, Choice, Column, Filter, Rows, Table, respond
from jikim.shared.ui.words import say

PERIODS = {"1": _("Today"), "7": _("The last 7 days"), "30": _("The last 30 days"), "365": _("The last year")}


def _facts(entry: Entry) -> str:
    return ", ".join(f"{name}: {value}" for name, value in entry.facts if value)


def _choices(keys: list[str], words: Callable[[str], Text]) -> list[Choice]:
    """In the alphabet of the page's language."""
    return sorted((Choice(key, say(words(key))) for key in keys), key=lambda choice: str(choice.label))


AUDIT = Table(
    key="audit",
    caption=_("Record of acts"),
    columns=(
        Column("at", _("When")),
        Column("actor_name", _("Who"), sortable=False),
        Column("act", _("Act"), value=lambda entry: verb_words(entry.verb), sortable=False),
        Column("thing", _("What"), value=lambda entry: f"{say(kind_words(entry.thing_kind))} {entry.thing_key}", sortable=False),
        Column("reason", _("Why"), sortable=False, priority=2),
        Column("facts", _("Particulars"), value=_facts, sortable=False, priority=2),
        Column("sequence", _("Number in the chain"), numeric=True, sortable=False, priority=3),
        Column("actor_key", _("Key of the person"), sortable=False, export_only=True),
        Column("verb", _("Key of the act"), sortable=False, export_only=True),
        Column("seal", _("Seal"), sortable=False, export_only=True),
    ),
    filters=(
        Filter("period", _("Period"), choices=lambda request: [Choice(key, name) for key, name in PERIODS.items()]),
        Filter("verb", _("Act"), choices=lambda request: _choices(audit_verbs(by=request.actor), verb_words)),
        Filter("kind", _("Kind of thing"), choices=lambda request: _choices(audit_kinds(by=request.actor), kind_words)),
    ),
    default_sort="-at",
    search=_("Name, act, key or reason"),
    empty=_("Nothing was found."),
)  # fmt: skip


@acts(Action.audit_see)
def record(request: HttpRequest) -> HttpResponseBase:
    return respond(
        request, AUDIT, "office/audit.html",
        rows=lambda asked: _rows(request, asked),
        context={"state": audit_state(by=request.actor)},
        exported=lambda asked, form, count: _exported(request, asked, form, count),
    )  # fmt: skip


def _rows(request: HttpRequest, asked: Asked) -> Rows:
    days = int(asked.filters.get("period", 0))
    search = Search(
        words=asked.search, verb=asked.filters.get("verb", ""), thing_kind=asked.filters.get("kind", ""),
        since=today() - dt.timedelta(days=days - 1) if days else None,
    )  # fmt: skip
    found = audit_entries(
        search, by=request.actor, first=asked.slice.start or 0, size=asked.page_size, oldest_first=not asked.descending
    )
    return found.entries, found.total


def _exported(request: HttpRequest, asked: Asked, form: str, count: int) -> None:
    audit.record(request.actor, "export", "audit", "record", form=form, rows=count, **asked.facts())
