"""Code cards: printed once, by the consultant or the office; replaced with a reason. The PDF goes out and nothing stays."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from jikim.areas.surveys import public
from jikim.areas.surveys.actions.card_paper import PATH
from jikim.areas.surveys.actions.cards import MOST_CARDS
from jikim.areas.surveys.forms.register import ReplaceForm
from jikim.areas.surveys.models import CardSheet, Round
from jikim.areas.surveys.queries.cards import cards_left
from jikim.areas.surveys.queries.round_page import RoundPage, round_page
from jikim.areas.surveys.views import actor, pdf
from jikim.rules.access import Action
from jikim.shared.access import acts, require


@acts(Action.cards_print)
def cards(request: HttpRequest, round_id: int) -> HttpResponse:
    """What was printed, what may be, and what to do with it."""
    return _page(request, round_id, ReplaceForm())


@require_POST
@acts(Action.cards_print)
def cards_print(request: HttpRequest, round_id: int) -> HttpResponse:
    """The sheet's number comes from the page: a second click asks for a sheet that is there already, and is told."""
    one = Round.objects.select_related("workplace").get(pk=round_id)
    number = request.POST.get("number", "")
    made = public.print_cards(
        workplace_id=one.workplace_id, number=int(number) if number.isascii() and number.isdigit() else 0, by=actor(request)
    )
    return pdf(made.pdf, f"cards-{one.workplace.number}-{made.number}.pdf")


@require_POST
@acts(Action.cards_print)
def cards_replace(request: HttpRequest, round_id: int, sheet_id: int) -> HttpResponse:
    form = ReplaceForm(request.POST)
    if not form.is_valid():
        return _page(request, round_id, form)
    sheet = CardSheet.objects.select_related("workplace").get(pk=sheet_id)
    made = public.replace_sheet(sheet_id=sheet.pk, reason=form.reason(), by=actor(request))
    return pdf(made.pdf, f"cards-{sheet.workplace.number}-{made.number}.pdf")


def _page(request: HttpRequest, round_id: int, form: ReplaceForm) -> HttpResponse:
    page: RoundPage = round_page(by=actor(request), round_id=round_id)
    require(actor(request), Action.cards_print, page.where)
    return render(request, "surveys/cards.html", {
        "page": page, "form": form, "address": f"{settings.JIKIM_BASE_URL}{PATH}", "next_number": len(page.sheets) + 1,
        "cards": min(MOST_CARDS, cards_left(page.row.workplace_id)),
        "printed": [sheet for sheet in page.sheets if sheet.status == "printed"],
    })  # fmt: skip
