"""What stands on the cards: two languages, a QR, the code, what nobody may ask. Composed in memory; never kept."""

from __future__ import annotations

import io
import secrets
from collections.abc import Iterable
from typing import Any

import segno
from django.conf import settings

from jikim.areas.enrolment import public as enrolment
from jikim.areas.surveys.models import Round
from jikim.rules.cards import print_code
from jikim.rules.words import Text
from jikim.shared.clock import today
from jikim.shared.documents import compile_pdf

#: workers reach the questionnaire here; what follows # never leaves the telephone
PATH = "/q/"

TITLE = Text("고객응대근로자 건강보호 설문", "Survey on the health of customer service workers")
STEPS = (
    Text("QR을 찍거나, 주소를 열고 코드를 입력합니다.", "Scan the QR, or open the address and type the code."),
    Text("5분이면 답합니다. 결과는 바로, 나만 봅니다.", "It takes five minutes. You alone see your result, at once."),
    Text("카드를 보관하십시오. 다음 설문에도 이 코드를 씁니다.", "Keep the card: the next survey uses the same code."),
)
NOBODY = Text("아무도 이 카드나 결과를 보여 달라고 할 수 없습니다.", "Nobody may ask to see this card or your result.")
COVER = Text("안에 나만의 코드가 있습니다. 혼자 있을 때 펼쳐 보십시오.", "Your own code is inside. Open it where nobody looks on.")
#: beside a second QR on the cover: another page, for everybody, without the code
NOT_THE_SURVEY = Text("설문이 아닙니다. 방금 손님에게 힘든 일을 겪으셨다면 여기를 보십시오.",
                      "Not the survey. Has a customer just treated you badly? Look here.")  # fmt: skip
NO_CODE = Text("코드 없이 누구나 봅니다. 누가 보았는지 남지 않습니다.", "No code needed. Nobody knows that you looked.")
OPEN_AT = Text("답할 수 있는 기간", "Open")
LOOK_ALIKES = Text("코드에 I, L, O, U는 없습니다.", "Codes have no I, L, O or U.")
PROMISED = Text("우리 사업장의 약속", "What our workplace has promised")
BROKEN = Text("지켜지지 않으면 이름 없이 알려 주십시오.", "Tell us, without a name, if this is broken.")
MARGIN = Text(
    "양면 인쇄(긴 쪽 넘김), 점선 따라 자르기, 안쪽으로 접기, 섞어서 봉투에 넣기. 복사하지 마십시오.",
    "Two-sided, long edge; cut, fold inwards, shuffle into an envelope. No copies.",
)


def card_paper(one: Round, codes: Iterable[str], *, sheet: int) -> bytes:
    """The cards as PDF, six to a page with their backs behind them, in an order of its own drawing."""
    ordered = list(codes)
    secrets.SystemRandom().shuffle(ordered)
    place = f"{settings.JIKIM_BASE_URL}{PATH}"
    contents = _words(one, place) | {
        "sheet": sheet, "number": one.workplace.number,
        "cards": [{"code": print_code(code), "qr": qr(f"{place}#{code}")} for code in ordered],
    }  # fmt: skip
    return compile_pdf("surveys/cards.typ", contents, "ko", data_date=today())


def qr(address: str) -> str:
    """A QR as SVG."""
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", scale=4, border=2, xmldecl=False)
    return out.getvalue().decode()


def _words(one: Round, place: str) -> dict[str, Any]:
    season = enrolment.the_season(one.season_id)
    breach = enrolment.breach_address(one.workplace_id)
    now = f"{settings.JIKIM_BASE_URL}{settings.JIKIM_NOW_PATH}"
    period = f"{one.begins_on} – {one.ends_on}" if one.begins_on and one.ends_on else ""
    return {
        "title": _both(TITLE), "season": _both(Text(season.name_ko, season.name_en)), "steps": [_both(step) for step in STEPS],
        "nobody": _both(NOBODY), "cover": _both(COVER), "open": _both(OPEN_AT), "period": period, "looks": _both(LOOK_ALIKES),
        "address": _plain(place), "promised": _both(PROMISED),
        "promises": [_both(text) for text in enrolment.PROMISES], "broken": _both(BROKEN),
        "not-survey": _both(NOT_THE_SURVEY), "no-code": _both(NO_CODE), "now": _plain(now), "now-qr": qr(now),
        "breach": _plain(breach), "breach-qr": qr(breach), "margin": _both(MARGIN),
    }  # fmt: skip


def _plain(address: str) -> str:
    """As one types it."""
    return address.removeprefix("https://").removeprefix("http://")


def _both(text: Text) -> list[str]:
    return [text.ko, text.en or text.ko]
