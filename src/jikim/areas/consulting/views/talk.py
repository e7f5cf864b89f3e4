"""The talk about the plan at a visit: begun, written, finished; two versions settled."""

from __future__ import annotations

import json
import uuid
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jikim.areas.consulting.actions import talking
from jikim.areas.consulting.models import PlanRecordClash
from jikim.areas.consulting.queries import talk_pages as queries
from jikim.areas.consulting.views import actor, private
from jikim.areas.consulting.views.advice import a_uuid, a_version
from jikim.rules.access import Action
from jikim.rules.consulting.plan_form import MADE_FROM, MET, NOTE, PARTS
from jikim.rules.visiting import Problem
from jikim.shared.access import acts
from jikim.shared.ui.words import say


@acts(Action.plan_propose)
def talk_begin(request: HttpRequest, appointment_id: int) -> HttpResponse:
    if request.method != "POST":
        return redirect("checks_due")
    return redirect("plan_talk", talking.open_talk(appointment_id=appointment_id, by=actor(request)).uuid)


@acts(Action.advice_see)
def plan_talk(request: HttpRequest, number: UUID) -> HttpResponse:
    """Written by the visit's consultant; read by everybody else who may."""
    shown = _found(request, number)
    return _filled(request, shown) if request.method == "POST" else _page(request, shown)


@acts(Action.plan_propose)
def talk_settle(request: HttpRequest, clash_id: int) -> HttpResponse:
    if request.method != "POST" or request.POST.get("choice") not in ("mine", "theirs"):
        raise Http404
    try:
        one = talking.settle_talk(clash_id=clash_id, choice=request.POST["choice"], by=actor(request))  # type: ignore[arg-type]
    except PlanRecordClash.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("Taken. The other version is kept."))
    return redirect("plan_talk", one.uuid)


def _filled(request: HttpRequest, shown: queries.TalkPage) -> HttpResponse:
    """Kept first, whatever else; then put into the plan if asked and nothing is missing or was changed meanwhile."""
    by = actor(request)
    saved = talking.save_talk(
        record_id=shown.id, edit_uuid=a_uuid(request.POST.get("edit")), base_version=a_version(request), values=_values(request, shown), by=by
    )
    if saved.state == "needs_you":
        messages.warning(request, say(saved.reason))
        return _page(request, _found(request, shown.uuid), status=409)
    missing = talking.close_talk(record_id=shown.id, by=by) if "close" in request.POST else saved.problems
    if missing:
        return _page(request, _found(request, shown.uuid), missing, status=409)
    if "close" in request.POST:
        messages.success(request, _("The talk is finished, and the plan says what was decided."))
        return redirect("advice", shown.workplace_id)
    messages.success(request, _("Kept."))
    return redirect("plan_talk", shown.uuid)


def _page(request: HttpRequest, shown: queries.TalkPage, missing: tuple[Problem, ...] = (), status: int = 200) -> HttpResponse:
    return private(render(request, "consulting/talk.html", {
        "shown": shown, "edit": uuid.uuid4(), "missing": {one.field: say(one.reason) for one in missing},
    }, status=status))  # fmt: skip


def _values(request: HttpRequest, shown: queries.TalkPage) -> dict[str, Any]:
    """What was sent, as the page asked it then: the plan, and with it the form, may have changed since. What it did not ask for stays."""
    sent = {name: value for name, value in request.POST.items() if name in (MET, NOTE) or name.rpartition("--")[2] in PARTS}
    try:
        marks = json.loads(request.POST.get("marks") or "{}")
    except ValueError:
        marks = {}
    return {**shown.values, **sent, MADE_FROM: marks}


def _found(request: HttpRequest, number: UUID) -> queries.TalkPage:
    try:
        return queries.talk_page(number=number, by=actor(request))
    except ObjectDoesNotExist:
        raise Http404 from None
