"""Public sessions: seats in the order of confirming, a waiting list, the way back, a reminder, and nothing left afterwards."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from jikim.areas.training.actions.planning import FIELDS, cancel_session, change_session
from jikim.areas.training.actions.registering import (
    cancel_registration,
    confirm,
    look_after_registrations,
    register,
)
from jikim.areas.training.models import Registration, TrainingSession
from jikim.rules.access import Role
from jikim.rules.words import Text
from jikim.shared.access import Conflict, Invalid, Refused
from jikim.shared.clock import rehearsing
from jikim.shared.mail.models import MailMessage
from tests.areas.dispatch.planned import OFFICE
from tests.areas.training.made import DAY, EDITOR, announced, planned
from tests.areas.visits.made import stranger

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_day(settings):
    settings.JIKIM_TODAY = DAY


def asks(one: TrainingSession, n: int) -> Registration:
    register(session_id=one.pk, name=f"표아름{n}", email=f"Who{n}@Example.org", organisation="소비자모임", language="ko")
    return Registration.objects.get(session=one, email=f"who{n}@example.org", cancelled_at=None)


def test_seats_go_in_the_order_of_confirming_and_come_back():
    one = announced(seats=2)
    late, first, second = asks(one, 1), asks(one, 2), asks(one, 3)
    assert not Registration.objects.filter(has_seat=True).exists()
    assert [confirm(token=each.token).has_seat for each in (first, second, late)] == [True, True, False]
    assert confirm(token=late.token).has_seat is False
    MailMessage.objects.all().delete()
    cancel_registration(token=first.token)
    cancel_registration(token=first.token)
    late.refresh_from_db()
    assert late.has_seat is True
    assert [mail.to for mail in MailMessage.objects.all()] == ["who1@example.org"]


def test_asked_twice_is_one_registration_and_one_mail():
    one = announced()
    asks(one, 1)
    asks(one, 1)
    assert Registration.objects.count() == MailMessage.objects.count() == 1
    body = MailMessage.objects.get().body
    assert reverse("training_registration", kwargs={"language": "ko", "token": Registration.objects.get().token}) in body


def test_a_session_over_or_cancelled_takes_nobody_and_tells_who_was_coming():
    one = announced()
    there = asks(one, 1)
    confirm(token=there.token)
    asks(one, 2)
    MailMessage.objects.all().delete()
    cancel_session(session_id=one.pk, reason=Text("강사 사정", "The trainer fell ill"), by=EDITOR)
    (mail,) = MailMessage.objects.all()
    assert mail.to == "who1@example.org"
    assert "강사 사정" in mail.body
    with pytest.raises(Conflict):
        register(session_id=one.pk, name="x", email="x@example.org", organisation="", language="ko")


def changed(one: TrainingSession, **more: object) -> TrainingSession:
    one.refresh_from_db()
    said = {name: getattr(one, name) for name in FIELDS}
    return change_session(session_id=one.pk, version=one.version, values={**said, **more}, by=EDITOR)


def test_whoever_registered_is_told_what_has_changed_and_once():
    one = announced(seats=1)
    seated, waiting = asks(one, 1), asks(one, 2)
    confirm(token=seated.token)
    confirm(token=waiting.token)
    asks(one, 3)
    MailMessage.objects.all().delete()
    old = one.on
    changed(one, on=old + dt.timedelta(days=7), place="시청 대강당")
    mails = {mail.to: mail.body for mail in MailMessage.objects.all()}
    assert set(mails) == {"who1@example.org", "who2@example.org"}
    assert all(f"{old.isoformat()} → {(old + dt.timedelta(days=7)).isoformat()}" in body and "시청 대강당" in body for body in mails.values())
    assert "자리는 그대로" in mails["who1@example.org"]
    assert "대기 순서는 그대로" in mails["who2@example.org"]
    MailMessage.objects.all().delete()
    changed(one, trainer="다른 강사")
    assert not MailMessage.objects.exists()


def test_a_day_moved_is_reminded_of_again_and_seats_added_go_to_who_waits():
    one = announced(seats=1)
    first, second = asks(one, 1), asks(one, 2)
    confirm(token=first.token)
    confirm(token=second.token)
    with rehearsing(one.on - dt.timedelta(days=1)):
        assert look_after_registrations()["reminded"] == 1
    MailMessage.objects.all().delete()
    changed(one, seats=2)
    second.refresh_from_db()
    assert second.has_seat
    assert [mail.to for mail in MailMessage.objects.all()] == ["who2@example.org"]
    moved = changed(one, on=one.on + dt.timedelta(days=7))
    with rehearsing(moved.on - dt.timedelta(days=1)):
        assert look_after_registrations()["reminded"] == 2


def test_reminded_once_the_day_before_and_forgotten_after_thirty_days():
    one = announced()
    confirm(token=asks(one, 1).token)
    asks(one, 2)
    with rehearsing(one.on - dt.timedelta(days=1)):
        assert look_after_registrations()["reminded"] == 1
        assert look_after_registrations()["reminded"] == 0
    with rehearsing(one.on + dt.timedelta(days=30)):
        look_after_registrations()
        assert Registration.objects.filter(confirmed_at__isnull=False).count() == 1
    with rehearsing(one.on + dt.timedelta(days=31)):
        look_after_registrations()
    assert not Registration.objects.exists()
    one.refresh_from_db()
    assert one.registered == 1


def test_lists_of_names_are_deleted_when_their_time_has_come():
    from jikim.areas.training.actions.running import keep_names
    from jikim.areas.training.models import AttendanceName

    one, by = planned(with_names=True)
    keep_names(session_id=one.pk, names=["한가람"], by=by)
    with rehearsing(DAY.replace(year=DAY.year + 3)):
        look_after_registrations()
        assert AttendanceName.objects.count() == 1
    with rehearsing(DAY.replace(year=DAY.year + 3) + dt.timedelta(days=1)):
        look_after_registrations()
    assert not AttendanceName.objects.exists()


def test_what_a_public_session_needs_and_who_may_announce():
    with pytest.raises(Invalid) as refused:
        announced(seats=0, title_ko="")
    assert set(refused.value.errors) == {"seats", "title_ko"}
    from jikim.areas.training.actions.planning import announce_session
    from tests.areas.training.made import values

    for by in (stranger(Role.CONSULTANT), stranger(Role.MANAGER), stranger(Role.AGENCY)):
        with pytest.raises(Refused):
            announce_session(values=values(), by=by)
    assert announce_session(values=values(scope="employers", title_ko="사업주 교육", seats=10), by=OFFICE).is_public


def test_the_pages_of_somebody_who_registers(client: Client):
    one = announced()
    listed = client.get(reverse("training_public", kwargs={"language": "ko"}))
    assert "소비자 교육" in listed.content.decode()
    where = reverse("training_register", kwargs={"language": "ko", "session_id": one.pk})
    wrong = client.post(where, {"name": "표아름", "email": "not an address"})
    assert wrong.status_code == 422
    assert "표아름" in wrong.content.decode()
    assert client.post(where, {"name": "표아름", "email": "a@example.org", "organisation": ""}).status_code == 200
    there = Registration.objects.get()
    page = reverse("training_registration", kwargs={"language": "en", "token": there.token})
    client.get(page)
    there.refresh_from_db()
    assert there.confirmed_at is None  # a mail program that opens links confirms nothing
    assert "You have a seat" in client.post(page, {"do": "confirm"}).content.decode()
    assert "cancelled" in client.post(page, {"do": "cancel"}).content.decode()
    assert not client.cookies


def test_a_workplaces_session_is_no_public_one(client: Client):
    one, _ = planned()
    assert client.get(reverse("training_register", kwargs={"language": "ko", "session_id": one.pk})).status_code == 404
    assert one.workplace.name not in client.get(reverse("training_public", kwargs={"language": "ko"})).content.decode()
