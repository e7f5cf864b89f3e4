"""The form of an order, for a workplace or an agency itself: shown, checked, sent once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from jikim.areas.campaigns.actions.kits import order_kit
from jikim.areas.campaigns.forms.kits import OrderForm
from jikim.areas.campaigns.queries.kits import paper_pieces
from jikim.areas.campaigns.views import actor, told
from jikim.shared.access import Invalid

_SAID = ("token", "address", "contact", "phone", "language", "note")


def order_asked(request: HttpRequest, *, name: str, back: str, workplace_id: int | None = None, organisation_id: int | None = None) -> HttpResponse:
    """The caller has made sure of the reach."""
    form = OrderForm(paper_pieces(), True, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {key: form.cleaned_data[key] for key in _SAID}
        try:
            one = order_kit(workplace_id=workplace_id, organisation_id=organisation_id, wanted=form.wanted(), **said, by=actor(request))
        except Invalid as wrong:
            told(form, wrong)
        else:
            messages.success(request, gettext("Ordered. You see here when it is on its way."))
            return redirect("kit_order", one.pk)
    return render(request, "campaigns/order_new.html", {"form": form, "place": name, "back": back}, status=422 if form.errors else 200)
