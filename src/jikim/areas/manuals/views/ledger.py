"""The distribution ledger: who got which edition, how many, by which way."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jikim.areas.manuals.actions.editions import number_edition
from jikim.areas.manuals.actions.handing_out import hand_out
from jikim.areas.manuals.forms.ledger import HandoutForm
from jikim.areas.manuals.queries import ledger as queries
from jikim.areas.manuals.views import actor
from jikim.rules.access import Action, may
from jikim.rules.manuals import Kind
from jikim.shared import audit
from jikim.shared.access import acts
from jikim.shared.clock import today
from jikim.shared.ui.tables import Choice, Column, Filter, Table, respond
from jikim.shared.ui.words import say

TABLE = Table(
    key="manual_ledger", caption=_("Manuals handed out"),
    columns=(
        Column("on", _("Date")),
        Column("kind", _("Manual"), sortable=False),
        Column("occupation", _("Occupation"), sortable=False),
        Column("size", _("Number of workers"), sortable=False, priority=2),
        Column("number", _("Edition"), numeric=True),
        Column("language", _("Language"), sortable=False),
        Column("way", _("How"), sortable=False),
        Column("receiver_kind", _("To whom"), sortable=False, priority=2),
        Column("receiver", _("Name of the receiver"), priority=2),
        Column("copies", _("Copies"), numeric=True),
        Column("by", _("Written by"), sortable=False, priority=3),
        Column("note", _("Note"), sortable=False, export_only=True),
    ),
    filters=(
        Filter("kind", _("Manual"), choices=lambda request: [Choice(one.value, say(one.label)) for one in Kind]),
        Filter("way", _("How"), choices=lambda request: [Choice(key, say(text)) for key, text in queries.WAYS.items()]),
        Filter("receiver_kind", _("To whom"), choices=lambda request: [Choice(key, say(text)) for key, text in queries.RECEIVERS.items()]),
        Filter("language", _("Language"), choices=[Choice("ko", "한국어"), Choice("en", "English")]),
    ),
    default_sort="-on", search=_("Receiver, workplace, occupation or note"), empty=_("No manual has been handed out yet."),
)  # fmt: skip


@acts(Action.manual_ledger_see)
def manual_ledger(request: HttpRequest) -> HttpResponseBase:
    by = actor(request)
    return respond(
        request, TABLE, "manuals/ledger.html", context={"sums": queries.sums(by=by), "may_write": may(by, Action.manual_hand_out)},
        rows=lambda asked: queries.ledger_lines(asked=asked, by=by),
        exported=lambda asked, form, count: audit.record(by, "export", "manual", "ledger", form=form, rows=count),
    )  # fmt: skip


@acts(Action.manual_hand_out)
def manual_handout_new(request: HttpRequest) -> HttpResponse:
    form = HandoutForm(request.POST or None, initial={"on": today(), "copies": 1})
    if request.method == "POST" and form.is_valid():
        by, said = actor(request), form.cleaned_data
        hand_out(
            numbered=number_edition(edition=form.edition(), by=by), language=said["language"], way=said["way"], copies=said["copies"],
            receiver_kind=said["receiver_kind"], receiver=said["receiver"], on=said["on"], note=said["note"], by=by,
        )  # fmt: skip
        messages.success(request, gettext("Written down."))
        return redirect("manual_ledger")
    return render(request, "manuals/handout_new.html", {"form": form})
