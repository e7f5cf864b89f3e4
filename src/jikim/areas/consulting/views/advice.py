"""A workplace's advice, its checklists, measures chosen from the findings, the consultation record."""

from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jikim.areas.consulting.actions import advising, assessing, planning, reminding
from jikim.areas.consulting.actions.papers import plan_paper, record_paper
from jikim.areas.consulting.forms import AdviceForm
from jikim.areas.consulting.models import AssessmentClash
from jikim.areas.consulting.queries import pages as queries
from jikim.areas.consulting.views import actor, attached, private
from jikim.rules.access import Action, may
from jikim.rules.consulting import note_key, why_key
from jikim.shared import audit
from jikim.shared.access import Invalid, acts
from jikim.shared.clock import today
from jikim.shared.ui.asking import put_back
from jikim.shared.ui.words import say


@acts(Action.advice_see)
def advice(request: HttpRequest, workplace_id: int) -> HttpResponse:
    page = _page(request, workplace_id)
    audit.record(actor(request), "advice.read", "workplace", workplace_id)
    return private(render(request, "consulting/advice.html", {"page": page, "may_kits": bool(may(actor(request), Action.kit_see))}))


@acts(Action.plan_propose)
def propose(request: HttpRequest, workplace_id: int) -> HttpResponse:
    """The measures ticked become proposals. The same tick again changes nothing."""
    page = _page(request, workplace_id)
    if request.method == "POST":
        made = planning.propose_measures(
            workplace_id=workplace_id, number=page.number, keys=request.POST.getlist("measure"), by=actor(request)
        )
        if made:
            messages.success(request, _("%(count)s measures are proposed.") % {"count": len(made)})
        else:
            messages.info(request, _("Nothing new was chosen."))
    return redirect("advice", workplace_id)


@acts(Action.plan_propose)
def send_link(request: HttpRequest, workplace_id: int) -> HttpResponse:
    """Mail the workplace its link where it has an address; show it, so that it can be handed over at the visit."""
    page = _page(request, workplace_id)
    if request.method != "POST":
        return redirect("advice", workplace_id)
    sent = reminding.send_plan(workplace_id=workplace_id, by=actor(request))
    return private(render(request, "consulting/link.html", {"page": page, "sent": sent, "link": reminding.plan_link(workplace_id)}))


@acts(Action.plan_propose)
def advice_record(request: HttpRequest, workplace_id: int) -> HttpResponse:
    """One line of the consultation record."""
    page = _page(request, workplace_id)
    form = AdviceForm(request.POST or None, initial={"number": page.number, "on": today(), "uuid": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            advising.record_advice(workplace_id=workplace_id, advice_uuid=form.cleaned_data["uuid"], values=form.said(), by=actor(request))
        except Invalid as invalid:
            put_back(form, invalid)
        else:
            messages.success(request, _("Written down."))
            return redirect("advice", workplace_id)
    return private(render(request, "consulting/advice_record.html", {"page": page, "form": form}))


@acts(Action.advice_see)
def advice_pdf(request: HttpRequest, workplace_id: int, what: str, language: str) -> HttpResponse:
    make = {"plan": plan_paper, "record": record_paper}[what]
    _page(request, workplace_id)
    made = make(workplace_id=workplace_id, language=language, by=actor(request))
    return attached(made.data, made.file_name)


@acts(Action.advice_see)
def checklist(request: HttpRequest, number: UUID) -> HttpResponse:
    """Filled in by the visit's consultant; read by everybody else who may."""
    shown = _checklist(request, number)
    if request.method == "POST":
        return _filled(request, shown)
    return private(render(request, "consulting/checklist.html", {"shown": shown, "edit": uuid.uuid4()}))


@acts(Action.checklist_record)
def clash_settle(request: HttpRequest, clash_id: int) -> HttpResponse:
    if request.method != "POST" or request.POST.get("choice") not in ("mine", "theirs"):
        raise Http404
    try:
        one = assessing.settle_clash(clash_id=clash_id, choice=request.POST["choice"], by=actor(request))  # type: ignore[arg-type]
    except AssessmentClash.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("Taken. The other version is kept."))
    return redirect("checklist", one.uuid)


def _filled(request: HttpRequest, shown: queries.ChecklistPage) -> HttpResponse:
    """Kept first, whatever else; then closed if asked and nothing is missing."""
    by, number = actor(request), shown.uuid
    saved = assessing.save_levels(
        assessment_id=shown.id, edit_uuid=a_uuid(request.POST.get("edit")), base_version=a_version(request), values=_values(request, shown), by=by
    )
    if saved.state == "needs_you":
        messages.warning(request, say(saved.reason))
        return private(render(request, "consulting/checklist.html", {"shown": _checklist(request, number), "edit": uuid.uuid4()}, status=409))
    if "close" in request.POST:
        missing = assessing.close_assessment(assessment_id=shown.id, by=by)
        if missing:
            return private(render(request, "consulting/checklist.html", {
                "shown": _checklist(request, number), "edit": uuid.uuid4(), "missing": {one.field.removesuffix("--why") for one in missing},
            }, status=409))  # fmt: skip
        messages.success(request, _("The checklist is closed."))
        return redirect("advice", shown.workplace_id)
    messages.success(request, _("Kept."))
    return redirect("checklist", number)


def _values(request: HttpRequest, shown: queries.ChecklistPage) -> dict[str, Any]:
    keys = [one.item.key for part in shown.parts for one in part.items]
    names = [name for key in keys for name in (key, note_key(key), why_key(key))]
    return {name: request.POST[name] for name in names if request.POST.get(name)}


def a_version(request: HttpRequest) -> int:
    """The version a page was made from; 0 where it says none."""
    said = request.POST.get("version", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else 0


def a_uuid(said: str | None) -> UUID:
    """The number of an edit; a new one where a page says none."""
    try:
        return UUID(said or "")
    except ValueError:
        return uuid.uuid4()


def _page(request: HttpRequest, workplace_id: int) -> queries.AdvicePage:
    try:
        return queries.advice_page(workplace_id=workplace_id, by=actor(request))
    except ObjectDoesNotExist:
        raise Http404 from None


def _checklist(request: HttpRequest, number: UUID) -> queries.ChecklistPage:
    try:
        return queries.checklist_page(number=number, by=actor(request))
    except ObjectDoesNotExist:
        raise Http404 from None
