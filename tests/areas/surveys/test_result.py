"""The worker's own result over its pages: whose it is, when it is shown, and what is left when it is deleted."""

from __future__ import annotations

import datetime as dt
import gzip
import re
from dataclasses import replace

import pytest
from django.test import Client

from jikim.areas.surveys import after_result
from jikim.areas.surveys.actions import results as acting
from jikim.areas.surveys.models import Round
from jikim.rules.cards import new_code
from jikim.rules.words import Text
from jikim.shared.audit.models import AuditRow
from jikim.shared.clock import rehearsing, today
from jikim.vault import by_code
from jikim.vault.models import ResultLock
from tests.areas.surveys.answering import Person, open_round, own_sheet, print_cards
from tests.areas.surveys.results_made import LEVELS, browser, finish, kels, sheet

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

RESULT, OPEN, DONE, DELETE = "/q/result/", "/q/result/open/", "/q/done/", "/q/delete/"
PIN = "482915"


def shown(client, path=RESULT):
    response = client.get(path)
    assert response.status_code == 200, response
    return response.content.decode()


def plain(page):
    """The page's words alone."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", re.sub(r"<svg.*?</svg>", " ", page, flags=re.S)))


@pytest.fixture
def first():
    one, codes = open_round()
    return one, codes[0]


def follow_up_of(first_round):
    first_round.status = "closed"
    first_round.save()
    return Round.objects.create(
        season_id=first_round.season_id, workplace=first_round.workplace, kind="follow_up", status="open",
        status_since=first_round.status_since, headcount=40, packs=first_round.packs, asks=first_round.asks,
        instrument_id=first_round.instrument_id, instrument_version=first_round.instrument_version,
        instrument_hash=first_round.instrument_hash, opened_on=today(), offered=40,
    )  # fmt: skip


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("level", LEVELS)
def test_every_level_is_drawn_in_both_languages(first, level, language):
    client = browser(finish(*first, LEVELS[level]), language=language)
    page, words = shown(client), plain(shown(client))
    label = {"not_known": "No level", "steady": "Steady", "watch": "Watch", "act": "Act", "seek_help_now": "Seek help now"}
    if language == "en":
        assert f"My level: {label[level]}" in words
        assert not re.search("[가-힣]", words.replace("한국어", "").replace("시연용", ""))
    assert ('id="help-first"' in page) == (level in ("act", "seek_help_now"))
    assert page.count("<h1") == 1


@pytest.mark.parametrize("level", LEVELS)
def test_no_header_title_or_address_tells_the_level(first, level):
    client = browser(finish(*first, LEVELS[level]))
    response = client.get(RESULT)
    page = response.content.decode()
    assert re.search(r"<title>(.*?)</title>", page)[1] in ("설문", "Survey")
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    other = browser(finish(*_second(first), LEVELS["steady"])).get(RESULT)
    assert dict(response.headers) == dict(other.headers)
    for address in re.findall(r'(?:href|action|src)="([^"]*)"', page):
        assert re.fullmatch(r"tel:\d+|#[a-z-]+|/q/[a-z/]*|/static/built/answer[\w.]*|data:,", address), address


@pytest.mark.parametrize("packed", ["gzip", "identity"])
def test_every_result_is_of_one_length_on_the_line(first, packed):
    one, _ = first
    lengths, pages = set(), set()
    for filled, code in zip(LEVELS.values(), print_cards(one.workplace, len(LEVELS)), strict=True):
        ticket = finish(one, code, filled)
        for language in ("ko", "en"):
            client = browser(ticket, language=language)
            for path in (RESULT, "/q/result/save/"):
                response = client.get(path, headers={"accept-encoding": packed})
                lengths.add(len(response.content))
                whole = gzip.decompress(response.content) if packed == "gzip" else response.content
                pages.add(whole.rpartition(b"</html>")[0])
    assert len(pages) == 4 * len(LEVELS)
    assert len(lengths) == 1


def _second(first):
    return first[0], open_round("W2")[1][0]


def test_help_comes_before_any_number_when_the_level_says_so(first):
    page = shown(browser(finish(*first, LEVELS["seek_help_now"])))
    before, _, after = page.partition('class="area')
    assert before.index('href="tel:109"') < before.index('id="level"')
    assert "100점 만점" not in before
    assert "100점 만점" in after


def test_a_season_of_2017_prints_no_number_of_later_years(first):
    ticket = finish(*first, LEVELS["seek_help_now"])
    with rehearsing(dt.date(2017, 6, 26)):
        page = shown(browser(ticket))
    assert 'tel:15770199"' in page
    assert 'tel:109"' not in page
    assert 'tel:1393"' not in page
    assert "제41조" not in page
    assert "2017년 6월 26일</time>에 시행 중인 법령" in page


def test_scores_classes_and_references_are_those_of_science(first):
    page = shown(browser(finish(*first, sheet(kels(regulation=17, overload=10, dissonance=18, monitoring=8, protection=17)))))
    for score in ("80.00", "77.78", "66.67", "55.56", "47.62"):
        assert f"<b>{score}</b>점 (100점 만점)" in page
    assert page.count("여성 기준 ") >= 5
    assert "시험용" in page


def test_a_sex_that_is_not_kept_leaves_its_class_after_the_round(first):
    one, code = first
    ticket = finish(one, code, sheet(kels(regulation=17)))
    assert "여성 기준 76.67점" in shown(browser(ticket))
    one.status = "closed"
    one.save()
    by_code.move_spool([str(one.pk)])
    page = shown(browser(ticket))
    assert "<strong>위험군</strong>" in page
    assert "성별은 저장하지 않고" in page


def test_without_a_ticket_the_page_asks_for_code_and_secret(first):
    for path in (RESULT, DONE, DELETE, "/q/result/save/"):
        response = browser().get(path)
        assert (response.status_code, response["Location"] in (OPEN, RESULT)) == (303, True)


def test_a_ticket_for_answering_opens_no_result(first):
    ticket = replace(finish(*first, sheet()), purpose="answer")
    assert browser(ticket).get(RESULT).status_code == 303
    assert browser(ticket).get(DELETE).status_code == 303
    browser(ticket).post(DELETE)
    assert by_code.own_sheet(ticket.round_key, ticket.names) is not None


def test_shown_once_cannot_be_opened_again(first):
    one, code = first
    client = browser(finish(one, code, sheet()))
    assert client.post(DONE, {"keep": "once"})["Location"] == RESULT
    shown(client)
    client.get("/q/leave/")
    assert client.get(RESULT)["Location"] == OPEN
    shown(client, OPEN)
    for secret in ("", PIN, code):
        assert "열지 못했습니다" in client.post(OPEN, {"code": code, "secret": secret}).content.decode()
    assert not ResultLock.objects.exists()


def test_a_result_ticket_lasts_thirty_minutes(first):
    ticket = finish(*first, sheet())
    assert browser(replace(ticket, minute=ticket.minute - 29)).get(RESULT).status_code == 200
    assert browser(replace(ticket, minute=ticket.minute - 30)).get(RESULT)["Location"] == OPEN


def keeps(client, secret=PIN, again=None):
    return client.post(DONE, {"keep": "secret", "secret": secret, "secret2": secret if again is None else again})


def test_a_secret_opens_the_result_again_from_any_browser(first):
    one, code = first
    assert keeps(browser(finish(one, code, sheet())))["Location"] == RESULT
    client = browser()
    assert client.post(OPEN, {"code": code.lower(), "secret": "４８２-９１５"})["Location"] == RESULT
    assert "나의 단계" in plain(shown(client))


@pytest.mark.parametrize(("secret", "again", "said"), [("12", "12", "6자리"), (PIN, "482916", "서로 다릅니다"), ("123456", "123456", "짐작")])
def test_a_bad_secret_is_refused_with_its_reason_and_never_repeated(first, secret, again, said):
    page = keeps(browser(finish(*first, sheet())), secret, again).content.decode()
    assert said in page
    assert f'value="{secret}"' not in page
    assert not ResultLock.objects.exists()


def test_five_wrong_tries_close_it_for_ever_and_every_failure_reads_alike(first):
    one, code = first
    keeps(browser(finish(one, code, sheet())))
    unused = open_round("W2")[1][0]

    def tried(code, secret):
        return browser().post(OPEN, {"code": code, "secret": secret}, REMOTE_ADDR=f"10.0.0.{tried.n}").content

    tried.n = 0
    pages = set()
    for tried.n in range(5):
        pages.add(tried(code, "000111"))
    pages |= {tried(code, PIN), tried(unused, PIN), tried("0000000000000", PIN)}
    assert len(pages) == 1
    assert by_code.try_secret(by_code.lookup_names(str(one.workplace_id), code), PIN)[0] is by_code.Opened.CLOSED


def test_neither_time_nor_words_tell_whether_a_card_has_a_secret(first, monkeypatch):
    """A try taken off is a write, which takes its time; a card without a secret has nothing to write."""
    from types import SimpleNamespace

    from jikim.areas.surveys.views import result as view

    one, code = first
    keeps(browser(finish(one, code, sheet())))
    slept, ticks = [], iter(range(10))
    clock = SimpleNamespace(monotonic=lambda: next(ticks) / 100, sleep=slept.append)
    monkeypatch.setattr(view, "time", clock)
    for tried in (code, open_round("W2")[1][0], "0000000000000"):
        assert "열지 못했습니다" in browser().post(OPEN, {"code": tried, "secret": "592817"}).content.decode()
    assert slept == [pytest.approx(view.SECONDS_TO_REFUSE - 0.01)] * 3


def test_tries_at_the_page_are_slowed_down(first):
    client = browser()
    codes = [client.post(OPEN, {"code": first[1], "secret": "1"}).status_code for _ in range(11)]
    assert codes == [200] * 10 + [429]


def test_somebody_who_tries_every_code_shuts_nobody_out_of_their_result(first, monkeypatch):
    from jikim.areas.surveys.views import result as view

    monkeypatch.setattr(view, "WRONG", replace(view.WRONG, in_all=replace(view.WRONG.in_all, tries=2)))
    client = browser(finish(*first, sheet()))
    keeps(client)
    guesser = Client(REMOTE_ADDR="203.0.113.7")
    guesser.get(OPEN)
    for value in range(2):
        guesser.post(OPEN, {"code": new_code(lambda bits, value=value: 7000 + value), "secret": "123987"})
    assert browser().post(OPEN, {"code": first[1], "secret": PIN})["Location"] == RESULT
    for _ in range(6):
        last = guesser.post(OPEN, {"code": first[1], "secret": "1"})
    assert last.status_code == 429, "whoever tries is slowed down"


def test_deleting_destroys_the_answers_counts_and_is_harmless_twice(first):
    one, code = first
    ticket = finish(one, code, sheet())
    client, other_tab = browser(ticket), browser(ticket)
    assert "되살릴 수 없습니다" in shown(client, DELETE)
    assert client.post(DELETE)["Location"] == "/q/delete/done/"
    assert by_code.own_sheet(str(one.pk), ticket.names) is None
    assert by_code.held(str(one.pk), ticket.names) is by_code.Held.NOTHING
    assert other_tab.post(DELETE)["Location"] == "/q/delete/done/"
    assert sum(week.withdrawn for weeks in by_code.finished_by_week([str(one.pk)]).values() for week in weeks.values()) == 1
    assert other_tab.get(RESULT)["Location"] in ("/q/delete/done/", OPEN)
    assert client.get(RESULT)["Location"] == OPEN
    shown(client, "/q/delete/done/")


def test_a_backup_of_the_row_brings_nothing_back(first):
    from jikim.vault.models import Pending

    ticket = finish(*first, sheet())
    copies = [vars(row).copy() for row in Pending.objects.all()]
    acting.withdraw(ticket, on=today())
    for copy in copies:
        copy.pop("_state")
        Pending(**copy).save(force_insert=True)
    assert Pending.objects.count() == len(copies)
    assert by_code.own_sheet(ticket.round_key, ticket.names) is None
    assert browser(ticket).get(RESULT).status_code == 303


def test_follow_up_with_the_secret_stands_side_by_side(first):
    one, code = first
    keeps(browser(finish(one, code, sheet(kels(overload=12, regulation=15)))))
    second = follow_up_of(one)
    client = browser(finish(second, code, sheet(kels(overload=7, regulation=16))))
    assert "지난번" not in shown(client)
    assert keeps(client)["Location"] == RESULT
    words = plain(shown(client))
    assert "지난번보다 가벼워졌습니다." in words
    assert "지난번과 비슷합니다." in words
    assert "1차 100.00" in words
    assert "후속 44.44" in words


def test_whoever_found_the_card_gets_nothing_of_the_first_round(first):
    """The follow-up can be answered with the bare code; the first result needs the secret chosen then."""
    one, code = first
    keeps(browser(finish(one, code, sheet(kels(overload=12)))))
    ticket = finish(follow_up_of(one), code, sheet())
    finder = browser(ticket)
    assert "100.00" not in shown(finder)
    assert "저장할 수 없습니다" in keeps(finder, "739164").content.decode()
    assert "100.00" not in shown(finder)
    finder.post(DELETE)
    assert by_code.own_sheet(str(one.pk), ticket.names) is not None
    again = browser()
    assert again.post(OPEN, {"code": code, "secret": PIN})["Location"] == RESULT
    assert "100.00" in shown(again)


def test_a_secret_chosen_in_the_follow_up_opens_nothing_of_a_first_round_shown_once(first):
    """Otherwise whoever found the card would answer the follow-up, choose a secret and read the first result."""
    one, code = first
    finish(one, code, sheet(kels(overload=12)))
    second = follow_up_of(one)
    ticket = finish(second, code, sheet(kels(overload=7)))
    assert keeps(browser(ticket))["Location"] == RESULT
    finder = browser()
    assert finder.post(OPEN, {"code": code, "secret": PIN})["Location"] == RESULT
    page = shown(finder)
    assert "44.44" in page
    assert "100.00" not in page
    finder.post(DELETE)
    assert by_code.own_sheet(str(one.pk), ticket.names) is not None
    assert by_code.own_sheet(str(second.pk), ticket.names) is None


def test_a_follow_up_shown_once_is_not_opened_by_the_secret_of_the_first_round(first):
    """The page says that nobody can open it again; and whoever had the card first need not be who has it now."""
    one, code = first
    keeps(browser(finish(one, code, sheet(kels(overload=12)))))
    finish(follow_up_of(one), code, sheet(kels(overload=7)))
    client = browser()
    client.post(OPEN, {"code": code, "secret": PIN})
    page = shown(client)
    assert "100.00" in page
    assert "44.44" not in page


def test_whoever_had_the_card_before_leaves_no_secret_on_it_and_reads_nothing_of_the_next_holder(first):
    """Answer, delete, and keep the cookie: the card is unused again and goes to a worker."""
    _, code = first
    earlier = Person().enters(code).agrees().answers_all(1).hands_in().client
    kept = earlier.cookies["jikim_answer"].value

    def with_kept_cookie():
        client = browser()
        client.cookies["jikim_answer"] = kept
        return client

    earlier.post(DELETE)
    assert keeps(with_kept_cookie()).status_code == 200, "no answers, no secret"
    assert not ResultLock.objects.exists()
    worker = Person().enters(code).agrees().answers_all(2).hands_in()
    assert with_kept_cookie().get(RESULT).status_code == 303
    assert keeps(with_kept_cookie()).status_code == 200
    with_kept_cookie().post(DELETE)
    assert not ResultLock.objects.exists()
    assert "나의 단계" in plain(shown(worker.client))


def test_deleting_with_the_secret_deletes_every_round_and_the_secret(first):
    one, code = first
    keeps(browser(finish(one, code, sheet())))
    second = follow_up_of(one)
    ticket = finish(second, code, sheet())
    keeps(browser(ticket))
    client = browser()
    client.post(OPEN, {"code": code, "secret": PIN})
    client.post(DELETE)
    assert by_code.own_sheet(str(one.pk), ticket.names) is None
    assert by_code.own_sheet(str(second.pk), ticket.names) is None
    assert not ResultLock.objects.exists()


def test_the_saved_file_is_whole_and_its_name_says_nothing(first):
    client = browser(finish(*first, LEVELS["act"]))
    response = client.get("/q/result/save/")
    assert response["Content-Disposition"] == 'attachment; filename="note.html"'
    page = response.content.decode()
    assert re.search("<title>(.*?)</title>", page)[1] == "메모"
    assert not re.search(r"(?:src|href|action)=\"(?!tel:)", page)
    assert "감정부조화" in page


def test_a_shared_tablet_saves_and_prints_nothing(first):
    client = browser(finish(*first, sheet()))
    client.cookies["jikim_kiosk"] = "1"
    page = shown(client)
    assert "data-print" not in page
    assert "/q/result/save/" not in page
    assert client.get("/q/result/save/").status_code == 303


def test_a_workers_acts_leave_no_trace_in_the_office(first):
    before = AuditRow.objects.count()
    client = browser(finish(*first, sheet()))
    shown(client)
    keeps(client)
    client.post(DELETE)
    assert AuditRow.objects.count() == before
    assert "sessionid" not in client.cookies


def test_later_rooms_put_their_links_on_the_page(first, monkeypatch):
    monkeypatch.setattr(after_result, "_entries", {})
    after_result.register("talk", Text("상담 신청", "Ask for counselling"), "worker_open", 10, about=Text("무료입니다.", "Free."))
    after_result.register("later", Text("나중", "Later"), "no_such_address", 5)
    page = shown(browser(finish(*first, LEVELS["act"])))
    assert "상담 신청" in page
    assert "무료입니다." in page
    assert "나중" not in plain(page)


def test_every_page_has_the_quick_exit(first):
    client = browser(finish(*first, sheet()))
    for path in (DONE, RESULT, DELETE, "/q/delete/done/", OPEN):
        assert "data-leave" in shown(client, path)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_from_the_card_to_the_result_and_never_again_with_the_bare_code(first, language):
    _one, code = first
    person = Person(language=language).enters(code).agrees().answers_all(1).hands_in()
    assert person.path == DONE
    person.sends(DONE, keep="once")
    assert person.path == RESULT
    assert 'id="level"' in person.text
    person.opens("/q/leave/")
    person.enters(code)
    for path in (RESULT, DONE, DELETE, "/q/2/", "/q/start/"):
        assert 'id="level"' not in person.opens(path).text
        assert person.path in (OPEN, "/q/")
    held = by_code.lookup_names(str(_one.workplace_id), code)
    assert by_code.held(str(_one.pk), held) is by_code.Held.FINISHED


def test_who_helps_is_the_same_page_for_everybody(first):
    held = shown(browser(finish(*first, LEVELS["seek_help_now"])), "/q/help/")
    assert held == shown(browser(finish(*_second(first), LEVELS["steady"])), "/q/help/")
    assert re.findall(r"tel:\d+", held) == re.findall(r"tel:\d+", shown(browser(), "/q/help/"))
    assert held.index("tel:109") < held.index("tel:1350")
    with rehearsing(dt.date(2017, 6, 26)):
        assert 'tel:109"' not in shown(browser(), "/q/help/")


# --- a page left open too long ------------------------------------------------------------------------------------------


def test_deleting_on_a_page_left_open_deletes(first):
    one, code = first
    ticket = finish(one, code, sheet())
    page = browser(replace(ticket, minute=ticket.minute - 90)).post(DELETE)
    assert page["Location"].endswith("delete/done/")
    assert own_sheet(one, code) is None


def test_nobody_is_told_that_answers_are_gone_when_they_are_not(first):
    one, code = first
    ticket = finish(one, code, sheet())
    page = browser(replace(ticket, minute=ticket.minute - 121)).post(DELETE)
    assert page.status_code == 403
    assert "방금 누르신 것은 처리되지 않았습니다" in page.content.decode()
    assert own_sheet(one, code) is not None


@pytest.mark.parametrize("fields", [{"keep": "once"}, {"keep": "secret", "secret": PIN, "secret2": PIN}])
def test_a_choice_made_too_late_is_told_so_and_keeps_nothing(first, fields):
    one, code = first
    ticket = finish(one, code, sheet())
    page = browser(replace(ticket, minute=ticket.minute - 31)).post(DONE, fields)
    assert page.status_code == 403
    assert "비밀번호를 이미 정해 두셨으면" in page.content.decode()
    assert PIN not in page.content.decode()
    assert not ResultLock.objects.exists()
