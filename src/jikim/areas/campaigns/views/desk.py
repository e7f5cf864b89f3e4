"""The campaign desk: the list, one campaign with its steps, channels and reach, names given with pledges."""

from __future__ import annotations

import io

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from jikim.areas.campaigns.actions import campaigns as actions
from jikim.areas.campaigns.forms.campaigns import CampaignForm, ChannelForm, NewCampaignForm
from jikim.areas.campaigns.models import Campaign
from jikim.areas.campaigns.queries import campaigns as queries
from jikim.areas.campaigns.queries.kits import AUDIENCES
from jikim.areas.campaigns.queries.steps import steps_of
from jikim.areas.campaigns.views import actor, reason_of, told
from jikim.rules.access import Action, may
from jikim.rules.workflow import CAMPAIGN, PLEDGE_NAME
from jikim.shared import audit
from jikim.shared.access import Invalid, acts
from jikim.shared.ui.asking import ReasonForm
from jikim.shared.ui.tables import Choice, Column, Filter, Table, respond
from jikim.shared.ui.words import say

TABLE = Table(
    key="campaigns", caption=_("Campaigns"),
    columns=(
        Column("title", _("Campaign"), link=lambda row: reverse("campaign", args=[row.id])),
        Column("audience", _("For whom"), sortable=False),
        Column("status", _("State"), status="campaign", sortable=False),
        Column("starts_on", _("First day")),
        Column("ends_on", _("Last day"), priority=2),
        Column("visits", _("Visits to its page"), numeric=True, sortable=False),
        Column("pledges", _("Pledges"), numeric=True, sortable=False),
    ),
    filters=(
        Filter("status", _("State"), choices=lambda request: [Choice(one.key, say(one.name)) for one in CAMPAIGN.states]),
        Filter("audience", _("For whom"), choices=lambda request: [Choice(key, say(text)) for key, text in AUDIENCES.items()]),
    ),
    default_sort="-starts_on", search=_("Title or address"), empty=_("There is no campaign yet."),
)  # fmt: skip
NAMES = Table(
    key="pledge_names", caption=_("Names given with pledges"),
    columns=(
        Column("name", _("Name of the organisation"), link=lambda row: reverse("pledge_name", args=[row.id])),
        Column("campaign", _("Campaign"), sortable=False),
        Column("offered_on", _("Given on")),
        Column("status", _("State"), status="pledge_name", sortable=False),
    ),
    filters=(Filter("status", _("State"), choices=lambda request: [Choice(one.key, say(one.name)) for one in PLEDGE_NAME.states]),),
    default_sort="-offered_on", search=_("Name of the organisation"), empty=_("No organisation has given its name."), exports=False,
)  # fmt: skip


@acts(Action.campaign_see)
def campaigns(request: HttpRequest) -> HttpResponseBase:
    by = actor(request)
    return respond(
        request, TABLE, "campaigns/list.html", context={"may_write": may(by, Action.campaign_draft)}, rows=lambda asked: queries.campaign_lines(asked=asked, by=by),
        exported=lambda asked, form, count: audit.record(by, "export", "campaign", "list", form=form, rows=count),
    )  # fmt: skip


@acts(Action.campaign_draft)
def campaign_new(request: HttpRequest) -> HttpResponse:
    form = NewCampaignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            one = actions.draft_campaign(slug=form.cleaned_data["slug"], values=form.cleaned_data, by=actor(request))
        except Invalid as wrong:
            told(form, wrong)
        else:
            return redirect("campaign", one.pk)
    return render(request, "campaigns/form.html", {"form": form}, status=422 if form.errors else 200)


@acts(Action.campaign_draft)
def campaign_edit(request: HttpRequest, campaign_id: int) -> HttpResponse:
    one = _campaign(campaign_id)
    form = CampaignForm(request.POST or None, initial={name: getattr(one, name) for name in (*actions.FIELDS, "version")})
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_campaign(campaign_id=one.pk, version=form.cleaned_data["version"] or 0, values=form.cleaned_data, by=actor(request))
        except Invalid as wrong:
            told(form, wrong)
        else:
            return redirect("campaign", one.pk)
    return render(request, "campaigns/form.html", {"form": form, "campaign": one}, status=422 if form.errors else 200)


@acts(Action.campaign_see)
def campaign(request: HttpRequest, campaign_id: int) -> HttpResponse:
    by = actor(request)
    try:
        page = queries.campaign_page(campaign_id, by=by)
    except Campaign.DoesNotExist:
        raise Http404 from None
    return render(request, "campaigns/campaign.html", {
        "page": page, "steps": steps_of("campaign", page.row.status, by), "may_write": may(by, Action.campaign_draft), "may_send": may(by, Action.wave_send),
        "may_name": may(by, Action.pledge_decide),
        "channel_form": ChannelForm(), "is_draft": page.row.status == "draft", "is_own": page.written_by_key == by.key,
        "is_over": page.row.status in ("ended", "cancelled"), "is_public": page.row.status in queries.PUBLIC,
    })  # fmt: skip


@acts(Action.campaign_see)
def campaign_step(request: HttpRequest, campaign_id: int, to: str) -> HttpResponse:
    """A step that wants a reason asks for it; the others are one press."""
    one, by = _campaign(campaign_id), actor(request)
    arrow = CAMPAIGN.arrow(one.status, to)
    form = ReasonForm(request.POST or None) if arrow and arrow.reason_required else None
    if request.method == "POST" and (form is None or form.is_valid()):
        actions.move_campaign(campaign_id=one.pk, to=to, by=by, **({"reason": reason_of(form)} if form else {}))
        messages.success(request, gettext("Done."))
        return redirect("campaign", one.pk)
    if form is None:
        return redirect("campaign", one.pk)
    return render(request, "campaigns/why.html", {"form": form, "to": to, "kind": "campaign", "back": reverse("campaign", args=[one.pk]), "name": one.title})


@acts(Action.campaign_draft)
@require_POST
def campaign_channel(request: HttpRequest, campaign_id: int) -> HttpResponse:
    form = ChannelForm(request.POST)
    if form.is_valid():
        try:
            actions.add_channel(campaign_id=_campaign(campaign_id).pk, **form.cleaned_data, by=actor(request))
        except Invalid as wrong:
            told(form, wrong)
        else:
            return redirect(f"{reverse('campaign', args=[campaign_id])}#channels")
    return render(request, "campaigns/channel.html", {"form": form, "campaign": _campaign(campaign_id)}, status=422)


@acts(Action.campaign_see)
def channel_qr(request: HttpRequest, campaign_id: int, key: str) -> HttpResponse:
    """The short address as a picture for the printer."""
    one = _campaign(campaign_id)
    channel = one.channels.filter(key=key).first()
    if channel is None:
        raise Http404
    out = io.BytesIO()
    segno.make(queries.short_address(one, channel), error="m").save(out, kind="svg", scale=6, border=4)
    return HttpResponse(out.getvalue(), content_type="image/svg+xml")


@acts(Action.pledge_decide)
def pledge_names(request: HttpRequest) -> HttpResponseBase:
    by = actor(request)
    return respond(request, NAMES, "campaigns/names.html", rows=lambda asked: queries.name_lines(asked=asked, by=by))


@acts(Action.pledge_decide)
def pledge_name(request: HttpRequest, name_id: int) -> HttpResponse:
    """One name: shown with the pledges, or not and why."""
    one = queries.name_line(name_id, by=actor(request))
    if one is None:
        raise Http404
    form = ReasonForm(request.POST if request.POST.get("to") == "refused" else None)
    to = request.POST.get("to", "")
    if request.method == "POST" and (to == "shown" or (to == "refused" and form.is_valid())):
        actions.decide_name(name_id=name_id, to=to, by=actor(request), **({"reason": reason_of(form)} if to == "refused" else {}))
        messages.success(request, gettext("Decided."))
        return redirect("pledge_names")
    return render(request, "campaigns/name.html", {"one": one, "form": form}, status=422 if form.is_bound else 200)


def _campaign(campaign_id: int) -> Campaign:
    try:
        return Campaign.objects.get(pk=campaign_id)
    except Campaign.DoesNotExist:
        raise Http404 from None
