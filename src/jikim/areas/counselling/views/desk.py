"""The counsellor's desk: queue, one request, talks, notes, closing. Sealed things show only while the desk is unlocked."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from jikim.areas.counselling.actions import desk as actions
from jikim.areas.counselling.actions import desk_key
from jikim.areas.counselling.forms.desk import (
    CloseForm,
    NewKeyForm,
    NoteForm,
    ReplaceKeyForm,
    SessionForm,
    UnlockForm,
)
from jikim.areas.counselling.models import CounsellingRequest, CounsellorSeat
from jikim.areas.counselling.queries.desk import queue, request_page
from jikim.areas.counselling.queries.own import own_seat
from jikim.areas.counselling.queries.seats import hour_words
from jikim.rules.access import Action, Actor
from jikim.shared.access import Conflict, acts
from jikim.shared.clock import today
from jikim.shared.ui.words import say

View = Callable[..., HttpResponse]
#: the passphrase may come with any of the desk's forms, so that nothing typed is lost when the half hour is over
PASSPHRASE = "passphrase"  # noqa: S105


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def seated(view: View) -> View:
    """Hands the view the actor's own seat; whoever is not appointed reads so; without a key it has to be made first.

    Whoever takes no new requests still finishes those they have.
    """

    @wraps(view)
    def with_seat(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        seat = own_seat(_actor(request))
        if seat is None:
            return render(request, "counselling/desk/not_appointed.html")
        if not seat.public_key and view.__name__ != "key":
            return redirect("desk_key")
        try:
            return view(request, seat, *args, **kwargs)
        except CounsellingRequest.DoesNotExist:  # taken back in the meantime, or its time was over
            return render(request, "counselling/desk/gone.html", status=404)

    return with_seat


def unlocked(view: View) -> View:
    """Hands the view the private key; while the desk is locked, asks for the passphrase and keeps what was typed."""

    @wraps(view)
    def with_key(request: HttpRequest, seat: CounsellorSeat, *args: Any, **kwargs: Any) -> HttpResponse:
        private = desk_key.open_key(request, seat)
        fault = ""
        if private is None and request.POST.get(PASSPHRASE):
            try:
                private = desk_key.unlocked_key(seat=seat, passphrase=request.POST[PASSPHRASE], by=_actor(request))
            except Conflict as wrong:
                fault = say(wrong.reason)
        if private is None:
            return _locked(request, fault)
        return desk_key.keep_open(request, view(request, seat, private, *args, **kwargs), seat, private)

    return with_key


def _locked(request: HttpRequest, fault: str) -> HttpResponse:
    form = UnlockForm({PASSPHRASE: ""} if fault else None)
    if fault:
        form.is_valid()
        form.errors.clear()
        form.add_error(PASSPHRASE, fault)
    kept = [(name, value) for name, value in request.POST.items() if name not in {PASSPHRASE, "csrfmiddlewaretoken"}]
    return render(request, "counselling/desk/unlock.html", {"form": form, "kept": kept}, status=422 if fault else 200)


@acts(Action.counselling_desk)
@never_cache
@seated
def desk(request: HttpRequest, seat: CounsellorSeat) -> HttpResponse:
    """Who waits, urgent ones first."""
    lines = queue(by=_actor(request))
    return render(request, "counselling/desk/desk.html", {
        "waiting": [one for one in lines if one.status in ("asked", "passed")],
        "accepted": [one for one in lines if one.status == "accepted"],
        "closed": [one for one in lines if one.status == "closed"],
        "is_open": desk_key.open_key(request, seat) is not None, "hours": hour_words(seat.hours), "seat": seat,
    })  # fmt: skip


@acts(Action.counselling_desk)
@never_cache
@sensitive_post_parameters()
@seated
def key(request: HttpRequest, seat: CounsellorSeat) -> HttpResponse:
    """Make the key on first opening; make another when the passphrase is lost."""
    has_key = bool(seat.public_key)
    form = (ReplaceKeyForm if has_key else NewKeyForm)(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        private = desk_key.make_key(
            seat_id=seat.pk, passphrase=form.cleaned_data["new_passphrase"], replace=has_key, by=_actor(request)
        )
        messages.success(request, _("Your key is made. From now on workers can choose you."))
        return desk_key.keep_open(request, redirect("desk"), seat, private)
    return render(request, "counselling/desk/key.html", {"form": form, "has_key": has_key}, status=422 if form.errors else 200)


@acts(Action.counselling_desk)
@never_cache
@sensitive_post_parameters()
@seated
@unlocked
def passphrase(request: HttpRequest, seat: CounsellorSeat, private: bytes) -> HttpResponse:
    """The same key under another passphrase."""
    form = NewKeyForm(request.POST if "new_passphrase" in request.POST else None)
    if request.method == "POST" and form.is_valid():
        desk_key.change_passphrase(
            seat_id=seat.pk, private=private, passphrase=form.cleaned_data["new_passphrase"], by=_actor(request)
        )
        messages.success(request, _("The passphrase has been changed."))
        return redirect("desk")
    return render(request, "counselling/desk/passphrase.html", {"form": form}, status=422 if form.errors else 200)


@acts(Action.counselling_desk)
@never_cache
@sensitive_post_parameters()
@seated
@unlocked
def unlock(request: HttpRequest, seat: CounsellorSeat, private: bytes) -> HttpResponse:
    return redirect("desk")


@acts(Action.counselling_desk)
@require_POST
@seated
def lock(request: HttpRequest, seat: CounsellorSeat) -> HttpResponse:
    messages.success(request, _("The desk is locked."))
    return desk_key.shut(request, redirect("desk"))


@acts(Action.counselling_desk)
@never_cache
@sensitive_post_parameters()
@seated
@unlocked
def request_(request: HttpRequest, seat: CounsellorSeat, private: bytes, request_id: int) -> HttpResponse:
    """One request, opened: this is a read, and the worker will see it."""
    by = _actor(request)
    page = request_page(request_id=request_id, by=by)
    if not page.line.opening:
        return render(request, "counselling/desk/lost.html", {"page": page}, status=409)
    if request.method == "POST":  # the passphrase came with this: read it as a page of its own
        return redirect("desk_request", request_id)
    opened = actions.read_request(request_id=request_id, private=private, by=by)
    return render(request, "counselling/desk/request.html", {
        "page": page, "opened": opened, "note": NoteForm(), "session": SessionForm(initial={"on": today()}),
        "close": CloseForm(),
    })  # fmt: skip


@acts(Action.counselling_desk)
@require_POST
@seated
@unlocked
def accept(request: HttpRequest, seat: CounsellorSeat, private: bytes, request_id: int) -> HttpResponse:
    actions.accept(request_id=request_id, by=_actor(request))
    messages.success(request, _("The request is yours now."))
    return redirect("desk_request", request_id)


@acts(Action.counselling_desk)
@never_cache
@seated
def session_new(request: HttpRequest, seat: CounsellorSeat, request_id: int) -> HttpResponse:
    """A talk took place."""
    page = request_page(request_id=request_id, by=_actor(request))
    form = SessionForm(request.POST if request.method == "POST" else None, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        actions.add_session(request_id=request_id, **form.cleaned_data, by=_actor(request))
        messages.success(request, _("Written down."))
        return redirect("desk_request", request_id)
    return _form(request, page, form, _("Write down a talk"))


@acts(Action.counselling_desk)
@never_cache
@sensitive_post_parameters()
@seated
@unlocked
def note_new(request: HttpRequest, seat: CounsellorSeat, private: bytes, request_id: int) -> HttpResponse:
    """Seal a note."""
    page = request_page(request_id=request_id, by=_actor(request))
    form = NoteForm(request.POST if "text" in request.POST else None)
    if request.method == "POST" and form.is_valid():
        actions.add_note(request_id=request_id, private=private, text=form.cleaned_data["text"], by=_actor(request))
        messages.success(request, _("The note is sealed."))
        return redirect("desk_request", request_id)
    return _form(request, page, form, _("Write a note"))


@acts(Action.counselling_desk)
@never_cache
@seated
def close(request: HttpRequest, seat: CounsellorSeat, request_id: int) -> HttpResponse:
    """Close with a reason from the list."""
    page = request_page(request_id=request_id, by=_actor(request))
    form = CloseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.close(request_id=request_id, **form.cleaned_data, by=_actor(request))
        messages.success(request, _("The request is closed. Everything about it is destroyed in 30 days."))
        return redirect("desk")
    return _form(request, page, form, _("Close the request"))


def _form(request: HttpRequest, page: Any, form: Any, heading: str) -> HttpResponse:
    context = {"page": page, "form": form, "heading": heading, "back": reverse("desk_request", args=[page.line.request_id])}
    return render(request, "counselling/desk/form.html", context, status=422 if form.errors else 200)
