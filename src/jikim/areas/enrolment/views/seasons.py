"""The season: overview, its numbers with their history, quotas, milestones, holidays, and its next state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jikim.areas.enrolment.actions import seasons as actions
from jikim.areas.enrolment.actions.errors import Invalid
from jikim.areas.enrolment.forms.seasons import (
    ChangeForm,
    HolidayRows,
    MilestoneRows,
    NewSeasonForm,
    QuotaForm,
    SeasonForm,
    bands_said,
    days_said,
    holidays_of,
    milestones_of,
)  # fmt: skip
from jikim.areas.enrolment.queries import seasons as queries
from jikim.areas.enrolment.queries.change_words import EXISTING_CONTRACTS
from jikim.areas.enrolment.views import actor
from jikim.rules.access import Action, may
from jikim.rules.words import Text
from jikim.shared import codes
from jikim.shared.access import Conflict, acts
from jikim.shared.ui.asking import ReasonForm, put_back
from jikim.shared.ui.words import say


@acts(Action.season_see)
def seasons(request: HttpRequest) -> HttpResponse:
    """The only season straight away; of several, the list."""
    found = queries.seasons(by=actor(request))
    if len(found) == 1:
        return redirect("season", found[0].id)
    return render(request, "enrolment/seasons.html", {"seasons": found, "may_edit": may(actor(request), Action.season_edit)})


@acts(Action.season_edit)
def season_new(request: HttpRequest) -> HttpResponse:
    form = NewSeasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.ensure_default_season(year=form.cleaned_data["year"], by=actor(request))
        return redirect("season", made.pk)
    return render(request, "enrolment/season_new.html", {"form": form})


@acts(Action.season_see)
def season(request: HttpRequest, season_id: int) -> HttpResponse:
    request.session["season"] = season_id
    page = queries.season_page(by=actor(request), season_id=season_id)
    return render(request, "enrolment/season.html", {
        "page": page, "may_edit": may(actor(request), Action.season_edit),
        "may_decide": may(actor(request), Action.application_decide), "facts": _facts(page),
        "quotas": [(title, rows) for kind, title in (("region", _("By region")), ("sector", _("By sector")))
                   if (rows := [line for line in page.quotas if line.kind == kind])],
    })  # fmt: skip


@acts(Action.season_see)
def season_history(request: HttpRequest, season_id: int) -> HttpResponse:
    page = queries.season_page(by=actor(request), season_id=season_id)
    changes = queries.season_changes(by=actor(request), season_id=season_id)
    return render(request, "enrolment/season_history.html", {"page": page, "changes": changes})


@acts(Action.season_edit)
def season_edit(request: HttpRequest, season_id: int) -> HttpResponseBase:
    page = queries.season_page(by=actor(request), season_id=season_id)
    form = SeasonForm(request.POST or None, initial=SeasonForm.of(page))
    save = lambda said: actions.edit_season(  # noqa: E731 (one line, used once)
        season_id=season_id, version=said["version"], values=form.values(), reason=said["reason"], by=actor(request)
    )
    return _edited(request, page, form, save, title=_("Edit the season"), theirs=lambda: _differences(form, page))


@acts(Action.season_edit)
def season_quotas(request: HttpRequest, season_id: int) -> HttpResponseBase:
    page = queries.season_page(by=actor(request), season_id=season_id)
    form = QuotaForm(request.POST or None, initial={"version": page.version}, present=page.quotas)
    save = lambda said: actions.set_quotas(  # noqa: E731
        season_id=season_id, version=said["version"], quotas=form.quotas(), reason=said["reason"], by=actor(request)
    )
    return _edited(request, page, form, save, title=_("Quotas"), template="enrolment/season_quotas.html")


@acts(Action.season_edit)
def season_milestones(request: HttpRequest, season_id: int) -> HttpResponseBase:
    page = queries.season_page(by=actor(request), season_id=season_id)
    present = [{"key": m.key, "name_ko": m.name.ko, "name_en": m.name.en, "starts_on": m.starts_on, "ends_on": m.ends_on}
               for m in page.milestones]  # fmt: skip
    rows = MilestoneRows(request.POST or None, initial=present, prefix="rows")
    form = ChangeForm(request.POST or None, initial={"version": page.version})
    save = lambda said: actions.set_milestones(  # noqa: E731
        season_id=season_id, version=said["version"], milestones=milestones_of(rows), reason=said["reason"], by=actor(request)
    )
    return _edited(request, page, form, save, title=_("Milestones"), rows=rows, template="enrolment/season_rows.html")


@acts(Action.season_edit)
def season_holidays(request: HttpRequest, season_id: int) -> HttpResponseBase:
    page = queries.season_page(by=actor(request), season_id=season_id)
    present = [{"on": h.on, "name_ko": h.name.ko, "name_en": h.name.en} for h in page.holidays]
    have = {h.on for h in page.holidays}
    listed = [one for one in codes.days_without_visits(page.line.year) if one.on not in have]
    if request.GET.get("fill"):
        present += [{"on": one.on, "name_ko": one.name.ko, "name_en": one.name.en} for one in listed]
    rows = HolidayRows(request.POST or None, initial=present, prefix="rows")
    form = ChangeForm(request.POST or None, initial={"version": page.version})
    save = lambda said: actions.set_holidays(  # noqa: E731
        season_id=season_id, version=said["version"], holidays=holidays_of(rows), reason=said["reason"], by=actor(request)
    )
    return _edited(request, page, form, save, title=_("Holidays"), rows=rows, template="enrolment/season_rows.html",
                   offered=len(listed))  # fmt: skip


@acts(Action.season_edit)
def season_move(request: HttpRequest, season_id: int) -> HttpResponseBase:
    """The season's next state, with its reason."""
    page = queries.season_page(by=actor(request), season_id=season_id)
    form = ReasonForm(request.POST or None)
    to = request.POST.get("to", "")
    if request.method == "POST" and form.is_valid() and to in {key for key, _name in page.next_states}:
        reason = Text(form.cleaned_data["reason_ko"], form.cleaned_data["reason_en"])
        actions.move_season(season_id=season_id, to=to, reason=reason, by=actor(request))
        messages.success(request, _("The season's state has been changed."))
        return redirect("season", season_id)
    return render(request, "enrolment/season_move.html", {"page": page, "form": form})


def _edited(
    request: HttpRequest, page: queries.SeasonPage, form: Any, save: Callable[[dict[str, Any]], object], *, title: str,
    rows: django_forms.BaseFormSet[Any] | None = None, template: str = "enrolment/season_edit.html",
    theirs: Callable[[], list[tuple[Any, Any, Any]]] = list, **more: Any,
) -> HttpResponseBase:  # fmt: skip
    """Save and go back; or show the form again with everything typed, and what somebody else changed meanwhile."""
    shown: dict[str, Any] = {"page": page, "form": form, "rows": rows, "title": title, **more}
    if request.method != "POST" or not (form.is_valid() and (rows is None or rows.is_valid())):
        return render(request, template, shown)
    try:
        save(form.cleaned_data)
    except Invalid as refused:
        put_back(form, refused)
        return render(request, template, shown)
    except Conflict as stale:
        if form.cleaned_data["version"] == page.version:
            raise
        shown |= {"stale": stale.reason, "theirs": theirs(), "present_version": page.version,
                  "changes": queries.season_changes(
                      by=actor(request), season_id=page.line.id, edits=page.version - form.cleaned_data["version"]
                  )}  # fmt: skip
        return render(request, template, shown, status=409)
    messages.success(request, _("Saved."))
    return redirect("season", page.line.id)


def _differences(form: SeasonForm, page: queries.SeasonPage) -> list[tuple[Any, Any, Any]]:
    """Field, what the season says now, what was typed: only where they differ."""
    now, typed = SeasonForm.of(page), form.values()
    typed["visit_minutes"], typed["large_site_days"] = bands_said(typed["visit_minutes"]), days_said(typed["large_site_days"])
    return [(form.fields[name].label, now[name], value) for name, value in typed.items() if (now[name] or "") != (value or "")]


def _facts(page: queries.SeasonPage) -> list[tuple[Any, Any]]:
    names = queries.FIELD_NAMES
    regions = ", ".join(say(codes.region_name(key)) for key in page.regions_admitted) or _("All")
    sectors = ", ".join(say(codes.sector_name(key)) for key in page.sectors_admitted) or _("All")
    return [
        (names["minimum_service_workers"], page.minimum_service_workers), (_("Who counts"), page.who_counts),
        (names["regions_admitted"], regions), (names["sectors_admitted"], sectors),
        (names["existing_contracts"], EXISTING_CONTRACTS[page.existing_contracts]),
        (names["admits_earlier_seasons"], page.admits_earlier_seasons), (names["is_trial"], page.is_trial),
        (names["disclosure_minimum"], page.disclosure_minimum),
        (names["disclosure_minimum_whole"], page.disclosure_minimum_whole),
        (names["disclosure_minimum_abuse"], page.disclosure_minimum_abuse),
        (names["fair_share_times"], page.fair_share_times),
        (names["visit_minutes"], bands_said(page.visit_minutes)),
        (names["visits_minutes"], page.visits_minutes),
        (names["day_minutes"], page.day_minutes),
        (names["rest_hours"], page.rest_hours),
        (names["large_site_from"], page.large_site_from or "–"), (names["large_site_days"], days_said(page.large_site_days)),
        (names["start_by_lottery"], page.start_by_lottery),
        (names["answers_kept_until"], page.answers_kept_until or _("Two years after the season's end")),
    ]  # fmt: skip


