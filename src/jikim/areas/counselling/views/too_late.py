"""A page of counselling sent after its time was over: whoever sent it is told that it was not done."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from jikim.areas.counselling import comeback
from jikim.areas.surveys.public import had_ticket
from jikim.rules.words import Text
from jikim.shared.worker_pages import trouble

TOO_LATE_TITLE = Text("시간이 지나 화면이 닫혔습니다", "This page has closed")
TOO_LATE = Text(
    "화면을 연 지 오래되어 방금 보내신 내용은 전하지 못했고, 어디에도 남지 않았습니다. 이미 신청하셨다면 카드의 코드와 그때 정한 비밀번호로 ‘내 상담 신청’에 "
    "다시 들어와 주십시오. 결과의 비밀번호가 있으면 결과를 다시 열어 신청하실 수 있습니다. 기다리기 어려우시면 아래 ‘도움을 받을 수 있는 곳’으로 바로 전화하십시오.",
    "This page had been open for too long. What you have just sent could not be passed on, and it is kept nowhere. If you had asked before, "
    "please come back to your request with the code on your card and the word you chose. With the secret of your result you can open "
    "it again and ask from there. If it cannot wait, please call one of the people under “Who helps” at once.",
)


def too_late(request: HttpRequest) -> HttpResponse | None:
    """What was sent from a page left open too long was not done: say so, rather than lead away in silence."""
    if request.method != "POST" or not (had_ticket(request) or comeback.was_here(request)):
        return None
    return trouble(request, 403, title=TOO_LATE_TITLE, reason=TOO_LATE)
