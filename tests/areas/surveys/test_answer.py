"""A worker answers by code: nothing is lost by second taps, old pages, other tabs, closing rounds or busy databases."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from jikim.areas.surveys.models import Round
from jikim.rules.cards import print_code
from jikim.vault import by_code
from tests.areas.surveys.answering import PACKS, Person, open_round, own_sheet, sheet_of, state

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


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
