"""A page of the questionnaire sent after its ticket's time was over: what was typed is kept, and nothing is shown for it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from jikim.areas.surveys.actions import answering as acting
from jikim.areas.surveys.actions import ticket as tickets
from jikim.areas.surveys.actions.answering import Answering
from jikim.areas.surveys.forms.answer import read_about, read_items
from jikim.areas.surveys.views.look import looked, see
from jikim.rules.questionnaire import Kind, Page
from jikim.rules.words import Text
from jikim.shared.clock import today
from jikim.shared.worker_pages import with_entry_mark, worker_page

SAVED = Text(
    "화면을 연 지 오래되어 연결을 닫았지만, 방금 보내신 내용은 저장했습니다. 카드의 코드를 다시 입력하시면 다음 화면부터 이어집니다.",
    "This page had been open for too long and was closed for your safety, but what you have just sent is saved. Enter the code on "
    "your card again and you go on with the next page.",
)


def taken_late(request: HttpRequest, number: int) -> HttpResponse | None:
    """Save what this page sends (0: the consent) and ask for the code again. None where there is nothing to save it into."""
    ticket = tickets.late_ticket(request, "answer")
    now = acting.answering_late(ticket) if ticket else None
    if now is None:
        return None
    before = now.sheet.answers
    saved, wanted = _saved(request, now, number)
    if saved is None:
        return None
    hurts = wanted is not None and saved.asked.layout.form.opens_help(wanted, before, saved.sheet.answers)
    if request.POST.get("go") == "help" or hurts:
        return see(reverse("worker_help"))
    page = worker_page(request, "surveys/answer/code.html", {"note": SAVED}, status=403)
    return looked(request, with_entry_mark(request, page))


def _saved(request: HttpRequest, now: Answering, number: int) -> tuple[Answering | None, Page | None]:
    form, language, on = now.asked.layout.form, str(request.LANGUAGE_CODE), today()  # type: ignore[attr-defined]
    if number == 0:
        asked = request.POST.get("health") in {"yes", "no"}
        return (acting.consent(now, health=request.POST["health"] == "yes", language=language, on=on) if asked else None), None
    wanted = form.page(number)
    is_open = wanted is not None and now.has_begun and now.floor < number <= now.next_page
    if wanted is None or not is_open or not form.is_shown(wanted, now.telling, now.sheet.health):
        return None, None
    return kept(request, now, wanted), wanted


def kept(request: HttpRequest, now: Answering, wanted: Page) -> Answering:
    """One page's answers, saved."""
    language, on = str(request.LANGUAGE_CODE), today()  # type: ignore[attr-defined]
    if wanted.kind is Kind.ABOUT:
        names = [name for name, _categories in now.asked.layout.about]
        return acting.save_about(now, wanted, read_about(request.POST, names), language=language, on=on)
    return acting.save_items(now, wanted, read_items(request.POST, wanted.columns), language=language, on=on)
