"""Paper: forms printed for an open round; keying twice, comparing, destroying at a seat that knows no workplace."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jikim.areas.surveys.actions import keying
from jikim.areas.surveys.actions.paper import issue_paper
from jikim.areas.surveys.forms.paper import DestroyForm, IssueForm, KeyingForm, NumberForm, VoidForm
from jikim.areas.surveys.models import PaperDestruction, PaperForm
from jikim.areas.surveys.queries import paper as queries
from jikim.rules.access import Action, Actor
from jikim.rules.words import Text
from jikim.rules.workflow import PAPER_FORM
from jikim.shared.access import Conflict, acts
from jikim.shared.ui.tables import Choice, Column, Filter, Table, respond
from jikim.shared.ui.words import say

FORMS = Table(
    key="paper",
    caption=_("Paper forms"),
    columns=(
        Column("number", _("Form number"), link=lambda row: reverse("paper_form", args=[row.number])),
        Column("status", _("Status"), status="paper_form"),
        Column("since", _("Status since")),
    ),
    filters=(Filter("status", _("Status"), choices=[Choice(state.key, state.name) for state in PAPER_FORM.states]),),
    default_sort="number", empty=_("No paper form has been printed yet."),
)  # fmt: skip
VOID_REASONS = {
    "blank": Text("빈 설문지입니다.", "It is empty."), "torn": Text("읽을 수 없습니다.", "It cannot be read."),
    "late": Text("회차가 마감된 뒤에 도착했습니다.", "It came after the round had closed."),
    "twice": Text("두 번 제출되었습니다.", "It was handed in twice."),
}  # fmt: skip
WAYS = {
    "shredded": Text("세단", "Shredded"), "dissolved": Text("용해", "Pulped"), "burned": Text("소각", "Burned"),
}  # fmt: skip


@acts(Action.paper_issue)
def paper_issue(request: HttpRequest, round_id: int) -> HttpResponse:
    row = queries.paper_round(by=_actor(request), round_id=round_id)
    form = IssueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = issue_paper(round_id=round_id, by=_actor(request), **form.cleaned_data)
        response = HttpResponse(made, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="paper-{row.number}.pdf"'
        response["Cache-Control"] = "private, no-store"
        return response
    return render(request, "surveys/paper/issue.html", {"row": row, "form": form})


@acts(Action.paper_key)
def paper_forms(request: HttpRequest) -> HttpResponseBase:
    by = _actor(request)
    number = NumberForm(request.GET if "number" in request.GET else None)
    if number.is_bound and number.is_valid():
        return redirect("paper_form", number.cleaned_data["number"])
    counts = queries.paper_counts(by=by)
    return respond(
        request, FORMS, "surveys/paper/forms.html",
        context={"form": number, "counts": counts, "ready": counts.get("settled", 0) + counts.get("void", 0)},
        rows=lambda asked: queries.paper_forms(by=by, asked=asked),
    )  # fmt: skip


@acts(Action.paper_key)
def paper_form(request: HttpRequest, number: str) -> HttpResponse:
    """Key the form, or, where two keyings differ, settle the lines that do."""
    form = _found(request, number)
    if form.status == "differing":
        return _resolve(request, form)
    if form.status not in ("issued", "keyed_once"):
        return render(request, "surveys/paper/done.html", {"paper": form})
    asked = KeyingForm(form.round, request.POST or None)
    if request.method == "POST" and asked.is_valid():
        turn = 2 if request.POST.get("turn") == "2" else 1
        keyed = keying.key_form(number=number, values=asked.values(), by=_actor(request), turn=turn)
        return _next(request, keyed)
    return render(request, "surveys/paper/key.html", {"paper": form, "form": asked, "second": form.status == "keyed_once"})


@acts(Action.paper_key)
def paper_void(request: HttpRequest, number: str) -> HttpResponse:
    form = VoidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        keying.void_form(number=number, reason=VOID_REASONS[form.cleaned_data["reason"]], by=_actor(request))
        messages.success(request, gettext("Form %(number)s is void. Nothing of it was kept.") % {"number": number})
        return redirect("paper_forms")
    return render(request, "surveys/paper/void.html", {"paper": _found(request, number), "form": form})


@acts(Action.paper_key)
def paper_destroy(request: HttpRequest) -> HttpResponse:
    by = _actor(request)
    numbers = queries.ready_for_destruction(by=by)
    form = DestroyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        listed = request.POST.getlist("number")
        protocol = keying.destroy_forms(
            numbers=listed, way=form.cleaned_data["way"], witness_name=form.cleaned_data["witness_name"], by=by
        )
        return redirect("paper_protocol", protocol.pk)
    return render(request, "surveys/paper/destroy.html", {"numbers": numbers, "form": form, "protocols": queries.protocols(by=by)})


@acts(Action.paper_key)
def paper_protocol(request: HttpRequest, protocol_id: int) -> HttpResponse:
    try:
        one = queries.protocol(by=_actor(request), protocol_id=protocol_id)
    except PaperDestruction.DoesNotExist as gone:
        raise Http404 from gone
    return render(request, "surveys/paper/protocol.html", {"one": one, "way": say(WAYS[one.way])})


def _resolve(request: HttpRequest, form: PaperForm) -> HttpResponse:
    by = _actor(request)
    found = keying.open_differences(number=form.number, by=by)
    # a second keying sent twice comes here too: it must not settle its own differences
    posted = request.POST if request.POST.get("turn") == "3" else None
    asked = KeyingForm(form.round, posted, only=frozenset(one.key for one in found))
    if posted and asked.is_valid():
        return _next(request, keying.resolve_form(number=form.number, chosen=asked.values(), by=by))
    return render(request, "surveys/paper/differing.html", {"paper": form, "form": asked, "count": len(found)})


def _next(request: HttpRequest, keyed: keying.Keyed) -> HttpResponse:
    said = {
        "keyed_once": gettext("Form %(number)s has been keyed once. Put it on the pile for the second keying."),
        "settled": gettext("Form %(number)s is settled. It can be destroyed."),
        "differing": gettext("Form %(number)s: the two keyings differ. Please look at the paper once more."),
    }[keyed.status]
    level = messages.warning if keyed.status == "differing" else messages.success
    level(request, said % {"number": keyed.number})
    return redirect("paper_form", keyed.number) if keyed.status == "differing" else redirect("paper_forms")


def _found(request: HttpRequest, number: str) -> PaperForm:
    try:
        return keying.find_form(number=number, by=_actor(request))
    except Conflict as unknown:
        raise Http404(say(unknown.reason)) from unknown


def _actor(request: HttpRequest) -> Actor:
    found: Actor = request.actor  # type: ignore[attr-defined]
    return found
