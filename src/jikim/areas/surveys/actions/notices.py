"""Reminders: a notice for the wall with a QR to the questionnaire, never with a code. Nobody is written to."""

from __future__ import annotations

from django.conf import settings

from jikim.areas.enrolment import public as enrolment
from jikim.areas.enrolment.public import Paper
from jikim.areas.surveys.actions.card_paper import NOBODY, PATH, TITLE, qr
from jikim.areas.surveys.actions.preparing import REMINDER
from jikim.areas.surveys.models import Round
from jikim.rules.access import Action, Actor
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import require
from jikim.shared.clock import today
from jikim.shared.documents import compile_pdf

_POINTS = (
    Text("봉투에서 카드를 한 장 뽑습니다. 누가 어느 카드를 뽑았는지 적지 않습니다.", "Draw a card from the envelope. Nobody writes down who has which."),
    Text("휴대전화로 카드의 QR을 찍거나, 아래 주소에서 코드를 입력합니다.", "Scan the QR on your card, or type its code at the address below."),
    Text("답은 5분이면 끝나고 근무시간으로 봅니다.", "It takes five minutes and counts as working time."),
    Text("결과는 바로, 나만 봅니다. 상담을 원하면 그 자리에서 신청할 수 있습니다.", "You alone see your result, at once, and can ask to talk to somebody."),
    NOBODY,
)  # fmt: skip


def notice_paper(*, round_id: int, language: str, by: Actor) -> Paper:
    """The notice of one round, in one language."""
    one = Round.objects.select_related("workplace").get(pk=round_id)
    require(by, Action.monitor_see, one.where())
    language = "en" if language == "en" else "ko"
    season = enrolment.the_season(one.season_id)
    address = f"{settings.JIKIM_BASE_URL}{PATH}"
    contents = {
        "title": TITLE.say(language), "season": Text(season.name_ko, season.name_en).say(language),
        "number": one.workplace.number, "reminder": Text(one.reminder_ko or REMINDER.ko, one.reminder_en or REMINDER.en).say(language),
        "begins": one.begins_on.isoformat() if one.begins_on else "", "ends": one.ends_on.isoformat() if one.ends_on else "",
        "points": [text.say(language) for text in _POINTS],
        "address": address.removeprefix("https://").removeprefix("http://"), "qr": qr(address),
    }  # fmt: skip
    audit.record(by, "round.notice", "round", one.workflow_key(), language=language)
    made = compile_pdf("surveys/notice.typ", contents, language, data_date=today())
    return Paper(made, f"survey-notice-{one.workplace.number}-{language}.pdf")
