"""What the bare code opens, to whom; nothing says whether a code exists; the ticket is shut to everybody."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.test import Client

from jikim.areas.surveys import public as surveys
from jikim.areas.surveys.actions import ticket as tickets
from jikim.areas.surveys.models import CardSheet, Round
from jikim.rules.cards import new_code
from jikim.vault import by_code
from tests.areas.surveys.answering import PACKS, Person, open_round, print_cards, sheet_of, state
from tests.areas.surveys.making import CONSOLE

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


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


@pytest.mark.parametrize("stops_after", range(5, 11))
def test_neither_the_next_question_nor_its_number_tells_a_finder_whether_anything_was_suffered(stops_after: int) -> None:
    """Page 5 asks about abuse, 6 and 7 follow only from a yes: whoever found the card must come to the same page with either answer."""
    seen = []
    for worst in (0, 3):
        _, (code, *_) = open_round(f"W{worst}")
        worker = Person().enters(code).agrees()
        while 'id="answers"' in worker.text and int(worker.path.split("/")[2]) <= stops_after:
            worker.ticks(worst)
        finder = Person().enters(code)
        seen.append((finder.path, re.sub(r"\s+", " ", finder.text)))
    assert seen[0] == seen[1]


def test_whoever_comes_back_is_still_asked_what_follows_from_their_own_answers() -> None:
    _, (code, *_) = open_round()
    worker = Person().enters(code).agrees()
    while worker.path != "/q/5/":
        worker.ticks(0)
    again = Person().enters(code)
    assert again.path == "/q/5/"
    assert again.ticks(2).path == "/q/6/"


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
    while_tried = replace(answer.WRONG, in_all=replace(answer.WRONG.in_all, tries=2), while_tried=replace(answer.WRONG.while_tried, tries=2))
    monkeypatch.setattr(answer, "WRONG", while_tried)
    wrong = [new_code(lambda bits, i=i: 5000 + i) for i in range(5)]
    Person(client=Client(REMOTE_ADDR="203.0.113.1")).enters(wrong[0]).enters(wrong[1])
    guesser = Person(client=Client(REMOTE_ADDR="203.0.113.2"))
    guesser.enters(wrong[2]).enters(wrong[3])
    assert guesser.enters(wrong[4]).status == 429
    assert Person(client=Client(REMOTE_ADDR="203.0.113.3")).enters(code).path == "/q/start/", "nobody else is locked out"


# --- the ticket ----------------------------------------------------------------------------------------------------------------


def test_the_ticket_is_closed_to_everybody_and_dies_in_time(monkeypatch) -> None:
    _, (code, *_) = open_round()
    worker = Person().enters(code).agrees().ticks(1)
    cookie = worker.client.cookies["jikim_answer"]
    assert cookie["httponly"]
    assert (cookie["samesite"], cookie["path"], cookie["max-age"], cookie["expires"]) == ("Strict", "/q/", "", "")
    raw = tickets._bytes(cookie.value)
    assert code.encode() not in raw
    assert b'"answer"' not in raw
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


# --- a page left open too long ------------------------------------------------------------------------------------------------


def later(monkeypatch, minutes: int) -> None:
    now = tickets._now()
    monkeypatch.setattr(tickets, "_now", lambda: now + minutes)


def test_what_was_typed_on_a_page_left_open_for_two_hours_is_kept_and_nothing_is_shown(monkeypatch) -> None:
    one, (code, *_) = open_round()
    worker = Person().enters(code).agrees().ticks(1)
    later(monkeypatch, 121)
    worker.sends("/q/2/", go="on", a6="3", a7="2")
    assert worker.status == 403
    assert "방금 보내신 내용은 저장했습니다" in worker.text
    assert 'name="code"' in worker.text
    assert "checked" not in worker.text
    assert sheet_of(one, code).answers[6:8] == (3, 2)
    for closed in ("/q/1/", "/q/2/", "/q/start/", "/q/on/"):
        assert worker.opens(closed).path == "/q/", "the ticket itself is over"
    assert worker.enters(code).path == "/q/3/"
    assert worker.opens("/q/2/").path == "/q/3/", "what was saved late stays shut like every page of an earlier visit"


@pytest.mark.parametrize("days, kept", [(6, True), (8, False)])
def test_a_page_is_still_taken_days_later_but_not_for_ever(monkeypatch, days: int, kept: bool) -> None:
    one, (code, *_) = open_round()
    worker = Person().enters(code).agrees()
    later(monkeypatch, days * 24 * 60)
    worker.sends("/q/1/", go="on", a0="4")
    assert worker.status == 403
    assert "코드를 다시 입력" in worker.text
    assert (sheet_of(one, code).answers[0] == 4) is kept


def test_a_consent_taken_back_on_a_page_left_open_counts(monkeypatch) -> None:
    one, (code, *_) = open_round()
    worker = Person().enters(code).agrees().answers_all(1)
    assert sheet_of(one, code).answers[31] == 1
    later(monkeypatch, 200)
    worker.agrees("no")
    assert sheet_of(one, code).answers[31:] == (-1,) * 14


def test_a_consent_left_open_brings_no_replaced_card_to_life(monkeypatch) -> None:
    one, (code, *_) = open_round()
    worker = Person().enters(code)
    CardSheet.objects.update(status="replaced")
    later(monkeypatch, 121)
    assert worker.agrees().status == 403
    assert state(one, code) is by_code.Held.NOTHING
    assert Person().enters(code).path == "/q/"


def test_help_comes_before_the_code_is_asked_for_again(monkeypatch) -> None:
    one, (code, *_) = open_round()
    worker = Person().enters(code).agrees()
    while worker.path != "/q/5/":
        worker.ticks(0)
    later(monkeypatch, 200)
    worker.sends("/q/5/", go="help", a24="3")
    assert worker.path == "/q/help/"
    assert sheet_of(one, code).answers[24] == 3


def test_a_late_page_writes_over_nothing_another_visit_has_saved_since(monkeypatch) -> None:
    one, (code, *_) = open_round()
    first = Person().enters(code).agrees().ticks(1)
    second = Person().enters(code).ticks(3)
    assert second.path == "/q/3/"
    later(monkeypatch, 121)
    first.sends("/q/2/", go="on", a6="1")
    assert sheet_of(one, code).answers[6] == 4
    assert "저장했습니다" not in first.text


def test_a_late_page_tells_whoever_only_has_the_browser_nothing_of_the_card(monkeypatch) -> None:
    one, (code, other, *_) = open_round()
    left, unused = Person().enters(code).agrees().ticks(1), Person().enters(other).agrees().ticks(1)
    Person().enters(code).answers_all(1).hands_in()
    Round.objects.filter(pk=one.pk).update(status="open")
    later(monkeypatch, 121)
    left.sends("/q/2/", go="on", a6="1")
    Round.objects.filter(pk=one.pk).update(status="closed")
    unused.sends("/q/2/", go="on", a6="1")
    assert left.text == unused.text, "handed in elsewhere or closed: the same words"


def test_a_change_of_keys_while_a_page_lies_open_loses_nothing() -> None:
    one, (code, *_) = open_round()
    worker = Person().enters(code).agrees()
    surveys.rotate_key(name="lookup", by=CONSOLE, carriers={})
    worker.sends("/q/1/", go="on", a0="4")
    assert "방금 보내신 내용은 저장했습니다" in worker.text
    assert sheet_of(one, code).answers[0] == 4
    assert worker.opens("/q/1/").path == "/q/"
