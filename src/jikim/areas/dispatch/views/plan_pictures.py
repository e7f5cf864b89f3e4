"""A plan as list, calendar, map, load and left out: of the draft, or of what is in force."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from jikim.areas.dispatch import pictures
from jikim.areas.dispatch.queries import calendar_pages
from jikim.areas.dispatch.queries import plans as queries
from jikim.areas.dispatch.queries.appointments import visit_name, visit_short
from jikim.areas.dispatch.views import actor, season_of, with_further_days
from jikim.areas.enrolment import public as enrolment
from jikim.rules.access import Action
from jikim.rules.words import Text
from jikim.shared import audit, codes
from jikim.shared.access import acts
from jikim.shared.clock import today
from jikim.shared.ui import formats
from jikim.shared.ui.tables import Asked, Choice, Column, Filter, Table, respond
from jikim.shared.ui.words import say


def _regions(request: HttpRequest) -> list[Choice]:
    return [Choice(one.key, one.short) for one in codes.regions()]


def _months(request: HttpRequest) -> list[Choice]:
    season = season_of(request)
    months = sorted({(season.starts_on + dt.timedelta(days=n)).replace(day=1) for n in range((season.ends_on - season.starts_on).days + 1)})
    return [Choice(f"{one:%Y-%m}", Text(f"{one.year}년 {one.month}월", f"{formats.MONTHS[one.month - 1]} {one.year}")) for one in months]


def _agencies(request: HttpRequest) -> list[Choice]:
    return [Choice(key, name) for key, name in queries.agency_choices(season_of(request).id, actor(request))]


def _agency_names(request: HttpRequest) -> list[Choice]:
    return [Choice(name, name) for _key, name in queries.agency_choices(season_of(request).id, actor(request))]


_NUMBERS = [Choice(str(n), visit_short(n)) for n in (1, 2, 3)]
VISITS = Table(
    key="plan-visits",
    caption=_("Visits of the plan"),
    columns=(
        Column("workplace", _("Number")),
        Column("name", _("Workplace")),
        Column("region", _("Region"), value=lambda row: row.region_name, priority=2),
        Column("visit", _("Visit"), on_page=lambda row: visit_short(row.number)),
        Column("on", _("Date")),
        Column("start", _("Begins at"), value=lambda row: f"{row.start:%H:%M}", sortable=False),
        Column("minutes", _("Minutes"), numeric=True, sortable=False, export_only=True),
        Column("consultant", _("Consultant")),
        Column("agency", _("Agency"), priority=2),
        Column("travel_km", _("Travel (km)"), numeric=True),
        Column("reason", _("Why so"), value=lambda row: formats.dated(say(row.reason)), sortable=False, priority=2),
    ),
    filters=(
        Filter("month", _("Month"), choices=_months), Filter("region", _("Region"), choices=_regions),
        Filter("number", _("Visit"), choices=lambda request: _NUMBERS), Filter("agency", _("Agency"), choices=_agencies),
    ),
    default_sort="on", search=_("Number, workplace, consultant or agency"), empty=_("No visit fits."),
)  # fmt: skip
LEFT = Table(
    key="plan-left",
    caption=_("Workplaces left out"),
    columns=(
        Column("workplace", _("Number")), Column("name", _("Workplace")), Column("region", _("Region"), value=lambda row: row.region_name),
        Column("rule", _("Rule that blocks it")), Column("explanation", _("Explanation"), value=lambda row: formats.dated(say(row.explanation)), sortable=False),
        Column("change", _("Nearest change that would let it in"), sortable=False),
    ),
    filters=(
        Filter("region", _("Region"), choices=_regions),
        Filter("rule", _("Rule"), choices=lambda request: [Choice(key, name) for key, name in queries.RULES.items()]),
    ),
    default_sort="workplace", search=_("Number or workplace"), empty=_("Every workplace is served."),
)  # fmt: skip
LOADS = Table(
    key="plan-load",
    caption=_("Load per consultant"),
    columns=(
        Column("consultant", _("Consultant")), Column("agency", _("Agency")),
        Column("region", _("Base"), value=lambda row: row.region_name, priority=2),
        Column("workplaces", _("Workplaces"), numeric=True), Column("visits", _("Visits"), numeric=True),
        Column("days", _("Days on the road"), numeric=True), Column("travel_km", _("Travel (km)"), numeric=True),
        Column("load", _("Visits per available day"), value=lambda row: row.load, numeric=True),
    ),
    filters=(Filter("agency", _("Agency"), choices=_agency_names), Filter("region", _("Base"), choices=_regions)),
    default_sort="-load", search=_("Consultant or agency"), empty=_("Nobody has a visit."),
)  # fmt: skip


@acts(Action.plan_see)
def plan_list(request: HttpRequest, which: str) -> HttpResponseBase:
    card, by = _plan(request, which), actor(request)
    return respond(
        request, with_further_days(VISITS, card.season_id), "dispatch/plan_list.html", rows=lambda asked: queries.visit_rows(card, asked, by),
        context=_context(card, which, "list"), exported=lambda asked, form, count: _exported(request, card, asked, form, count),
    )  # fmt: skip


@acts(Action.plan_see)
def plan_left(request: HttpRequest, which: str) -> HttpResponseBase:
    card, by = _plan(request, which), actor(request)
    return respond(
        request, LEFT, "dispatch/plan_list.html", rows=lambda asked: queries.left_rows(card, asked, by),
        context=_context(card, which, "left"), exported=lambda asked, form, count: _exported(request, card, asked, form, count),
    )  # fmt: skip


@acts(Action.plan_see)
def plan_load(request: HttpRequest, which: str) -> HttpResponseBase:
    card, by = _plan(request, which), actor(request)
    rows = queries.loads(card, by)
    known = [row.load for row in rows if row.load is not None]
    return respond(
        request, LOADS, "dispatch/plan_load.html", rows=lambda asked: queries.loads_asked(rows, asked),
        context=_context(card, which, "load") | {"chart": pictures.load_columns(known) if known else None},
        exported=lambda asked, form, count: _exported(request, card, asked, form, count),
    )  # fmt: skip


@acts(Action.plan_see)
def plan_map(request: HttpRequest, which: str) -> HttpResponseBase:
    card, by = _plan(request, which), actor(request)
    places = {row.workplace: row for row in queries.all_rows(card, by)}.values()
    served = Counter(row.region for row in places)
    visits = Counter(row.region for row in queries.all_rows(card, by))
    left = queries.left_by_region(card, by)
    spots = [(row.latitude, row.longitude) for row in places if row.latitude is not None and row.longitude is not None]
    return render(request, "dispatch/plan_map.html", _context(card, which, "map") | {
        "tiles": pictures.tile_map(served, left),
        "scatter": pictures.scatter(spots, [(north, east) for _region, north, east in queries.left_places(card, by)], queries.bases(card, by)),
        "rows": [(one.key, one.name, served.get(one.key, 0), visits.get(one.key, 0), left.get(one.key, 0)) for one in codes.regions()],
    })  # fmt: skip


@acts(Action.plan_see)
def plan_calendar(request: HttpRequest, which: str) -> HttpResponseBase:
    """A month or a week, narrowed to a region, an agency or a consultant."""
    card, by, season = _plan(request, which), actor(request), season_of(request)
    view, on = request.GET.get("view", "month"), _day(request, card)
    span = calendar_pages.Span.week(on) if view == "week" else calendar_pages.Span.month(on)
    choices = {
        "region": [(one.key, say(one.short)) for one in codes.regions()], "agency": queries.agency_choices(season.id, by),
        "consultant": queries.consultant_choices(season.id, by),
    }  # fmt: skip
    chosen = {key: request.GET[key] for key, known in choices.items() if request.GET.get(key) in dict(known)}
    rows = queries.rows_between(card, span.first, span.last, by, chosen)
    months, counts = calendar_pages.months_of(queries.by_month(card, by, chosen))
    return render(request, "dispatch/plan_calendar.html", _context(card, which, "calendar") | {
        "span": span, "weeks": calendar_pages.weeks(span, rows, enrolment.days_off()), "count": len(rows), "chosen": chosen,
        "choices": [(key, name, choices[key], chosen.get(key, "")) for key, name in _NARROW],
        "months": [(month, formats.month_name(month)) for month in months], "by_month": [(visit_name(number), numbers) for number, numbers in counts],
        "narrowed": "".join(f"&{key}={value}" for key, value in chosen.items()),
    })  # fmt: skip


_NARROW = (("region", _("Region")), ("agency", _("Agency")), ("consultant", _("Consultant")))


def _plan(request: HttpRequest, which: str) -> queries.PlanCard:
    """The draft or the plan in force; there may be none."""
    card = queries.plans(season_id=season_of(request).id).get("draft" if which == "draft" else "accepted")
    if card is None or card.figures is None:
        raise Http404
    return card


def _day(request: HttpRequest, card: queries.PlanCard) -> dt.date:
    """The day asked for, else today, if the plan has it, else the plan's first."""
    try:
        return dt.date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        span = queries.span(card, actor(request))
        return today() if span is None or span[0] <= today() <= span[1] else span[0]


def _context(card: queries.PlanCard, which: str, tab: str) -> dict[str, Any]:
    tabs = (("list", _("List")), ("calendar", _("Calendar view")), ("map", _("Map")), ("load", _("Load")), ("left", _("Left out")))
    return {"card": card, "which": which, "tab": tab, "tabs": [(f"plan_{key}", key, name) for key, name in tabs]}


def _exported(request: HttpRequest, card: queries.PlanCard, asked: Asked, form: str, count: int) -> None:
    audit.record(actor(request), "export", "plan", card.id, form=form, rows=count, **asked.facts())
