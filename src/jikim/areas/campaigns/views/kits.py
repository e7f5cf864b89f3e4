"""A workplace's kits with its own names in them; orders; the distribution ledger."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jikim.areas.campaigns.actions import kits as actions
from jikim.areas.campaigns.actions import printing
from jikim.areas.campaigns.forms.kits import HandoutForm, VisitHandoutForm
from jikim.areas.campaigns.queries import kits as kit_queries
from jikim.areas.campaigns.queries import ledger as queries
from jikim.areas.campaigns.queries.steps import steps_of
from jikim.areas.campaigns.views import actor, attached, reason_of, spoken, told
from jikim.areas.campaigns.views.ordering import order_asked
from jikim.areas.enrolment.public import workplace_of
from jikim.rules.access import Action, Role, may
from jikim.rules.helplines import LANGUAGE_NAMES
from jikim.rules.workflow import KIT_ORDER
from jikim.shared import audit
from jikim.shared.access import Invalid, acts
from jikim.shared.clock import today
from jikim.shared.library.overlay import current
from jikim.shared.ui.asking import ReasonForm
from jikim.shared.ui.tables import Choice, Column, Filter, Table, respond
from jikim.shared.ui.words import say

LEDGER = Table(
    key="kit_ledger", caption=_("Pieces handed out"),
    columns=(
        Column("on", _("Date")),
        Column("piece", _("Piece"), sortable=False),
        Column("number", _("Version"), numeric=True),
        Column("copies", _("Copies"), numeric=True),
        Column("way", _("How"), sortable=False),
        Column("receiver_kind", _("To whom"), sortable=False, priority=2),
        Column("receiver", _("Name of the receiver"), priority=2),
        Column("language", _("Language"), value=lambda row: LANGUAGE_NAMES.get(row.language, row.language), sortable=False, priority=3),
        Column("by", _("Written by"), sortable=False, priority=3),
        Column("note", _("Note"), sortable=False, export_only=True),
        Column("key", _("Key of the piece"), sortable=False, export_only=True),
    ),
    filters=(
        Filter("kit", _("Kit"), choices=lambda request: [Choice(kit.id, say(kit.title)) for kit in current().kits.values()]),
        Filter("way", _("How"), choices=lambda request: [Choice(key, say(text)) for key, text in queries.WAYS.items()]),
        Filter("receiver_kind", _("To whom"), choices=lambda request: [Choice(key, say(text)) for key, text in queries.RECEIVERS.items()]),
        Filter("language", _("Language"), choices=[Choice("ko", "한국어"), Choice("en", "English")]),
    ),
    default_sort="-on", search=_("Receiver, workplace, piece or note"), empty=_("Nothing has been handed out yet."),
)  # fmt: skip
ORDERS = Table(
    key="kit_orders", caption=_("Orders of printed pieces"),
    columns=(
        Column("place", _("Workplace or agency"), link=lambda row: reverse("kit_order", args=[row.id])),
        Column("ordered_on", _("Ordered on")),
        Column("status", _("State"), status="kit_order", sortable=False),
        Column("pieces", _("Pieces"), numeric=True, sortable=False),
        Column("copies", _("Copies"), numeric=True, sortable=False),
    ),
    filters=(Filter("status", _("State"), choices=lambda request: [Choice(one.key, say(one.name)) for one in KIT_ORDER.states]),),
    default_sort="-ordered_on", search=_("Workplace, agency or contact"), empty=_("Nothing has been ordered yet."),
)  # fmt: skip


@acts(Action.kit_see)
def my_kits(request: HttpRequest) -> HttpResponse:
    """The manager's: the own workplace's pieces, or a choice of workplaces."""
    places = kit_queries.own_places(actor(request))
    if len(places) == 1:
        return redirect("workplace_kits", places[0])
    return render(request, "campaigns/my_kits.html", {"places": [workplace_of(one) for one in places]})


@acts(Action.kit_see)
def workplace_kits(request: HttpRequest, workplace_id: int) -> HttpResponse:
    by = actor(request)
    try:
        page = kit_queries.place_kits(workplace_id=workplace_id, by=by)
    except ObjectDoesNotExist:
        raise Http404 from None
    return render(request, "campaigns/workplace_kits.html", {
        "page": page, "base": reverse("workplace_kits", args=[workplace_id]), "old": queries.old_pieces(workplace_id=workplace_id), "page_language": spoken(), "is_manager": Role.MANAGER in by.roles, "may_order": may(by, Action.kit_order), "may_hand_out": may(by, Action.kit_hand_out),
    })  # fmt: skip


@acts(Action.kit_see)
def workplace_piece(request: HttpRequest, workplace_id: int, piece: str, size: str, language: str) -> HttpResponse:
    """One piece with the workplace's own names."""
    by = actor(request)
    try:
        kit_queries.reach_of(workplace_id, Action.kit_see, by)
        found = kit_queries.piece_of(piece)[1]
        content = printing.piece_pdf(found, size, language, kit_queries.values_of(workplace_id))
    except (ObjectDoesNotExist, KeyError):
        raise Http404 from None
    if request.method == "GET" and Role.MANAGER in by.roles:
        actions.note_download(workplace_id=workplace_id, pieces=[piece], language=language, by=by)
    return attached(content, printing.file_name(found, size, language))


@acts(Action.kit_see)
def workplace_set(request: HttpRequest, workplace_id: int, kit: str, language: str) -> HttpResponse:
    """All pieces of a kit with the workplace's own names."""
    by, found = actor(request), current().kits.get(kit)
    if found is None:
        raise Http404
    try:
        kit_queries.reach_of(workplace_id, Action.kit_see, by)
        place = workplace_of(workplace_id)
    except ObjectDoesNotExist:
        raise Http404 from None
    content = printing.set_zip(found, language, kit_queries.values_of(workplace_id), place)
    if request.method == "GET" and Role.MANAGER in by.roles:
        actions.note_download(workplace_id=workplace_id, pieces=[piece.key for piece in kit_queries.fitting(found, place) if piece.sizes], language=language, by=by)
    return attached(content, f"{kit}-{place.number}-{language}.zip", "application/zip")


@acts(Action.kit_order)
def kit_orders(request: HttpRequest) -> HttpResponseBase:
    by = actor(request)
    return respond(
        request, ORDERS, "campaigns/orders.html", context={"is_manager": Role.MANAGER in by.roles, "is_agency": Role.AGENCY in by.roles}, rows=lambda asked: queries.order_lines(asked=asked, by=by),
        exported=lambda asked, form, count: audit.record(by, "export", "kit_order", "list", form=form, rows=count),
    )  # fmt: skip


@acts(Action.kit_order)
def kit_order_new(request: HttpRequest, workplace_id: int) -> HttpResponse:
    try:
        kit_queries.reach_of(workplace_id, Action.kit_order, actor(request))
        place = workplace_of(workplace_id)
    except ObjectDoesNotExist:
        raise Http404 from None
    return order_asked(request, name=f"{place.number} {place.name}", back=reverse("workplace_kits", args=[workplace_id]), workplace_id=workplace_id)


@acts(Action.kit_order)
def kit_order(request: HttpRequest, order_id: int) -> HttpResponse:
    by = actor(request)
    try:
        page = queries.order_page(order_id, by=by)
    except ObjectDoesNotExist:
        raise Http404 from None
    return render(request, "campaigns/order.html", {"page": page, "steps": steps_of("kit_order", page.status, by, page.where)})


@acts(Action.kit_order)
def kit_order_step(request: HttpRequest, order_id: int, to: str) -> HttpResponse:
    by = actor(request)
    try:
        page = queries.order_page(order_id, by=by)
    except ObjectDoesNotExist:
        raise Http404 from None
    arrow = KIT_ORDER.arrow(page.status, to)
    form = ReasonForm(request.POST or None) if arrow and arrow.reason_required else None
    if request.method == "POST" and (form is None or form.is_valid()):
        actions.move_order(order_id=order_id, to=to, by=by, **({"reason": reason_of(form)} if form else {}))
        return redirect("kit_order", order_id)
    if form is None:
        return redirect("kit_order", order_id)
    return render(request, "campaigns/why.html", {"form": form, "to": to, "kind": "kit_order", "back": reverse("kit_order", args=[order_id]), "name": page.place})


@acts(Action.kit_hand_out)
def kit_hand_over(request: HttpRequest, workplace_id: int) -> HttpResponse:
    """What was left at a visit."""
    by = actor(request)
    try:
        kit_queries.reach_of(workplace_id, Action.kit_hand_out, by)
        place = workplace_of(workplace_id)
    except ObjectDoesNotExist:
        raise Http404 from None
    form = VisitHandoutForm(kit_queries.paper_pieces(), False, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("language", "note")}
        try:
            actions.hand_out_at_visit(workplace_id=workplace_id, pieces={one.piece: one.copies for one in form.wanted()}, **said, by=by)
        except Invalid as wrong:
            told(form, wrong)
        else:
            messages.success(request, gettext("Written into the ledger."))
            return redirect("workplace_kits", workplace_id)
    return render(request, "campaigns/hand_over.html", {"form": form, "place": place}, status=422 if form.errors else 200)


@acts(Action.kit_ledger_see)
def kit_ledger(request: HttpRequest) -> HttpResponseBase:
    by = actor(request)
    return respond(
        request, LEDGER, "campaigns/ledger.html", rows=lambda asked: queries.handout_lines(asked=asked, by=by),
        context={"copies": queries.copies_in_all(by=by), "old": queries.old_holders(by=by), "may_write": may(by, Action.kit_hand_out), "may_tell": bool(may(by, Action.wave_send))},
        exported=lambda asked, form, count: audit.record(by, "export", "kit", "ledger", form=form, rows=count),
    )  # fmt: skip


@acts(Action.kit_hand_out)
def kit_handout_new(request: HttpRequest) -> HttpResponse:
    form = HandoutForm(request.POST or None, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        actions.hand_out(**form.cleaned_data, by=actor(request))
        messages.success(request, gettext("Written into the ledger."))
        return redirect("kit_ledger")
    return render(request, "campaigns/handout_new.html", {"form": form}, status=422 if form.errors else 200)
