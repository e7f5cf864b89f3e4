"""The register of offers, its statement, and the notices that remind: nobody is written to, since nobody's address is known."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jikim.areas.enrolment.public import Invalid
from jikim.areas.surveys import public
from jikim.areas.surveys.actions.notices import notice_paper
from jikim.areas.surveys.forms.register import OfferForm
from jikim.areas.surveys.queries import monitor
from jikim.areas.surveys.queries.names import KINDS
from jikim.areas.surveys.queries.round_page import round_page
from jikim.areas.surveys.views import actor, pdf, season_of
from jikim.areas.surveys.views.rounds import regions
from jikim.rules.access import Action
from jikim.shared import audit
from jikim.shared.access import acts
from jikim.shared.clock import today
from jikim.shared.ui.tables import Choice, Column, Filter, Table, respond

WEEKS = Table(
    key="weeks",
    caption=_("Offered and finished by week"),
    columns=(
        Column("number", _("Number"), link=lambda row: reverse("round", args=[row.id])),
        Column("name", _("Workplace")),
        Column("region", _("Region"), value=lambda row: row.region_name, sortable=False, priority=2),
        Column("kind", _("Round"), sortable=False, priority=2),
        Column("week", _("Week")),
        Column("offered", _("Offered so far"), numeric=True, sortable=False),
        Column("finished", _("Finished so far"), numeric=True, sortable=False),
    ),
    filters=(
        Filter("week", _("Week"), choices=lambda request: [Choice(one, one) for one in monitor.week_choices(season_of(request).id)]),
        Filter("kind", _("Round"), choices=[Choice(key, name) for key, name in KINDS.items() if key != "imported"]),
        Filter("region", _("Region"), choices=regions),
    ),
    default_sort="number", search=_("Number or name"), empty=_("No week of an open round is over yet."),
)  # fmt: skip


@acts(Action.monitor_see)
def weeks(request: HttpRequest) -> HttpResponseBase:
    season, by = season_of(request), actor(request)
    return respond(
        request, WEEKS, "surveys/weeks.html", context={"season": season},
        rows=lambda asked: monitor.weeks(by=by, season_id=season.id, asked=asked),
        exported=lambda asked, form, count: audit.record(by, "weeks.export", "season", season.id, form=form, rows=count),
    )  # fmt: skip


@acts(Action.offers_record)
def offers(request: HttpRequest, round_id: int) -> HttpResponse:
    """What was written down, and a form for the next entry."""
    form = OfferForm(request.POST or None, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            public.record_offer(round_id=round_id, entry=form.entry(), key=form.cleaned_data["key"], by=actor(request))
        except Invalid as refused:
            form.put_back(refused)
        else:
            messages.success(request, gettext("Written down."))
            return redirect("offers", round_id)
    page = round_page(by=actor(request), round_id=round_id)
    return render(request, "surveys/offers.html", {"page": page, "form": form})


@acts(Action.monitor_see)
def offers_pdf(request: HttpRequest, round_id: int, language: str) -> HttpResponse:
    made = public.offers_statement(round_id=round_id, language=language, by=actor(request))
    return pdf(made.data, made.file_name)


@acts(Action.monitor_see)
def round_notice(request: HttpRequest, round_id: int, language: str) -> HttpResponse:
    made = notice_paper(round_id=round_id, language=language, by=actor(request))
    return pdf(made.data, made.file_name)
