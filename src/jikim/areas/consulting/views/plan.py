"""One measure of a plan: agreed, refused, carried on, shown to be done, verified. By account, and by the workplace's signed link."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jikim.areas.consulting.actions import planning, reminding
from jikim.areas.consulting.actions.evidence import add_evidence, choose_proof
from jikim.areas.consulting.actions.papers import plan_paper
from jikim.areas.consulting.forms import AgreeForm, EvidenceForm, ItemForm, ProgressForm, ProofForm
from jikim.areas.consulting.models import PlanEvidence, PlanItem
from jikim.areas.consulting.queries import pages as queries
from jikim.areas.consulting.queries.plan import plan_line
from jikim.areas.consulting.views import actor, attached, private
from jikim.rules.access import Action, Actor
from jikim.rules.words import NOTHING
from jikim.rules.workflow import LIFECYCLES
from jikim.shared import audit
from jikim.shared.access import Invalid, acts, public_page
from jikim.shared.files.store import read
from jikim.shared.throttle import Limit, throttled
from jikim.shared.ui.asking import ReasonForm, put_back

LINK_LIMIT = Limit("improvement_plan", 120, 3600)
#: moves that go with a reason
REASONED = frozenset(arrow.target + "<" + arrow.source for arrow in LIFECYCLES["plan_item"].arrows if arrow.reason_required)


@dataclass(frozen=True, slots=True)
class Door:
    """By which door somebody came: their account, or a workplace's link. Says where pages lie; the acting person is `by`."""

    by: Actor
    token: str = ""

    def item(self, item_id: int, name: str = "plan_item", *args: Any) -> str:
        return reverse(name.replace("plan_item", "plan_link_item"), args=[self.token, item_id, *args]) if self.token else reverse(name, args=[item_id, *args])

    @property
    def base(self) -> str:
        return "consulting/base_link.html" if self.token else "consulting/base_account.html"


@acts(Action.advice_see)
def plan_item(request: HttpRequest, item_id: int) -> HttpResponse:
    return _item(request, item_id, Door(actor(request)))


@acts(Action.advice_see)
def plan_item_step(request: HttpRequest, item_id: int, to: str) -> HttpResponse:
    return _step(request, item_id, to, Door(actor(request)))


@acts(Action.plan_keep)
def plan_item_evidence(request: HttpRequest, item_id: int) -> HttpResponse:
    return _evidence(request, item_id, Door(actor(request)))


@acts(Action.advice_see)
def plan_item_file(request: HttpRequest, item_id: int, evidence_id: int) -> HttpResponse:
    return _file(item_id, evidence_id, Door(actor(request)))


@public_page
@throttled(LINK_LIMIT)
def plan_link(request: HttpRequest, token: str) -> HttpResponse:
    """The workplace's plan without an account: the address is the key."""
    workplace_id = reminding.workplace_of_link(token)
    page = queries.link_page(workplace_id=workplace_id, by=reminding.link_holder(workplace_id))
    return private(render(request, "consulting/plan_link.html", {"page": page, "token": token}))


@public_page
@throttled(LINK_LIMIT)
def plan_link_item(request: HttpRequest, token: str, item_id: int) -> HttpResponse:
    return _item(request, item_id, _door(token))


@public_page
@throttled(LINK_LIMIT)
def plan_link_item_step(request: HttpRequest, token: str, item_id: int, to: str) -> HttpResponse:
    return _step(request, item_id, to, _door(token))


@public_page
@throttled(LINK_LIMIT)
def plan_link_item_evidence(request: HttpRequest, token: str, item_id: int) -> HttpResponse:
    return _evidence(request, item_id, _door(token))


@public_page
@throttled(LINK_LIMIT)
def plan_link_item_file(request: HttpRequest, token: str, item_id: int, evidence_id: int) -> HttpResponse:
    return _file(item_id, evidence_id, _door(token))


@public_page
@throttled(LINK_LIMIT)
def plan_link_paper(request: HttpRequest, token: str, language: str) -> HttpResponse:
    door = _door(token)
    made = plan_paper(workplace_id=reminding.workplace_of_link(token), language=language, by=door.by)
    return attached(made.data, made.file_name)


def _door(token: str) -> Door:
    return Door(reminding.link_holder(reminding.workplace_of_link(token)), token)


def _item(request: HttpRequest, item_id: int, door: Door) -> HttpResponse:
    """The measure; saving owner, day and progress keeps what was written even when somebody was faster."""
    shown = _found(item_id, door)
    proposed = shown.line.status in ("proposed", "refused")
    form = _form(request, shown, AgreeForm if proposed else ProgressForm if "progress" in request.POST else ItemForm)
    if request.method == "POST" and form.is_valid():
        act: Callable[..., Any] = planning.agree_item if proposed else planning.change_item
        try:
            act(item_id=item_id, version=form.cleaned_data["version"], values=form.said(), by=door.by)
        except planning.Stale as stale:
            return _shown(request, _found(item_id, door), door, _again(form, stale.item), stale=stale, status=409)
        except Invalid as invalid:
            put_back(form, invalid)
        else:
            messages.success(request, _("Kept."))
            return redirect(door.item(item_id))
    return _shown(request, shown, door, form)


def _again(form: Any, item: PlanItem) -> Any:
    """What was typed, now made from the newest version: saving it again means it."""
    return type(form)(form.data.copy() | {"version": item.version})


def _form(request: HttpRequest, shown: queries.ItemPage, kind: type[Any]) -> Any:
    line = shown.line
    initial = {"owner": line.owner, "due_on": line.due_on, "evidence_wanted": line.evidence_wanted, "progress": line.progress, "version": line.version}
    return kind(request.POST or None, initial=initial)


def _shown(request: HttpRequest, shown: queries.ItemPage, door: Door, form: Any, *, stale: planning.Stale | None = None, status: int = 200) -> HttpResponse:
    other = _form_of(shown, ProgressForm if isinstance(form, ItemForm) else ItemForm)
    forms = {"item_form": form, "progress_form": other} if isinstance(form, ItemForm) else {"item_form": other, "progress_form": form}
    return private(render(request, "consulting/item.html", {
        "shown": shown, "door": door, "base": door.base, "stale": stale, "now": plan_line(stale.item) if stale else None, **forms,
        "evidence_form": EvidenceForm(), "places": _places(shown, door),
    }, status=status))  # fmt: skip


def _form_of(shown: queries.ItemPage, kind: type[Any]) -> Any:
    line = shown.line
    return kind(initial={"owner": line.owner, "due_on": line.due_on, "evidence_wanted": line.evidence_wanted, "progress": line.progress, "version": line.version})


def _places(shown: queries.ItemPage, door: Door) -> dict[str, str]:
    """Addresses of the steps open to this person, and of the upload."""
    steps = {to: door.item(shown.line.id, "plan_item_step", to) for to in shown.steps}
    return {**steps, "save": door.item(shown.line.id), "evidence": door.item(shown.line.id, "plan_item_evidence")}


def _step(request: HttpRequest, item_id: int, to: str, door: Door) -> HttpResponse:
    """One step; where it needs a reason the reason is asked first. A second click finds it done."""
    shown = _found(item_id, door)
    if to not in {state.key for state in LIFECYCLES["plan_item"].states}:
        raise Http404
    reasoned = f"{to}<{shown.line.status}" in REASONED
    form = ReasonForm(request.POST if reasoned and request.method == "POST" else None)
    if request.method == "POST" and (not reasoned or form.is_valid()):
        planning.move_item(item_id=item_id, to=to, by=door.by, reason=form.text() if reasoned else NOTHING)
        messages.success(request, _("Done."))
        return redirect(door.item(item_id))
    if not reasoned:
        return redirect(door.item(item_id))
    return private(render(request, "consulting/reason.html", {"shown": shown, "form": form, "door": door, "base": door.base, "to": to, "back": door.item(item_id)}))


def _evidence(request: HttpRequest, item_id: int, door: Door) -> HttpResponse:
    shown = _found(item_id, door)
    choosing = "proof" in request.POST
    form = EvidenceForm(None if choosing else request.POST or None, None if choosing else request.FILES or None)
    chosen = ProofForm(shown.proofs, request.POST if choosing else None)
    if choosing and chosen.is_valid():
        try:
            choose_proof(item_id=item_id, key=chosen.cleaned_data["proof"], by=door.by)
        except Invalid as invalid:
            put_back(chosen, invalid)
        else:
            messages.success(request, _("Kept."))
            return redirect(door.item(item_id))
    if request.method == "POST" and not choosing and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            add_evidence(item_id=item_id, content=sent.read(), name=sent.name, caption=form.cleaned_data["caption"], by=door.by)
        except Invalid as invalid:
            put_back(form, invalid)
        else:
            messages.success(request, _("The file is kept."))
            return redirect(door.item(item_id))
    return private(render(request, "consulting/evidence.html", {"shown": shown, "form": form, "proof_form": chosen, "door": door, "base": door.base, "back": door.item(item_id)}))


def _file(item_id: int, evidence_id: int, door: Door) -> HttpResponse:
    _found(item_id, door)
    one = PlanEvidence.objects.select_related("file").filter(pk=evidence_id, item_id=item_id).first()
    if one is None or one.file is None:
        raise Http404
    audit.record(door.by, "file.fetch", "plan_item", item_id, file=one.file_id)
    return attached(read(one.file), one.file.name, one.file.media_type)


def _found(item_id: int, door: Door) -> queries.ItemPage:
    try:
        return queries.item_page(item_id=item_id, by=door.by)
    except PlanItem.DoesNotExist:
        raise Http404 from None
