"""The yearly log, its papers, a workplace's address of the courses, and how a course counts."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jikim.areas.training.actions import papers
from jikim.areas.training.actions.certifying import certify_year
from jikim.areas.training.actions.learning import set_credit, share_courses, shared_courses
from jikim.areas.training.forms import CreditForm
from jikim.areas.training.queries.courses import courses, credit_of
from jikim.areas.training.queries.log import LISTS, YearLog, year_log
from jikim.areas.training.queries.logs import logged_places
from jikim.areas.training.views import actor, pdf, spoken
from jikim.rules.access import Action, Role, may
from jikim.rules.training import CATEGORIES, hours_words
from jikim.shared import audit
from jikim.shared.access import Invalid, acts
from jikim.shared.clock import today
from jikim.shared.ui.asking import put_back
from jikim.shared.ui.tables import Column, Table, respond
from jikim.shared.ui.words import say

TABLE = Table(
    key="training_log", caption=_("Training log"),
    columns=(
        Column("on", _("Date"), link=lambda row: reverse("training", args=[row.id]), sortable=False),
        Column("subject", _("Subject"), sortable=False),
        Column("occupation", _("Occupation"), sortable=False, priority=3),
        Column("minutes", _("Minutes"), numeric=True, sortable=False),
        Column("trainer", _("Trainer"), sortable=False),
        Column("qualification", _("Trainer's qualification"), sortable=False, priority=2),
        Column("attended", _("People there"), numeric=True, sortable=False),
        Column("list_kept", _("List kept"), value=lambda row: say(LISTS[row.list_kept]), sortable=False),
        Column("category", _("Category (basis)"), sortable=False, priority=2),
        Column("counted_minutes", _("Minutes that may count"), numeric=True, sortable=False),
        Column("status", _("Status"), status="training_session", sortable=False, priority=2),
        Column("check", _("To check"), sortable=False, export_only=True),
    ),
    empty=_("No session has been given in this year."),
)  # fmt: skip
PLACES = Table(
    key="training_places", caption=_("Training logs"),
    columns=(
        Column("number", _("Number"), link=lambda row: reverse("training_log", args=[row.workplace_id, row.year])),
        Column("name", _("Workplace")),
        Column("year", _("Year"), numeric=True, value=lambda row: str(row.year), sortable=False),
        Column("sessions", _("Sessions given"), numeric=True, sortable=False),
        Column("minutes", _("Minutes in all"), numeric=True, sortable=False),
        Column("attended", _("Attendances"), numeric=True, sortable=False),
    ),
    default_sort="number", search=_("Number or workplace"), empty=_("No session has been given yet."),
)  # fmt: skip


@acts(Action.training_see)
def training_logs(request: HttpRequest) -> HttpResponseBase:
    by = actor(request)
    own = sorted(by.keys(Role.MANAGER))
    if by.roles == {Role.MANAGER} and len(own) == 1 and own[0].isdigit():
        return redirect("training_log", own[0], today().year)
    return respond(
        request, PLACES, "training/logs.html", rows=lambda asked: logged_places(asked=asked, year=today().year, by=by),
        exported=lambda asked, form, count: audit.record(by, "export", "training_session", "logs", form=form, rows=count),
    )  # fmt: skip


@acts(Action.training_see)
def training_log(request: HttpRequest, workplace_id: int, year: int) -> HttpResponseBase:
    log, by = _log(request, workplace_id, year), actor(request)
    context = {"log": log, "periods": papers.period_rows(log), "periods_note": papers.periods_note(log), "hours": hours_words(log.minutes), "counted": hours_words(log.counted_minutes), "may_share": may(by, Action.training_names),
               "checks": sorted({line.check for line in log.lines if line.check.ko}, key=lambda one: one.ko)}  # fmt: skip
    return respond(
        request, TABLE, "training/log.html", context=context, rows=lambda asked: (log.lines[asked.slice], len(log.lines)),
        exported=lambda asked, form, count: audit.record(by, "export", "training_session", f"{workplace_id}/{year}", form=form, rows=count),
    )  # fmt: skip


@acts(Action.training_see)
def training_log_paper(request: HttpRequest, workplace_id: int, year: int, what: str, language: str) -> HttpResponse:
    """The log, or the certificate for the duty file."""
    _log(request, workplace_id, year)
    if language not in ("ko", "en") or what not in ("log", "certificate"):
        raise Http404
    if what == "log":
        made = papers.log_paper(workplace_id=workplace_id, year=year, language=language, by=actor(request))
    else:
        made = papers.year_certificate_paper(certify_year(workplace_id=workplace_id, year=year, by=actor(request)), language=language)
    return pdf(made.data, made.file_name)


@acts(Action.training_names)
def training_share(request: HttpRequest, workplace_id: int) -> HttpResponse:
    """The address by which a workplace's people take the courses on their phones."""
    try:
        if request.method == "POST":
            share_courses(workplace_id=workplace_id, by=actor(request))
            return redirect("training_share", workplace_id)
        one = shared_courses(workplace_id=workplace_id, by=actor(request))
    except ObjectDoesNotExist:
        raise Http404 from None
    address = papers.learn_address(one.token, spoken()) if one else ""
    return render(request, "training/share.html", {
        "address": address, "workplace_id": workplace_id, "year": today().year, "qr": papers.qr_svg(address, scale=5) if address else "",
    })  # fmt: skip


@acts(Action.training_credit_set)
def training_credits(request: HttpRequest) -> HttpResponse:
    form = CreditForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            set_credit(course_key=said["course"], category=said["category"], most_minutes=said["most_minutes"], by=actor(request))
        except Invalid as refused:
            put_back(form, refused)
        else:
            messages.success(request, gettext("Set. Every log made from now on reckons like this."))
            return redirect("training_credits")
    names = {one.key: one.name for one in CATEGORIES}
    lines = [(one.title, names[credit_of(one.id).category], credit_of(one.id).most_minutes) for one in courses()]
    return render(request, "training/credits.html", {"form": form, "lines": lines}, status=422 if form.errors else 200)


def _log(request: HttpRequest, workplace_id: int, year: int) -> YearLog:
    try:
        return year_log(workplace_id=workplace_id, year=year, by=actor(request))
    except ObjectDoesNotExist:
        raise Http404 from None
