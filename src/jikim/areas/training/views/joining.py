"""Public sessions for everybody: the list, registration, its confirmation and cancelling; and whether a certificate is genuine."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from jikim.areas.training.actions.registering import cancel_registration, confirm, register
from jikim.areas.training.forms import RegistrationForm
from jikim.areas.training.queries.open import public_session, public_sessions, registration_by, verified_by
from jikim.areas.training.queries.registrations import state_of
from jikim.rules.words import Text
from jikim.shared.access import Conflict
from jikim.shared.clock import today
from jikim.shared.open_pages import open_form, open_html, open_page
from jikim.shared.throttle import Limit, sender

#: registrations from one address in an hour
REGISTER = Limit("training_register", 20, 3600)
_MANY = Text("신청이 너무 많이 들어왔습니다. 한 시간 뒤에 다시 해 주십시오.", "Too many registrations from here. Please try again in an hour.")


@open_page
def training_public(request: HttpRequest, language: str) -> HttpResponse:
    """Sessions to come, and the courses one can take alone. Never kept by a browser: seats go."""
    response = open_html(request, "training/open/public.html", {"sessions": public_sessions()})
    response.headers["Cache-Control"] = "no-store"
    return response


@open_form
def training_register(request: HttpRequest, language: str, session_id: int) -> HttpResponse:
    one = public_session(session_id)
    form = RegistrationForm(request.POST if request.method == "POST" else None)
    context = {"quiet": True, "session": one, "form": form}
    if request.method == "POST" and form.is_valid():
        if REGISTER.wait_seconds(sender(request)):
            return _with(open_html(request, "training/open/register.html", context | {"reason": _MANY}), 429)
        try:
            register(session_id=session_id, language=language, **form.said())
        except Conflict as refused:
            return _with(open_html(request, "training/open/register.html", context | {"reason": refused.reason}), 409)
        return open_html(request, "training/open/registered.html", {"quiet": True, "session": one, "asked": True})
    return _with(open_html(request, "training/open/register.html", context), 422 if form.errors else 200)


@open_form
def training_registration(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """From the mail. A button confirms or cancels, never the opening: programs that read mail open links."""
    there = registration_by(token)
    reason = None
    if request.method == "POST":
        try:
            there = cancel_registration(token=token) if request.POST.get("do") == "cancel" else confirm(token=token)
        except Conflict as refused:
            reason = refused.reason
    one = there.session
    return open_html(request, "training/open/registration.html", {
        "quiet": True, "there": there, "session": one, "state": state_of(there), "reason": reason, "over": one.on < today() or one.status not in ("planned", "open"),
    })  # fmt: skip


@open_page
def training_verify(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """Course, date, hours, workplace, valid. Never a name."""
    if not 10 <= len(token) <= 32:
        raise Http404
    return open_html(request, "training/open/verify.html", {"quiet": True, "found": verified_by(token)})


def _with(response: HttpResponse, status: int) -> HttpResponse:
    response.status_code = status
    return response
