"""Inviting, and taking an invitation up."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from jikim.areas.people.actions import invitations
from jikim.areas.people.forms.invitations import InviteForm, JoinForm, offerable
from jikim.areas.people.models import Invitation, Person
from jikim.areas.people.queries import OpenedInvitation, opened_invitation
from jikim.rules.access import ROLE_NAMES, ROLE_PURPOSES, Action, Role
from jikim.rules.seats import may_appoint
from jikim.shared.access import Conflict, Refused, acts, public_page
from jikim.shared.throttle import Limit, throttled
from jikim.shared.ui.words import say

TOKEN = "jikim_invitation"  # noqa: S105
JOIN = Limit("invitation", tries=60, seconds=600)


@acts(Action.seat_invite)
@reauthentication_required
def invite(request: HttpRequest) -> HttpResponse:
    """First which seat, then for whom: each seat asks its own questions."""
    actor = request.actor  # type: ignore[attr-defined]
    roles = offerable(actor)
    asked = request.POST.get("role") or request.GET.get("role") or (roles[0].value if len(roles) == 1 else "")
    if asked not in set(Role):
        choices = [(role, ROLE_NAMES[role], ROLE_PURPOSES[role]) for role in roles]
        return render(request, "people/invite_role.html", {"choices": choices})
    role = Role(asked)
    if not (verdict := may_appoint(actor, role)):
        raise Refused(verdict.reason)
    form = InviteForm(request.POST or None, role=role, by=actor)
    if request.method == "POST" and form.is_valid() and _sent(request, form):
        return redirect("invitations")
    context = {"form": form, "role": role, "role_name": ROLE_NAMES[role], "purpose": ROLE_PURPOSES[role]}
    return render(request, "people/invite.html", context, status=422 if form.errors else 200)


def _sent(request: HttpRequest, form: InviteForm) -> bool:
    data, actor = form.cleaned_data, request.actor  # type: ignore[attr-defined]
    try:
        invitations.invite(
            email=data["email"], offer=form.offer(), by=actor, name=data["name"], language=data["language"]
        )
    except Conflict as problem:
        form.add_error(None, say(problem.reason))
        return False
    messages.success(request, _("The invitation to %(email)s is on its way.") % {"email": data["email"]})
    return True


@acts(Action.seat_invite)
@require_POST
def resend(request: HttpRequest, invitation_id: int) -> HttpResponse:
    invitations.resend_invitation(invitation_id=invitation_id, by=request.actor)  # type: ignore[attr-defined]
    messages.success(request, _("The invitation has been sent again. The earlier link no longer works."))
    return redirect("invitations")


@acts(Action.seat_end)
@require_POST
def revoke(request: HttpRequest, invitation_id: int) -> HttpResponse:
    invitations.revoke_invitation(invitation_id=invitation_id, by=request.actor)  # type: ignore[attr-defined]
    messages.success(request, _("The invitation has been taken back."))
    return redirect("invitations")


@public_page
@throttled(JOIN, only_post=False)
@never_cache
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address at once: it must not stay in history or travel as a referrer."""
    request.session[TOKEN] = token
    return HttpResponseRedirect(reverse("invitation"))


@public_page
@throttled(JOIN)
@sensitive_post_parameters("password", "password_again")
@never_cache
def invitation(request: HttpRequest) -> HttpResponse:
    """The offer, and whatever this visitor still has to do to take it up."""
    token = request.session.get(TOKEN, "")
    opened = opened_invitation(token, request.user if request.user.is_authenticated else None)
    if opened is None:
        return render(request, "people/invitation_gone.html", status=404)
    if opened.must in ("sign_in", "sign_out"):
        return render(request, "people/invitation.html", {"opened": opened})
    if opened.must == "accept":
        return _taken_up_by_signed_in(request, token, opened)
    return _joined(request, token, opened)


def _taken_up_by_signed_in(request: HttpRequest, token: str, opened: OpenedInvitation) -> HttpResponse:
    if request.method != "POST":
        return render(request, "people/invitation.html", {"opened": opened})
    assert isinstance(request.user, Person)
    invitations.accept_invitation(token=token, person=request.user)
    del request.session[TOKEN]
    messages.success(request, _("You have taken up the seat."))
    return redirect("home")


def _joined(request: HttpRequest, token: str, opened: OpenedInvitation) -> HttpResponse:
    offered = Invitation.objects.get(pk=opened.invitation_id)
    form = JoinForm(request.POST or None, invitation=offered)
    if request.method != "POST" or not form.is_valid():
        context = {"opened": opened, "form": form}
        return render(request, "people/invitation.html", context, status=422 if form.errors else 200)
    data = form.cleaned_data
    person = invitations.accept_invitation(
        token=token,
        email=data.get("email", ""),
        name=data["name"],
        password=data["password"],
        language=data["language"],
    )
    del request.session[TOKEN]
    messages.success(request, _("Welcome. Your account is ready."))
    credentials = {"email": person.email, "password": data["password"]}
    return perform_password_login(request, credentials, Login(user=person, email=person.email))
