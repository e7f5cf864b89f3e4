"""The counsellor's desk: key, queue, reading with a log, talks, notes, closing, deputy, destruction."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from jikim.areas.counselling import sealing
from jikim.areas.counselling.actions import desk as actions
from jikim.areas.counselling.actions import desk_key
from jikim.areas.counselling.models import (
    CounsellingCount,
    CounsellingNote,
    CounsellingRead,
    CounsellingRequest,
    CounsellorSeat,
)
from jikim.areas.counselling.public import destroy_closed, pass_on, tell_counsellors
from jikim.areas.counselling.queries.counts import season_counts
from jikim.areas.people.models import Person, Seat
from jikim.rules.access import Role
from jikim.rules.counselling import told_count
from jikim.shared.access import Conflict, Refused
from jikim.shared.audit.models import AuditRow
from jikim.shared.clock import now, today
from jikim.shared.mail.models import MailMessage
from jikim.shared.workflow.models import StatusChange
from tests.areas.counselling.made import PHRASE, asks, counsellor, finished, office, the_request
from tests.areas.people.making import signed_in

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_sealing_opens_with_the_right_key_only() -> None:
    pair, other = sealing.new_pair(), sealing.new_pair()
    key = sealing.new_key()
    wrapped = sealing.wrap(key, pair.public, "1/contact")
    assert sealing.unwrap(wrapped, pair.private, "1/contact") == key
    assert wrapped != sealing.wrap(key, pair.public, "1/contact")
    for private, bound in ((other.private, "1/contact"), (pair.private, "2/contact"), (pair.private, "1/notes")):
        with pytest.raises(sealing.CannotOpen):
            sealing.unwrap(wrapped, private, bound)
    sealed = sealing.seal(key, "연락처", "1/contact")
    assert sealing.open_sealed(key, sealed, "1/contact") == "연락처"
    assert len(sealed) == len(sealing.seal(key, "긴 " * 100, "1/contact")), "the length says little"
    for wrong in (sealed[:-1] + bytes([sealed[-1] ^ 1]), b"", sealed[:10]):
        with pytest.raises(sealing.CannotOpen):
            sealing.open_sealed(key, wrong, "1/contact")


def test_the_private_key_lies_under_the_passphrase() -> None:
    pair = sealing.new_pair()
    locked = sealing.lock(pair, PHRASE)
    assert pair.private not in locked
    assert sealing.unlock(locked, pair.public, PHRASE) == pair.private
    with pytest.raises(sealing.CannotOpen):
        sealing.unlock(locked, pair.public, PHRASE + " ")


def test_the_key_is_made_on_first_opening() -> None:
    desk = counsellor(key=False)
    assert desk.client.get("/counselling/").url == "/counselling/key/"
    page = desk.client.get("/counselling/key/").content.decode()
    assert "되찾을 방법이 없습니다" in page
    sent = {"new_passphrase": PHRASE, "again": PHRASE, "understood": "on"}
    assert desk.client.post("/counselling/key/", {**sent, "again": "다른 문구 다른 문구 다른"}).status_code == 422
    assert desk.client.post("/counselling/key/", {**sent, "new_passphrase": "short", "again": "short"}).status_code == 422
    assert desk.client.post("/counselling/key/", {k: v for k, v in sent.items() if k != "understood"}).status_code == 422
    assert desk.client.post("/counselling/key/", sent).url == "/counselling/"
    desk.seat.refresh_from_db()
    assert desk.seat.public_key
    assert sealing.unlock(desk.seat.wrapped_key, desk.seat.public_key, PHRASE)


def test_the_queue_has_urgent_ones_first_and_names_nobody() -> None:
    desk = counsellor()
    asks(finished("W1")[0], desk)
    asks(finished("W2")[0], desk, urgent="yes")
    page = desk.client.get("/counselling/").content.decode()
    rows = page.split("<tbody>")[1].split("</tr>")
    assert "급함" in rows[0]
    assert "급함" not in rows[1]
    assert "010-9876" not in page


def test_reading_needs_the_passphrase_and_is_shown_to_the_worker() -> None:
    desk = counsellor()
    worker, _ = finished()
    asks(worker, desk, hand="scores")
    address = f"/counselling/requests/{the_request().pk}/"
    locked = desk.client.get(address).content.decode()
    assert "010-9876" not in locked
    assert not CounsellingRead.objects.exists()
    wrong = desk.client.post(address, {"passphrase": "틀린 암호 문구입니다"})
    assert wrong.status_code == 422
    assert "암호 문구가 맞지 않습니다" in wrong.content.decode()
    assert desk.client.post(address, {"passphrase": PHRASE}).url == address
    opened = desk.client.get(address).content.decode()
    for word in ("010-9876-5432", "하늘", "저녁 7시 이후", "감정"):
        assert word in opened
    assert {read.what for read in CounsellingRead.objects.all()} == {"contact", "handover"}
    assert AuditRow.objects.filter(verb="counselling.read").count() == 1
    state = worker.opens("/q/talk/").text
    assert "문상담" in state
    assert "연락처" in state.split("누가 언제 무엇을 보았는지")[1]


def test_neither_session_nor_cookie_alone_opens_the_desk() -> None:
    desk = counsellor()
    asks(finished()[0], desk)
    address = f"/counselling/requests/{the_request().pk}/"
    desk.client.post("/counselling/unlock/", {"passphrase": PHRASE})
    assert "010-9876" in desk.client.get(address).content.decode()
    secret = desk.client.cookies[desk_key.COOKIE].value
    held = str(dict(desk.client.session))
    assert desk.private.hex() not in held
    del desk.client.cookies[desk_key.COOKIE]
    assert "010-9876" not in desk.client.get(address).content.decode(), "the session alone"
    other = signed_in(Client(), desk.seat.person)
    other.cookies[desk_key.COOKIE] = secret
    assert "010-9876" not in other.get(address).content.decode(), "the cookie alone"


def test_the_desk_locks_after_half_an_hour_and_keeps_what_was_typed(monkeypatch) -> None:
    desk = counsellor()
    asks(finished()[0], desk)
    address = f"/counselling/requests/{the_request().pk}/"
    desk.client.post("/counselling/unlock/", {"passphrase": PHRASE})
    desk.client.post(address + "accept/")
    later = desk_key.time.time() + 31 * 60
    monkeypatch.setattr(desk_key.time, "time", lambda: later)
    asked = desk.client.post(address + "note/", {"text": "오래 쓴 기록"})
    assert "오래 쓴 기록" in asked.content.decode()
    assert not CounsellingNote.objects.exists()
    assert desk.client.post(address + "note/", {"text": "오래 쓴 기록", "passphrase": PHRASE}).status_code == 302
    assert "오래 쓴 기록" in desk.client.get(address).content.decode()
    assert "오래 쓴 기록" not in repr(list(CounsellingNote.objects.values()))


def test_too_many_wrong_passphrases_wait(monkeypatch) -> None:
    from dataclasses import replace

    monkeypatch.setattr(desk_key, "TRIES", replace(desk_key.TRIES, tries=2))
    desk = counsellor()
    for _ in range(2):
        desk.client.post("/counselling/unlock/", {"passphrase": "틀린 암호 문구입니다"})
    answer = desk.client.post("/counselling/unlock/", {"passphrase": PHRASE})
    assert "15분" in answer.content.decode()


def test_from_accepting_to_closing() -> None:
    desk = counsellor()
    worker, _ = finished()
    asks(worker, desk)
    address = f"/counselling/requests/{the_request().pk}/"
    desk.client.post("/counselling/unlock/", {"passphrase": PHRASE})
    assert desk.client.post(address + "note/", {"text": "먼저"}).status_code == 409, "accept first"
    desk.client.post(address + "accept/")
    assert the_request().status == "accepted"
    late = (today() + dt.timedelta(days=1)).isoformat()
    assert desk.client.post(address + "talk/", {"on": late, "channel": "telephone", "minutes": "30"}).status_code == 422
    desk.client.post(address + "talk/", {"on": today().isoformat(), "channel": "telephone", "minutes": "40"})
    desk.client.post(address + "note/", {"text": "수면 문제"})
    desk.client.post(address + "note/", {"text": "정정: 수면은 나아짐"})
    page = desk.client.get(address).content.decode()
    assert page.index("수면 문제") < page.index("정정")
    assert "40분" in worker.opens("/q/talk/").text
    assert desk.client.post(address + "close/", {}).status_code == 422
    desk.client.post(address + "close/", {"closing": "referred", "referral": "health_centre"})
    request = the_request()
    assert (request.status, request.closed_on, request.referral) == ("closed", today(), "health_centre")
    assert "마친 상담입니다" in worker.opens("/q/talk/").text
    change = StatusChange.objects.filter(thing_kind="counselling", target="closed").get()
    assert change.reason_ko == "다른 기관에 연결함"
    assert not change.note


def test_a_request_taken_back_meanwhile_says_so() -> None:
    desk = counsellor()
    worker, _ = finished()
    asks(worker, desk)
    address = f"/counselling/requests/{the_request().pk}/"
    desk.client.post("/counselling/unlock/", {"passphrase": PHRASE})
    worker.sends("/q/talk/back/")
    for answer in (desk.client.get(address), desk.client.post(address + "accept/"), desk.client.post(address + "note/", {"text": "x"})):
        assert answer.status_code == 404
        assert "근로자가 취소했거나" in answer.content.decode()


def test_closed_requests_are_destroyed_after_thirty_days(settings) -> None:
    desk = counsellor()
    worker, _ = finished()
    asks(worker, desk)
    request = the_request()
    actions.close(request_id=request.pk, closing="finished", by=desk.by)
    settings.JIKIM_TODAY = today() + dt.timedelta(days=29)
    assert destroy_closed() == 0
    settings.JIKIM_TODAY = settings.JIKIM_TODAY + dt.timedelta(days=1)
    assert destroy_closed() == 1
    assert not CounsellingRequest.objects.exists()
    assert CounsellingCount.objects.filter(closed=1).exists() or sum(CounsellingCount.objects.values_list("closed", flat=True)) == 1
    assert worker.opens("/q/talk/").path == "/q/talk/", "the worker may ask again"


def test_after_a_closed_one_the_worker_may_ask_again() -> None:
    desk = counsellor()
    worker, _ = finished()
    asks(worker, desk)
    first = the_request().pk
    actions.close(request_id=first, closing="not_reached", by=desk.by)
    asks(worker, desk)
    assert the_request().pk != first
    assert the_request().status == "asked"


# --- the deputy ------------------------------------------------------------------------------------------------------


def _asked_hours_ago(request: CounsellingRequest, day: dt.date, hour: int) -> None:
    request.asked_on, request.asked_hour = day, hour
    request.save(update_fields=["asked_on", "asked_hour"])


def test_an_untouched_urgent_request_goes_to_the_deputy_and_both_can_take_it(settings) -> None:
    deputy = counsellor("신대리")
    desk = counsellor("문상담", deputy=deputy)
    worker, _ = finished()
    asks(worker, desk, urgent="yes")
    request = the_request()
    with pytest.raises(Refused):
        actions.read_request(request_id=request.pk, private=deputy.private, by=deputy.by)
    settings.JIKIM_TODAY = today()
    _asked_hours_ago(request, dt.date(2026, 4, 6), 9)
    assert pass_on() == 1
    assert pass_on() == 0
    request = the_request()
    assert (request.status, request.passed_to_id) == ("passed", deputy.seat.pk)
    assert "신대리" in worker.opens("/q/talk/").text
    assert "문상담 상담자 대신" in deputy.client.get("/counselling/").content.decode()
    assert actions.read_request(request_id=request.pk, private=deputy.private, by=deputy.by).contact["name"] == "하늘"
    actions.accept(request_id=request.pk, by=deputy.by)
    request = the_request()
    assert request.counsellor_id == deputy.seat.pk
    assert set(request.wraps["contact"]) == {str(deputy.seat.pk)}, "what was sealed to the other is taken away"
    with pytest.raises(Refused):
        actions.read_request(request_id=request.pk, private=desk.private, by=desk.by)


def test_an_urgent_request_nobody_stands_in_for_is_told_to_the_clinical_lead_once(settings) -> None:
    lead = Person.objects.create(email="lead@example.org", name="임상 책임")
    Seat.objects.create(person=lead, role=Role.CLINICAL.value, reach_keys=[])
    desk = counsellor("문상담")
    worker, _ = finished()
    asks(worker, desk, urgent="yes")
    settings.JIKIM_TODAY = today()
    assert pass_on() == 0
    assert not MailMessage.objects.filter(to="lead@example.org").exists(), "four hours have not passed yet"
    _asked_hours_ago(the_request(), dt.date(2026, 4, 6), 9)
    assert (pass_on(), pass_on()) == (0, 0)
    letter = MailMessage.objects.get(to="lead@example.org")
    assert "문상담" in letter.body
    assert "하늘" not in letter.body, "nothing of what the worker left"
    assert the_request().status == "asked", "the counsellor still has it"


def test_a_deputy_who_is_away_stands_in_for_nobody(settings) -> None:
    lead = Person.objects.create(email="lead@example.org", name="임상 책임")
    Seat.objects.create(person=lead, role=Role.CLINICAL.value, reach_keys=[])
    deputy = counsellor("신대리", away_from=today() - dt.timedelta(days=3), away_to=today() + dt.timedelta(days=3))
    desk = counsellor("문상담", deputy=deputy)
    asks(finished()[0], desk, urgent="yes")
    settings.JIKIM_TODAY = today()
    _asked_hours_ago(the_request(), today() - dt.timedelta(days=14), 9)
    assert pass_on() == 0
    assert the_request().status == "asked", "the counsellor keeps it"
    assert "문상담" in MailMessage.objects.get(to="lead@example.org").body
    CounsellorSeat.objects.filter(pk=deputy.seat.pk).update(away_from=None, away_to=None)
    assert pass_on() == 1, "back at work the deputy gets it after all"


def test_a_deputy_who_lets_it_lie_is_told_of_too(settings) -> None:
    lead = Person.objects.create(email="lead@example.org", name="임상 책임")
    Seat.objects.create(person=lead, role=Role.CLINICAL.value, reach_keys=[])
    desk = counsellor("문상담", deputy=counsellor("신대리"))
    asks(finished()[0], desk, urgent="yes")
    settings.JIKIM_TODAY = today()
    _asked_hours_ago(the_request(), today() - dt.timedelta(days=14), 9)
    assert (pass_on(), pass_on()) == (1, 0)
    assert not MailMessage.objects.filter(to="lead@example.org").exists(), "the deputy has only just got it"
    CounsellingRequest.objects.update(status_since=now() - dt.timedelta(days=14))
    assert (pass_on(), pass_on()) == (0, 0)
    assert "신대리" in MailMessage.objects.get(to="lead@example.org").body
    assert the_request().status == "passed"


def test_nothing_goes_to_the_deputy_too_early_or_without_urgency() -> None:
    deputy = counsellor("신대리")
    desk = counsellor("문상담", deputy=deputy)
    asks(finished("W1")[0], desk, urgent="yes")
    asks(finished("W2")[0], desk)
    assert pass_on() == 0


def test_a_lost_key_closes_the_contents_for_ever_and_the_deputy_gets_what_waits() -> None:
    deputy = counsellor("신대리")
    desk = counsellor("문상담", deputy=deputy)
    worker, _ = finished()
    asks(worker, desk)
    request = the_request()
    new = desk_key.make_key(seat_id=desk.seat.pk, passphrase="새로 정한 암호 문구 하나", replace=True, by=desk.by)
    for private in (new, desk.private):
        with pytest.raises(Conflict):
            actions.accept(request_id=request.pk, by=desk.by)
        if private is new:
            with pytest.raises(Conflict):
                actions.read_request(request_id=request.pk, private=private, by=desk.by)
    assert pass_on() == 1
    assert actions.read_request(request_id=request.pk, private=deputy.private, by=deputy.by)
    alone = counsellor("홀로")
    second, _ = finished("W2")
    asks(second, alone)
    desk_key.make_key(seat_id=alone.seat.pk, passphrase="새로 정한 암호 문구 둘", replace=True, by=alone.by)
    assert "남기신 연락처를 더는 열 수 없습니다" in second.opens("/q/talk/").text
    lost = CounsellingRequest.objects.get(counsellor=alone.seat)
    alone.client.post("/counselling/unlock/", {"passphrase": "새로 정한 암호 문구 둘"})
    assert "열 수 없는 신청입니다" in alone.client.get(f"/counselling/requests/{lost.pk}/").content.decode()


def test_another_passphrase_for_the_same_key() -> None:
    desk = counsellor()
    asks(finished()[0], desk)
    desk.client.post("/counselling/unlock/", {"passphrase": PHRASE})
    other = "지하철 두 번째 칸 노란 손잡이"
    desk.client.post("/counselling/passphrase/", {"new_passphrase": other, "again": other, "understood": "on"})
    desk.client.post("/counselling/lock/")
    assert desk.client.post("/counselling/unlock/", {"passphrase": PHRASE}).status_code == 422
    assert desk.client.post("/counselling/unlock/", {"passphrase": other}).status_code == 302
    assert "010-9876" in desk.client.get(f"/counselling/requests/{the_request().pk}/").content.decode()


# --- mail, counts, tags ----------------------------------------------------------------------------------------------


def test_counsellors_are_written_to_by_the_clock_without_content(monkeypatch) -> None:
    from jikim.areas.counselling.actions import regular

    desk = counsellor()
    asks(finished()[0], desk, urgent="yes")
    noon = dt.datetime(2026, 4, 7, 12, tzinfo=dt.timezone(dt.timedelta(hours=9)))
    monkeypatch.setattr(regular, "now", lambda: noon)
    assert tell_counsellors() == 1
    assert tell_counsellors() == 0, "not once for each request"
    mail = MailMessage.objects.filter(kind="counselling").get()
    assert mail.to == desk.seat.person.email
    assert "010" not in mail.body
    monkeypatch.setattr(regular, "now", lambda: noon + dt.timedelta(hours=10))
    assert tell_counsellors() == 0, "never at night"


def test_a_request_that_is_not_urgent_is_told_of_in_the_morning_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mail in the middle of the day would tell the hour at which a worker asked."""
    from jikim.areas.counselling.actions import regular

    asks(finished()[0], counsellor())
    morning = dt.datetime(2026, 4, 7, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=9)))
    monkeypatch.setattr(regular, "now", lambda: morning + dt.timedelta(hours=5))
    assert tell_counsellors() == 0
    monkeypatch.setattr(regular, "now", lambda: morning)
    assert tell_counsellors() == 1


def test_counts_show_months_that_are_over_and_nothing_under_five(settings) -> None:
    season_id = finished()[0] and CounsellingRequest._meta.get_field("season").related_model.objects.get().pk
    for region, n in (("seoul", 9), ("busan", 3), ("jeju", 1)):
        CounsellingCount.objects.create(season_id=season_id, region=region, month="2026-04", asked=n, urgent=1)
    CounsellingCount.objects.create(season_id=season_id, region="seoul", month="2026-05", asked=50)
    settings.JIKIM_TODAY = dt.date(2026, 5, 20)
    counts = season_counts(by=office())
    assert counts is not None
    assert counts.regions == ()
    assert counts.together == counts.total == told_count(13)
    assert dict(counts.nation)["urgent"].en == "fewer than 5"
    assert dict(counts.nation)["asked"].en == "10–14"


def test_what_the_counts_said_last_month_and_say_now_tells_of_no_single_request(settings) -> None:
    season_id = finished()[0] and CounsellingRequest._meta.get_field("season").related_model.objects.get().pk
    CounsellingCount.objects.create(season_id=season_id, region="seoul", month="2026-04", asked=12, withdrawn=0)
    pages = []
    for day, later in ((dt.date(2026, 5, 20), 0), (dt.date(2026, 6, 2), 1)):
        if later:
            CounsellingCount.objects.create(season_id=season_id, region="seoul", month="2026-05", asked=later, withdrawn=later)
        settings.JIKIM_TODAY = day
        told = season_counts(by=office())
        assert told is not None
        pages.append((told.regions, told.together, told.total, told.nation))
    assert pages[0] == pages[1], "one person asked and took it back in May"


def test_the_names_of_codes_are_carried_on_when_the_key_changes() -> None:
    from jikim.areas.counselling.public import carry_tags_on
    from jikim.shared import keyfiles

    desk = counsellor()
    worker, code = finished()
    asks(worker, desk)
    old = bytes(the_request().tag)
    path = keyfiles.key_path(keyfiles.COUNSEL)
    kept = path.read_text()
    try:
        keyfiles.add_key(keyfiles.COUNSEL)
        assert carry_tags_on() == 1
        assert bytes(the_request().tag) != old
        back = type(worker)().opens("/q/")
        assert back.sends("/q/talk/open/", code=code, secret="482913").path == "/q/talk/"
    finally:
        path.write_text(kept)


def test_whose_seat_has_ended_leaves_nothing_behind_for_ever(settings) -> None:
    deputy = counsellor("신대리")
    desk = counsellor("문상담", deputy=deputy)
    first, _ = finished("W1")
    second, _ = finished("W2")
    asks(first, desk)
    actions.accept(request_id=the_request().pk, by=desk.by)
    accepted = the_request().pk
    asks(second, desk)
    desk.seat.person.seats.update(ended_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert pass_on() == 1, "what nobody has taken on goes to the deputy at once"
    assert "신대리" in second.opens("/q/talk/").text
    assert "남기신 연락처를 더는 열 수 없습니다" in first.opens("/q/talk/").text
    settings.JIKIM_TODAY = today() + dt.timedelta(days=29)
    assert destroy_closed() == 0
    settings.JIKIM_TODAY = settings.JIKIM_TODAY + dt.timedelta(days=1)
    assert destroy_closed() == 1
    assert not CounsellingRequest.objects.filter(pk=accepted).exists()


def test_whoever_takes_no_new_requests_still_finishes_theirs() -> None:
    desk = counsellor()
    worker, _ = finished()
    asks(worker, desk)
    desk.seat.is_active = False
    desk.seat.save()
    desk.client.post("/counselling/unlock/", {"passphrase": PHRASE})
    assert "010-9876" in desk.client.get(f"/counselling/requests/{the_request().pk}/").content.decode()
    late, _ = finished("W2")
    assert "문상담" not in late.opens("/q/talk/").text
