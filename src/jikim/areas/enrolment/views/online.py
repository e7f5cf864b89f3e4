"""The public call and the online application: a mail address, a signed link, a form that can be left and taken up again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jikim.areas.enrolment.actions import decisions, online
from jikim.areas.enrolment.actions.errors import Invalid
from jikim.areas.enrolment.actions.letters import letter as make_letter
from jikim.areas.enrolment.actions.papers import agreement_paper, wall_paper
from jikim.areas.enrolment.forms.agreements import ScanForm, WithdrawalForm
from jikim.areas.enrolment.forms.online import ApplyForm, SelfCheckForm, StartForm
from jikim.areas.enrolment.models import OnlineDraft
from jikim.areas.enrolment.queries import current
from jikim.areas.enrolment.queries.agreements import agreement_page
from jikim.areas.enrolment.queries.detail import application_detail
from jikim.areas.enrolment.queries.prospects import prospect_of_code
from jikim.areas.enrolment.views import season_of
from jikim.areas.enrolment.views.applications import (
    can,
    contact_facts,
    may_letter,
    pdf,
    place_facts,
    plan_facts,
    timeline,
)
from jikim.rules.intake_cells import Unreadable, business_number
from jikim.rules.words import Text
from jikim.shared.access import Conflict, public_page
from jikim.shared.clock import today
from jikim.shared.throttle import Limit, throttled
from jikim.shared.ui.asking import put_back
from jikim.shared.ui.words import say

START_LIMIT = Limit("apply-start", 10, 3600)
MAIL_LIMIT = Limit("apply-mail", 4, 3600)
FORM_LIMIT = Limit("apply-form", 120, 3600)
CHECK_LIMIT = Limit("apply-check", 300, 3600)


@public_page
@throttled(START_LIMIT)
@throttled(MAIL_LIMIT, key=lambda request: "mail:" + request.POST.get("email", "").strip().lower())
def apply_start(request: HttpRequest) -> HttpResponse:
    """What the programme offers, for whom, until when; a self-check; and the start."""
    season = season_of(request)
    form = StartForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and season.is_open:
        online.start_online(
            season_id=season.id, email=form.cleaned_data["email"], language=get_language() or "ko",
            prospect_id=prospect_of_code(request.GET.get("from", "")),
        )  # fmt: skip
        return redirect("apply_sent")
    asked = SelfCheckForm(request.GET if "service_workers" in request.GET else None, auto_id="check_%s")
    answer = current.self_check(season_id=season.id, **asked.cleaned_data) if asked.is_bound and asked.is_valid() else None
    return render(request, "enrolment/apply_start.html", {
        "season": season, "form": form, "check": asked, "answer": answer, "dates": current.milestones(season_id=season.id),
    })  # fmt: skip


@public_page
def apply_sent(request: HttpRequest) -> HttpResponse:
    """The same words whether the address is known or not."""
    return render(request, "enrolment/apply_sent.html")


@public_page
@throttled(FORM_LIMIT)
def apply_form(request: HttpRequest, token: str) -> HttpResponseBase:
    """The draft: save, or hand in. Once handed in, the same address shows what became of it."""
    draft = online.draft_of(token)
    if draft.application is not None:
        return redirect("apply_form", token) if request.method == "POST" else _status(request, draft, token)
    if request.method == "POST":
        return _save(request, draft, _form(draft, request.POST), token)
    return _show(request, draft, _asked_form(request, draft), token)


@public_page
@throttled(FORM_LIMIT)
def apply_edit(request: HttpRequest, token: str) -> HttpResponseBase:
    """Correct what was handed in, until enrolment is decided."""
    draft = online.draft_of(token)
    if draft.application is None or draft.application.status not in online.CORRECTABLE:
        return redirect("apply_form", token)
    if request.method == "POST":
        return _correct(request, draft, _form(draft, request.POST), token)
    return _show(request, draft, _asked_form(request, draft), token)


@public_page
@throttled(FORM_LIMIT)
def apply_withdraw(request: HttpRequest, token: str) -> HttpResponse:
    draft = online.draft_of(token)
    form = WithdrawalForm(request.POST or None)
    if draft.application is None:
        return redirect("apply_form", token)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data["reason"]
        reason = Text("", said) if get_language() == "en" else Text(said, "")
        decisions.withdraw_application(application_id=draft.application.pk, reason=reason, by=online.applicant(draft))
        messages.success(request, _("The application has been withdrawn."))
        return redirect("apply_form", token)
    return _private(render(request, "enrolment/apply_withdraw.html", {"form": form, "token": token}))


@public_page
def apply_letter(request: HttpRequest, token: str, language: str) -> HttpResponse:
    draft = online.draft_of(token)
    if draft.application is None:
        return redirect("apply_form", token)
    made = make_letter(application_id=draft.application.pk, language=language, by=online.applicant(draft))
    return pdf(made.data, made.file_name)


@public_page
def apply_paper(request: HttpRequest, token: str, paper: str, language: str) -> HttpResponse:
    """The agreement or its wall page."""
    draft = online.draft_of(token)
    if draft.application is None:
        return redirect("apply_form", token)
    make = wall_paper if paper == "wall" else agreement_paper
    made = make(workplace_id=draft.application.workplace_id, language=language, by=online.applicant(draft))
    return pdf(made.data, made.file_name)


@public_page
@throttled(FORM_LIMIT)
def apply_scan(request: HttpRequest, token: str) -> HttpResponse:
    from jikim.areas.enrolment.actions.agreement import keep_scan

    draft = online.draft_of(token)
    form = ScanForm(request.POST or None, request.FILES or None)
    if draft.application is not None and request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["scan"]
        try:
            keep_scan(workplace_id=draft.application.workplace_id, data=sent.read(), name=sent.name, by=online.applicant(draft))
        except Invalid as refused:
            put_back(form, refused)
        else:
            messages.success(request, _("The scan has been kept."))
            return redirect("apply_form", token)
    return _private(render(request, "enrolment/apply_scan.html", {"form": form, "token": token}))


@public_page
@throttled(CHECK_LIMIT, only_post=False)
def check_number(request: HttpRequest) -> HttpResponse:
    """Is this a business number at all? For the form, while it is being typed; says nothing about who holds it."""
    try:
        read = business_number(request.GET.get("business_number", "")[:40])
    except Unreadable as unreadable:
        return render(request, "enrolment/parts/number_check.html", {"reason": unreadable.reason})
    return render(request, "enrolment/parts/number_check.html", {"number": read})


def _form(draft: OnlineDraft, typed: QueryDict | None = None) -> ApplyForm:
    initial: dict[str, Any] = {"contact_email": draft.email, **draft.values, "version": draft.version}
    return ApplyForm(
        typed, initial=initial, number_check_url=reverse("check_number"),
        who_counts=say(Text(draft.season.who_counts_ko, draft.season.who_counts_en)), visit_minutes=draft.season.visit_minutes,
    )  # fmt: skip


def _asked_form(request: HttpRequest, draft: OnlineDraft) -> ApplyForm:
    """The draft as kept; where it was refused before (`?check`), with what is still wrong beside each field."""
    if "check" not in request.GET:
        return _form(draft)
    kept = QueryDict(mutable=True)
    for name, value in {**draft.values, "version": draft.version}.items():
        kept.setlist(name, value if isinstance(value, list) else [value])
    form = _form(draft, kept)
    form.is_valid()
    put_back(form, Invalid({key: why for key, why in online.faults_of(draft.values).items() if key not in form.errors}))
    if draft.application is None and not form.errors and (refusal := online.refusal_of(draft)):
        form.add_error(None, say(refusal))
    return form


def _save(request: HttpRequest, draft: OnlineDraft, form: ApplyForm, token: str) -> HttpResponseBase:
    """Whatever was pressed, what was typed is kept first. What is wrong is shown by a page that can be gone back to."""
    try:
        _keep(request, draft, form)
    except Conflict as stale:
        return _stale(request, draft, form, token, stale)
    if request.POST.get("do") != "submit":
        messages.success(request, _("Saved. You can close this page and go on later with the same link."))
        return redirect("apply_form", token)
    try:
        if not form.is_valid():
            raise Invalid({})
        online.submit_online(draft_id=draft.pk)
    except (Invalid, Conflict):
        return _to_what_is_wrong("apply_form", token)
    messages.success(request, _("We have received your application and sent you a confirmation."))
    return redirect("apply_form", token)


def _correct(request: HttpRequest, draft: OnlineDraft, form: ApplyForm, token: str) -> HttpResponseBase:
    """The same for corrections: what is refused stays in the form, the application stays as it was."""
    try:
        if form.is_valid():
            online.correct_online(
                draft_id=draft.pk, version=_version(request), values=form.typed(), language=get_language() or "ko"
            )
            messages.success(request, _("Your corrections have been received and judged anew."))
            return redirect("apply_form", token)
        _keep(request, draft, form)
    except Invalid:
        _keep(request, draft, form)
    except Conflict as stale:
        return _stale(request, draft, form, token, stale)
    return _to_what_is_wrong("apply_edit", token)


def _keep(request: HttpRequest, draft: OnlineDraft, form: ApplyForm) -> None:
    online.save_online(draft_id=draft.pk, version=_version(request), values=form.typed(), language=get_language() or "ko")


def _version(request: HttpRequest) -> int:
    said = request.POST.get("version", "")
    return int(said) if said.isdecimal() else 0


def _to_what_is_wrong(name: str, token: str) -> HttpResponse:
    return redirect(f"{reverse(name, args=[token])}?check=1")


def _show(request: HttpRequest, draft: OnlineDraft, form: ApplyForm, token: str, status: int = 200, **more: Any) -> HttpResponse:
    shown = {"draft": draft, "form": form, "token": token, "version": draft.version, **more}
    season = current.season_facts(on=today(), season_id=draft.season_id)
    return _private(render(request, "enrolment/apply_form.html", {**shown, "season": season}, status=status))


def _stale(request: HttpRequest, draft: OnlineDraft, form: ApplyForm, token: str, stale: Conflict) -> HttpResponse:
    """Nothing typed is lost: the form comes back as typed, with the saved version beside it where they differ."""
    if request.POST.get("do") == "submit" and online.draft_of(token).application is not None:
        return redirect("apply_form", token)
    typed = form.typed()
    differ = [
        (form.fields[name].label, draft.values.get(name, ""), typed.get(name, ""))
        for name in form.fields if name != "version" and (draft.values.get(name) or "") != (typed.get(name) or "")
    ]  # fmt: skip
    return _show(request, draft, form, token, status=409, stale=stale.reason, differ=differ)


def _status(request: HttpRequest, draft: OnlineDraft, token: str) -> HttpResponse:
    assert draft.application is not None
    by = online.applicant(draft)
    detail = application_detail(by=by, application_id=draft.application.pk)
    return _private(render(request, "enrolment/apply_status.html", {
        "draft": draft, "token": token, "detail": detail, "facts": place_facts(detail), "contact": contact_facts(detail),
        "plans": plan_facts(detail.particulars), "history": timeline(detail), "can_withdraw": can(by, detail, "withdrawn"),
        "can_letter": may_letter(by, detail), "can_correct": detail.line.status in online.CORRECTABLE,
        "agreement": agreement_page(by=by, workplace_id=detail.line.workplace_id),
    }))  # fmt: skip


def _private(response: HttpResponse) -> HttpResponse:
    """The address is the key: keep it out of caches and referrers."""
    response["Cache-Control"], response["Referrer-Policy"] = "no-store", "same-origin"
    return response
