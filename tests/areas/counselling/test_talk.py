"""A worker asks to be called: reads first, leaves a contact, sees who read it, changes it, takes it back."""

from __future__ import annotations

import datetime as dt
import time
from types import SimpleNamespace

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from jikim.areas.counselling import comeback
from jikim.areas.counselling.actions import desk as actions
from jikim.areas.counselling.models import (
    CounsellingCount,
    CounsellingNote,
    CounsellingRead,
    CounsellingRequest,
    CounsellingSession,
)
from jikim.areas.surveys.actions import ticket as tickets
from jikim.rules.cards import new_code
from jikim.shared.audit.models import AuditRow
from jikim.shared.clock import today
from jikim.shared.mail.models import MailMessage
from jikim.shared.workflow.models import StatusChange
from tests.areas.counselling.made import CONTACT, asks, counsellor, finished, the_request
from tests.areas.surveys.answering import Person as Worker

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_what_is_read_before_a_contact_is_left() -> None:
    near = counsellor("이지역", regions=("seoul",))
    far = counsellor("박부산", regions=("busan",))
    worker, _ = finished()
    page = worker.opens("/q/talk/").text
    assert worker.status == 200
    assert page.index("109") < page.index("이지역") < page.index("박부산"), "help first, then the own region, then others"
    for word in ("간호사", "안전보건공단", "월요일~금요일 09:00~18:00", "우리 지역"):
        assert word in page
    assert f"/q/talk/ask/{near.seat.pk}/" in page
    assert f"/q/talk/ask/{far.seat.pk}/" in page, "another region's may be chosen"


def test_the_deputy_who_can_open_it_is_named_before() -> None:
    deputy = counsellor("신대리", is_active=True)
    counsellor("문상담", deputy=deputy)
    worker, _ = finished()
    card = worker.opens("/q/talk/").text.split("<h3>문상담")[1].split("</section>")[0]
    assert "신대리" in card


def test_when_a_call_can_come(settings) -> None:
    counsellor("문상담", hours={"mon": ("09:00", "12:00")})
    settings.JIKIM_TODAY = dt.date(2026, 4, 7)  # a Tuesday
    worker, _ = finished()
    assert "4월 13일(월) 09:00" in worker.opens("/q/talk/").text


def test_without_key_or_with_ended_seat_nobody_is_offered() -> None:
    keyless = counsellor("문상담", key=False)
    ended = counsellor("신종료")
    ended.seat.person.seats.update(ended_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    worker, _ = finished()
    page = worker.opens("/q/talk/").text
    assert "문상담" not in page
    assert "신종료" not in page
    assert worker.opens(f"/q/talk/ask/{keyless.seat.pk}/").status == 404


def test_a_bare_code_or_nobody_opens_nothing() -> None:
    desk = counsellor()
    assert Worker().opens("/q/talk/").path == "/q/talk/open/"
    assert asks(Worker().opens("/q/"), desk).path == "/q/talk/open/"
    from tests.areas.surveys.answering import open_round

    _, (code, *_) = open_round(cards=1)
    worker = Worker().enters(code)
    assert worker.opens("/q/talk/").path == "/q/talk/open/", "an unfinished questionnaire is not enough"
    assert asks(worker, desk).path == "/q/talk/open/"
    assert not CounsellingRequest.objects.exists()


def test_asking_leaves_a_sealed_request_and_no_trace_of_the_worker() -> None:
    desk = counsellor()
    worker, code = finished()
    before = {model: set(model.objects.values_list("pk", flat=True)) for model in (AuditRow, StatusChange, MailMessage, Session)}
    worker.opens("/q/talk/")
    worker.opens(f"/q/talk/ask/{desk.seat.pk}/")
    assert asks(worker, desk).path == "/q/talk/"
    assert "신청이 접수되었습니다" in worker.text
    for model, known in before.items():
        assert set(model.objects.values_list("pk", flat=True)) == known, model
    request = the_request()
    assert request.asked_on == today()
    assert request.asked_hour is None
    assert (request.status_since.astimezone(dt.timezone(dt.timedelta(hours=9))).hour, request.handed_over) == (0, "nothing")
    row = repr(list(CounsellingRequest.objects.values()))
    for plain in (*CONTACT.values(), "010-9876", "하늘", code, "'W1'", "482913"):
        assert plain not in row


def test_a_double_tap_asks_once() -> None:
    desk = counsellor()
    worker, _ = finished()
    ticket_alone = worker.client.cookies.copy()
    asks(asks(worker, desk), desk)
    assert worker.path == "/q/talk/"
    worker.client.cookies = ticket_alone  # the answer to the first tap got lost
    assert asks(worker, desk).path == "/q/talk/"
    assert CounsellingRequest.objects.count() == 1
    assert CounsellingCount.objects.get().asked == 1


def test_what_is_missing_is_said_and_nothing_typed_is_lost() -> None:
    desk = counsellor()
    worker, _ = finished()
    asks(worker, desk, how="", when="아무 때나", word="123456")
    assert worker.status == 422
    assert "연락받으실 방법을 적어 주십시오" in worker.text
    assert "111111이나 123456처럼" in worker.text
    assert "아무 때나" in worker.text
    assert not CounsellingRequest.objects.exists()


def test_the_level_handed_over_and_the_own_tick_make_it_urgent() -> None:
    desk = counsellor()
    asks(finished("W1", value=3)[0], desk, hand="nothing")
    asks(finished("W2", value=3)[0], desk, hand="level")
    asks(finished("W3", value=1)[0], desk, urgent="yes")
    found = {one.handed_over + str(one.is_urgent) for one in CounsellingRequest.objects.all()}
    assert found == {"nothingFalse", "levelTrue", "nothingTrue"}
    assert all((one.asked_hour is not None) == one.is_urgent for one in CounsellingRequest.objects.all())


def test_changing_what_is_handed_over() -> None:
    desk = counsellor()
    worker, _ = finished()
    asks(worker, desk, hand="scores")
    first = bytes(the_request().handover)
    worker.sends("/q/talk/change/", hand="level")
    second = bytes(the_request().handover)
    assert first != second
    worker.sends("/q/talk/change/", hand="nothing")
    request = the_request()
    assert request.handover is None
    assert "handover" not in request.wraps
    assert "결과는 넘기지 않음" in worker.text


def test_changing_the_contact_deletes_the_old_one() -> None:
    desk = counsellor()
    worker, _ = finished()
    asks(worker, desk)
    before = bytes(the_request().contact)
    assert "010-9876" not in worker.opens("/q/talk/contact/").text
    worker.sends("/q/talk/contact/", how="다른 번호 010-1111-2222", name="", when="")
    assert worker.path == "/q/talk/"
    assert bytes(the_request().contact) != before


def test_taking_back_leaves_nothing_but_a_count() -> None:
    desk = counsellor()
    worker, _ = finished()
    asks(worker, desk, hand="scores")
    desk.client.post(f"/counselling/requests/{the_request().pk}/accept/", {"passphrase": "초록 우체통 앞의 고양이 일곱"})
    desk.client.get(f"/counselling/requests/{the_request().pk}/")
    desk.client.post(f"/counselling/requests/{the_request().pk}/note/", {"text": "많이 지쳐 있음"})
    desk.client.post(f"/counselling/requests/{the_request().pk}/talk/", {"on": today().isoformat(), "channel": "telephone", "minutes": "30"})
    assert CounsellingNote.objects.count() == CounsellingSession.objects.count() == 1
    assert "문상담" in worker.opens("/q/talk/").text
    assert worker.opens("/q/talk/back/").status == 200
    assert worker.sends("/q/talk/back/").path == "/q/talk/gone/"
    for model in (CounsellingRequest, CounsellingNote, CounsellingSession, CounsellingRead):
        assert not model.objects.exists(), model
    count = CounsellingCount.objects.get()
    assert (count.asked, count.withdrawn, count.sessions) == (1, 1, 1)
    assert worker.sends("/q/talk/back/").path == "/q/talk/gone/", "twice harms nothing"


def test_coming_back_with_code_and_word() -> None:
    desk = counsellor()
    worker, code = finished()
    asks(worker, desk)
    later = Worker().opens("/q/")
    assert later.sends("/q/talk/open/", code=code, secret="482913").path == "/q/talk/"
    assert "문상담" in later.text
    assert later.sends("/q/talk/back/").path == "/q/talk/gone/"
    assert not CounsellingRequest.objects.exists()


def test_five_wrong_words_close_it_and_nothing_tells() -> None:
    desk = counsellor()
    worker, code = finished()
    asks(worker, desk)
    stranger = Worker().opens("/q/")
    wrong = [stranger.sends("/q/talk/open/", code=code, secret=f"77{n}881").text for n in range(5)]
    from tests.areas.surveys.answering import open_round

    _, (other, *_) = open_round("W9", cards=1)
    none = stranger.sends("/q/talk/open/", code=other, secret="482913").text
    assert len({text.replace(code, "").replace(other, "") for text in [*wrong, none]}) == 1
    assert stranger.sends("/q/talk/open/", code=code, secret="482913").path == "/q/talk/open/", "closed, even with the right word"


def test_the_time_does_not_tell_whether_there_is_a_request(monkeypatch) -> None:
    from types import SimpleNamespace

    from jikim.areas.counselling.views import talk as view

    desk = counsellor()
    worker, code = finished()
    asks(worker, desk)
    slept, ticks = [], iter(range(10))
    monkeypatch.setattr(view, "time", SimpleNamespace(monotonic=lambda: next(ticks) / 100, sleep=slept.append))
    for tried in (code, "0000000000000"):
        Worker().opens("/q/").sends("/q/talk/open/", code=tried, secret="771881")
    assert slept == [pytest.approx(view.SECONDS_TO_REFUSE - 0.01)] * 2


def test_the_secret_of_the_result_opens_the_request_too() -> None:
    desk = counsellor()
    worker, _code = finished()
    worker.sends("/q/done/", choice="secret", secret="592817", again="592817", secret2="592817")
    asks(worker, desk)
    assert worker.path == "/q/talk/"


def _finder_after_the_follow_up(code: str) -> Worker:
    """Somebody who found the card answers the follow-up with it, and has a result of their own open."""
    from jikim.areas.surveys.models import Round

    first = Round.objects.get()
    Round.objects.update(status="closed")
    first.pk, first.kind, first.status = None, "follow_up", "open"
    first.save(force_insert=True)
    return Worker().enters(code).agrees().answers_all(1).hands_in()


def test_whoever_found_the_card_and_answers_the_follow_up_sees_no_earlier_request() -> None:
    """A found card is enough to hand in a follow-up; it must not open what its owner asked for before, nor take it back."""
    desk = counsellor()
    worker, code = finished()
    asks(worker, desk)
    finder = _finder_after_the_follow_up(code)
    finder.sends("/q/done/", keep="secret", secret="592817", secret2="592817")
    for _ in range(2):
        assert "하늘" not in finder.opens("/q/talk/").text
        assert finder.path == "/q/talk/open/"
        assert "문상담" not in finder.text
        for path in ("/q/talk/back/", "/q/talk/change/", "/q/talk/contact/"):
            finder.sends(path, hand="nothing", urgent="yes", **CONTACT)
        assert asks(finder, desk, word="771881").path == "/q/talk/open/"
        assert the_request().is_urgent is False
        finder = Worker().opens("/q/")  # the second time with the secret the finder chose
        finder.sends("/q/result/open/", code=code, secret="592817")
    assert worker.opens("/q/talk/").path == "/q/talk/", "the owner still sees it"


def test_a_closed_request_is_as_none_to_whoever_has_no_more_than_the_card() -> None:
    desk = counsellor()
    worker, code = finished()
    asks(worker, desk)
    CounsellingRequest.objects.update(status="closed", closed_on=today())
    later = _finder_after_the_follow_up(code)
    assert later.opens("/q/talk/").path == "/q/talk/"
    assert "상담을 마쳤" not in later.text
    later.sends("/q/talk/back/")
    assert the_request().status == "closed", "not theirs to take back"
    assert asks(later, desk, word="771881").path == "/q/talk/", "but asking anew stands open to everybody"
    assert the_request().status == "asked"


def test_leaving_at_once_forgets_the_request() -> None:
    desk = counsellor()
    worker, _code = finished()
    asks(worker, desk)
    worker.client.get("/q/leave/")
    assert worker.opens("/q/talk/").path == "/q/talk/open/"


def test_the_pages_say_nothing_in_address_title_or_headers() -> None:
    desk = counsellor()
    worker, code = finished()
    for path in ("/q/talk/", f"/q/talk/ask/{desk.seat.pk}/", "/q/talk/open/", "/q/talk/gone/"):
        worker.opens(path)
        assert worker.response["Cache-Control"] == "no-store"
        assert worker.response["Referrer-Policy"] == "no-referrer"
        assert "<title>설문</title>" in worker.text
        assert code not in worker.text


def test_in_english() -> None:
    desk = counsellor("Moon", languages=("ko", "en"))
    worker, _ = finished()
    worker.client.cookies["jikim_language"] = "en"
    assert "Who gets in touch, and when" in worker.opens("/q/talk/").text
    asks(worker, desk, hand="level")
    assert "Your request has arrived" in worker.text


def test_somebody_who_tries_every_code_shuts_nobody_out_of_their_request(monkeypatch) -> None:
    from dataclasses import replace

    from jikim.areas.counselling.views import talk

    monkeypatch.setattr(talk, "WRONG", replace(talk.WRONG, in_all=replace(talk.WRONG.in_all, tries=2)))
    worker, code = finished()
    asks(worker, counsellor())
    guesser = Worker(client=Client(REMOTE_ADDR="203.0.113.7")).opens("/q/talk/open/")
    for value in range(2):
        guesser.sends("/q/talk/open/", code=new_code(lambda bits, value=value: 7000 + value), secret="123987")
    assert Worker().opens("/q/talk/open/").sends("/q/talk/open/", code=code, secret="482913").path == "/q/talk/"


# --- pages left open too long -----------------------------------------------------------------------------------------


def later(monkeypatch, minutes: int) -> None:
    now, instant = tickets._now(), time.time()
    monkeypatch.setattr(tickets, "_now", lambda: now + minutes)
    monkeypatch.setattr(comeback, "time", SimpleNamespace(time=lambda: instant + minutes * 60))


def test_whoever_takes_an_hour_over_the_form_is_still_heard(monkeypatch) -> None:
    desk = counsellor()
    worker, _ = finished()
    later(monkeypatch, 60)
    asks(worker, desk, hand="level", urgent="yes")
    assert worker.path == "/q/talk/"
    assert "신청이 접수되었습니다" in worker.text
    opened = actions.read_request(request_id=the_request().pk, private=desk.private, by=desk.by)
    assert opened.contact["how"] == CONTACT["how"]
    assert opened.handover is not None
    asks(worker, desk, hand="level", urgent="yes")
    assert CounsellingRequest.objects.count() == 1
    assert worker.opens("/q/result/").path != "/q/result/", "the result itself stays closed"


def test_a_form_sent_when_nobody_may_take_it_any_more_is_told_so(monkeypatch) -> None:
    desk = counsellor()
    worker, _ = finished()
    later(monkeypatch, 121)
    asks(worker, desk)
    assert worker.status == 403
    assert "전하지 못했고" in worker.text
    assert "/q/help/" in worker.text
    assert CONTACT["how"] not in worker.text
    assert not CounsellingRequest.objects.exists()


@pytest.mark.parametrize("page, fields", [("contact", CONTACT), ("change", {"hand": "nothing"}), ("take-back", {})])
def test_what_was_not_done_is_never_passed_over_in_silence(monkeypatch, page: str, fields: dict[str, str]) -> None:
    desk = counsellor()
    worker, _ = finished()
    asks(worker, desk)
    later(monkeypatch, 130)
    path = reverse(f"worker_talk_{page.replace('-', '_')}")
    assert worker.opens(path).status == 200
    worker.sends(path, **fields)
    assert worker.status == 403
    assert "전하지 못했고" in worker.text
    assert CounsellingRequest.objects.exists()
