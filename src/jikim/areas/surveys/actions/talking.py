"""The consultant arranges the ten minutes of a visit and writes down how many talks there were and which advice was given.

Counts only: never who, when or what about. Arranging is audited; a count is not, or its time would stand beside a talk.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction

from jikim.areas.dispatch import public as dispatch
from jikim.areas.enrolment import public as enrolment
from jikim.areas.enrolment.public import Invalid, Paper
from jikim.areas.surveys.actions.card_paper import qr
from jikim.areas.surveys.models import TalkDay, TalkSlot
from jikim.areas.surveys.queries.talks import (
    STANDS,
    TalkPage,
    arranged_of,
    minutes_left,
    talk_page,
    where_of,
    workers_a_day,
)
from jikim.rules import talking as rules
from jikim.rules.access import Action, Actor
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Conflict, require
from jikim.shared.clock import today
from jikim.shared.documents import compile_pdf
from jikim.shared.rowkey import new_row_key

#: where workers take a turn
PATH = "/q/slot/"

_CHANGED = Text(
    "그 사이 다른 사람이 바꾸었습니다. 지금 내용을 보고 다시 정해 주십시오.",
    "Somebody changed this in the meantime. Please look at how it stands now and set it again.",
)
_OVER = Text("취소되었거나 지난 방문의 상담 방식은 바꿀 수 없습니다.", "Talks of a visit that was cancelled or is over can no longer be arranged.")
_TAKEN = Text(
    "이미 시간을 잡은 근로자가 있어 바꿀 수 없습니다. 누가 잡았는지 알 수 없어 알려 드릴 방법이 없기 때문입니다.",
    "Some times are taken already, and whoever took them cannot be told, since nobody knows who they are.",
)
_NOT_YET = Text("방문일부터 적을 수 있습니다.", "It can be written down from the day of the visit on.")


def arrange_talks(*, appointment_id: int, arranged: rules.Arrangement, version: int, by: Actor) -> TalkDay:
    """Set how the talks of a visit go. The same twice changes nothing.

    Raises Invalid by field; Conflict when it changed meanwhile, is over, or turns are taken already.
    """
    with transaction.atomic():
        visit = dispatch.appointment(appointment_id=appointment_id)
        require(by, Action.talk_arrange, where_of(visit))
        left = minutes_left(visit)
        if faults := rules.arrangement_faults(arranged, start=visit.start, minutes=visit.minutes + left):
            raise Invalid(faults)
        day = _day(visit, left)
        if arranged_of(visit, day) == arranged and day.version:
            return day
        if day.version != version:
            raise Conflict(_CHANGED)
        if visit.status not in STANDS or visit.last < today():
            raise Conflict(_OVER)
        if TalkSlot.objects.filter(day=day, on=today(), tag__isnull=False).exists():
            raise Conflict(_TAKEN)
        day.mode, day.after_minutes, day.slots = arranged.mode.value, arranged.after_minutes, arranged.slots
        day.groups, day.workers, day.version = arranged.groups, arranged.workers, version + 1
        day.save()
        _make_bookable(day)
        audit.record(by, "talks.arranged", "appointment", appointment_id, mode=arranged.mode.value, slots=arranged.slots, groups=arranged.groups)
    return day


def note_talks(*, appointment_id: int, talks: int, advice: Mapping[str, int], version: int, by: Actor) -> TalkDay:
    """Write down how many talks took place and in how many each kind of advice was given. The same twice changes nothing.

    Raises Invalid by field; Conflict before the day, and when it changed meanwhile.
    """
    with transaction.atomic():
        visit = dispatch.appointment(appointment_id=appointment_id)
        require(by, Action.talk_arrange, where_of(visit))
        if visit.on > today():
            raise Conflict(_NOT_YET)
        given = {kind: count for kind, count in advice.items() if count}
        if faults := rules.tally_faults(talks, given, days=len(visit.days)):
            raise Invalid(faults)
        day = _day(visit, minutes_left(visit))
        if (day.talks, day.advice) == (talks, given):
            return day
        if day.tally_version != version:
            raise Conflict(_CHANGED)
        day.talks, day.advice, day.tally_version = talks, given, version + 1
        day.save(update_fields=["talks", "advice", "tally_version"])
    return day


def talk_paper(*, appointment_id: int, language: str, by: Actor) -> Paper:
    """The rota sheet, or where turns are booked the notice for the wall. Holds no name, no code, nothing taken."""
    page = talk_page(appointment_id=appointment_id, by=by)
    language = "en" if language == "en" else "ko"
    season = enrolment.the_season(page.visit.season_id)
    contents = {
        "season": Text(season.name_ko, season.name_en).say(language), "name": page.visit.workplace_name,
        "number": page.visit.workplace_number, "days": [day.isoformat() for day in page.visit.days], "consultant": page.visit.consultant_name,
        **_sheet(page, language),
    }  # fmt: skip
    audit.record(by, "talks.printed", "appointment", appointment_id, language=language, mode=page.arranged.mode.value)
    name = "talk-notice.typ" if page.is_free else "rota.typ"
    made = compile_pdf(f"surveys/{name}", contents, language, data_date=page.visit.on)
    return Paper(made, f"ten-minutes-{page.visit.workplace_number}-{page.visit.number}-{language}.pdf")


def forget_bookings() -> int:
    """Wipe every booking whose day is over, by the clock. Returns how many rows; whose they were nobody could say."""
    return TalkSlot.objects.filter(on__lt=today()).update(tag=None, on=None)


def _sheet(page: TalkPage, language: str) -> dict[str, object]:
    if page.is_free:
        address = f"{settings.JIKIM_BASE_URL}{PATH}"
        return {
            "address": address.removeprefix("https://").removeprefix("http://"), "qr": qr(address),
            "first": f"{page.first.start:%H:%M}" if page.first else "", "last": f"{page.last.end:%H:%M}" if page.last else "",
        }  # fmt: skip
    sizes = rules.even_groups(page.arranged.workers, page.arranged.groups)
    return {
        "workers": page.arranged.workers, "groups": list(sizes),
        "turns": [[f"{turn.slot.start:%H:%M}–{turn.slot.end:%H:%M}", *turn.heads, turn.total] for turn in page.turns],
    }  # fmt: skip


def _day(visit: dispatch.AppointmentLine, left: int) -> TalkDay:
    """The visit's row, made with the default if nobody has set anything; locked."""
    usual = rules.by_default(minutes=visit.minutes, left=left, workers=workers_a_day(visit))
    made, _ = TalkDay.objects.get_or_create(
        appointment_id=visit.id,
        defaults={"mode": usual.mode.value, "after_minutes": usual.after_minutes, "slots": usual.slots, "groups": 1, "workers": usual.workers},
    )
    return TalkDay.objects.select_for_update().get(pk=made.pk)


def _make_bookable(day: TalkDay) -> None:
    """Rows that can be taken, all made at once; where turns go by the rota there are none."""
    TalkSlot.objects.filter(day=day).delete()
    if day.mode == rules.Mode.FREE.value:
        TalkSlot.objects.bulk_create(TalkSlot(id=new_row_key(), day=day, number=n) for n in range(1, day.slots + 1))
