"""The manager's page about the poster: whom the own people turn to, the poster's address and its QR."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jikim.areas.manuals.actions.poster import poster_paper, qr_svg, renew_address, set_contact
from jikim.areas.manuals.forms.poster import ContactForm
from jikim.areas.manuals.models import PosterContact
from jikim.areas.manuals.queries.poster import contact_of, own_places
from jikim.areas.manuals.views import pdf
from jikim.rules.access import Action, Actor
from jikim.shared.access import acts


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@acts(Action.poster_contact_edit)
def poster_contacts(request: HttpRequest) -> HttpResponse:
    places = own_places(by=_actor(request))
    if len(places) == 1:
        return redirect("poster_contact", places[0][0])
    return render(request, "manuals/poster/contacts.html", {"places": places})


@acts(Action.poster_contact_edit)
def poster_contact(request: HttpRequest, workplace_id: int) -> HttpResponse:
    place = contact_of(workplace_id=workplace_id, by=_actor(request))
    names = ("officer", "officer_role", "phone", "channel", "break_room", "customer_channel", "occupation")
    form = ContactForm(request.POST or None, initial={name: getattr(place, name) for name in names} if place else {})
    if request.method == "POST" and form.is_valid():
        set_contact(workplace_id=workplace_id, **form.cleaned_data, by=_actor(request))
        messages.success(request, _("Saved. The poster's address shows it now."))
        return redirect("poster_contact", workplace_id)
    context = {"form": form, "place": place, "workplace_id": workplace_id}
    return render(request, "manuals/poster/contact.html", context, status=422 if form.errors else 200)


@acts(Action.poster_contact_edit)
@require_POST
def poster_renew(request: HttpRequest, workplace_id: int) -> HttpResponse:
    try:
        renew_address(workplace_id=workplace_id, by=_actor(request))
    except PosterContact.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("The poster has a new address. Print it again: the old one shows nobody any more."))
    return redirect("poster_contact", workplace_id)


@acts(Action.poster_contact_edit)
def poster_qr(request: HttpRequest, workplace_id: int) -> HttpResponse:
    """The address as a picture for the poster."""
    place = contact_of(workplace_id=workplace_id, by=_actor(request))
    if place is None:
        raise Http404
    return HttpResponse(qr_svg(place.address), content_type="image/svg+xml")


@acts(Action.poster_see)
def poster_pdf(request: HttpRequest, workplace_id: int, written: str) -> HttpResponse:
    """The poster to print, for the manager and for whoever visits the workplace."""
    try:
        made = poster_paper(workplace_id=workplace_id, language="en" if written == "en" else "ko", by=_actor(request))
    except ObjectDoesNotExist:
        raise Http404 from None
    return pdf(made, f"poster-{workplace_id}-{written}.pdf")
