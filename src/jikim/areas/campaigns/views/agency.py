"""An agency's own kits and orders: for its rooms, and to take along."""

from __future__ import annotations

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from jikim.areas.campaigns.actions import kits as actions
from jikim.areas.campaigns.actions import printing
from jikim.areas.campaigns.queries import kits as queries
from jikim.areas.campaigns.queries.ledger import old_pieces
from jikim.areas.campaigns.views import actor, attached
from jikim.areas.campaigns.views.ordering import order_asked
from jikim.rules.access import Action, Role, may
from jikim.shared.access import acts
from jikim.shared.library.overlay import current


@acts(Action.own_agency_kits)
def my_agency_kits(request: HttpRequest) -> HttpResponse:
    """The agency's own, or a choice of agencies."""
    agencies = queries.own_agencies(actor(request))
    return redirect("agency_kits", agencies[0][0]) if len(agencies) == 1 else render(request, "campaigns/my_agency_kits.html", {"agencies": agencies})


@acts(Action.kit_see)
def agency_kits(request: HttpRequest, organisation_id: int) -> HttpResponse:
    by = actor(request)
    try:
        page = queries.agency_kits(organisation_id=organisation_id, by=by)
    except ObjectDoesNotExist:
        raise Http404 from None
    return render(request, "campaigns/agency_kits.html", {
        "page": page, "base": reverse("agency_kits", args=[organisation_id]), "old": old_pieces(organisation_id=organisation_id), "may_order": may(by, Action.kit_order),
    })  # fmt: skip


@acts(Action.kit_see)
def agency_piece(request: HttpRequest, organisation_id: int, piece: str, size: str, language: str) -> HttpResponse:
    """One piece with the agency's name."""
    by = actor(request)
    try:
        queries.agency_reach(organisation_id, Action.kit_see, by)
        found = queries.piece_of(piece)[1]
        content = printing.piece_pdf(found, size, language, queries.values_of_agency(organisation_id))
    except (ObjectDoesNotExist, KeyError):
        raise Http404 from None
    if request.method == "GET" and Role.AGENCY in by.roles:
        actions.note_download(organisation_id=organisation_id, pieces=[piece], language=language, by=by)
    return attached(content, printing.file_name(found, size, language))


@acts(Action.kit_see)
def agency_set(request: HttpRequest, organisation_id: int, kit: str, language: str) -> HttpResponse:
    """All pieces of a kit with the agency's name."""
    by, found = actor(request), current().kits.get(kit)
    if found is None:
        raise Http404
    try:
        queries.agency_reach(organisation_id, Action.kit_see, by)
        content = printing.set_zip(found, language, queries.values_of_agency(organisation_id))
    except ObjectDoesNotExist:
        raise Http404 from None
    if request.method == "GET" and Role.AGENCY in by.roles:
        actions.note_download(organisation_id=organisation_id, pieces=[piece.key for piece in found.pieces if piece.sizes], language=language, by=by)
    return attached(content, f"{kit}-agency-{language}.zip", "application/zip")


@acts(Action.kit_order)
def agency_order_new(request: HttpRequest, organisation_id: int) -> HttpResponse:
    try:
        queries.agency_reach(organisation_id, Action.kit_order, actor(request))
        name = queries.values_of_agency(organisation_id).workplace
    except ObjectDoesNotExist:
        raise Http404 from None
    return order_asked(request, name=name, back=reverse("agency_kits", args=[organisation_id]), organisation_id=organisation_id)
