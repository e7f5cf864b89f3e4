"""A person's own page: name, language, password, second step, where they are signed in."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from jikim.areas.people import factors, interrupted, queries
from jikim.areas.people.actions import sessions
from jikim.areas.people.actions.account import edit_account
from jikim.areas.people.forms.invitations import AccountForm
from jikim.rules.access import Action
from jikim.shared.access import acts
from jikim.shared.ui.language import remember


@acts(Action.account_manage)
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    person = request.user
    form = AccountForm(request.POST or None, initial={"name": person.name, "language": person.language})  # type: ignore[union-attr]
    if request.method == "POST" and form.is_valid():
        edit_account(person=person, by=request.actor, **form.cleaned_data)  # type: ignore[attr-defined, arg-type]
        messages.success(request, _("Saved."))
        return remember(redirect("account"), form.cleaned_data["language"])
    context = {
        "form": form, "person": person, "seats": queries.own_seats(person),  # type: ignore[arg-type]
        "has_second_factor": factors.has_one(person),  # type: ignore[arg-type]
        "sessions": sessions.sessions_of(person, request.session.session_key),  # type: ignore[arg-type]
    }  # fmt: skip
    return render(request, "people/account.html", context, status=422 if form.errors else 200)


@acts(Action.account_manage)
@never_cache
def interrupted_form(request: HttpRequest) -> HttpResponse:
    """What was sent after the sign-in had run out, to be sent on or thrown away."""
    sent = interrupted.interrupted(request)
    if request.method == "POST" or sent is None:
        interrupted.forget(request)
        return redirect("home")
    return render(request, "people/account/interrupted.html", {"sent": sent})


@acts(Action.account_manage)
@require_POST
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    try:
        sessions.end_session(person=request.user, session_id=session_id, by=request.actor)  # type: ignore[attr-defined, arg-type]
    except UserSession.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("That place is signed out."))
    return redirect("account")


@acts(Action.account_manage)
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    sessions.end_other_sessions(
        person=request.user, current_key=request.session.session_key, by=request.actor,  # type: ignore[attr-defined, arg-type]
    )  # fmt: skip
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("account")
