"""A wave of mail: planned, looked at, tried on oneself, started, stopped."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jikim.areas.campaigns.actions import waves as actions
from jikim.areas.campaigns.forms.waves import WaveForm
from jikim.areas.campaigns.models import Campaign, Wave
from jikim.areas.campaigns.queries.steps import steps_of
from jikim.areas.campaigns.queries.waves import wave_page
from jikim.areas.campaigns.views import actor, reason_of, spoken, told
from jikim.rules.access import Action, may
from jikim.rules.workflow import WAVE
from jikim.shared.access import Invalid, acts
from jikim.shared.sheets import SheetError
from jikim.shared.ui.asking import ImportForm, ReasonForm
from jikim.shared.ui.words import say


@acts(Action.wave_send)
def wave_new(request: HttpRequest, campaign_id: int) -> HttpResponse:
    campaign = Campaign.objects.filter(pk=campaign_id).first()
    if campaign is None:
        raise Http404
    form = WaveForm(campaign, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            one = actions.plan_wave(campaign_id=campaign_id, values=form.cleaned_data, channel_id=form.cleaned_data["channel"], by=actor(request))
        except Invalid as wrong:
            told(form, wrong)
        else:
            return redirect("wave", one.pk)
    return render(request, "campaigns/wave_form.html", {"form": form, "campaign": campaign}, status=422 if form.errors else 200)


@acts(Action.wave_send)
def wave_edit(request: HttpRequest, wave_id: int) -> HttpResponse:
    one = _wave(wave_id)
    initial = {name: getattr(one, name) for name in (*actions.FIELDS, "version")} | {"channel": one.channel_id}
    form = WaveForm(one.campaign, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.edit_wave(wave_id=wave_id, version=said["version"] or 0, values=said, channel_id=said["channel"], by=actor(request))
        except Invalid as wrong:
            told(form, wrong)
        else:
            return redirect("wave", wave_id)
    return render(request, "campaigns/wave_form.html", {"form": form, "campaign": one.campaign, "wave": one}, status=422 if form.errors else 200)


@acts(Action.campaign_see)
def wave(request: HttpRequest, wave_id: int) -> HttpResponse:
    """The letter as it goes, how many get it, what has gone."""
    _wave(wave_id)
    return _shown(request, wave_id)


@acts(Action.wave_send)
@require_POST
def wave_list(request: HttpRequest, wave_id: int) -> HttpResponse:
    """A list of recipients; rows that could not be taken are shown with their reason."""
    _wave(wave_id)
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _shown(request, wave_id, form=form, status=422)
    try:
        taken, errors = actions.take_list(wave_id=wave_id, data=form.cleaned_data["sheet"].read(), by=actor(request))
    except SheetError as unreadable:
        form.add_error("sheet", say(unreadable.reason))
        return _shown(request, wave_id, form=form, status=422)
    messages.success(request, _("%(count)s addresses were taken.") % {"count": f"{taken:,}"})
    return _shown(request, wave_id, rows=errors) if errors else redirect("wave", wave_id)


@acts(Action.wave_send)
@require_POST
def wave_try(request: HttpRequest, wave_id: int) -> HttpResponse:
    _wave(wave_id)
    address = str(getattr(request.user, "email", ""))
    actions.try_wave(wave_id=wave_id, to=address, language=spoken(), by=actor(request))
    messages.success(request, _("The letter is on its way to your own address."))
    return redirect("wave", wave_id)


@acts(Action.wave_send)
def wave_step(request: HttpRequest, wave_id: int, to: str) -> HttpResponse:
    one, by = _wave(wave_id), actor(request)
    arrow = WAVE.arrow(one.status, to)
    form = ReasonForm(request.POST or None) if arrow and arrow.reason_required else None
    if request.method == "POST" and (form is None or form.is_valid()):
        if to == "sending":
            count = actions.start_wave(wave_id=wave_id, by=by)
            messages.success(request, _("Sending to %(count)s organisations has begun.") % {"count": f"{count:,}"})
        else:
            actions.stop_wave(wave_id=wave_id, by=by, **({"reason": reason_of(form)} if form else {}))
        return redirect("wave", wave_id)
    if form is None:
        return redirect("wave", wave_id)
    return render(request, "campaigns/why.html", {"form": form, "to": to, "kind": "campaign_wave", "back": reverse("wave", args=[wave_id]), "name": one.subject})


def _shown(request: HttpRequest, wave_id: int, *, status: int = 200, form: ImportForm | None = None, rows: object = ()) -> HttpResponse:
    by = actor(request)
    page = wave_page(wave_id, by=by)
    return render(request, "campaigns/wave.html", {
        "page": page, "steps": steps_of("campaign_wave", page.status, by), "may_send": may(by, Action.wave_send), "form": form or ImportForm(), "rows": rows,
        "is_planned": page.status == "planned",
    }, status=status)  # fmt: skip


def _wave(wave_id: int) -> Wave:
    try:
        return Wave.objects.select_related("campaign").get(pk=wave_id)
    except Wave.DoesNotExist:
        raise Http404 from None
