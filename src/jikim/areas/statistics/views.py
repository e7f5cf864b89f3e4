"""Pages of the employer's reports: the list within reach, one report, its PDF, and releasing closed rounds."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from jikim.areas.enrolment import public as enrolment
from jikim.areas.statistics import public
from jikim.areas.statistics.queries import releases as queries
from jikim.areas.statistics.queries import reliability as measured
from jikim.areas.surveys import public as surveys
from jikim.rules.access import Action, Actor, may
from jikim.shared import audit, codes
from jikim.shared.access import acts
from jikim.shared.clock import today
from jikim.shared.ui.tables import Choice, Column, Filter, Table, respond

REPORTS = Table(
    key="reports",
    caption=_("Workplace reports"),
    columns=(
        Column("number", _("Number"), link=lambda row: reverse("report", args=[row.id])),
        Column("name", _("Workplace")),
        Column("region", _("Region"), value=lambda row: row.region_name, sortable=False, priority=2),
        Column("sector", _("Sector"), value=lambda row: row.sector_name, sortable=False, priority=2),
        Column("kind", _("Round"), sortable=False, priority=2),
        Column("offered", _("Offered"), numeric=True, sortable=False),
        Column("answered", _("Answered"), numeric=True, sortable=False),
        Column("form", _("Report")),
        Column("data_date", _("Data as of"), priority=2),
    ),
    filters=(
        Filter("form", _("Report"), choices=[Choice(key, name) for key, name in queries.FORM_NAMES.items()]),
        Filter("region", _("Region"), choices=lambda request: [Choice(one.key, one.name) for one in codes.regions()]),
        Filter("sector", _("Sector"), choices=lambda request: [Choice(one.key, one.name) for one in codes.sectors()]),
    ),
    default_sort="number", search=_("Number or name"),
    empty=_("No report yet: it is made once a workplace's round is closed and released."),
)  # fmt: skip


@acts(Action.report_see)
def reports(request: HttpRequest) -> HttpResponseBase:
    by = _actor(request)
    season = enrolment.season_facts(on=today(), season_id=request.session.get("season"))
    season_id = season.id if season else 0
    releasing = may(by, Action.release_make)
    return respond(
        request, REPORTS, "statistics/reports.html",
        context={
            "season": season, "releasing": releasing,
            "waiting": len(surveys.closed_rounds(season_id=season_id)) if releasing else 0,
        },
        rows=lambda asked: queries.reports(by=by, season_id=season_id, asked=asked),
        exported=lambda asked, form, count: audit.record(by, "reports.export", "season", season_id, form=form, rows=count),
    )  # fmt: skip


@acts(Action.report_see)
def report(request: HttpRequest, release_id: int) -> HttpResponse:
    page = queries.report_page(by=_actor(request), release_id=release_id, language=_language())
    audit.record(_actor(request), "report.read", "release", release_id, workplace=page.number)
    charts = [page.data["chart"], (page.data.get("reported") or {}).get("chart")]
    # our own drawing: its words are escaped where they are put in (shared/charts/picture.py)
    drawn = [mark_safe(chart["svg"]) if chart else "" for chart in charts]  # noqa: S308
    return render(request, "statistics/report.html", {"page": page, "data": page.data, "chart": drawn[0], "reported": drawn[1]})


@acts(Action.report_see)
def reliability(request: HttpRequest) -> HttpResponse:
    season = enrolment.season_facts(on=today(), season_id=request.session.get("season"))
    found = measured.reliability(by=_actor(request), season_id=season.id if season else 0)
    return render(request, "statistics/reliability.html", {"season": season, "found": found})


@acts(Action.report_see)
def report_pdf(request: HttpRequest, release_id: int, language: str) -> HttpResponse:
    name, content = public.report_pdf(release_id=release_id, language=language, by=_actor(request))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@acts(Action.release_make)
def release_make(request: HttpRequest) -> HttpResponse:
    season = enrolment.season_facts(on=today(), season_id=request.session.get("season"))
    count = public.release_rounds(season_id=season.id, by=_actor(request)) if season else 0
    messages.success(request, gettext("%(count)d results were released.") % {"count": count})
    return redirect("reports")


def _language() -> str:
    return "en" if (get_language() or "").startswith("en") else "ko"


def _actor(request: HttpRequest) -> Actor:
    found: Actor = request.actor  # type: ignore[attr-defined]
    return found
