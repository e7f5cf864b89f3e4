"""A worker answers by code: nothing is lost, nothing is shown to anybody else, nothing says whether a code exists."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from jikim.areas.surveys.actions import ticket as tickets
from jikim.areas.surveys.models import Round
from jikim.rules.cards import new_code, print_code
from jikim.shared.audit.models import AuditRow
from jikim.shared.workflow.models import StatusChange
from jikim.vault import by_code
from tests.areas.surveys.answering import PACKS, Person, open_round, print_cards

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def sheet_of(one: Round, code: str):
    names = by_code.lookup_names(str(one.workplace_id), code)
    return by_code.open_sheet(str(one.pk), names)


def own_sheet(one: Round, code: str):
    names = by_code.lookup_names(str(one.workplace_id), code)
    return by_code.own_sheet(str(one.pk), names)


def state(one: Round, code: str):
    return by_code.held(str(one.pk), by_code.lookup_names(str(one.workplace_id), code))


# --- the way through ---------------------------------------------------------------------------------------------------


def test_from_the_card_to_the_end() -> None:
    one, (code, *_) = open_round()
    worker = Person().enters(print_code(code))
    assert worker.path == "/q/start/"
    worker.agrees().answers_all(2)
    assert worker.path == "/q/11/"
    assert "45문항 중 45문항" in worker.text
    response = worker.client.post(worker.path, {"go": "on"})
    assert response["Location"] == "/q/done/"
    sheet = own_sheet(one, code)
    assert sheet.answers[:6] == (3,) * 6
    assert (sheet.sex, sheet.unit, sheet.health) == ("M", "u2", True)
    assert state(one, code) is by_code.Held.FINISHED


def test_a_korean_keyboard_small_letters_and_spaces_are_understood() -> None:
    _, (code, *_) = open_round()
    assert Person().enters(f" {code[:4].lower()} {code[4:8].lower()}–{code[8:]} ").path == "/q/start/"


def test_without_the_health_questions() -> None:
    one, (code, *_) = open_round()
    worker = Person().enters(code).agrees("no").answers_all(0)
    assert worker.path == "/q/11/"
    sheet = sheet_of(one, code)
    assert sheet.health is False
    assert sheet.answers[31:] == (-1,) * 14
    worker.agrees("yes")
    assert worker.path != "/q/11/", "whoever changes their mind is asked the health questions after all"


def test_taking_the_consent_back_takes_the_answers_away() -> None:
    one, (code, *_) = open_round()
    worker = Person().enters(code).agrees().answers_all(1)
    assert sheet_of(one, code).answers[31] == 1
    worker.agrees("no")
    assert sheet_of(one, code).answers[31:] == (-1,) * 14


def test_refusing_is_as_easy_as_agreeing() -> None:
    _, (code, *_) = open_round()
    page = Person().enters(code).text
    buttons = re.findall(r'<button class="([^"]+)" type="submit" name="health" value="(yes|no)"', page)
    assert [value for _, value in buttons] == ["yes", "no"]
    assert len({look for look, _ in buttons}) == 1
    assert "checked" not in page


def test_no_health_block_no_health_consent() -> None:
    one, (code, *_) = open_round(packs=PACKS[:2])
    worker = Person().enters(code)
    assert "건강 질문" not in worker.text
    worker.agrees("yes").answers_all(1)
    assert sheet_of(one, code).health is False


def test_skipping_is_allowed_and_asked_about_once() -> None:
    one, (code, *_) = open_round()
    worker = Person().enters(code).agrees().sends("/q/1/", go="on", a0="3")
    assert worker.path == "/q/1/"
    assert "아직 답하지 않은 문항이 5개" in worker.text
    assert 'value="3" checked' in worker.text
    worker.sends("/q/1/", go="on", a0="3")
    assert worker.path == "/q/2/"
    assert sheet_of(one, code).answers[:6] == (3, -1, -1, -1, -1, -1)


def test_an_answer_can_be_taken_back() -> None:
    one, (code, *_) = open_round()
    worker = Person().enters(code).agrees().ticks(1)
    worker.sends("/q/1/", go="on").sends("/q/1/", go="on")
    assert sheet_of(one, code).answers[:6] == (-1,) * 6


def test_what_follows_from_an_answer_is_asked_only_then() -> None:
    _, (code, *_) = open_round()
    worker = Person().enters(code).agrees()
    while worker.path != "/q/5/":
        worker.ticks(1)
    worker.ticks(0)
    assert worker.path == "/q/8/"
    worker.sends("/q/5/", go="on", a24="1", a25="0", a26="0", a27="0", a28="0")
    assert worker.path == "/q/6/"
    worker.ticks(0)
    assert worker.path == "/q/8/"


def test_who_helps_is_one_button_away_from_hard_questions() -> None:
    one, (code, *_) = open_round()
    worker = Person().enters(code).agrees()
    assert 'value="help"' not in worker.text
    while worker.path != "/q/5/":
        worker.ticks(0)
    assert 'value="help"' in worker.text
    worker.sends("/q/5/", go="help", a24="3")
    assert worker.path == "/q/help/"
    assert sheet_of(one, code).answers[24] == 3
    assert "/q/on/" in worker.text
    assert worker.opens("/q/on/").path == "/q/6/"


def test_values_nobody_could_have_ticked_are_no_answers() -> None:
    one, (code, *_) = open_round()
    worker = Person().enters(code).agrees()
    worker.sends("/q/1/", go="on", a0="0", a1="5", a2="-1", a3="²", a4="١", a5="1e3", a7="2", sex="M")
    assert sheet_of(one, code).answers == (-1,) * 45
    while worker.path != "/q/10/":
        worker.ticks(0)
    worker.sends("/q/10/", go="on", sex="X", unit="u9", age="30s")
    assert (sheet_of(one, code).sex, sheet_of(one, code).unit, sheet_of(one, code).age) == ("", "", "")


# --- bad lines, old pages, second taps ------------------------------------------------------------------------------------


def test_double_taps_and_old_pages_do_no_harm() -> None:
    one, (code, *_) = open_round()
    worker = Person().enters(code).agrees().answers_all(1)
    before = dict(worker.client.cookies)
    first = worker.client.post("/q/11/", {"go": "on"})
    worker.client.cookies["jikim_answer"] = before["jikim_answer"].value
    second = worker.client.post("/q/11/", {"go": "on"})
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"]) == (303, "/q/done/")
    assert second.cookies["jikim_answer"].value
    late = worker.client.post("/q/3/", {"go": "on", "a12": "4"})
    assert late["Location"] == "/q/done/", "a tab left open leads to the result"
    assert own_sheet(one, code).answers[12] == 2


def test_two_tabs_save_into_one_sheet() -> None:
    one, (code, *_) = open_round()
    worker = Person().enters(code).agrees()
    worker.ticks(1).ticks(2)
    worker.sends("/q/1/", go="on", **{f"a{i}": "4" for i in range(6)})
    assert worker.path == "/q/2/"
    assert sheet_of(one, code).answers[:12] == (4,) * 6 + (3,) * 6


def test_two_tabs_at_the_same_moment_lose_nothing(monkeypatch) -> None:
    """Between this tab's reading and writing the other one saves; both pages are there afterwards."""
    one, (code, *_) = open_round()
    worker = Person().enters(code).agrees().ticks(0)
    other = Client()
    other.cookies.update(worker.client.cookies)
    real, once = by_code.change, []

    def slow(*args):
        if not once:
            once.append(1)
            other.post("/q/2/", {"go": "on", **{f"a{i}": "4" for i in range(6, 12)}})
        return real(*args)

    monkeypatch.setattr(by_code, "change", slow)
    worker.sends("/q/1/", go="on", **{f"a{i}": "3" for i in range(6)})
    assert once
    assert sheet_of(one, code).answers[:12] == (3,) * 6 + (4,) * 6


def test_handing_in_keeps_what_another_tab_saved_meanwhile(monkeypatch) -> None:
    one, (code, *_) = open_round()
    worker = Person().enters(code).agrees().answers_all(1)
    other = Client()
    other.cookies.update(worker.client.cookies)
    real, once = by_code.change, []

    def slow(*args):
        if not once:
            once.append(1)
            other.post("/q/1/", {"go": "on", **{f"a{i}": "4" for i in range(6)}})
        return real(*args)

    monkeypatch.setattr(by_code, "change", slow)
    worker.hands_in()
    assert own_sheet(one, code).answers[:6] == (4,) * 6


def test_back_saves_and_shows_what_was_answered() -> None:
    _, (code, *_) = open_round()
    worker = Person().enters(code).agrees().ticks(1)
    worker.sends("/q/2/", go="back", a6="4")
    assert worker.path == "/q/1/"
    assert worker.text.count(" checked") == 6
    worker.opens("/q/2/")
    assert 'name="a6" value="4" checked' in worker.text


def test_a_page_that_lies_ahead_leads_back_to_where_one_is() -> None:
    _, (code, *_) = open_round()
    worker = Person().enters(code).opens("/q/4/")
    assert worker.path == "/q/start/"
    worker.agrees().opens("/q/9/")
    assert worker.path == "/q/1/"
    assert worker.opens("/q/11/").path == "/q/1/"
    assert worker.opens("/q/99/").status == 404


def test_changing_the_language_keeps_what_is_ticked() -> None:
    one, (code, *_) = open_round()
    worker = Person().enters(code).agrees().sends("/q/1/", look="language-en", a0="4")
    assert worker.path == "/q/1/"
    assert "Save and go on" in worker.text
    assert 'value="4" checked' in worker.text
    assert "still open" not in worker.text
    worker.sends("/q/1/", look="size-3", a0="4")
    assert 'data-size="3"' in worker.text
    assert sheet_of(one, code).language == "en"


# --- coming back, and who must not see ------------------------------------------------------------------------------------


def test_coming_back_with_the_code_goes_on_where_one_was() -> None:
    one, (code, *_) = open_round()
    Person().enters(code).agrees().ticks(1).ticks(1)
    again = Person().enters(code)
    assert again.path == "/q/3/"
    assert "다시 오셨습니다" in again.text
    again.answers_all(1)
    assert again.path == "/q/11/"
    assert sheet_of(one, code).answers[:6] == (2,) * 6


def test_the_bare_code_opens_no_page_filled_in_earlier() -> None:
    one, (code, *_) = open_round()
    Person().enters(code).agrees().ticks(3).ticks(3)
    other = Person().enters(code)
    for number in (1, 2):
        other.opens(f"/q/{number}/")
        assert other.path == "/q/3/"
        assert "checked" not in other.text
        other.sends(f"/q/{number}/", go="on", a0="1")
    assert sheet_of(one, code).answers[:12] == (4,) * 12
    assert "지금은 건강 질문에도" not in other.opens("/q/start/").text


def test_whoever_opened_the_code_first_cannot_read_along() -> None:
    """A supervisor enters the code, hands the card on, and looks again and again while the worker answers."""
    one, (code, *_) = open_round()
    watcher = Person().enters(code)
    worker = Person().enters(code).agrees()
    for number in range(1, 5):
        worker.ticks(3)
        assert "checked" not in watcher.opens(f"/q/{number}/").text
    assert "checked" not in watcher.opens("/q/start/").text
    assert "지금은 건강" not in watcher.text
    worker.answers_all(3)
    assert "45문항" not in watcher.opens("/q/11/").text
    worker.hands_in()
    caught = watcher.client.post("/q/11/", {"go": "on"})
    assert caught.status_code == 409
    assert "jikim_answer" not in caught.cookies, "the result belongs to the browser that handed in"
    assert state(one, code) is by_code.Held.FINISHED


def test_a_finished_code_opens_nothing_and_says_no_more_than_an_unknown_one() -> None:
    one, codes = open_round()
    Person().enters(codes[0]).agrees().answers_all(1).hands_in()
    closed, (late, *_) = open_round("W2", status="closed")
    replaced = print_cards(one.workplace, 1, status="replaced")[0]
    unknown = new_code(lambda bits: 12345)
    pages = []
    for code in (codes[0], late, replaced, unknown):
        worker = Person().enters(code)
        pages.append(worker.text.replace(code, "CODE"))
        assert worker.path == "/q/"
        assert "jikim_answer" not in worker.client.cookies
    assert len(set(pages)) == 1
    assert "열 수 있는 설문이 없습니다" in pages[0]
    assert closed.status == "closed"


def test_a_used_card_of_a_replaced_sheet_stays_good() -> None:
    one, _ = open_round()
    code = print_cards(one.workplace, 1)[0]
    Person().enters(code).agrees().ticks(1)
    one.workplace.card_sheets.update(status="replaced")
    assert Person().enters(code).path == "/q/2/"


def test_the_same_code_answers_the_follow_up() -> None:
    one, (code, *_) = open_round(packs=PACKS[:1], asks={})
    Person().enters(code).agrees().answers_all(1).hands_in()
    Round.objects.filter(pk=one.pk).update(status="closed")
    second, _ = open_round(place=one.workplace, kind="follow_up", packs=PACKS[:1], asks={})
    worker = Person().enters(code).agrees().answers_all(2)
    assert sheet_of(second, code).answers == (3,) * 24
    worker.hands_in()
    assert state(second, code) is by_code.Held.FINISHED


def test_every_refusal_takes_the_same_time(monkeypatch) -> None:
    """No hint by the work done: finished, unknown and closed codes are answered after one fixed time."""
    from jikim.areas.surveys.views import answer

    _, codes = open_round()
    Person().enters(codes[0]).agrees().answers_all(1).hands_in()
    _, (closed, *_) = open_round("W2", status="closed")
    clock, slept = [100.0], []
    monkeypatch.setattr(answer.time, "monotonic", lambda: clock.append(clock[-1] + 0.01) or clock[-1])
    monkeypatch.setattr(answer.time, "sleep", slept.append)
    for code in (codes[0], closed, new_code(lambda bits: 77)):
        Person().enters(code)
    assert slept == [pytest.approx(answer.SECONDS_TO_REFUSE - 0.01)] * 3


def test_agreeing_after_all_shows_nobody_elses_answers() -> None:
    one, (code, *_) = open_round()
    Person().enters(code).agrees("no").answers_all(1)
    other = Person().enters(code).agrees("yes")
    assert other.path == "/q/8/"
    other.ticks(0).ticks(0)
    assert other.path == "/q/10/"
    assert "checked" not in other.text
    assert (sheet_of(one, code).sex, sheet_of(one, code).unit) == ("", "")


def test_an_unreadable_code_is_told_so_and_can_be_mended() -> None:
    open_round()
    worker = Person().enters("ABCD-1234")
    assert "8자를 입력하셨습니다" in worker.text
    assert 'value="ABCD-1234"' in worker.text
    assert 'aria-invalid="true"' in worker.text


def test_wrong_codes_slow_down_only_where_they_come_from() -> None:
    _, (code, *_) = open_round()
    wrong = [new_code(lambda bits, i=i: 999 + i) for i in range(21)]
    guesser = Person()
    for one in wrong[:20]:
        assert guesser.enters(one).status == 200
    refused = guesser.enters(wrong[20])
    assert refused.status == 429
    assert "잠시만 기다려 주십시오" in refused.text
    assert refused.response["Retry-After"]
    assert guesser.enters(code).status == 429, "a good code waits too, or guessing would go on"
    elsewhere = Person(client=Client(REMOTE_ADDR="203.0.113.9"))
    assert elsewhere.enters(code).path == "/q/start/"


def test_while_the_whole_code_space_is_tried_each_address_has_fewer_tries(monkeypatch) -> None:
    from jikim.areas.surveys.views import answer

    _, (code, *_) = open_round()
    monkeypatch.setattr(answer, "IN_ALL", replace(answer.IN_ALL, tries=2))
    monkeypatch.setattr(answer, "WHILE_TRIED", replace(answer.WHILE_TRIED, tries=2))
    wrong = [new_code(lambda bits, i=i: 5000 + i) for i in range(5)]
    Person(client=Client(REMOTE_ADDR="203.0.113.1")).enters(wrong[0]).enters(wrong[1])
    guesser = Person(client=Client(REMOTE_ADDR="203.0.113.2"))
    guesser.enters(wrong[2]).enters(wrong[3])
    assert guesser.enters(wrong[4]).status == 429
    assert Person(client=Client(REMOTE_ADDR="203.0.113.3")).enters(code).path == "/q/start/", "nobody else is locked out"


# --- the round closes, the vault is shut, the database is busy ---------------------------------------------------------------


def test_a_round_that_closes_meanwhile_says_what_becomes_of_the_answers() -> None:
    one, (code, *_) = open_round()
    worker = Person().enters(code).agrees().ticks(1)
    Round.objects.filter(pk=one.pk).update(status="closed")
    worker.sends("/q/2/", go="on", a6="1")
    assert worker.status == 409
    assert "설문이 마감되었습니다" in worker.text
    assert "/q/help/" in worker.text
    assert "지웁니다" in worker.text


def test_without_the_vaults_key_there_is_a_page(tmp_path, monkeypatch) -> None:
    _, (code, *_) = open_round()
    worker = Person().enters(code).agrees()
    monkeypatch.setenv("VAULT_KEY_FILE", str(tmp_path / "gone.key"))
    worker.opens("/q/1/")
    assert worker.status == 503
    assert "지금은 설문을 열 수 없습니다" in worker.text


def test_a_busy_database_keeps_what_was_sent(monkeypatch) -> None:
    from django.db import OperationalError

    _, (code, *_) = open_round()
    worker = Person().enters(code).agrees()

    def busy(*args: object, **kwargs: object) -> None:
        raise OperationalError("database is locked")

    with monkeypatch.context() as patch:
        patch.setattr(by_code, "change", busy)
        worker.sends("/q/1/", go="on", a0="4", a1="2")
    assert worker.status == 503
    assert worker.response["Retry-After"]
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="(\w+)"', worker.text))
    assert fields.items() >= {"go": "on", "a0": "4", "a1": "2"}.items()
    worker.sends("/q/1/", **fields)
    assert 'value="4" checked' in worker.text


# --- the ticket ----------------------------------------------------------------------------------------------------------------


def test_the_ticket_is_closed_to_everybody_and_dies_in_time(monkeypatch) -> None:
    one, (code, *_) = open_round()
    worker = Person().enters(code).agrees().ticks(1)
    cookie = worker.client.cookies["jikim_answer"]
    assert cookie["httponly"]
    assert (cookie["samesite"], cookie["path"], cookie["max-age"], cookie["expires"]) == ("Strict", "/q/", "", "")
    raw = tickets._bytes(cookie.value)
    assert code.encode() not in raw
    assert str(one.pk).encode() not in raw[:12]
    now = tickets._now()
    monkeypatch.setattr(tickets, "_now", lambda: now + 119)
    assert worker.opens("/q/2/").path == "/q/2/"
    monkeypatch.setattr(tickets, "_now", lambda: now + 121)
    assert worker.opens("/q/2/").path == "/q/"
    late = worker.sends("/q/2/", go="on", a6="1")
    assert late.status == 403
    assert "코드를 다시 입력" in late.text


def test_a_ticket_is_made_anew_while_somebody_answers(monkeypatch) -> None:
    _, (code, *_) = open_round()
    worker = Person().enters(code).agrees()
    now = tickets._now()
    for minutes in (100, 200, 300):
        monkeypatch.setattr(tickets, "_now", lambda minutes=minutes: now + minutes)
        worker.ticks(1)
    assert worker.path == "/q/4/"


def test_a_changed_or_foreign_ticket_is_none() -> None:
    _, (code, *_) = open_round()
    worker = Person().enters(code).agrees()
    value = worker.client.cookies["jikim_answer"].value
    middle = len(value) // 2
    for broken in ("", "x", value[:-4], value[:middle] + ("A" if value[middle] != "A" else "B") + value[middle + 1 :], "é"):
        worker.client.cookies["jikim_answer"] = broken
        assert worker.opens("/q/1/").path == "/q/"


def test_every_ticket_has_one_length_whatever_it_opens() -> None:
    _, codes = open_round()
    _, others = open_round("LONG-NUMBER-0002")
    lengths = {len(Person().enters(code).client.cookies["jikim_answer"].value) for code in (codes[0], codes[1], others[0])}
    assert len(lengths) == 1


def test_new_keys_end_old_tickets(monkeypatch, settings) -> None:
    _, (code, *_) = open_round()
    worker = Person().enters(code).agrees()
    settings.SECRET_KEY = "another" * 8
    assert worker.opens("/q/1/").path == "/q/"


# --- foreign forms, headers, leaving ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("headers, taken", [
    ({"sec-fetch-site": "same-origin"}, True),
    ({"sec-fetch-site": "same-origin", "origin": "null"}, True),
    ({"sec-fetch-site": "cross-site"}, False),
    ({"sec-fetch-site": "same-site"}, False),
    ({"origin": "https://evil.example"}, False),
    ({"origin": "http://testserver"}, True),
    ({"origin": "null"}, True),
    ({}, True),
])  # fmt: skip
def test_only_our_own_forms_are_taken(headers: dict[str, str], taken: bool) -> None:
    one, (code, *_) = open_round()
    worker = Person().enters(code)
    response = worker.client.post("/q/start/", {"health": "yes"}, headers=headers)
    assert (response.status_code == 303) is taken
    assert (sheet_of(one, code) is not None) is taken


def test_an_old_browser_without_our_cookie_sends_nothing() -> None:
    _, (code, *_) = open_round()
    stranger = Client()
    assert stranger.post("/q/", {"code": code}, headers={"origin": "null"}).status_code == 403
    told = stranger.post("/q/", {"code": code}, headers={"sec-fetch-site": "same-origin"})
    assert told.status_code == 400
    assert "쿠키" in told.content.decode()


def test_headers_keep_every_page_out_of_caches_histories_and_referrers() -> None:
    _, (code, *_) = open_round()
    worker = Person().enters(code)
    seen = [worker.response, Client().get("/q/"), worker.client.get("/q/nothing/"), worker.client.get("/q/5/")]
    seen += [worker.client.post("/q/start/", {"health": "yes"}), worker.client.get("/q/1/"), worker.client.get("/q/leave/")]
    for response in seen:
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert "default-src 'none'" in response["Content-Security-Policy"]
        assert "unsafe" not in response["Content-Security-Policy"]
        assert "X-Request-Number" not in response
        assert code not in str(response.headers)
        assert not {"jikim_session", "jikim_csrf"} & set(response.cookies)
    titles = {re.search(r"<title>(.*?)</title>", one.content.decode())[1] for one in seen if one.content}
    assert titles == {"설문"}


def test_what_goes_wrong_is_never_logged_by_anybody_else(caplog, monkeypatch) -> None:
    """Lines of Django's own would carry the time: a wrong host, a missing page, a failure."""
    from jikim.areas.surveys.views import answer

    _, (code, *_) = open_round()
    worker = Person().enters(code).agrees()
    with caplog.at_level("DEBUG"):
        assert Client().get("/q/", headers={"host": "evil.example"}).status_code == 400
        assert worker.opens("/q/nothing/").status == 404
        assert worker.client.post("/q/1/", headers={"sec-fetch-site": "cross-site"}).status_code == 403
        assert not [line for line in caplog.records if line.name.startswith("django.")]
        monkeypatch.setattr(answer, "drawn_page", lambda *args: 1 / 0)
        assert worker.opens("/q/1/").status == 500
    assert [line.name for line in caplog.records if line.levelname == "ERROR"] == ["jikim.incident"]
    assert "안전하게 보관" in worker.text


def test_leaving_takes_everything_along() -> None:
    _, (code, *_) = open_round()
    worker = Person().enters(code).agrees().sends("/q/1/", look="language-en").sends("/q/1/", look="size-2")
    assert worker.client.cookies["jikim_language"]["max-age"] == ""
    left = worker.client.get("/q/leave/")
    assert left.status_code == 303
    assert left["Location"].startswith("https://")
    assert left["Clear-Site-Data"] == '"cache"'
    assert not [name for name, cookie in worker.client.cookies.items() if cookie.value]
    assert worker.opens("/q/1/").path == "/q/"


def test_every_page_has_the_quick_exit() -> None:
    _, (code, *_) = open_round()
    worker = Person().opens("/q/")
    pages = [worker.text, worker.enters(code).text, worker.agrees().text]
    worker.answers_all(1)
    pages += [worker.text, worker.opens("/q/nothing/").text]
    assert all('data-leave href="/q/leave/"' in page for page in pages)


def test_pages_leave_no_trace_in_the_main_database() -> None:
    _, (code, *_) = open_round()
    before = (AuditRow.objects.count(), StatusChange.objects.count(), Session.objects.count())
    Person().enters(code).agrees().answers_all(1).hands_in()
    assert (AuditRow.objects.count(), StatusChange.objects.count(), Session.objects.count()) == before


def test_an_office_session_is_never_looked_at(django_assert_num_queries) -> None:
    """Somebody of the office who opens the pages is nobody here: no session is read, no seat."""
    open_round()
    client = Client()
    client.cookies["jikim_session"] = "x" * 32
    with django_assert_num_queries(0):
        assert client.get("/q/").status_code == 200


def test_the_first_load_is_light() -> None:
    """Page, styles and script, compressed, fonts aside (there are none: the phone's own are used)."""
    from django.contrib.staticfiles import finders

    _, (code, *_) = open_round()
    worker = Person().enters(code).agrees()
    heaviest = max(
        (worker.client.get(path, headers={"accept-encoding": "gzip"}) for path in ("/q/", "/q/start/", "/q/1/")),
        key=lambda response: len(response.content),
    )
    assert heaviest["Content-Encoding"] == "gzip"
    css, js = (Path(str(finders.find(f"built/answer.{kind}"))).read_bytes() for kind in ("css", "js"))
    sizes = [len(heaviest.content), *(len(gzip.compress(text, 9)) for text in (css, js))]
    asked = re.findall(r'(?:src|href)="(/static/[^"]+)"', gzip.decompress(heaviest.content).decode())
    assert len(asked) == 2, asked
    assert sum(sizes) <= 30_000, sizes
    assert len(css) <= 15_000


# --- a shared tablet -------------------------------------------------------------------------------------------------------------


def test_a_shared_tablet_wipes_itself_between_two_persons() -> None:
    from jikim.rules.access import Role
    from tests.areas.people.making import person, signed_in

    _, codes = open_round()
    tablet = signed_in(Client(), person(Role.REGION, "seoul"))
    started = tablet.post("/kiosk/")
    assert started["Location"] == "/q/kiosk/"
    assert "_auth_user_id" not in tablet.session
    first = Person(client=tablet).opens("/q/kiosk/")
    assert "다음 사람" in first.text
    assert first.response["Clear-Site-Data"] == '"cache"'
    first.enters(codes[0]).agrees().ticks(3)
    assert "data-idle" in first.text
    left = first.opens("/q/leave/")
    assert left.path == "/q/kiosk/"
    assert not tablet.cookies["jikim_answer"].value
    assert first.opens("/q/1/").path == "/q/"
    assert Person(client=tablet).enters(codes[1]).path == "/q/start/"
    ended = tablet.post("/q/kiosk/end/")
    assert ended["Location"] == "/accounts/login/"
    assert Person(client=tablet).opens("/q/kiosk/").path == "/q/"


def test_only_staff_may_start_a_shared_screen() -> None:
    assert "/accounts/login/" in Client().get("/kiosk/")["Location"]


def test_nothing_is_dated_finer_than_the_day() -> None:
    """What the vault is told is a date."""
    one, (code, *_) = open_round()
    Person().enters(code).agrees().ticks(1)
    assert timezone.now().strftime("%H:%M") not in repr(sheet_of(one, code))
