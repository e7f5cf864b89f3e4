"""Pages of consultants: the list, one consultant, months and days off, the proof, approval, the account."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from jikim.areas.dispatch.actions import consultants as actions
from jikim.areas.dispatch.actions.invitations import invite_consultant
from jikim.areas.dispatch.forms.consultants import AvailabilityForm, ConsultantForm, InviteForm, ProofForm
from jikim.areas.dispatch.queries import agencies as agency_queries
from jikim.areas.dispatch.queries import consultants as queries
from jikim.areas.dispatch.queries import words
from jikim.areas.dispatch.queries.declared import declared
from jikim.areas.dispatch.queries.lists import shown_value
from jikim.areas.dispatch.views import actor, asked, season_of
from jikim.areas.enrolment.public import season_facts
from jikim.rules.access import Action, may
from jikim.rules.intake_agencies import CONSULTANT_FIELDS
from jikim.rules.words import Text
from jikim.rules.workflow import CONSULTANT
from jikim.shared import audit
from jikim.shared.access import acts
from jikim.shared.clock import today
from jikim.shared.ui import formats
from jikim.shared.ui.asking import ReasonForm
from jikim.shared.ui.tables import Asked, Choice, Column, Filter, Table, respond
from jikim.shared.ui.words import say

_TO_CHECK = Text("승인·확인 대기", "To be approved or checked")
_SOON = Text("지났거나 60일 안에 끝남", "Run out or within 60 days")
_EXPORTED = ("region", "district", "latitude", "longitude", "days_off", "days_by_month", "email", "phone")
TABLE = Table(
    key="consultants",
    caption=_("Consultants"),
    columns=(
        Column("name", CONSULTANT_FIELDS["name"], link=lambda row: reverse("consultant", args=[row.id])),
        Column("agency", CONSULTANT_FIELDS["agency"]),
        Column("status", _("Status"), status="consultant"),
        Column("qualification", CONSULTANT_FIELDS["qualification"]),
        Column("qualified_until", CONSULTANT_FIELDS["qualified_until"]),
        Column("expiry", _("Validity"), value=lambda row: row.expiry_name, sortable=False, priority=2),
        Column("base", _("Base"), priority=2),
        Column("days_per_month", CONSULTANT_FIELDS["days_a_month"], numeric=True),
        Column("language_names", CONSULTANT_FIELDS["languages"], sortable=False, priority=2),
        Column("has_account", _("Account"), sortable=False, priority=2),
        *(Column(key, CONSULTANT_FIELDS[key], value=lambda row, key=key: _cell(row, key), export_only=True, sortable=False) for key in _EXPORTED),
    ),
    filters=(
        Filter("status", _("Status"), choices=[Choice("to_check", _TO_CHECK), *(Choice(state.key, state.name) for state in CONSULTANT.states)]),
        Filter("expiry", _("Validity"), choices=[Choice("soon", _SOON), *(Choice(key, text) for key, text in words.EXPIRY.items())]),
        Filter("qualification", _("Qualification"), choices=lambda request: [Choice(key, say(text)) for key, text in words.QUALIFICATIONS.items()]),
    ),
    default_sort="name",
    search=_("Name, agency or district"),
    empty=_("No consultant has been recorded yet."),
)  # fmt: skip


def _cell(row: queries.ConsultantLine, key: str) -> object:
    """An exported cell as an import reads it back."""
    value = getattr(row, key)
    return value if isinstance(value, float | None) else shown_value(key, value)


@acts(Action.agencies_see)
def consultants(request: HttpRequest) -> HttpResponseBase:
    season, by = season_of(request), actor(request)
    return respond(
        request, TABLE, "dispatch/consultants.html",
        rows=lambda asked: queries.consultants(season_id=season.id, asked=asked, by=by),
        context={"season": season, "may_record": may(by, Action.consultants_record),
                 "own": agency_queries.own_agencies(season_id=season.id, by=by)},
        exported=lambda asked, form, count: audit.record(by, "consultants.export", "season", season.id, form=form, rows=count),
    )  # fmt: skip


@acts(Action.availability_record)
def own_consultant(request: HttpRequest) -> HttpResponse:
    """The consultant's own page, wherever the list puts it."""
    found = queries.own_consultant_ids(by=actor(request))
    if not found:
        raise Http404
    return redirect("consultant", found[0])


@acts(Action.home_see)
def consultant(request: HttpRequest, consultant_id: int) -> HttpResponse:
    """One consultant, for whoever's seat reaches it: the office, the own agency, the consultant."""
    by = actor(request)
    page = queries.consultant_page(consultant_id=consultant_id, by=by)
    ties, _count = declared(season_id=page.season_id, asked=Asked(page_size=None), by=by, consultant_id=consultant_id)
    return render(request, "dispatch/consultant.html", {
        "page": page, "facts": _facts(page), "days": _days(page), "ties": [one for one in ties if one.ended_at is None],
        "open": page.line.status != "ended", "sees_list": may(by, Action.agencies_see),
    })  # fmt: skip


@acts(Action.consultants_record)
def consultant_new(request: HttpRequest, agency_id: int) -> HttpResponse:
    page = agency_queries.agency_page(agency_id=agency_id, by=actor(request))
    form = ConsultantForm(request.POST or None, initial={"languages": ["ko"], "days_a_month": 10, "region": page.line.region_keys[0] if page.line.region_keys else ""})
    record = lambda: actions.record_consultant(agency_id=agency_id, values=form.values(), by=actor(request))  # noqa: E731
    return asked(request, "dispatch/consultant_form.html", form, record, back="agency", args=(agency_id,), agency=page,
                 said=gettext("Recorded. Send the proof of the qualification, then the programme office approves."))  # fmt: skip


@acts(Action.consultants_record)
def consultant_edit(request: HttpRequest, consultant_id: int) -> HttpResponse:
    page = queries.consultant_page(consultant_id=consultant_id, by=actor(request))
    form = ConsultantForm(request.POST or None, initial=ConsultantForm.of(page))
    change = lambda: actions.change_consultant(  # noqa: E731
        consultant_id=consultant_id, version=form.cleaned_data["version"] or 0, values=form.values(), by=actor(request)
    )
    return asked(request, "dispatch/consultant_form.html", form, change, back="consultant", args=(consultant_id,), page=page,
                 said=gettext("Saved."))  # fmt: skip


@acts(Action.availability_record)
def consultant_days(request: HttpRequest, consultant_id: int) -> HttpResponse:
    page = queries.consultant_page(consultant_id=consultant_id, by=actor(request))
    form = AvailabilityForm(request.POST or None, initial=AvailabilityForm.of(page), months=_months(page.season_id))
    save = lambda: actions.set_availability(  # noqa: E731
        consultant_id=consultant_id, version=form.cleaned_data["version"], days_a_month=form.cleaned_data["days_a_month"],
        days_by_month=form.days_by_month(), days_off=form.cleaned_data["days_off"], by=actor(request),
    )  # fmt: skip
    return asked(request, "dispatch/consultant_days.html", form, save, back="consultant", args=(consultant_id,), page=page,
                 said=gettext("Saved."))  # fmt: skip


@acts(Action.consultants_record)
def consultant_proof(request: HttpRequest, consultant_id: int) -> HttpResponse:
    page = queries.consultant_page(consultant_id=consultant_id, by=actor(request))
    form = ProofForm(request.POST or None, request.FILES or None)
    keep = lambda: actions.keep_proof(  # noqa: E731
        consultant_id=consultant_id, data=form.cleaned_data["proof"].read(), name=form.cleaned_data["proof"].name, by=actor(request)
    )
    return asked(request, "dispatch/consultant_proof.html", form, keep, back="consultant", args=(consultant_id,), page=page,
                 said=gettext("The proof has been kept."))  # fmt: skip


@require_POST
@acts(Action.consultant_approve)
def consultant_approve(request: HttpRequest, consultant_id: int) -> HttpResponse:
    actions.approve_consultant(consultant_id=consultant_id, today=today(), by=actor(request))
    messages.success(request, gettext("Approved."))
    return redirect("consultant", consultant_id)


@acts(Action.consultant_approve)
def consultant_send_back(request: HttpRequest, consultant_id: int) -> HttpResponse:
    page = queries.consultant_page(consultant_id=consultant_id, by=actor(request))
    form = ReasonForm(request.POST or None)
    back = lambda: actions.send_back(consultant_id=consultant_id, reason=form.text(), by=actor(request))  # noqa: E731
    return asked(request, "dispatch/consultant_reason.html", form, back, back="consultant", args=(consultant_id,), page=page,
                 title=_("Send back"), said=gettext("Sent back with your reason."))  # fmt: skip


@require_POST
@acts(Action.consultants_record)
def consultant_again(request: HttpRequest, consultant_id: int) -> HttpResponse:
    actions.hand_in_again(consultant_id=consultant_id, by=actor(request))
    messages.success(request, gettext("Handed in. The programme office looks at it again."))
    return redirect("consultant", consultant_id)


@acts(Action.consultants_record)
def consultant_end(request: HttpRequest, consultant_id: int) -> HttpResponse:
    page = queries.consultant_page(consultant_id=consultant_id, by=actor(request))
    form = ReasonForm(request.POST or None)
    end = lambda: actions.end_consultant(consultant_id=consultant_id, reason=form.text(), by=actor(request))  # noqa: E731
    return asked(request, "dispatch/consultant_reason.html", form, end, back="consultant", args=(consultant_id,), page=page,
                 title=_("Send no more"), ending=True, said=gettext("Ended."))  # fmt: skip


@acts(Action.consultants_record)
def consultant_invite(request: HttpRequest, consultant_id: int) -> HttpResponse:
    page = queries.consultant_page(consultant_id=consultant_id, by=actor(request))
    form = InviteForm(request.POST or None, initial={"email": page.line.email})
    send = lambda: invite_consultant(consultant_id=consultant_id, email=form.cleaned_data["email"], by=actor(request))  # noqa: E731
    return asked(request, "dispatch/consultant_invite.html", form, send, back="consultant", args=(consultant_id,), page=page,
                 said=gettext("The invitation has been sent."))  # fmt: skip


def _facts(page: queries.ConsultantPage) -> list[tuple[object, object]]:
    line, names = page.line, CONSULTANT_FIELDS
    return [
        (names["agency"], line.agency), (names["qualification"], line.qualification),
        (names["qualified_until"], line.qualified_until or words.EXPIRY["unknown"]), (_("Base"), line.base),
        (names["languages"], line.language_names), (names["phone"], line.phone), (names["email"], line.email),
    ]  # fmt: skip


def _days(page: queries.ConsultantPage) -> list[tuple[object, object]]:
    line = page.line
    return [
        (CONSULTANT_FIELDS["days_a_month"], line.days_per_month),
        (CONSULTANT_FIELDS["days_by_month"], shown_value("days_by_month", line.days_by_month)),
        (CONSULTANT_FIELDS["days_off"], formats.periods(line.days_off)),
    ]  # fmt: skip


def _months(season_id: int) -> list[dt.date]:
    """The season's months."""
    season = season_facts(on=today(), season_id=season_id)
    assert season is not None
    first, last = season.starts_on, season.ends_on
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [dt.date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 1) for n in range(count)]
