"""A workplace's own manuals: for its manager, and for the office and region that look after it."""

from __future__ import annotations

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from jikim.areas.manuals.actions.editions import number_own
from jikim.areas.manuals.actions.handing_out import hand_out
from jikim.areas.manuals.actions.making import file_name, pdf_of
from jikim.areas.manuals.queries.own import own_manuals, workplaces_of
from jikim.areas.manuals.views import actor, pdf
from jikim.rules.access import Action, Role
from jikim.rules.manuals import Kind
from jikim.shared.access import acts


@acts(Action.manual_see)
def my_manuals(request: HttpRequest) -> HttpResponse:
    """The manager's: what there is, what is held, what has changed since."""
    by = actor(request)
    places = [own_manuals(workplace_id=one, by=by) for one in workplaces_of(by)]
    return render(request, "manuals/own.html", {"places": places, "is_manager": Role.MANAGER in by.roles})


@acts(Action.manual_see)
def workplace_manuals(request: HttpRequest, workplace_id: int) -> HttpResponse:
    try:
        place = own_manuals(workplace_id=workplace_id, by=actor(request))
    except ObjectDoesNotExist:
        raise Http404 from None
    return render(request, "manuals/own.html", {"places": [place], "is_manager": False})


@acts(Action.manual_see)
def workplace_manual_pdf(request: HttpRequest, workplace_id: int, kind: str, form: str, language: str) -> HttpResponse:
    """The file; whoever fetched it holds it from now on."""
    by = actor(request)
    try:
        numbered = number_own(workplace_id=workplace_id, kind=Kind(kind), by=by)
    except (ObjectDoesNotExist, ValueError):
        raise Http404 from None
    content = pdf_of(numbered, language, as_booklet=form == "booklet")
    if request.method == "GET":
        hand_out(numbered=numbered, language=language, way="download", by=by)
    return pdf(content, file_name(numbered, language, as_booklet=form == "booklet"))
