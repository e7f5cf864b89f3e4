"""The emergency button: steps, what was done and when, and the clinical lead's list. Works without scripts, and off line with them."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from contextlib import suppress

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from jikim.areas.counselling.actions.emergency import close_alert, raise_alert, see
from jikim.areas.counselling.forms.seats import EndingForm
from jikim.areas.counselling.models import EmergencyAlert
from jikim.areas.counselling.queries.emergency import AlertLine, alert, alerts, steps_context
from jikim.rules.access import Action, Actor
from jikim.rules.danger import ENDINGS, STEP_KEYS
from jikim.shared.access import Refused, acts, public_page
from jikim.shared.clock import now

#: a header no foreign form or link can send: it stands for the token a page kept off line cannot have
OWN_HEADER = "X-Jikim-Emergency"
_MOST = 40


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@acts(Action.emergency_raise)
def emergency(request: HttpRequest) -> HttpResponse:
    """The steps as a page of their own. Without scripts each step is a button that sends this form."""
    key = _uuid(request.POST.get("key", "")) or uuid.uuid4()
    done = [step for step in request.POST.getlist("done") if step in STEP_KEYS]
    if request.method == "POST" and (step := request.POST.get("step", "")) in STEP_KEYS:
        raise_alert(key=key, steps={step: now()}, by=_actor(request))
        done = list(dict.fromkeys([*done, step]))
    return render(request, "counselling/emergency/emergency.html", {**steps_context(), "key": key, "done": done})


@acts(Action.emergency_raise)
def emergency_kept(request: HttpRequest) -> HttpResponse:
    """The same steps for the browser to keep: knows nobody, so that it may lie on a shared device."""
    response = render(request, "counselling/emergency/kept.html", {**steps_context(), "worker_script": static("built/emergency.js")})
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@csrf_exempt  # sent later by a kept page without a token: the header above, and a session cookie no other site can send
@acts(Action.emergency_raise)
@require_POST
def emergency_steps(request: HttpRequest) -> HttpResponse:
    """Steps from a device's queue. The same ones twice harm nothing."""
    if request.headers.get(OWN_HEADER) != "1":
        return JsonResponse({"stored": []}, status=403)
    stored: list[str] = []
    for one in _sent(request)[:_MOST]:
        key, sent = _uuid(str(one.get("key", ""))), one.get("steps")
        found = sent.items() if isinstance(sent, dict) else ()
        steps = {step: at for step, when in found if step in STEP_KEYS and (at := _instant(when))}
        if key is None or not steps:
            continue
        with suppress(Refused):  # somebody else's alert: the others of this device must not wait for it
            raise_alert(key=key, steps=steps, by=_actor(request))
            stored.append(str(key))
    return JsonResponse({"stored": stored})


@public_page
def emergency_worker(request: HttpRequest) -> HttpResponse:
    """The service worker that keeps the steps. Only this page and what it is drawn with; holds nothing of anybody."""
    response = render(request, "counselling/emergency/worker.js", {
        "kept": [static("built/app.css"), static("built/emergency.js"), static("jikim/mark.svg")],
    }, content_type="text/javascript; charset=utf-8")  # fmt: skip
    response.headers["Service-Worker-Allowed"] = "/emergency/"
    response.headers["Cache-Control"] = "no-cache"
    return response


@acts(Action.emergency_see)
def emergency_alerts(request: HttpRequest) -> HttpResponse:
    found = alerts(by=_actor(request))
    return render(request, "counselling/emergency/alerts.html", {
        "opened": [one for one in found if one.status != "closed"], "closed": [one for one in found if one.status == "closed"],
    })  # fmt: skip


@acts(Action.emergency_see)
def emergency_alert(request: HttpRequest, alert_id: int) -> HttpResponse:
    context = {"alert": _alert(request, alert_id), "form": EndingForm(endings=ENDINGS)}
    return render(request, "counselling/emergency/alert.html", context)


@acts(Action.emergency_close)
@require_POST
def emergency_seen(request: HttpRequest, alert_id: int) -> HttpResponse:
    _alert(request, alert_id)
    see(alert_id=alert_id, by=_actor(request))
    messages.success(request, _("Noted that you have it in hand."))
    return redirect("emergency_alert", alert_id)


@acts(Action.emergency_close)
@require_POST
def emergency_close(request: HttpRequest, alert_id: int) -> HttpResponse:
    form = EndingForm(request.POST, endings=ENDINGS)
    if not form.is_valid():
        context = {"alert": _alert(request, alert_id), "form": form}
        return render(request, "counselling/emergency/alert.html", context, status=422)
    _alert(request, alert_id)
    close_alert(alert_id=alert_id, ending=form.cleaned_data["ending"], by=_actor(request))
    messages.success(request, _("The alert is closed."))
    return redirect("emergency_alerts")


def _alert(request: HttpRequest, alert_id: int) -> AlertLine:
    try:
        return alert(alert_id=alert_id, by=_actor(request))
    except EmergencyAlert.DoesNotExist:
        raise Http404 from None


def _sent(request: HttpRequest) -> list[dict[str, object]]:
    try:
        found = json.loads(request.body)
    except ValueError:
        return []
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _instant(sent: object) -> dt.datetime | None:
    """Milliseconds since 1970, as a browser counts."""
    if not isinstance(sent, int | float) or not 0 < sent < 4e12:
        return None
    return dt.datetime.fromtimestamp(sent / 1000, dt.UTC)
