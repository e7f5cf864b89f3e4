"""Pages of agencies and consultants."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from jikim.areas.dispatch.queries import agencies as queries
from jikim.areas.enrolment import public as enrolment
from jikim.rules.access import Action
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import acts
from jikim.shared.ui.tables import Choice, Column, Filter, Table, respond
from jikim.shared.ui.words import say

AGENCIES = Table(
    key="agencies",
    caption=_("Agencies"),
    columns=(
        Column("name", _("Agency")),
        Column("regions", _("Regions covered"), sortable=False),
        Column("monthly_visit_maximum", _("Visits a month at most"), numeric=True),
        Column("consultants", _("Consultants"), numeric=True),
        Column("days_per_month", _("Days a month"), numeric=True),
    ),
    default_sort="name",
    search=_("Agency"),
    empty=_("No agency is under contract yet."),
)
CONSULTANTS = Table(
    key="consultants",
    caption=_("Consultants"),
    columns=(
        Column("name", _("Name")),
        Column("agency", _("Agency")),
        Column("qualification", _("Qualification")),
        Column("base", _("Base")),
        Column("days_per_month", _("Days a month"), numeric=True),
        Column("languages", _("Languages"), sortable=False),
    ),
    filters=(
        Filter(
            "qualification",
            _("Qualification"),
            choices=lambda request: [Choice(key, say(text)) for key, text in queries.QUALIFICATIONS.items()],
        ),
    ),
    default_sort="name",
    search=_("Name, agency or district"),
    empty=_("No consultant has been recorded yet."),
)


@acts(Action.agencies_see)
def agencies(request: HttpRequest) -> HttpResponse:
    season = enrolment.the_season()
    return respond(
        request, AGENCIES, "dispatch/list.html",
        rows=lambda asked: queries.agencies(season_id=season.pk, asked=asked, by=request.actor),
        context={"season_name": Text(season.name_ko, season.name_en), "heading": _("Agencies")},
        exported=lambda asked, form, count: _exported(request, "agencies", season.pk, form, count),
    )  # fmt: skip


@acts(Action.agencies_see)
def consultants(request: HttpRequest) -> HttpResponse:
    season = enrolment.the_season()
    return respond(
        request, CONSULTANTS, "dispatch/list.html",
        rows=lambda asked: queries.consultants(season_id=season.pk, asked=asked, by=request.actor),
        context={"season_name": Text(season.name_ko, season.name_en), "heading": _("Consultants")},
        exported=lambda asked, form, count: _exported(request, "consultants", season.pk, form, count),
    )  # fmt: skip


def _exported(request: HttpRequest, what: str, season_id: int, form: str, count: int) -> None:
    audit.record(request.actor, "export", what, season_id, form=form, rows=count)
