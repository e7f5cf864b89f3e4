"""Public sessions from inside: announced, changed, who has registered."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jikim.areas.training.actions import planning
from jikim.areas.training.forms import PublicForm
from jikim.areas.training.queries import registrations as queries
from jikim.areas.training.queries import sessions
from jikim.areas.training.views import actor, seen
from jikim.areas.training.views.sessions import COLUMNS, edited, filters
from jikim.rules.access import Action
from jikim.rules.helplines import LANGUAGE_NAMES
from jikim.shared import audit
from jikim.shared.access import Invalid, acts
from jikim.shared.ui.asking import put_back
from jikim.shared.ui.tables import Choice, Column, Filter, Table, respond
from jikim.shared.ui.words import say

TABLE = Table(
    key="public_trainings", caption=_("Public sessions"), columns=COLUMNS, filters=filters(public=True), default_sort="-on",
    search=_("Title, trainer or place"), empty=_("No public session has been announced yet."),
)  # fmt: skip
PEOPLE = Table(
    key="training_registrations", caption=_("Registrations"),
    columns=(
        Column("name", _("Name")),
        Column("organisation", _("Organisation")),
        Column("email", _("E-mail"), sortable=False),
        Column("state", _("Place"), value=lambda row: say(queries.STATES[row.state]), sortable=False),
        Column("confirmed_at", _("Confirmed on")),
        Column("language", _("Language"), value=lambda row: LANGUAGE_NAMES.get(row.language, row.language), sortable=False, priority=2),
    ),
    filters=(Filter("state", _("Place"), choices=lambda request: [Choice(key, say(text)) for key, text in queries.STATES.items()]),),
    default_sort="confirmed_at", search=_("Name, organisation or address"), empty=_("Nobody has registered yet."), export=Action.training_announce,
)  # fmt: skip


@acts(Action.training_announce)
def public_trainings(request: HttpRequest) -> HttpResponseBase:
    by = actor(request)
    return respond(
        request, TABLE, "training/announced.html", rows=lambda asked: sessions.session_lines(asked=asked, by=by, public=True),
        exported=lambda asked, form, count: audit.record(by, "export", "public_training", "list", form=form, rows=count),
    )  # fmt: skip


@acts(Action.training_announce)
def public_training_new(request: HttpRequest) -> HttpResponse:
    form = PublicForm(request.POST or None, initial={"course": "customers", "language": "ko", "minutes": 40, "seats": 50, "trainer": actor(request).name})
    if request.method == "POST" and form.is_valid():
        try:
            one = planning.announce_session(values=form.cleaned_data, by=actor(request))
        except Invalid as refused:
            put_back(form, refused)
        else:
            messages.success(request, gettext("Announced. It stands on the public page now."))
            return redirect("training", one.pk)
    return render(request, "training/announce.html", {"form": form}, status=422 if form.errors else 200)


@acts(Action.training_announce)
def public_training_edit(request: HttpRequest, session_id: int) -> HttpResponse:
    one = seen(request, session_id)
    form = PublicForm(request.POST or None, initial={name: getattr(one, name) for name in planning.FIELDS})
    return edited(request, one, form, "training/announce.html")


@acts(Action.training_announce)
def training_registrations(request: HttpRequest, session_id: int) -> HttpResponseBase:
    """Names and addresses: opening the list stands in the record, and so does taking it along."""
    one, by = seen(request, session_id), actor(request)
    audit.record(by, "training.registrations_read", one.workflow_kind, one.workflow_key())
    return respond(
        request, PEOPLE, "training/registrations.html", context={"session": one}, rows=lambda asked: queries.registration_lines(session_id=one.pk, asked=asked, by=by),
        exported=lambda asked, form, count: audit.record(by, "export", one.workflow_kind, one.workflow_key(), form=form, rows=count),
    )  # fmt: skip
