"""Registration for public sessions: confirmed by mail, seats in the order of confirming, a waiting list, a way back, gone some days after."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from jikim.areas.training.actions.answering import AUTOMATIC
from jikim.areas.training.models import AttendanceName, Registration, TrainingSession
from jikim.rules.words import Text
from jikim.shared import audit, mail
from jikim.shared.access import Conflict
from jikim.shared.clock import now, today

#: a registration lives so long after the session; one that was never confirmed so long after it was asked for
KEPT_DAYS, UNCONFIRMED_DAYS = 30, 3
KIND = "training"
_OVER = Text("신청을 받지 않는 교육입니다.", "This session takes no registrations any more.")
_CONFIRM_SUBJECT = Text("교육 신청을 확인해 주십시오: {title}", "Please confirm your registration: {title}")
_CONFIRM = Text(
    "{name} 님, 안녕하십니까.\n\n「{title}」({day} {start}) 신청을 받았습니다. 아래 주소를 열어 확인을 눌러 주셔야 신청이 끝납니다.\n\n{link}\n\n신청하지 않으셨다면 이 메일을 지우십시오. 3일 안에 확인하지 않으면 적으신 내용을 지웁니다.\n",
    "Dear {name},\n\nsomebody registered you for “{title}” ({day} {start}). Open this address and press confirm; only then is it done.\n\n{link}\n\nIf it was not you, delete this mail. Without a confirmation everything is deleted after three days.\n",
)
_SEAT_SUBJECT = Text("교육 자리가 정해졌습니다: {title}", "You have a seat: {title}")
_SEAT = Text(
    "{name} 님, 「{title}」에 자리가 있습니다.\n\n일시: {day} {start}\n장소: {place}\n\n오지 못하시면 아래 주소에서 취소해 주십시오. 기다리는 분께 자리가 돌아갑니다.\n\n{link}\n",
    "Dear {name}, you have a seat in “{title}”.\n\nWhen: {day} {start}\nWhere: {place}\n\nIf you cannot come, please cancel here so that somebody who waits gets the seat.\n\n{link}\n",
)
_REMIND_SUBJECT = Text("내일 교육이 있습니다: {title}", "Tomorrow: {title}")
_CANCELLED_SUBJECT = Text("교육이 취소되었습니다: {title}", "Cancelled: {title}")
_CANCELLED = Text(
    "{name} 님, 「{title}」({day} {start})이(가) 취소되었습니다.\n\n사유: {reason}\n", "Dear {name}, “{title}” ({day} {start}) has been cancelled.\n\nWhy: {reason}\n"
)
_CHANGED_SUBJECT = Text("교육 일정이 바뀌었습니다: {title}", "Changed: {title}")
_CHANGED = Text(
    "{name} 님, 신청하신 「{title}」의 일정이 바뀌었습니다.\n\n{changes}\n\n지금 정해진 내용\n일시: {day} {start}\n장소: {place}\n\n{stands}\n\n{link}\n",
    "Dear {name}, something has changed in “{title}”, for which you registered.\n\n{changes}\n\nAs it stands now\nWhen: {day} {start}\nWhere: {place}\n\n{stands}\n\n{link}\n",
)
_STANDS = Text(
    "자리는 그대로 있습니다. 오지 못하시게 되었으면 아래 주소에서 취소해 주십시오. 기다리는 분께 자리가 돌아갑니다.",
    "You keep your seat. If you cannot come any more, please cancel here so that somebody who waits gets it.",
)
_WAITS = Text("대기 순서는 그대로입니다. 기다리지 않으시려면 아래 주소에서 취소해 주십시오.", "You keep your place on the waiting list. To leave it, cancel here.")
#: what registrants are told of when it changes, by the field's name
_TOLD = {
    "on": Text("날짜", "Date"), "start": Text("시작", "Begins"), "minutes": Text("길이(분)", "Minutes"), "place": Text("장소", "Place"), "link": Text("접속 주소", "Link"),
}  # fmt: skip


def register(*, session_id: int, name: str, email: str, organisation: str, language: str) -> None:
    """Ask for a seat. A mail goes out with the address that confirms; the page says the same whether or not this address is known already."""
    address = email.strip().lower()
    try:
        with transaction.atomic():
            one = _open(session_id)
            there = Registration.objects.filter(session=one, email=address, cancelled_at=None).first()
            if there is not None:
                # asked again: the mail may have been lost, at most once a day
                late = there.confirmed_at is None and now() - there.asked_at > dt.timedelta(days=1)
                if late and Registration.objects.filter(pk=there.pk, asked_at=there.asked_at).update(asked_at=now()):
                    _write(there, _CONFIRM_SUBJECT, _CONFIRM)
                return
            made = Registration.objects.create(
                session=one, name=name[:60], email=address, organisation=organisation[:120], language=language, token=secrets.token_urlsafe(16), asked_at=now()
            )
            _write(made, _CONFIRM_SUBJECT, _CONFIRM)
    except IntegrityError:  # the other tap was faster
        return


def confirm(*, token: str) -> Registration:
    """A seat while there are any, else the waiting list. Again and again: the same."""
    with transaction.atomic():
        there = Registration.objects.get(token=token)
        one = TrainingSession.objects.select_for_update().get(pk=there.session_id)
        there = Registration.objects.select_for_update().get(token=token)
        if there.confirmed_at is not None or there.cancelled_at is not None:
            return there
        _open(one.pk)
        taken = Registration.objects.filter(session=one, has_seat=True, cancelled_at=None).count()
        there.confirmed_at, there.has_seat = now(), taken < one.seats
        there.save(update_fields=["confirmed_at", "has_seat"])
        if there.has_seat:
            _write(there, _SEAT_SUBJECT, _SEAT)
        return there


def cancel_registration(*, token: str) -> Registration:
    """Give the seat back: who has waited longest gets it, by mail."""
    with transaction.atomic():
        there = Registration.objects.get(token=token)
        one = TrainingSession.objects.select_for_update().get(pk=there.session_id)
        there = Registration.objects.select_for_update().get(token=token)
        if there.cancelled_at is not None:
            return there
        had, there.cancelled_at, there.has_seat = there.has_seat, now(), False
        there.save(update_fields=["cancelled_at", "has_seat"])
        if had and one.status == "planned":
            _fill(one)
        return there


def tell_of_cancelling(one: TrainingSession, reason: Text) -> None:
    """Everybody who confirmed, once; called in the transaction that cancels."""
    for there in one.registrations.filter(cancelled_at=None, confirmed_at__isnull=False):
        _write(there, _CANCELLED_SUBJECT, _CANCELLED, reason=reason)


def setting_of(one: TrainingSession) -> dict[str, str]:
    """When and where, as registrants are told of it."""
    return {"on": one.on.isoformat(), "start": f"{one.start:%H:%M}", "minutes": str(one.minutes), "place": one.place, "link": one.link}


def follow_change(one: TrainingSession, before: dict[str, str], seats_before: int) -> int:
    """Everybody who confirmed is told what is different, once; a day moved is reminded of again; seats added go to who waits. Returns how many were
    told. Called in the transaction that changes."""
    after, told = setting_of(one), 0
    moved = [name for name in _TOLD if before[name] != after[name]]
    if moved:
        changes = Text(*("\n".join(f"- {_TOLD[name].say(tongue)}: {before[name] or '–'} → {after[name] or '–'}" for name in moved) for tongue in ("ko", "en")))
        for there in one.registrations.filter(cancelled_at=None, confirmed_at__isnull=False).order_by("pk"):
            there.session = one
            _write(there, _CHANGED_SUBJECT, _CHANGED, changes=changes, stands=_STANDS if there.has_seat else _WAITS)
            told += 1
    if "on" in moved:
        one.registrations.update(reminded_on=None)
    if one.seats > seats_before:
        _fill(one)
    return told


def look_after_registrations() -> dict[str, int]:
    """Daily: reminders the day before, and what has had its time is deleted: registrations, and names of lists no longer to be kept."""
    told = _remind()
    gone = _forget()
    names, _ = AttendanceName.objects.filter(keep_until__lt=today()).delete()
    if gone or names:
        audit.record(AUTOMATIC, "training.forgotten", "training_session", "", registrations=gone, names=names)
    return {"reminded": told, "forgotten": gone, "names": names}


def _remind() -> int:
    due = Registration.objects.filter(
        session__on=today() + dt.timedelta(days=1), session__status="planned", has_seat=True, cancelled_at=None, reminded_on=None
    ).select_related("session")
    count = 0
    for there in due:
        with transaction.atomic():
            if Registration.objects.filter(pk=there.pk, reminded_on=None).update(reminded_on=today()):
                _write(there, _REMIND_SUBJECT, _SEAT, optional=True)
                count += 1
    return count


def _forget() -> int:
    old = Registration.objects.filter(session__on__lt=today() - dt.timedelta(days=KEPT_DAYS))
    never = Registration.objects.filter(confirmed_at=None, asked_at__lt=now() - dt.timedelta(days=UNCONFIRMED_DAYS))
    with transaction.atomic():
        for session_id in sorted(set(old.values_list("session_id", flat=True))):
            seated = Registration.objects.filter(session_id=session_id, has_seat=True, cancelled_at=None).count()
            TrainingSession.objects.filter(pk=session_id, registered=None).update(registered=seated)
        return int(old.delete()[0] + never.delete()[0])


def _fill(one: TrainingSession) -> None:
    taken = Registration.objects.filter(session=one, has_seat=True, cancelled_at=None).count()
    free = max(0, one.seats - taken)
    for there in Registration.objects.filter(session=one, has_seat=False, cancelled_at=None, confirmed_at__isnull=False).order_by("confirmed_at", "pk")[:free]:
        there.has_seat = True
        there.save(update_fields=["has_seat"])
        _write(there, _SEAT_SUBJECT, _SEAT)


def _open(session_id: int) -> TrainingSession:
    one = TrainingSession.objects.exclude(scope="workplace").get(pk=session_id)
    if one.status != "planned" or one.on < today():
        raise Conflict(_OVER)
    return one


def _write(there: Registration, subject: Text, body: Text, *, optional: bool = False, **more: Text) -> None:
    one, language = there.session, there.language
    page = reverse("training_registration", kwargs={"language": language, "token": there.token})
    words: dict[str, Any] = {
        "name": there.name, "title": one.title.say(language), "day": one.on.isoformat(), "start": f"{one.start:%H:%M}",
        "place": one.place or one.link, "link": f"{settings.JIKIM_BASE_URL}{page}", **{key: text.say(language) for key, text in more.items()},
    }  # fmt: skip
    if one.link and one.place:
        words["place"] = f"{one.place} · {one.link}"
    mail.send(there.email, subject.fill(**words).say(language), body.fill(**words).say(language), kind=KIND, language=language, optional=optional)
