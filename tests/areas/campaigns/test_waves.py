"""Mail in waves: nobody twice, refusals honoured in every later wave, stopped at once, nobody's opening watched."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from django.test import Client

from jikim.areas.campaigns.actions.campaigns import move_campaign
from jikim.areas.campaigns.actions.waves import (
    edit_wave,
    plan_wave,
    send_waves,
    start_wave,
    stop_wave,
    take_list,
    try_wave,
)
from jikim.areas.campaigns.models import Recipient, Wave
from jikim.areas.campaigns.queries.waves import counts, wave_page
from jikim.rules.access import Role
from jikim.rules.words import Text
from jikim.shared.access import Conflict, Invalid, Refused
from jikim.shared.clock import rehearsing
from jikim.shared.mail import deliver_due
from jikim.shared.mail.models import MailMessage
from jikim.shared.mail.optout import link, opt_out
from jikim.shared.sheets import Column, write_xlsx
from tests.areas.campaigns.made import DAY, EDITOR, OFFICE, running
from tests.areas.enrolment.made import applied, season
from tests.areas.people.making import person, signed_in

pytestmark = pytest.mark.django_db
LETTER = {
    "on": DAY, "source": "list", "part": 1, "parts": 1, "is_advertising": False, "subject_ko": "안내물", "subject_en": "Notices", "body_ko": "안녕하십니까.",
    "body_en": "Good day.", "pace": 120,
}  # fmt: skip
WEEK = dt.timedelta(days=7)


def planned(**values: object) -> Wave:
    campaign = Wave.objects.get().campaign if Wave.objects.exists() else running()
    return plan_wave(campaign_id=campaign.pk, values=LETTER | values, channel_id=campaign.channels.get().pk, by=OFFICE)


def listed(wave: Wave, *rows: tuple[str, str]) -> tuple[int, tuple]:
    return take_list(wave_id=wave.pk, data=b"".join(write_xlsx([Column("기관명"), Column("이메일")], rows, "명단", count_line=False)), by=OFFICE)


def everybody(many: int) -> list[tuple[str, str]]:
    return [(f"기관 {i}", f"place{i}@example.com") for i in range(many)]


def test_a_wave_goes_out_at_its_pace_and_forgets_addresses() -> None:
    one = planned()
    listed(one, *everybody(5))
    with rehearsing(DAY):
        assert start_wave(wave_id=one.pk, by=OFFICE) == 5
        assert [send_waves() for _ in range(4)] == [2, 2, 1, 0]
    assert Wave.objects.get().status == "sent"
    assert not Recipient.objects.exclude(address="").exists()
    assert sorted(MailMessage.objects.values_list("to", flat=True)) == [f"place{i}@example.com" for i in range(5)]
    message = MailMessage.objects.first()
    assert message is not None
    assert "/c/summer/poster/" in message.body
    assert not re.search(r"place\d|[?&]|<img", message.body), "nothing in the letter tells who opens it"
    deliver_due()
    assert counts(one).sent == 5


def test_whoever_refused_gets_no_later_wave() -> None:
    one = planned()
    listed(one, *everybody(2))
    with rehearsing(DAY):
        start_wave(wave_id=one.pk, by=OFFICE)
        send_waves()
    address = link("place0@example.com", "campaign")
    stop = Client().post(f"/mail/stop/{address.rsplit('/mail/stop/')[1]}")
    assert stop.status_code == 200
    with rehearsing(DAY + WEEK):
        two = planned(on=DAY + WEEK)
        listed(two, *everybody(2), ("새 기관", "new@example.com"))
        assert counts(two).refused_before == 1
        start_wave(wave_id=two.pk, by=OFFICE)
        while send_waves():
            pass
    assert MailMessage.objects.filter(to="place0@example.com").count() == 1
    assert MailMessage.objects.filter(to="new@example.com").count() == 1
    # whoever the first wave has written to is not written to again
    assert MailMessage.objects.filter(to="place1@example.com").count() == 1


def test_stopping_stops_and_starting_goes_on_where_it_was() -> None:
    one = planned()
    listed(one, *everybody(5))
    with rehearsing(DAY):
        start_wave(wave_id=one.pk, by=OFFICE)
        send_waves()
        stop_wave(wave_id=one.pk, reason=Text("잘못된 글", "a mistake"), by=OFFICE)
        assert send_waves() == 0
        assert MailMessage.objects.count() == 2
        start_wave(wave_id=one.pk, by=OFFICE)
        while send_waves():
            pass
    assert MailMessage.objects.count() == 5
    with pytest.raises(Conflict), rehearsing(DAY):
        start_wave(wave_id=one.pk, by=OFFICE)


def test_a_wave_begun_while_another_is_being_sent_writes_to_nobody_twice() -> None:
    one, two = planned(), planned(on=DAY + WEEK)
    listed(one, *everybody(5))
    listed(two, *everybody(5), ("새 기관", "new@example.com"), ("다른 기관", "other@example.com"))
    with rehearsing(DAY):
        start_wave(wave_id=one.pk, by=OFFICE)
    with rehearsing(DAY + WEEK):
        assert start_wave(wave_id=two.pk, by=OFFICE) == 2, "the other five are about to hear of it from the first wave"
        send_waves()
    assert MailMessage.objects.count() == len(set(MailMessage.objects.values_list("to", flat=True)))


def test_a_wave_begun_again_leaves_out_whom_another_has_written_to() -> None:
    one, two = planned(), planned(on=DAY + WEEK)
    listed(one, *everybody(3))
    listed(two, *everybody(3))
    with rehearsing(DAY):
        start_wave(wave_id=one.pk, by=OFFICE)
        send_waves()
        stop_wave(wave_id=one.pk, by=OFFICE, reason=Text("글을 고침", "words mended"))
    with rehearsing(DAY + WEEK):
        assert start_wave(wave_id=two.pk, by=OFFICE) == 1
        send_waves()
        start_wave(wave_id=one.pk, by=OFFICE)
        send_waves()
    assert sorted(MailMessage.objects.values_list("to", flat=True)) == [f"place{i}@example.com" for i in range(3)]
    assert set(Wave.objects.values_list("status", flat=True)) == {"sent"}


def test_a_campaign_called_off_takes_its_waves_along() -> None:
    one = planned()
    listed(one, *everybody(5))
    with rehearsing(DAY):
        start_wave(wave_id=one.pk, by=OFFICE)
        move_campaign(campaign_id=one.campaign_id, to="cancelled", by=OFFICE, reason=Text("중단", "off"))
        assert send_waves() == 0
    assert Wave.objects.get().status == "stopped"


def test_days_off_and_days_to_come_send_nothing() -> None:
    one = planned()
    listed(one, *everybody(1))
    with rehearsing(DAY - dt.timedelta(days=3)), pytest.raises(Conflict, match="day"):
        start_wave(wave_id=one.pk, by=OFFICE)
    with rehearsing(DAY):
        start_wave(wave_id=one.pk, by=OFFICE)
    with rehearsing(DAY + dt.timedelta(days=5)):
        assert send_waves() == 0
    for wrong in ({"on": DAY + dt.timedelta(days=1)}, {"on": DAY + dt.timedelta(days=12)}, {"on": DAY + WEEK, "part": 3, "parts": 2}):
        with pytest.raises(Invalid):
            planned(**wrong)


def test_those_who_applied_are_split_and_nobody_is_in_two_parts() -> None:
    for i in range(7):
        applied(contact_email=f"applied{i}@example.com")
    assert season().pk
    with rehearsing(DAY):
        one = planned(source="applied", part=1, parts=2, pace=6000)
        start_wave(wave_id=one.pk, by=OFFICE)
        send_waves()
    with rehearsing(DAY + WEEK):
        two = planned(source="applied", part=2, parts=2, on=DAY + WEEK, pace=6000)
        start_wave(wave_id=two.pk, by=OFFICE)
        send_waves()
    assert sorted(MailMessage.objects.filter(kind="campaign").values_list("to", flat=True)) == [f"applied{i}@example.com" for i in range(7)]
    assert {one.recipients.count(), two.recipients.count()} == {3, 4}


def test_bad_rows_of_a_list_are_told_and_good_ones_taken() -> None:
    one = planned()
    taken, errors = listed(one, ("가 기관", "good@example.com"), ("나 기관", "not an address"), ("", "noname@example.com"), ("다 기관", "GOOD@example.com"))
    assert taken == 1
    assert {(error.row, error.field) for error in errors} == {(3, "email"), (4, "organisation"), (5, "email")}
    assert wave_page(one.pk, by=OFFICE).counts.would == 1


def test_a_letter_that_is_advertising_says_so_and_a_trial_comes_to_oneself() -> None:
    one = planned(is_advertising=True)
    assert wave_page(one.pk, by=OFFICE).letter.subject.startswith("(광고) ")
    try_wave(wave_id=one.pk, to="me@example.com", language="ko", by=OFFICE)
    message = MailMessage.objects.get()
    assert (message.to, message.is_optional) == ("me@example.com", False)
    assert "(광고)" in message.subject


def test_an_editor_plans_no_wave_and_two_do_not_overwrite_each_other() -> None:
    one = planned()
    with pytest.raises(Refused):
        plan_wave(campaign_id=one.campaign_id, values=LETTER | {"on": DAY + WEEK}, channel_id=None, by=EDITOR)
    edit_wave(wave_id=one.pk, version=1, values=LETTER, channel_id=None, by=OFFICE)
    with pytest.raises(Conflict, match="meanwhile"):
        edit_wave(wave_id=one.pk, version=1, values=LETTER, channel_id=None, by=OFFICE)


def test_the_office_plans_takes_a_list_and_starts_in_the_browser(settings) -> None:
    settings.JIKIM_TODAY = DAY
    campaign = running()
    client = signed_in(Client(), person(Role.OFFICE, email="me@example.com"))
    said = {key: "" if value is False else str(value) for key, value in LETTER.items()}
    assert client.post(f"/campaigns/{campaign.pk}/waves/new/", said | {"on": "2017-06-24"}).status_code == 422
    answer = client.post(f"/campaigns/{campaign.pk}/waves/new/", said)
    one = Wave.objects.get()
    assert answer.url == f"/campaigns/waves/{one.pk}/"
    sheet = io.BytesIO("기관명,이메일\n가 기관,good@example.com\n나 기관,bad\n".encode())
    sheet.name = "list.csv"
    page = client.post(f"/campaigns/waves/{one.pk}/list/", {"sheet": sheet})
    assert page.status_code == 200
    assert "bad" in page.content.decode()
    assert client.post(f"/campaigns/waves/{one.pk}/try/").status_code == 302
    assert MailMessage.objects.get().to == "me@example.com"
    for _ in range(2):
        client.post(f"/campaigns/waves/{one.pk}/step/sending/")
    assert Recipient.objects.filter(state="waiting").count() == 1
    assert client.get(f"/campaigns/waves/{one.pk}/step/stopped/").status_code == 200
    assert Wave.objects.get().status == "sending"


def test_opting_out_is_one_press_without_an_account() -> None:
    address = link("place0@example.com", "campaign")
    token = address.rsplit("/mail/stop/")[1].strip("/")
    assert Client().get(f"/mail/stop/{token}/").status_code == 200
    assert opt_out(token) == "campaign"
