"""Headers, foreign forms, leaving, weight, the shared tablet: nothing of a visit stays anywhere."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from jikim.shared.audit.models import AuditRow
from jikim.shared.workflow.models import StatusChange
from tests.areas.surveys.answering import Person, open_round, sheet_of

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


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


@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_address_only_a_button_uses_is_never_a_blank_page(client, language):
    """A telephone that restores its pages opens it without what was sent."""
    client.cookies["jikim_language"] = language
    response = client.get("/q/look/")
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert {"ko": "카드에 적힌 코드로 다시", "en": "start again with the code on your card"}[language] in response.content.decode()
