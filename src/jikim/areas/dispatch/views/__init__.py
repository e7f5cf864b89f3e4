"""Dispatch's pages: who, what, one call, where next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from jikim.areas.dispatch.queries.terms import terms_of
from jikim.areas.enrolment.public import SeasonFacts, season_facts
from jikim.rules.access import Actor
from jikim.shared.access import Conflict, Invalid
from jikim.shared.clock import today
from jikim.shared.ui import formats
from jikim.shared.ui.asking import put_back
from jikim.shared.ui.tables import Column, Table
from jikim.shared.ui.words import say


def actor(request: HttpRequest) -> Actor:
    found: Actor = request.actor  # type: ignore[attr-defined]
    return found


def season_of(request: HttpRequest) -> SeasonFacts:
    """The season the reader looks at: as chosen before, else the newest."""
    found = season_facts(on=today(), season_id=request.session.get("season"))
    if found is None:
        raise Http404
    return found


def with_further_days(table: Table, season_id: int) -> Table:
    """A list of visits with the days after the first, in a season whose large sites' visits last several: on the page beside it."""
    terms = terms_of(season_id)
    if terms.large_site_from is None or max(terms.large_site_days) == 1:
        return table
    columns = list(table.columns)
    at = next(n for n, column in enumerate(columns) if column.key == "on")
    columns[at : at + 1] = [
        replace(columns[at], on_page=_days), Column("further_days", gettext_lazy("Further days"), value=_further, sortable=False, export_only=True),
    ]
    return replace(table, columns=tuple(columns))


def _further(row: Any) -> str:
    return ", ".join(day.isoformat() for day in getattr(row, "line", row).further_days)


def _days(row: Any) -> str:
    return formats.days(getattr(row, "line", row).days)


def asked(
    request: HttpRequest, template: str, form: forms.Form, do: Callable[[], object], *, back: str, said: str, args: tuple[int, ...] = (),
    **shown: Any,
) -> HttpResponse:
    """A form's page: draw it; sent and good, do it and go back. Refusals stand beside their fields, nothing typed is lost."""
    if request.method == "POST" and form.is_valid():
        try:
            do()
        except Invalid as refused:
            put_back(form, refused)
        except Conflict as refused:
            form.add_error(None, say(refused.reason))
            return render(request, template, {"form": form, **shown}, status=409)
        else:
            messages.success(request, said)
            return redirect(back, *args)
    return render(request, template, {"form": form, **shown})
