"""What a session is given with: the slides in the browser, the code on the screen, papers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jikim.areas.training.actions import papers
from jikim.areas.training.queries.courses import deck_of_session
from jikim.areas.training.queries.decks import set_out
from jikim.areas.training.queries.results import counts_now
from jikim.areas.training.queries.sessions import may_run
from jikim.areas.training.views import actor, pdf, seen
from jikim.rules.access import Action
from jikim.shared.access import Refused, acts


@acts(Action.home_see)
def training_slides(request: HttpRequest, session_id: int) -> HttpResponse:
    """One slide under the other, each the height of the screen; arrow keys with a script. `?notes=1` shows what to say beside them."""
    one = seen(request, session_id)
    language = request.GET.get("lang", one.language)
    language = language if language in ("ko", "en") else one.language
    return render(request, "training/slides.html", {
        "session": one, "deck": set_out(deck_of_session(one), language), "notes": request.GET.get("notes") == "1", "spoken": language,
        "other": "en" if language == "ko" else "ko",
    })  # fmt: skip


@acts(Action.home_see)
def training_screen(request: HttpRequest, session_id: int) -> HttpResponse:
    """The code, large, with its QR and how many have answered. For whoever gives the session: the code is shown to nobody else."""
    one = seen(request, session_id)
    allowed = may_run(actor(request), one)
    if not allowed:
        raise Refused(allowed.reason)
    if not one.join_code:
        return redirect("training", session_id)
    before, after = counts_now(one)
    context = {"session": one, "heading": one.workplace.name if one.workplace else one.title, "code": papers.code_words(one), "address": papers.join_address(one).partition("://")[2].rpartition("/t/")[0] + "/t/", "before": before, "after": after}
    return render(request, "training/parts/counts.html" if request.headers.get("HX-Request") else "training/screen.html", context)


@acts(Action.home_see)
def training_qr(request: HttpRequest, session_id: int) -> HttpResponse:
    one = seen(request, session_id)
    if not one.join_code or not may_run(actor(request), one):
        raise Http404
    return HttpResponse(papers.qr_svg(papers.join_address(one)), content_type="image/svg+xml", headers={"Cache-Control": "private, no-store"})


@acts(Action.home_see)
def training_paper(request: HttpRequest, session_id: int, what: str, language: str) -> HttpResponse:
    """Slides, handout or the sheet to sign, as PDF."""
    one, by = seen(request, session_id), actor(request)
    if language not in ("ko", "en"):
        raise Http404
    match what:
        case "slides" | "handout":
            made = papers.slides_paper(session_id=one.pk, language=language, by=by, with_notes=what == "handout")
        case "attendance":
            made = papers.attendance_paper(session_id=one.pk, language=language, by=by)
        case _:
            raise Http404
    return pdf(made.data, made.file_name)
