"""One record: read, settled, closed, reviewed, printed. Filling it in is the app's (or a spreadsheet's)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jikim.areas.visits.actions import closing, headcounts, reviewing, saving
from jikim.areas.visits.actions.paper import visit_paper
from jikim.areas.visits.forms import HeadcountForm, ReasonForm
from jikim.areas.visits.models import HeadcountCase, Visit, VisitAttachment, VisitConflict
from jikim.areas.visits.queries import record as queries
from jikim.areas.visits.views import PDF, actor, private
from jikim.rules.access import Action
from jikim.rules.visiting import Proposal
from jikim.shared import audit
from jikim.shared.access import acts
from jikim.shared.files.store import read


def _shown(request: HttpRequest, visit_uuid: UUID) -> queries.Record:
    try:
        return queries.record(visit_uuid=visit_uuid, by=actor(request))
    except Visit.DoesNotExist:
        raise Http404 from None


@acts(Action.visits_see)
def visit_record(request: HttpRequest, visit_uuid: UUID) -> HttpResponse:
    record = _shown(request, visit_uuid)
    audit.record(actor(request), "visit.read", "visit", visit_uuid, whole=record.is_whole)
    return private(render(request, "visits/record.html", {"record": record}))


@acts(Action.visit_record)
def visit_close(request: HttpRequest, visit_uuid: UUID) -> HttpResponse:
    """Closed, or back with what is missing. A second click finds it closed."""
    record = _shown(request, visit_uuid)
    if request.method == "POST" and record.status in saving.WRITABLE:
        missing = closing.close_visit(visit_id=record.id, by=actor(request))
        if missing:
            return private(render(request, "visits/record.html", {"record": record, "missing": True}, status=409))
        messages.success(request, _("The record is closed. Thank you."))
    return redirect("visit_record", visit_uuid)


@acts(Action.visit_record)
def visit_not_held(request: HttpRequest, visit_uuid: UUID) -> HttpResponse:
    appointment_id = _appointment(visit_uuid)

    def end(form: Any) -> None:
        closing.mark_not_held(appointment_id=appointment_id, reason=form.reason(), by=actor(request))

    return _with_reason(request, visit_uuid, "visits/not_held.html", end, _("Written down: the visit was not held."))


@acts(Action.visit_record)
def visit_settle(request: HttpRequest, conflict_id: int) -> HttpResponse:
    conflict = VisitConflict.objects.select_related("visit").filter(pk=conflict_id).first()
    if conflict is None or request.method != "POST" or request.POST.get("choice") not in ("mine", "theirs"):
        raise Http404
    saving.settle_conflict(conflict_id=conflict_id, choice=request.POST["choice"], by=actor(request))  # type: ignore[arg-type]
    messages.success(request, _("Taken. The other version stays below."))
    return redirect("visit_record", conflict.visit.uuid)


@acts(Action.visit_review)
def visit_review(request: HttpRequest, visit_uuid: UUID, step: str) -> HttpResponse:
    """`take` under review, or `accept`. A second click finds it done."""
    record = _shown(request, visit_uuid)
    act, states = {"take": (reviewing.take_up, ("closed",)), "accept": (reviewing.accept_visit, ("closed", "in_review"))}[step]
    if request.method == "POST" and record.status in states:
        act(visit_id=record.id, by=actor(request))
        messages.success(request, _("Done."))
    return redirect("visit_record", visit_uuid)


@acts(Action.visit_review)
def visit_return(request: HttpRequest, visit_uuid: UUID) -> HttpResponse:
    def back(form: Any) -> None:
        reviewing.return_visit(visit_id=_shown(request, visit_uuid).id, reason=form.reason(), by=actor(request))

    return _with_reason(request, visit_uuid, "visits/return.html", back, _("The record has gone back to the consultant."))


@acts(Action.visits_see)
def visit_pdf(request: HttpRequest, visit_uuid: UUID, language: str) -> HttpResponse:
    _shown(request, visit_uuid)
    made = visit_paper(visit_uuid=visit_uuid, language=language, by=actor(request))
    response = HttpResponse(made.data, content_type=PDF)
    response["Content-Disposition"] = f'attachment; filename="{made.file_name}"'
    return private(response)


@acts(Action.visits_see)
def visit_picture(request: HttpRequest, visit_uuid: UUID, picture_uuid: UUID) -> HttpResponse:
    try:
        found = queries.picture(visit_uuid=visit_uuid, picture_uuid=picture_uuid, by=actor(request))
    except (Visit.DoesNotExist, VisitAttachment.DoesNotExist):
        raise Http404 from None
    response = HttpResponse(read(found.file), content_type=found.file.media_type)
    response["X-Content-Type-Options"], response["Content-Disposition"] = "nosniff", "inline"
    return private(response)


@acts(Action.visit_read)
def headcount(request: HttpRequest, case_id: int) -> HttpResponse:
    case = HeadcountCase.objects.select_related("visit").filter(pk=case_id).first()
    if case is None:
        raise Http404
    record = _shown(request, case.visit.uuid)
    form = HeadcountForm(request.POST or None, initial={"decision": case.proposal})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        headcounts.decide_headcount(
            case_id=case_id, decision=Proposal(said["decision"]), reason=form.reason(), settlement=said["settlement"], by=actor(request)
        )
        messages.success(request, _("Decided."))
        return redirect("headcount", case_id)
    return private(render(request, "visits/headcount.html", {"case": case, "record": record, "form": form, "verdict": queries.may_decide(case, actor(request))}))


def _with_reason(request: HttpRequest, visit_uuid: UUID, template: str, act: Callable[[Any], None], done: str) -> HttpResponse:
    record, form = _shown(request, visit_uuid), ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act(form)
        messages.success(request, done)
        return redirect("visit_record", visit_uuid)
    return private(render(request, template, {"record": record, "form": form}))


def _appointment(visit_uuid: UUID) -> int:
    found = Visit.objects.filter(uuid=visit_uuid).values_list("appointment_id", flat=True).first()
    if found is None:
        raise Http404
    return int(found)
