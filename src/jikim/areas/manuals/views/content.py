"""The library's desk: entries, one entry with its history, the form, the two people's steps, packs out and in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jikim.areas.manuals.actions import content as actions
from jikim.areas.manuals.forms.entry import EntryForm, PackForm
from jikim.areas.manuals.queries import content as queries
from jikim.areas.manuals.queries.preview import preview
from jikim.areas.manuals.views import actor, spoken
from jikim.rules.access import Action
from jikim.rules.packs import PackError
from jikim.rules.words import Text
from jikim.rules.workflow import LIFECYCLES
from jikim.shared import audit
from jikim.shared.access import Conflict, acts
from jikim.shared.library.overlay import export_pack
from jikim.shared.ui.asking import ReasonForm
from jikim.shared.ui.tables import Choice, Column, Filter, Table, respond
from jikim.shared.ui.words import say


def entry_url(pack_id: str, key: str, name: str = "content_entry") -> str:
    return reverse(name, args=[pack_id, key or queries.WHOLE])


TABLE = Table(
    key="content", caption=_("Entries of the library"),
    columns=(
        Column("title", _("Entry"), link=lambda row: entry_url(row.pack_id, row.key)),
        Column("kind_name", _("Kind")),
        Column("pack_title", _("Pack"), priority=2),
        Column("version", _("Version"), numeric=True),
        Column("open_status", _("Open change"), status="content", value=lambda row: row.open_status or None),
        Column("key", _("Key"), priority=3),
    ),
    filters=(
        Filter("kind", _("Kind"), choices=lambda request: [Choice(key, say(text)) for key, text in queries.KINDS.items()]),
        Filter("open", _("Open change"), choices=lambda request: [
            Choice(one.key, say(one.name)) for one in LIFECYCLES["content"].states if one.key in ("draft", "proposed")
        ]),
    ),
    default_sort="kind_name", search=_("Title or key"), empty=_("There is no entry."),
)  # fmt: skip


@acts(Action.content_see)
def content(request: HttpRequest) -> HttpResponseBase:
    by = actor(request)
    return respond(
        request, TABLE, "manuals/content.html", context={"overtaken": queries.overtaken(by=by)}, rows=lambda asked: queries.entry_lines(asked=asked, by=by),
        exported=lambda asked, form, count: audit.record(by, "export", "content", "entries", form=form, rows=count),
    )  # fmt: skip


@acts(Action.content_see)
def content_entry(request: HttpRequest, pack_id: str, key: str) -> HttpResponse:
    page = _page(request, pack_id, key)
    shown = page.open.body if page.open else page.entry
    return render(request, "manuals/content_entry.html", {
        "page": page, "card": preview(pack_id, _key(key), page.entry, spoken()), "reason": ReasonForm(),
        "open_card": preview(pack_id, _key(key), shown, spoken()) if page.open else None, "key": key,
    })  # fmt: skip


@acts(Action.content_edit)
def content_edit(request: HttpRequest, pack_id: str, key: str) -> HttpResponse:
    """The form; a look at it before it is saved; what is wrong beside its field."""
    page = _page(request, pack_id, key)
    if not page.may_edit:
        raise Conflict(page.may_edit.reason)
    start = page.open.body if page.open else page.entry
    form, card = EntryForm(start, request.POST if request.method == "POST" else None), None
    base = page.open.version if page.open else 0
    if request.method == "POST":
        sent = request.POST.get("base", "")
        began = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 8 else 0
        try:
            body = form.entry_typed()
            if "look" in request.POST:
                actions.check_entry(pack_id, _key(key), page.line.version + 1, actions.as_json(body))
                card = preview(pack_id, _key(key), body, spoken())
            else:
                actions.save_draft(pack_id=pack_id, key=_key(key), body=body, note=form.note, base=began, by=actor(request))
                messages.success(request, gettext("The draft has been saved. Put it forward when it is ready."))
                return redirect(entry_url(pack_id, _key(key)))
        except actions.Faulty as wrong:
            form.errors = wrong.faults
        except Conflict as faster:
            form.errors = [("", faster.reason)]
    status = 409 if form.errors and not form.errors[0][0] else 200
    return render(request, "manuals/content_edit.html", {"page": page, "form": form, "base": base, "card": card, "key": key}, status=status)


@acts(Action.content_edit)
def content_step(request: HttpRequest, change_id: int, step: str) -> HttpResponse:
    """Put forward or dropped by the editor."""
    if request.method != "POST":
        return redirect("content")
    change = _change(change_id)
    if step == "propose":
        actions.propose(change_id=change_id, by=actor(request))
        messages.success(request, gettext("Put forward. Another editor has to approve it."))
    else:
        actions.drop(change_id=change_id, by=actor(request))
        messages.success(request, gettext("The draft has been dropped."))
    return redirect(entry_url(change.pack_id, change.entry_key))


@acts(Action.content_approve)
def content_decide(request: HttpRequest, change_id: int, step: str) -> HttpResponse:
    """Approved, or sent back with why."""
    change = _change(change_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and step == "approve":
        actions.approve(change_id=change_id, by=actor(request))
        messages.success(request, gettext("Approved. It holds from now on, in every manual and course."))
    elif request.method == "POST" and form.is_valid():
        actions.send_back(change_id=change_id, reason=form.text(), by=actor(request))
        messages.success(request, gettext("Sent back to the editor."))
    elif request.method == "POST":
        messages.error(request, gettext("Please give the reason in at least one language."))
    return redirect(entry_url(change.pack_id, change.entry_key))


@acts(Action.content_see)
def content_packs(request: HttpRequest) -> HttpResponse:
    """Packs to fetch, and one to bring in."""
    form: Any = PackForm(request.POST or None, request.FILES or None)
    faults: list[Any] = []
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["pack"]
        try:
            done = actions.bring_pack(content=sent.read(), name=sent.name, by=actor(request))
        except PackError as wrong:
            faults = list(wrong.faults)
        except KeyError:
            form.add_error("pack", gettext("There is no pack of this name. New packs are added by the operator with “jikim packs add”."))
        else:
            messages.success(request, say(_brought(done)))
            return redirect(f"{reverse('content')}?open=draft")
    return render(request, "manuals/content_packs.html", {"packs": queries.pack_lines(by=actor(request)), "form": form, "faults": faults})


@acts(Action.content_see)
def content_export(request: HttpRequest, pack_id: str) -> HttpResponse:
    try:
        made = export_pack(pack_id)
    except KeyError:
        raise Http404 from None
    audit.record(actor(request), "export", "content", pack_id, form="yaml")
    response = HttpResponse(made, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{pack_id}.yaml"'
    return response


def _brought(done: actions.Brought) -> Text:
    left = f" {', '.join(done.passed_over)}" if done.passed_over else ""
    return Text(
        f"초안 {done.drafted}건을 만들었습니다. 같은 항목 {done.same}건, 열린 수정이 있어 넘긴 항목 {len(done.passed_over)}건{left}.",
        f"Made {done.drafted} drafts; {done.same} entries are the same, {len(done.passed_over)} passed over because a change is open{left}.",
    )


def _key(key: str) -> str:
    return "" if key == queries.WHOLE else key


def _page(request: HttpRequest, pack_id: str, key: str) -> queries.EntryPage:
    try:
        return queries.entry_page(pack_id=pack_id, key=_key(key), by=actor(request))
    except KeyError:
        raise Http404 from None


def _change(change_id: int) -> Any:
    from jikim.shared.library.models import ContentChange

    return ContentChange.objects.get(pk=change_id)
