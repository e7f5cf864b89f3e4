"""Campaigns for everybody, without account, cookie or script: the page, its files, the pledge, the five questions, short addresses."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from jikim.areas.campaigns.actions import once, printing
from jikim.areas.campaigns.actions.voices import (
    count_answers,
    count_campaign_answers,
    count_pledge,
    count_visit,
)
from jikim.areas.campaigns.forms.voices import PledgeForm, QuestionsForm
from jikim.areas.campaigns.models import Channel
from jikim.areas.campaigns.models.voices import PROGRAMME
from jikim.areas.campaigns.queries import kits as kit_queries
from jikim.areas.campaigns.queries import public as queries
from jikim.areas.campaigns.queries.awareness import GROUPS, PROGRAMME_GROUPS, questions
from jikim.areas.campaigns.views import attached
from jikim.rules.words import Text
from jikim.shared.library.overlay import current
from jikim.shared.open_pages import open_form, open_html, open_page
from jikim.shared.throttle import sender

#: what fetches an address without a person looking at it
_FETCHED = ("bot", "crawl", "spider", "preview", "facebookexternalhit", "kakaotalk-scrap", "slurp", "curl", "wget", "python-")
_AGAIN = Text("이 화면은 너무 오래 열려 있었습니다. 다시 한 번 보내 주십시오.", "This page was open for too long. Please send it once more.")
_WAIT = Text("이 통신망에서 한꺼번에 많이 보냈습니다. 한 시간쯤 뒤에 다시 보내 주십시오.", "Much was sent from this network at once. Please try again in about an hour.")


@open_page
def public_campaigns(request: HttpRequest, language: str) -> HttpResponse:
    return open_html(request, "campaigns/open/list.html", {"lines": [(one, _page(one.slug, language)) for one in queries.open_campaigns()]})


@open_form
def public_campaign(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """The campaign; a pledge is sent to the same address."""
    page = queries.open_campaign(slug)
    form, problem = PledgeForm(request.POST or None), None
    if request.method == "POST" and page.is_running and form.is_valid():
        problem = _counted(request, lambda: count_pledge(queries.public_row(slug), name=form.cleaned_data["organisation"]))
        if problem is None:
            return HttpResponseRedirect(reverse("public_pledged", kwargs={"language": language, "slug": slug}), status=303)
    return _fresh(open_html(request, "campaigns/open/campaign.html", {
        "page": page, "form": form, "problem": problem, "once": once.fresh(), "questions": _questions(slug, language),
    }))  # fmt: skip


@open_page
def public_pledged(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """After a pledge: reloading or going back counts nothing."""
    return _fresh(open_html(request, "campaigns/open/pledged.html", {
        "page": queries.open_campaign(slug), "address": _page(slug, language), "questions": _questions(slug, language), "quiet": True,
    }))  # fmt: skip


@open_form
def campaign_questions(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """The five questions of a campaign."""
    row = queries.asked_row(slug)
    form = QuestionsForm(questions(), GROUPS, request.POST or None)

    def count() -> None:
        count_campaign_answers(row, group=form.cleaned_data["group"], answers=form.answers())

    return _asked(request, form, count, title=row.title, back=_page(slug, language) if row.status in ("running", "ended") else "")


@open_form
def five_questions(request: HttpRequest, language: str, who: str, phase: str) -> HttpResponse:
    """The same five within the programme. The address says which round it is, the same for everybody in the country."""
    if who != "managers" or phase not in ("first", "second"):
        raise Http404
    form = QuestionsForm(questions(), {}, request.POST or None)

    def count() -> None:
        count_answers(scope=PROGRAMME, group=who, phase=phase, answers=form.answers())

    return _asked(request, form, count, title=PROGRAMME_GROUPS[who], back="")


@open_page
def campaign_short(request: HttpRequest, slug: str, channel: str) -> HttpResponse:
    """A short address off a poster: counted by the day, then the campaign's page."""
    try:
        row = queries.public_row(slug)
    except ObjectDoesNotExist:
        return _fresh(HttpResponseRedirect(reverse("public_campaigns", kwargs={"language": "ko"})))
    found = Channel.objects.filter(campaign=row, key=channel).first()
    if found and row.status == "running" and _is_person(request):
        count_visit(found)
    return _fresh(HttpResponseRedirect(_page(slug, "ko")))


@open_page
def public_piece(request: HttpRequest, kit: str, piece: str, size: str, file_language: str) -> HttpResponse:
    """One piece of the general edition as a file."""
    try:
        found = kit_queries.piece_of(piece, kit)[1]
        content = printing.piece_pdf(found, size, file_language, kit_queries.general())
    except KeyError:
        raise Http404 from None
    return attached(content, printing.file_name(found, size, file_language), shared=True)


@open_page
def public_set(request: HttpRequest, kit: str, file_language: str) -> HttpResponse:
    """A whole kit of the general edition as one archive."""
    found = current().kits.get(kit)
    if found is None:
        raise Http404
    return attached(printing.set_zip(found, file_language, kit_queries.general()), f"{kit}-{file_language}.zip", "application/zip", shared=True)


def _asked(request: HttpRequest, form: QuestionsForm, count: Callable[[], None], *, title: Text, back: str) -> HttpResponse:
    """The page with its questions, or the thanks; a form sent twice is counted once and thanked twice."""
    problem = None
    if request.method == "POST" and form.is_valid():
        problem = _counted(request, count)
        if problem is None:
            return _fresh(open_html(request, "campaigns/open/thanks.html", {"items": questions(), "title": title, "back": back, "quiet": True}))
    context = {"form": form, "title": title, "back": back, "problem": problem, "once": once.fresh(), "quiet": True}
    response = _fresh(open_html(request, "campaigns/open/questions.html", context))
    response.status_code = 422 if form.errors else 200
    return response


def _counted(request: HttpRequest, count: Callable[[], None]) -> Text | None:
    """Count once. A problem in words when it could not be."""
    if once.FORMS.wait_seconds(sender(request)):
        return _WAIT
    try:
        if once.spend(request.POST.get("once", "")):
                count()
    except once.NotOurs:
        return _AGAIN
    return None


def _is_person(request: HttpRequest) -> bool:
    """Not a program that only fetches: asked of the request and forgotten with it."""
    purpose = " ".join(request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz")).lower()
    agent = request.headers.get("User-Agent", "").lower()
    return request.method == "GET" and "prefetch" not in purpose and not any(word in agent for word in _FETCHED)


def _fresh(response: HttpResponse) -> HttpResponse:
    """Kept by nobody: it holds a token, or counts."""
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(slug: str, language: str) -> str:
    return reverse("public_campaign", kwargs={"language": language, "slug": slug})


def _questions(slug: str, language: str) -> str:
    return reverse("campaign_questions", kwargs={"language": language, "slug": slug})
