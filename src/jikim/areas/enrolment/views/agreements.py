"""Participation agreements: the list, one with its signatures, the papers, and a report that one was broken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jikim.areas.enrolment.actions import agreement as actions
from jikim.areas.enrolment.actions import breaches as breach_actions
from jikim.areas.enrolment.actions.breaches import MATTERS
from jikim.areas.enrolment.actions.errors import Invalid
from jikim.areas.enrolment.actions.papers import agreement_paper, wall_paper
from jikim.areas.enrolment.forms.agreements import (
    BreachForm,
    HandlingForm,
    ScanForm,
    SignatureForm,
)
from jikim.areas.enrolment.queries import agreements as queries
from jikim.areas.enrolment.queries import breaches as breach_queries
from jikim.areas.enrolment.views import actor, season_of
from jikim.areas.enrolment.views.applications import pdf, region_choices
from jikim.rules.access import Action
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import acts, public_page
from jikim.shared.throttle import Limit, throttled
from jikim.shared.ui.asking import ReasonForm, put_back
from jikim.shared.ui.tables import Choice, Column, Filter, Table, respond

BREACH_LIMIT = Limit("breach", 20, 24 * 3600)

AGREEMENTS = Table(
    key="agreements",
    caption=_("Participation agreements"),
    columns=(
        Column("number", _("Number"), link=lambda row: reverse("agreement", args=[row.workplace_id])),
        Column("name", _("Workplace")),
        Column("region", _("Region"), value=lambda row: row.region_name, priority=2),
        Column("status", _("Status"), value=lambda row: row.status_name),
        Column("employer_signed_on", _("Employer signed"), priority=2),
        Column("workers_signed_on", _("Workers' representative signed"), priority=2),
        Column("has_scan", _("Scan"), sortable=False, priority=2),
    ),
    filters=(
        Filter("status", _("Status"), choices=[Choice(key, name) for key, name in queries.STATUS_NAMES.items()]),
        Filter("region", _("Region"), choices=region_choices),
    ),
    default_sort="number", search=_("Number or name"), empty=_("No workplace is eligible or enrolled yet."),
)  # fmt: skip
BREACHES = Table(
    key="breaches",
    caption=_("Reported breaches"),
    columns=(
        Column("reported_on", _("Reported on"), link=lambda row: reverse("breach", args=[row.id])),
        Column("number", _("Number")),
        Column("name", _("Workplace")),
        Column("region", _("Region"), value=lambda row: row.region_name, priority=2),
        Column("matters", _("What happened"), value=lambda row: len(row.matters) or None, numeric=True, sortable=False, priority=2),
        Column("handled_on", _("Dealt with on")),
    ),
    filters=(
        Filter("state", _("State"), choices=[Choice("open", _("Waiting")), Choice("handled", _("Dealt with"))]),
        Filter("region", _("Region"), choices=region_choices),
    ),
    default_sort="-reported_on", search=_("Number or name"), exports=False, empty=_("Nobody has reported a breach."),
)  # fmt: skip


@acts(Action.agreement_record)
def agreements(request: HttpRequest) -> HttpResponseBase:
    season, by = season_of(request), actor(request)
    return respond(
        request, AGREEMENTS, "enrolment/agreements.html", context={"season": season},
        rows=lambda asked: queries.agreements(by=by, season_id=season.id, asked=asked),
        exported=lambda asked, form, count: audit.record(by, "agreements.export", "season", season.id, form=form, rows=count),
    )  # fmt: skip


@acts(Action.agreement_record)
def agreement(request: HttpRequest, workplace_id: int) -> HttpResponse:
    page = queries.agreement_page(by=actor(request), workplace_id=workplace_id)
    return render(request, "enrolment/agreement.html", {
        "page": page, "signature": SignatureForm(), "scan": ScanForm(), "end": ReasonForm(auto_id="end_%s"),
    })  # fmt: skip


@acts(Action.agreement_record)
def agreement_prepare(request: HttpRequest, workplace_id: int) -> HttpResponse:
    if request.method == "POST":
        actions.prepare_agreement(workplace_id=workplace_id, by=actor(request))
        messages.success(request, gettext("The agreement is ready to be signed."))
    return redirect("agreement", workplace_id)


@acts(Action.agreement_record)
def agreement_sign(request: HttpRequest, workplace_id: int) -> HttpResponse:
    def record(agreement_id: int, said: dict[str, Any]) -> None:
        actions.record_signature(agreement_id=agreement_id, **said, by=actor(request))

    form = SignatureForm(request.POST or None)
    return _on_agreement(request, workplace_id, form, record, "enrolment/agreement_sign.html", gettext("The signature has been recorded."))


def _on_agreement(
    request: HttpRequest, workplace_id: int, form: Form, act: Callable[[int, dict[str, Any]], None], template: str, done: str
) -> HttpResponse:
    """One form about one agreement: what it says is done, or what is wrong with it is shown."""
    page = queries.agreement_page(by=actor(request), workplace_id=workplace_id)
    if page.agreement_id is not None and request.method == "POST" and form.is_valid():
        try:
            act(page.agreement_id, form.cleaned_data)
        except Invalid as refused:
            put_back(form, refused)
        else:
            messages.success(request, done)
            return redirect("agreement", workplace_id)
    return render(request, template, {"page": page, "form": form})


@acts(Action.agreement_papers)
def agreement_scan(request: HttpRequest, workplace_id: int) -> HttpResponse:
    page = queries.agreement_page(by=actor(request), workplace_id=workplace_id)
    form = ScanForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["scan"]
        try:
            actions.keep_scan(workplace_id=workplace_id, data=sent.read(), name=sent.name, by=actor(request))
        except Invalid as refused:
            put_back(form, refused)
        else:
            messages.success(request, gettext("The scan has been kept."))
            return redirect("agreement", workplace_id) if page.may_record else redirect("my_workplace")
    return render(request, "enrolment/agreement_scan.html", {"page": page, "form": form})


@acts(Action.agreement_record)
def agreement_end(request: HttpRequest, workplace_id: int) -> HttpResponse:
    def end(agreement_id: int, said: dict[str, Any]) -> None:
        actions.end_agreement(agreement_id=agreement_id, reason=Text(said["reason_ko"], said["reason_en"]), by=actor(request))

    form = ReasonForm(request.POST or None)
    return _on_agreement(request, workplace_id, form, end, "enrolment/agreement_end.html", gettext("The agreement has ended."))


@acts(Action.agreement_papers)
def agreement_pdf(request: HttpRequest, workplace_id: int, language: str) -> HttpResponse:
    made = agreement_paper(workplace_id=workplace_id, language=language, by=actor(request))
    return pdf(made.data, made.file_name)


@acts(Action.agreement_papers)
def agreement_wall(request: HttpRequest, workplace_id: int, language: str) -> HttpResponse:
    """The one page for the wall and for the back of the cards' sheet."""
    made = wall_paper(workplace_id=workplace_id, language=language, by=actor(request))
    return pdf(made.data, made.file_name)


@acts(Action.breach_see)
def breaches(request: HttpRequest) -> HttpResponseBase:
    season, by = season_of(request), actor(request)
    return respond(
        request, BREACHES, "enrolment/breaches.html", context={"season": season},
        rows=lambda asked: breach_queries.breaches(by=by, season_id=season.id, asked=asked),
    )  # fmt: skip


@acts(Action.breach_see)
def breach(request: HttpRequest, breach_id: int) -> HttpResponse:
    form = HandlingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        breach_actions.handle_breach(breach_id=breach_id, handling=form.cleaned_data["handling"], by=actor(request))
        messages.success(request, gettext("The report is closed."))
        return redirect("breaches")
    page = breach_queries.breach_page(by=actor(request), breach_id=breach_id)
    return render(request, "enrolment/breach.html", {
        "page": page, "form": form, "matters": [MATTERS[key] for key in page.line.matters if key in MATTERS],
    })  # fmt: skip


@public_page
@throttled(BREACH_LIMIT)
def breach_report(request: HttpRequest, code: str) -> HttpResponse:
    """For a worker who read the notice on the wall: no name, no account, no cookie but the form's own."""
    workplace = breach_queries.workplace_of_code(code)
    if workplace is None:
        raise Http404
    form = BreachForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            breach_actions.report_breach(workplace_id=workplace.pk, **form.cleaned_data)
        except Invalid as refused:
            put_back(form, refused)
        else:
            return no_store(redirect("breach_thanks"))
    return no_store(render(request, "enrolment/breach_report.html", {"workplace": workplace, "form": form}))


@public_page
def breach_thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "enrolment/breach_thanks.html")


def no_store(response: HttpResponse) -> HttpResponse:
    """Leaves nothing on a shared computer and tells no other site where the reader was."""
    # not "no-referrer": with it a browser names no origin when the form is sent, and the form is refused
    response["Cache-Control"], response["Referrer-Policy"] = "no-store", "same-origin"
    return response
