"""Telling who holds an old piece: looked at, begun in one press, stopped in one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jikim.areas.campaigns.actions.notices import stop_telling, tell_old_holders
from jikim.areas.campaigns.queries.notices import PACE, notices_page
from jikim.areas.campaigns.views import actor
from jikim.rules.access import Action
from jikim.shared.access import acts


@acts(Action.wave_send)
def kit_notices(request: HttpRequest) -> HttpResponse:
    """The letter, how many get it, what has gone; a press begins, another stops."""
    by = actor(request)
    if request.method == "POST":
        if "stop" in request.POST:
            messages.success(request, _("%(count)s letters were held back.") % {"count": f"{stop_telling(by=by):,}"})
        else:
            messages.success(request, _("%(count)s letters go out from now on.") % {"count": f"{tell_old_holders(by=by):,}"})
        return redirect("kit_notices")
    return render(request, "campaigns/notices.html", {"page": notices_page(by=by), "pace": PACE})
