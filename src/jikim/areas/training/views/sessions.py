"""Sessions: the list, planning one, its page, its steps."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from jikim.areas.dispatch import public as dispatch
from jikim.areas.training.actions import planning, running
from jikim.areas.training.forms import CloseForm, PlanForm, SessionForm
from jikim.areas.training.models import TrainingSession
from jikim.areas.training.queries import sessions as queries
from jikim.areas.training.queries.courses import courses
from jikim.areas.training.queries.page import session_page
from jikim.areas.training.queries.starting import suggested
from jikim.areas.training.views import actor, seen
from jikim.rules.access import Action, may
from jikim.rules.workflow import TRAINING_SESSION
from jikim.shared import audit
from jikim.shared.access import Conflict, Invalid, acts
from jikim.shared.ui.asking import ReasonForm, put_back
from jikim.shared.ui.tables import Choice, Column, Filter, Table, respond
from jikim.shared.ui.words import say

COLUMNS = (
    Column("on", _("Date"), link=lambda row: reverse("training", args=[row.id])),
    Column("start", _("Begins at"), value=lambda row: f"{row.start:%H:%M}", sortable=False, priority=2),
    Column("where", _("Workplace or place")),
    Column("course", _("Course"), sortable=False),
    Column("occupation", _("Occupation"), sortable=False, priority=3),
    Column("minutes", _("Minutes"), numeric=True, priority=3),
    Column("trainer", _("Trainer"), priority=2),
    Column("qualification", _("Trainer's qualification"), sortable=False, export_only=True),
    Column("attended", _("People there"), numeric=True),
    Column("status", _("Status"), status="training_session"),
)  # fmt: skip


def filters(*, public: bool) -> tuple[Filter, ...]:
    scopes = [key for key in queries.SCOPES if not public or key != "workplace"]
    return (
        Filter("status", _("Status"), choices=lambda request: [Choice(one.key, say(one.name)) for one in TRAINING_SESSION.states]),
        Filter("scope", _("For whom"), choices=lambda request: [Choice(key, say(queries.SCOPES[key])) for key in scopes]),
        Filter("course", _("Course"), choices=lambda request: [Choice(one.id, say(one.title)) for one in courses()]),
    )


TABLE = Table(
    key="trainings", caption=_("Training sessions"), columns=COLUMNS, filters=filters(public=False), default_sort="-on",
    search=_("Number, workplace, trainer or place"), empty=_("No session has been planned yet."),
)  # fmt: skip


@acts(Action.training_see)
def trainings(request: HttpRequest) -> HttpResponseBase:
    by = actor(request)
    return respond(
        request, TABLE, "training/sessions.html",
        context={"may_run": may(by, Action.training_run), "may_credit": bool(may(by, Action.training_credit_set)), "may_announce": bool(may(by, Action.training_announce))},
        rows=lambda asked: queries.session_lines(asked=asked, by=by),
        exported=lambda asked, form, count: audit.record(by, "export", "training_session", "list", form=form, rows=count),
    )  # fmt: skip


@acts(Action.training_run)
def training_choose(request: HttpRequest) -> HttpResponse:
    """Where: one of the consultant's own workplaces."""
    return render(request, "training/choose.html", {"places": queries.places_to_train(actor(request))})


@acts(Action.training_run)
def training_plan(request: HttpRequest, workplace_id: int, appointment_id: int | None = None) -> HttpResponse:
    by = actor(request)
    there = queries.sessions_of_appointment(appointment_id) if appointment_id else None
    if there is not None:
        return redirect("training", there)
    try:
        place, start = suggested(workplace_id=workplace_id, appointment_id=appointment_id, by=by)
    except ObjectDoesNotExist:
        raise Http404 from None
    form = SessionForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            one = planning.plan_session(workplace_id=workplace_id, appointment_id=appointment_id, values=form.cleaned_data, by=by)
        except Invalid as refused:
            put_back(form, refused)
        else:
            messages.success(request, gettext("The session is planned."))
            return redirect("training", one.pk)
    return render(request, "training/plan.html", {"form": form, "place": place}, status=422 if form.errors else 200)


@acts(Action.training_run)
def training_plan_visit(request: HttpRequest, appointment_id: int) -> HttpResponse:
    """From a visit."""
    try:
        line = dispatch.appointment(appointment_id=appointment_id)
    except ObjectDoesNotExist:
        raise Http404 from None
    return training_plan(request, line.workplace_id, appointment_id)


@acts(Action.training_run)
def training_edit(request: HttpRequest, session_id: int) -> HttpResponse:
    one = seen(request, session_id)
    start = {name: getattr(one, name) for name in planning.FIELDS} | {"with_names": "yes" if one.with_names else "no"}
    return edited(request, one, SessionForm(request.POST or None, initial=start), "training/plan.html")


def edited(request: HttpRequest, one: TrainingSession, form: PlanForm, page: str) -> HttpResponse:
    """A session changed by its form, at a workplace or for the public; what others changed meanwhile is refused."""
    if request.method == "POST" and form.is_valid():
        sent = request.POST.get("version", "")
        try:
            planning.change_session(session_id=one.pk, version=int(sent) if sent.isdigit() else 0, values=form.cleaned_data, by=actor(request))
        except Invalid as refused:
            put_back(form, refused)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("training", one.pk)
    return render(request, page, {"form": form, "session": one}, status=422 if form.errors else 200)


@acts(Action.home_see)
def training(request: HttpRequest, session_id: int) -> HttpResponse:
    """One session: what it is, its code, its results, what can be printed. The query asks who may see it."""
    one = seen(request, session_id)
    return render(request, "training/session.html", {"page": session_page(one, by=actor(request)), "close_form": CloseForm(initial={"attended": one.attended})})


@acts(Action.home_see)
@require_POST
def training_step(request: HttpRequest, session_id: int, to: str) -> HttpResponse:
    """Open it, note that it was given, back again. The action asks who may."""
    steps = {"open": running.open_session, "held": running.mark_held, "reopen": running.reopen_session}
    if to not in steps:
        raise Http404
    one = seen(request, session_id)
    if one.status != {"reopen": "open"}.get(to, to):  # a second tap arrives where the first has been
        steps[to](session_id=session_id, by=actor(request))
    return redirect("training_screen" if to == "open" else "training", session_id)


@acts(Action.home_see)
def training_close(request: HttpRequest, session_id: int) -> HttpResponse:
    one = seen(request, session_id)
    if one.status == "closed":
        return redirect("training", session_id)
    form = CloseForm(request.POST or None, initial={"attended": one.attended})
    if request.method == "POST" and form.is_valid():
        try:
            running.close_session(session_id=session_id, **form.cleaned_data, by=actor(request))
        except Invalid as refused:
            put_back(form, refused)
        except Conflict as refused:
            form.add_error(None, say(refused.reason))
        else:
            messages.success(request, gettext("Closed. It stands in the training log now."))
            return redirect("training", session_id)
    return render(request, "training/close.html", {"form": form, "session": one, "page": session_page(one, by=actor(request))}, status=422 if form.errors else 200)


@acts(Action.home_see)
def training_cancel(request: HttpRequest, session_id: int) -> HttpResponse:
    one = seen(request, session_id)
    if one.status == "cancelled":
        return redirect("training", session_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        planning.cancel_session(session_id=session_id, reason=form.text(), by=actor(request))
        messages.success(request, gettext("Cancelled."))
        return redirect("training", session_id)
    return render(request, "training/cancel.html", {"form": form, "page": session_page(one, by=actor(request))}, status=422 if form.errors else 200)
