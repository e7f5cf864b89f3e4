"""A made-up worker answers through the very actions the pages call. For the model season and for tests; works in a demo only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from django.conf import settings

from jikim.areas.surveys.actions import answering
from jikim.areas.surveys.actions.ticket import WorkerTicket
from jikim.rules.questionnaire import Column, Kind
from jikim.rules.words import Text
from jikim.shared.access import Refused

_NOT_A_DEMO = Text("지어낸 응답은 모형 사업에만 넣을 수 있습니다.", "Made-up answers go into a model season only.")


def answer_as_worker(
    *, code: str, choose: Callable[[Column], int], on: dt.date, about: Mapping[str, str] | None = None, health: bool = True,
    hand_in: bool = True,
) -> WorkerTicket | None:  # fmt: skip
    """Enter the code, consent, save page after page, hand in. None if the code opens nothing.

    choose   the value ticked for a question, or MISSING
    about    sex, unit … by the round's keys; what the round does not ask is not said
    hand_in  False leaves the questionnaire begun
    Raises Refused outside a demo.
    """
    if not settings.JIKIM_DEMO:
        raise Refused(_NOT_A_DEMO)
    ticket = answering.open_by_code(code)
    if ticket is None:
        return None
    now = answering.consent(answering.answering(ticket), health=health, language="ko", on=on)
    form = now.asked.layout.form
    number = form.following(0, now.sheet.answers, now.sheet.health)
    while (page := form.page(number)) is not None:
        if page.kind is Kind.ABOUT:
            now = answering.save_about(now, page, about or {}, language="ko", on=on)
        else:
            open_columns = form.open_columns(page, now.sheet.answers, now.sheet.health)
            now = answering.save_items(now, page, {c.index: choose(c) for c in open_columns}, language="ko", on=on)
        number = form.following(number, now.sheet.answers, now.sheet.health)
    return answering.hand_in(now, on=on) if hand_in else now.ticket
